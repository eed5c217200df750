"""
Proving who one is by a one-time code, from the wish for it to the right digits.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

import structlog
from sqlalchemy.engine import Connection

from crm_connector.errors import (
    BadSourceData,
    CodeRefused,
    CrmError,
    NotSupported,
)
from crm_connector.identity import codes, on_file
from crm_connector.identity.codes import Right
from crm_connector.identity.identifiers import Rules
from crm_connector.identity.senders.port import CodeMessage, CodeSender, Purpose
from crm_connector.model import Assurance, Contact, ContactKind
from crm_connector.source import ContactSource, CustomerSource

T = TypeVar("T")

GRACE_SECONDS = 5.0
"""How long the end waits for codes that are on their way."""
STEP_SECONDS = 0.5
"""A stranger is answered after a whole number of these: looking up somebody whom the
shop knows may take longer than nobody."""

log = structlog.get_logger(__name__)


class Store(Protocol):
    """
    The database with the tables of `crm_connector.identity.tables`.
    """

    async def write(self, work: Callable[[Connection], T]) -> T:
        """
        Run a transaction; it is durable when this returns.
        """


class ContactBook(CustomerSource, ContactSource, Protocol):
    """
    A source that knows customers and finds them by their contacts.
    """


@dataclass(frozen=True)
class Asked:
    """
    A wish for a code: from which session and network address, in which language.

    `customer_id` is whom the session is signed in as already. They need not say a
    contact: the code then goes to the first on file that it can go to.
    """

    session: str
    address: str
    language: str
    contact: Contact | None = None
    customer_id: str | None = None
    purpose: Purpose = Purpose.TYPED


class Proofs:
    """
    Makes codes, has them sent and tries what is typed.

    `key` is the server's own; codes and contacts are hashed with it. `step` is as
    `STEP_SECONDS`; 0 is for tests that measure nothing.
    """

    def __init__(
        self,
        store: Store,
        key: bytes,
        book: ContactBook,
        senders: Sequence[CodeSender],
        *,
        clock: Callable[[], datetime],
        rules: Rules | None = None,
        step: float = STEP_SECONDS,
    ) -> None:
        self._step = step
        self._store = store
        self._key = key
        self._book = book
        self._senders = tuple(senders)
        self._clock = clock
        self._rules = rules or Rules()
        self._sending: set[asyncio.Task[None]] = set()

    async def begin_proof(self, asked: Asked) -> Contact:
        """
        Have a code sent, and give the contact that was meant.

        Says nothing of whether the shop knows that contact: a code is made in any case
        and goes out only if it is on file of one customer alone, or of the one who is
        signed in. It goes out after this has returned, and a stranger is answered in
        whole steps of time, so that the time says nothing either.

        Raises `TooManyCodes`, `NotSupported` where no sender is for such contacts, and
        what the source raises.
        """
        contact = asked.contact or await self.on_file(asked.customer_id)
        sender = self._sender_for(contact.kind)
        key, session, now = self._key, asked.session, self._clock()
        await self._store.write(
            lambda c: codes.admit(c, key, session, contact, asked.address, now)
        )
        who = await self._whose(contact, asked.customer_id)
        code = await self._store.write(
            lambda c: codes.make(c, key, session, contact, who, now)
        )
        if who is not None:
            message = CodeMessage(contact, code, asked.language, asked.purpose)
            self._send(sender, message)
        return contact

    async def check_code(self, session: str, typed: str) -> Right:
        """
        Try what was typed in a session; a right code is used up.

        Raises `CodeWrong` or `CodeOver`.
        """
        key, now = self._key, self._clock()
        answer = await self._store.write(
            lambda c: codes.check(c, key, session, typed, now)
        )
        if isinstance(answer, CodeRefused):
            raise answer
        await self._note(answer, now)
        return answer

    async def on_file(self, customer_id: str | None) -> Contact:
        """
        The first contact of a customer's that a code can go to.

        Raises `NotSupported` where there is none, and what the source raises.
        """
        if customer_id is None:
            raise ValueError("a stranger says where the code is to go")
        known = (await self._book.customer(customer_id)).contacts
        for contact in known:
            if any(contact.kind in each.kinds for each in self._senders):
                return contact
        raise NotSupported("There is nothing on file that a code can go to.")

    async def is_on_file(self, customer_id: str, contact: str) -> bool:
        """
        Whether the customer still has a contact, known by its hash; asks the source.
        """
        return await on_file.has(self._book, self._key, customer_id, contact)

    async def close(self) -> None:
        """
        Let codes on their way go out, then close the senders.
        """
        if self._sending:
            await asyncio.wait(self._sending, timeout=GRACE_SECONDS)
        for task in self._sending:
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)
        for sender in self._senders:
            await sender.close()

    async def _note(self, right: Right, now: datetime) -> None:
        """
        Write down which contact was proven, as far as that can be told.

        A system that is away keeps nobody from signing in.
        """
        try:
            customer = await self._book.customer(right.customer_id)
            proven = [
                each
                for each in customer.contacts
                if codes.contact_hash(self._key, each) == right.contact
            ]
            if proven:
                await self._store.write(
                    lambda c: on_file.prove(
                        c,
                        customer,
                        proven[0],
                        assurance=Assurance.FRESH_CODE,
                        source="code",
                        now=now,
                        rules=self._rules,
                    )
                )
        except CrmError as error:
            log.warning("proof_not_noted", kind=type(error).__name__, error=str(error))

    async def _whose(self, contact: Contact, signed_in: str | None) -> str | None:
        if signed_in is not None:
            # Of a family's telephone it is theirs as well.
            theirs = (await self._book.customer(signed_in)).contacts
            return signed_in if contact in theirs else None
        began = time.monotonic()
        try:
            found = await self._book.find(contact, limit=2)
        except BadSourceData as error:
            # A row that makes no sense is somebody's: to tell of it would tell that.
            log.error("contact_not_readable", source=error.source, error=str(error))
            found = ()
        if self._step:
            await asyncio.sleep(self._step - (time.monotonic() - began) % self._step)
        return found[0].id if len(found) == 1 else None

    def _sender_for(self, kind: ContactKind) -> CodeSender:
        for sender in self._senders:
            if kind in sender.kinds:
                return sender
        raise NotSupported(f"No code can be sent to a {kind.value}.")

    def _send(self, sender: CodeSender, message: CodeMessage) -> None:
        task = asyncio.get_running_loop().create_task(_sent(sender, message))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)


async def _sent(sender: CodeSender, message: CodeMessage) -> None:
    try:
        await sender.send(message)
    except CrmError as error:
        # The customer must not hear of it: to a stranger's contact nothing is sent.
        log.error(
            "code_not_sent",
            sender=sender.name,
            kind=type(error).__name__,
            error=str(error),
        )
