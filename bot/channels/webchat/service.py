"""
What the web chat does, however the request came.

HTTP and WebSocket share it, so both have the same checks and the same limits.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.owners import Owners
from bot.channels.webchat import sessions, sign_in, tokens
from bot.channels.webchat.errors import (
    ChatError,
    code_expected,
    contact_missing,
    not_accepted,
    session_invalid,
    token_invalid,
)
from bot.channels.webchat.incoming import Sent, Wanted
from bot.channels.webchat.limits import Limits
from bot.channels.webchat.sessions import CHANNEL, Session
from bot.channels.webchat.sign_in import Begun
from bot.channels.webchat.tokens import Claims, TokenChecker
from bot.conversations import history, inbox
from bot.conversations.core import Conversations
from bot.conversations.errors import (
    Blocked,
    ButtonRefused,
    ConversationUnknown,
    FileUnknown,
)
from bot.conversations.feed import Watch
from bot.conversations.history import Page
from bot.conversations.inbox import Accepted
from bot.conversations.messages import IncomingMessage
from bot.settings import Settings
from crm_connector.errors import CodeWrong, CrmError, NotSupported
from crm_connector.identity import codes
from crm_connector.identity.proof import Asked, Proofs
from crm_connector.model import Contact

CustomerExists = Callable[[str], Awaitable[bool]]
"""Tells whether the shop knows a customer; raises `CrmError` if it cannot tell."""

PAGE = 50
"""Messages that a fresh client gets, and each step back."""
PAGE_AFTER = 100
"""Messages at a time for a client that reads on from its cursor."""
CUSTOMER_CHECK_SECONDS = 2.0
FORGET_SECONDS = 3600.0
"""How often old sessions and tokens are cleared away."""

_FAILURES = ("session_invalid", "token_invalid", "token_expired", "token_used")

log = structlog.get_logger(__name__)


class WebChat:
    """
    The web chat over the conversation core.

    Raises `SettingsError` when it is made with a key that does not suit.
    """

    def __init__(
        self,
        core: Conversations,
        settings: Settings,
        customer_exists: CustomerExists | None = None,
        proofs: Proofs | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.core = core
        self.limits = Limits(settings, now)
        self._tokens = TokenChecker(settings, core.clock)
        self._customer_exists = customer_exists
        self._proofs = proofs
        self._owners = Owners(proofs, now)
        self._now = now
        self._forgot = now()

    async def begin(self, token: str | None, former: str | None) -> Begun:
        """
        Begin a session; with a token, as the customer it names.

        `former` is the session that the browser held until now.
        """
        await self._forget_old()
        now = self.core.clock()
        if token is None:
            return await self.core.write(lambda c: sign_in.as_stranger(c, now))
        claims = self._tokens.check(token)
        await self._check_customer(claims.customer_id)
        return await self._sign_in(claims, sessions.hash_of(former) if former else None)

    async def end(self, session: str) -> None:
        """
        Sign out: the session ends, and with it whatever is open in its name.

        The token it was begun with is spent.
        """
        name = sessions.hash_of(session)
        now = self.core.clock()

        def transaction(connection: Connection) -> None:
            ended = sessions.find(connection, name, now)
            sessions.end(connection, name)
            if ended.token is not None:
                tokens.spend(connection, ended.token)

        await self.core.write(transaction)
        self.core.feed.signed_out(name)

    async def on_file(self, session: str) -> Contact:
        """
        Give where a code goes that the session's own customer asks for.

        Raises `ChatError` for a stranger's session and `CrmError` like `begin_proof`.
        """
        held = await self._find(session)
        if held.identity.customer_id is None:
            raise contact_missing()
        return await self._by_code().on_file(held.identity.customer_id)

    async def begin_proof(
        self, session: str, address: str, language: str, contact: Contact | None = None
    ) -> Contact:
        """
        Have a one-time code sent, which this session alone can use.

        A stranger says where to (`contact`); for a customer it may be what is on file.
        Whether the shop knows that contact is told to nobody. Gives where it would go;
        raises `ChatError` for the session and `CrmError` for the code.
        """
        name, now = sessions.hash_of(session), self.core.clock()
        held = await self.core.write(lambda c: sessions.use(c, name, now))
        if contact is None and held.identity.customer_id is None:
            raise contact_missing()
        meant = await self._by_code().begin_proof(
            Asked(name, address, language, contact, held.identity.customer_id)
        )
        # Of every code, be the contact known or not.
        await self._tell(held, inbox.CODE_SENT)
        return meant

    async def check_code(self, session: str, typed: str) -> Begun:
        """
        Try a one-time code; the right one gives the session to go on with.

        A stranger becomes the customer in a new session, as with the shop's token. For
        a customer the session stays and is at level 3 again. Raises `ChatError` for
        the session, `CodeWrong` or `CodeOver` for the code.
        """
        name = sessions.hash_of(session)
        now = self.core.clock()
        held = await self.core.read(lambda c: sessions.find(c, name, now))
        try:
            right = await self._by_code().check_code(name, typed)
        except CodeWrong:
            await self._tell(held, inbox.CODE_REFUSED)
            raise
        if held.identity.customer_id is None:
            return await self._join(
                right.customer_id,
                name,
                lambda c: sign_in.by_code(c, right, name, now, self.core.join_customer),
            )
        goes_on = await self.core.write(
            lambda c: sign_in.again_by_code(c, right, held, now)
        )
        if goes_on:
            # Whoever attends to them is told that it is proven now who they are.
            self.core.feed.queue(held.thread)
            await self.core.wake(held.thread)
        return Begun(session, held.thread, goes_on=goes_on)

    async def _tell(self, held: Session, event: str) -> None:
        now = self.core.clock()
        if await self.core.write(lambda c: sign_in.tell(c, held, event, now)):
            await self.core.wake(held.thread)

    async def send(self, session: str, sent: Sent) -> Accepted:
        """
        Accept a message into the conversation that the session holds.

        A one-time code is none: whatever is typed as one stays out of the thread.
        """
        name, now = sessions.hash_of(session), self.core.clock()
        if self._proofs is not None:
            known = await self.core.read(lambda c: sessions.find(c, name, now))
            await self._see_to_owner(known)

        def incoming(connection: Connection) -> IncomingMessage:
            held = sessions.use(connection, name, now)
            if codes.is_awaited(connection, name, sent.text or "", now):
                raise code_expected()
            return IncomingMessage(
                conversation=held.conversation,
                channel=CHANNEL,
                external_id=sent.id,
                identity=held.identity,
                text=sent.text,
                button=sent.button,
                scoped=True,
                files=sent.files,
            )

        try:
            accepted = await self.core.accept(incoming)
        except (ConversationUnknown, Blocked, FileUnknown, ButtonRefused) as error:
            raise not_accepted(error) from None
        self.core.feed.customer_writes(accepted.place.thread, False)
        return accepted

    async def holder(self, session: str) -> Session:
        """
        Give the session if it is good now.
        """
        held = await self._find(session)
        await self._see_to_owner(held)
        return held

    async def open(self, session: str, wanted: Wanted) -> tuple[Session, Page]:
        """
        Give the session, letting it last longer, and what is wanted of its thread.
        """
        name, now = sessions.hash_of(session), self.core.clock()
        held, page = await self.core.read(lambda c: self._look(c, name, wanted, now))
        await self._see_to_owner(held)
        if held.is_use_to_note(now):
            await self.core.write(lambda c: sessions.use(c, name, now))
        return held, page

    async def page(self, session: Session, wanted: Wanted) -> tuple[Session, Page]:
        """
        Read from the thread, if the session is still good at this very moment.
        """
        now = self.core.clock()
        return await self.core.read(lambda c: self._look(c, session.hash, wanted, now))

    def _look(
        self, connection: Connection, name: str, wanted: Wanted, now: datetime
    ) -> tuple[Session, Page]:
        held = sessions.find(connection, name, now)
        key, place = self.core.key, held.place
        if wanted.after is not None:
            # 0 is everything: what others said before may stand below it.
            after = wanted.after or history.START
            page = history.after(connection, key, place, after, PAGE_AFTER, now)
            return held, page
        start = history.END if wanted.before is None else wanted.before
        return held, history.before(connection, key, place, start, PAGE, now)

    async def newest(self, session: Session) -> int:
        """
        Give the seq of the newest message of the thread.
        """
        return await self.core.read(lambda c: history.newest(c, session.place))

    async def wait_for_news(
        self, session: Session, wanted: Wanted, watch: Watch
    ) -> tuple[Session, Page]:
        """
        Read like `page`, waiting at most `wanted.wait` seconds for a first message.
        """
        clock = asyncio.get_running_loop().time
        deadline = clock() + wanted.wait
        while True:
            # Taken before reading: what is told during the reading is news.
            known = watch.newest
            held, page = await self.page(session, wanted)
            # In another thread now, the client asks again and watches that one.
            has_moved = watch.moved or held.place != session.place
            if page.messages or watch.closed or has_moved or clock() >= deadline:
                return held, page
            while watch.newest == known and not (watch.closed or watch.moved):
                if watch.signed_out:
                    raise session_invalid()
                # Typing wakes the watch too, and is no news here.
                if not await watch.wait(max(deadline - clock(), 0)):
                    break

    def note_failure(self, error: ChatError, address: str) -> ChatError:
        """
        Count what was refused and give the error to tell.

        Whoever keeps guessing hears nothing but "too many". Others at that address,
        who may share it by thousands, are served as ever.
        """
        if error.code in _FAILURES:
            try:
                self.limits.address_failures.take(address)
            except ChatError as too_many:
                error = too_many
        self.core.tally.count(f"refused_{error.code}")
        return error

    async def _sign_in(self, claims: Claims, former: str | None) -> Begun:
        now = self.core.clock()
        return await self._join(
            claims.customer_id,
            former,
            lambda c: sign_in.as_customer(
                c, claims, former, now, self.core.join_customer
            ),
        )

    async def _join(
        self,
        customer_id: str,
        former: str | None,
        transaction: Callable[[Connection], Begun],
    ) -> Begun:
        touched = await self.core.read(lambda c: self._touched(c, customer_id, former))
        begun = await self.core.join(transaction, *touched)
        for name in begun.ended:
            self.core.feed.signed_out(name)
        if begun.goes_on:
            self.core.feed.queue(begun.conversation)
            await self.core.wake(begun.conversation)
        return begun

    async def _see_to_owner(self, held: Session) -> None:
        """
        End what a code has proven if its contact is the customer's no more.

        Raises if the session ends with it.
        """
        if not await self._owners.is_changed(held.hash, held.identity, held.contact):
            return
        ended = await self.core.write(lambda c: sessions.end_proof(c, held))
        for name in ended:
            self.core.feed.signed_out(name)
        if ended:
            raise session_invalid()

    async def _find(self, session: str) -> Session:
        name, now = sessions.hash_of(session), self.core.clock()
        return await self.core.read(lambda c: sessions.find(c, name, now))

    def _touched(
        self, connection: Connection, customer_id: str, former: str | None
    ) -> list[str]:
        """
        Give the threads that signing in may join.
        """
        found = self.core.threads_of(connection, customer_id)
        if former is not None:
            found.update(sessions.threads_of(connection, former))
        return sorted(found)

    def _by_code(self) -> Proofs:
        if self._proofs is None:
            raise NotSupported("This shop sends no codes.")
        return self._proofs

    async def _check_customer(self, customer_id: str) -> None:
        """
        Refuse a customer the shop does not know; a shop that is down hinders nobody.
        """
        if self._customer_exists is None:
            return
        try:
            known = await asyncio.wait_for(
                self._customer_exists(customer_id), CUSTOMER_CHECK_SECONDS
            )
        except (CrmError, asyncio.TimeoutError):
            log.warning("customer_not_checked")
            return
        if not known:
            raise token_invalid("the shop knows no such customer")

    async def _forget_old(self) -> None:
        if self._now() - self._forgot < FORGET_SECONDS:
            return
        self._forgot = self._now()
        now = self.core.clock()

        def transaction(connection: Connection) -> None:
            tokens.forget_old(connection, now)
            codes.forget_old(connection, now)
            sessions.forget_old(connection, now)

        try:
            await self.core.write(transaction)
        except SQLAlchemyError:
            log.exception("old_sessions_not_forgotten")
