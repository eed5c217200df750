"""
Proof by an account of a messenger that vouches for a telephone of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.engine import Connection

from crm_connector.errors import CrmError
from crm_connector.identity import codes, ledger, on_file
from crm_connector.identity.identifiers import Identifier, PersonId, Rules
from crm_connector.identity.proof import ContactBook, Store
from crm_connector.model import Assurance, Contact, Customer

log = structlog.get_logger(__name__)


class Vouching:
    """
    Looks up whose a telephone is that an account has shown to be its own.

    `key` is the server's own, with which contacts are hashed: the one of `Proofs`.
    """

    def __init__(
        self,
        store: Store,
        key: bytes,
        book: ContactBook,
        *,
        clock: Callable[[], datetime],
        rules: Rules | None = None,
    ) -> None:
        self._store = store
        self._key = key
        self._book = book
        self._clock = clock
        self._rules = rules or Rules()

    def name_of(self, contact: Contact) -> str:
        """
        The hash under which a contact is kept beside what it has proven.
        """
        return codes.contact_hash(self._key, contact)

    async def whose(self, contact: Contact) -> tuple[Customer, ...]:
        """
        The customers who have it on file: none, one, or two of a family.

        Nobody is one of two by it: that would be a guess. Raises what the source does.
        """
        if self._rules.is_blocked(Identifier.of_contact(contact)):
            return ()
        return await self._book.find(contact, limit=2)

    async def note(
        self, customer: Customer, contact: Contact, account: Identifier, source: str
    ) -> None:
        """
        Write down that the customer has proven the contact and has this account.

        Of an account that was another's nothing is written: who is one with whom is for
        people to say.
        """
        now, rules = self._clock(), self._rules

        def proven(connection: Connection) -> PersonId:
            return on_file.prove(
                connection,
                customer,
                contact,
                assurance=Assurance.PROVEN,
                source=source,
                now=now,
                rules=rules,
            )

        def linked(connection: Connection) -> None:
            ledger.link(
                connection,
                person,
                account,
                assurance=Assurance.CHANNEL,
                source=source,
                now=now,
                rules=rules,
            )

        try:
            person = await self._store.write(proven)
            await self._store.write(linked)
        except CrmError as error:
            log.warning("proof_not_noted", kind=type(error).__name__, error=str(error))

    async def is_on_file(self, customer_id: str, contact: str) -> bool:
        """
        Whether the customer still has a contact, known by its hash; asks the source.
        """
        return await on_file.has(self._book, self._key, customer_id, contact)
