"""
The one way to a customer's data: say who is asking, and how sure we are.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime
from typing import Protocol, TypeVar

from sqlalchemy.engine import Connection

from crm_connector.access import (
    Access,
    Attended,
    access_desk,
    access_orders,
    access_profile,
    is_sure,
    may_follow,
)
from crm_connector.buying import Buying
from crm_connector.declarations import Declarations
from crm_connector.errors import NotSupported, SourceUnavailable
from crm_connector.identity import consent, ledger, present
from crm_connector.identity.ageing import level
from crm_connector.identity.consent import Purpose
from crm_connector.identity.errors import NoSuchEntry
from crm_connector.identity.identifiers import Identifier, Kind, PersonId, Rules
from crm_connector.model import (
    Assurance,
    Identity,
    Invoice,
    Loyalty,
    Order,
)
from crm_connector.moments import utc_now
from crm_connector.order_changes import OrderChanges
from crm_connector.profile.assemble import MOST, Profiles
from crm_connector.profile.facts import Field, Found, Profile
from crm_connector.profile.orders import OrderBook, Who
from crm_connector.source import (
    Capability,
)

T = TypeVar("T")

# What they bought, and what they were billed for it.
_BOUGHT = frozenset({Field.ORDERS, Field.INVOICES})
# What is known of the person: whatever can tell it knows who may be the same one.
_OF_THEM = frozenset(Field) - _BOUGHT
_TOLD_BY = {
    Field.LOYALTY: Capability.LOYALTY,
    Field.ORDERS: Capability.ORDERS,
    Field.INVOICES: Capability.INVOICES,
}


class Store(Protocol):
    """
    The database with the tables of `crm_connector.identity.tables`.
    """

    async def read(self, work: Callable[[Connection], T]) -> T:
        """
        Run something that only reads.
        """

    async def write(self, work: Callable[[Connection], T]) -> T:
        """
        Run a transaction; it is durable when this returns.
        """


class CustomerGate:
    """
    Reads whoever is writing through their profile, and changes only what is theirs.

    `home` names the source whose customer ids identities have; changes are made there.
    What each way in needs is said by `crm_connector.access`, at the moment of `clock`;
    its errors come before anything else. What no source can do is `NotSupported`.
    """

    def __init__(
        self,
        profiles: Profiles,
        store: Store,
        home: str,
        *,
        rules: Rules | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._profiles = profiles
        self._store = store
        self._home = home
        self._rules = rules or Rules()
        self._clock = clock
        self._orders = OrderBook(profiles)
        self.declarations = Declarations(
            self.person,
            lambda identity: self.profile(identity, fields=_OF_THEM),
            store.read,
            store.write,
            self._rules,
            clock=clock,
        )
        """What they say of themselves."""
        self.changes = OrderChanges(profiles, home, clock=clock)
        """What they want done with their orders."""
        self.buying = Buying(profiles, home, clock=clock)
        """What they buy."""

    def tells(self, field: Field, source: str | None = None) -> bool:
        """
        Whether this source, or any, can tell this of somebody whom it knows.
        """
        asking = self._profiles.asking
        among = asking.sources if source is None else (source,)
        capability = _TOLD_BY.get(field, Capability.CUSTOMERS)
        return any(asking.can(each, capability) for each in among)

    def level(self, identity: Identity) -> Assurance:
        """
        How sure we are now who is writing.
        """
        return level(identity, self._clock())

    def may_hear(self, identity: Identity) -> bool:
        """
        Whether they may be told of orders now.
        """
        return is_sure(Access.ORDERS, identity, self._clock())

    async def person(self, identity: Identity) -> PersonId:
        """
        Who is writing, as the ledger numbers them: they alone, before all merges.

        So what they say stays theirs when a merge is undone.
        """
        identifier = self._identifier(access_profile(identity, self._clock()))
        known = await self._store.read(lambda c: present.linked(c, identifier))
        return known[0] if known else await self._meet(identifier)

    async def profile(
        self,
        identity: Identity,
        *,
        fields: Collection[Field],
        purpose: Purpose = Purpose.SERVICE,
        most: int = MOST,
    ) -> Profile:
        """
        These things about them, as far as sources tell them in time.

        Of orders and invoices there are the newest `most` of each source. It never
        raises for a source: `Profile.lacks` tells what may be missing.
        """
        may = access_profile if _BOUGHT.isdisjoint(fields) else access_orders
        customer_id = may(identity, self._clock())
        return await self._profile(customer_id, fields, purpose, most)

    async def orders(self, identity: Identity, *, limit: int = 20) -> Found[Order]:
        """
        Their orders, the newest first.

        Where nothing is found and a source gave no answer, that is raised.
        """
        customer_id = access_orders(identity, self._clock())
        self._needs(Capability.ORDERS)
        book = self._orders
        found = await self._known(customer_id, lambda who: book.newest(who, limit))
        return _heard(found)

    async def order(self, identity: Identity, number: str) -> Found[Order]:
        """
        Their order of this number; one in each source at most.

        Somebody else's is `OrderNotFound`, as one that is not. Where a source gave no
        answer, that is raised instead.
        """
        customer_id = access_orders(identity, self._clock())
        self._needs(Capability.ORDERS)
        book = self._orders
        found = await self._known(customer_id, lambda who: book.numbered(who, number))
        return _heard(found)

    async def invoices(self, identity: Identity) -> Found[Invoice]:
        """
        Their invoices, the newest first; raises like `orders`.
        """
        customer_id = access_orders(identity, self._clock())
        self._needs(Capability.INVOICES)
        profile = await self._profile(customer_id, (Field.INVOICES,))
        return _heard(Found(profile.invoices, profile.lacks(Field.INVOICES)))

    async def loyalty(self, identity: Identity) -> Found[Loyalty]:
        """
        What they have collected, in each list that has them; raises like `orders`.
        """
        customer_id = access_profile(identity, self._clock())
        self._needs(Capability.LOYALTY)
        profile = await self._profile(customer_id, (Field.LOYALTY,))
        return _heard(Found(profile.loyalty, profile.lacks(Field.LOYALTY)))

    async def attended(
        self, attended: Attended, *, fields: Collection[Field] = frozenset(Field)
    ) -> Profile:
        """
        These things about a customer for the one of the shop who attends to them.

        What may be missing is told as by `profile`.
        """
        customer_id = access_desk(attended, self._clock())
        return await self._profile(customer_id, fields)

    async def attended_order(self, attended: Attended, number: str) -> Found[Order]:
        """
        One of their orders for the one who attends to them; raises like `order`.
        """
        customer_id = access_desk(attended, self._clock())
        self._needs(Capability.ORDERS)
        book = self._orders
        found = await self._known(customer_id, lambda who: book.numbered(who, number))
        return _heard(found)

    async def followed(self, customer_id: str) -> Found[Order]:
        """
        The newest orders of a customer who wants to be told when they change.

        `NotConfirmed` where they do not, or not any more. What is missing is told by
        `Found.missing`, never raised.
        """
        identifier = self._identifier(customer_id)
        said = await self._store.read(lambda c: _agreed(c, identifier))
        profile = await self._profile(
            may_follow(customer_id, said), (Field.ORDERS,), Purpose.ORDER_NEWS
        )
        return Found(profile.orders, profile.lacks(Field.ORDERS))

    def forget(self, source: str, customer_id: str) -> None:
        """
        Something of this customer of a source has changed there: ask anew.
        """
        self._profiles.forget(source, customer_id)

    async def _profile(
        self,
        customer_id: str,
        fields: Collection[Field],
        purpose: Purpose = Purpose.SERVICE,
        most: int = MOST,
    ) -> Profile:
        return await self._known(
            customer_id,
            lambda who: self._profiles.of(
                who, fields=fields, purpose=purpose, most=most
            ),
        )

    async def _known(self, customer_id: str, ask: Callable[[Who], Awaitable[T]]) -> T:
        """
        What `ask` gives of them, who are met if they come for the first time.
        """
        identifier = self._identifier(customer_id)
        try:
            return await ask(identifier)
        except NoSuchEntry:
            return await ask(await self._meet(identifier))

    async def _meet(self, identifier: Identifier) -> PersonId:
        return await self._store.write(
            lambda connection: ledger.meet(
                connection,
                identifier,
                source=self._home,
                now=self._clock(),
                rules=self._rules,
                assurance=Assurance.PROVEN,
            )
        )

    def _identifier(self, customer_id: str) -> Identifier:
        return Identifier(Kind.SHOP_CUSTOMER_ID, customer_id, self._home)

    def _needs(self, capability: Capability) -> None:
        asking = self._profiles.asking
        if not any(asking.can(source, capability) for source in asking.sources):
            raise NotSupported(f"No source can do {capability.value}.")


def _agreed(
    connection: Connection, identifier: Identifier
) -> Mapping[Purpose, consent.Statement]:
    """
    What counts now of what they said; nothing of somebody whom nobody has met.
    """
    known = present.linked(connection, identifier)
    return consent.standing(connection, known[0]) if known else {}


def _heard(found: Found[T]) -> Found[T]:
    """
    The same, or the error of a source that might have had something.
    """
    if found.facts or not found.missing:
        return found
    first = found.missing[0]
    raise first.error or SourceUnavailable(
        f"It gave no answer: {first.why.value}.", source=first.source
    )
