"""
Who is one person, with what follows from it: their talks stand in one thread.

The one place that merges and splits. Each function is part of a transaction of the
caller's; where messages are being answered, that is `Conversations.join` with the
`threads` of both, so that no turn is running in them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import joint, threads
from bot.conversations.tables import messages
from crm_connector.identity import consent, ledger, present
from crm_connector.identity.consent import Purpose, Statement
from crm_connector.identity.identifiers import Identifier, Kind, Link, PersonId, Rules


@dataclass(frozen=True)
class Side:
    """
    One of two who may be one: what they have, how much was said, what they agreed to.
    """

    person: PersonId
    links: tuple[Link, ...]
    messages: int
    consent: Mapping[Purpose, Statement]


@dataclass(frozen=True)
class Dry:
    """
    What a merge would join, and `consent` that would count for both together.

    `too_many` are the kinds of which one person would have more than one can have.
    """

    sides: tuple[Side, Side]
    is_one: bool
    too_many: tuple[Kind, ...]
    consent: Mapping[Purpose, Statement]


@dataclass(frozen=True)
class People:
    """
    Merges and splits people; `home` is the source whose customers write to us.
    """

    home: str

    def kin(self, connection: Connection, customer_id: str) -> Collection[str]:
        """
        Give the customers who are one person with this one, itself among them.
        """
        known = present.people(
            connection, Identifier(Kind.SHOP_CUSTOMER_ID, customer_id, self.home)
        )
        return {customer_id}.union(*(self._customers(connection, p) for p in known))

    def merge(
        self,
        connection: Connection,
        person: PersonId,
        other: PersonId,
        *,
        by: str,
        reason: str,
        now: datetime,
        rules: Rules,
    ) -> int:
        """
        Make one of two, with one thread; gives the number by which that can be undone.

        Raises what `ledger.merge` does.
        """
        number = ledger.merge(
            connection, person, other, by=by, reason=reason, now=now, rules=rules
        )
        self._follow(connection, [person], now)
        return number

    def split(
        self,
        connection: Connection,
        merged: int,
        *,
        by: str,
        reason: str,
        now: datetime,
    ) -> None:
        """
        Undo the merge of this number: each has their own again, whatever came since.

        Raises what `ledger.split` does.
        """
        sides = self._sides(connection, merged)
        ledger.split(connection, merged, by=by, reason=reason, now=now)
        self._follow(connection, sides, now)

    def threads(self, connection: Connection, *persons: PersonId) -> set[str]:
        """
        Give the threads in which these persons talk.
        """
        customers = set[str]().union(
            *(self._customers(connection, each) for each in persons)
        )
        held = threads.of_customers(connection, customers)
        return threads.standing(connection, held)

    def plan(
        self,
        connection: Connection,
        person: PersonId,
        other: PersonId,
        *,
        now: datetime,
        rules: Rules,
    ) -> Dry:
        """
        Tell what a merge would join; nothing is changed. Raises `NoSuchEntry`.
        """
        planned = ledger.plan(connection, person, other, rules=rules)
        first, second = (
            Side(
                root,
                links,
                self._messages(connection, root),
                consent.standing(connection, root),
            )
            for root, links in zip(planned.roots, planned.links, strict=True)
        )
        together = first.consent
        if not planned.is_one and not planned.too_many:
            trial = connection.begin_nested()
            ledger.merge(
                connection, person, other, by="-", reason="-", now=now, rules=rules
            )
            together = consent.standing(connection, person)
            trial.rollback()
        return Dry((first, second), planned.is_one, planned.too_many, together)

    def _follow(
        self, connection: Connection, persons: Collection[PersonId], now: datetime
    ) -> None:
        """
        Let threads be as the ledger says that people are.
        """
        roots = {present.root(connection, each) for each in persons}
        groups = [self._customers(connection, root) for root in sorted(roots)]
        joint.arrange(connection, groups, now)

    @staticmethod
    def _sides(connection: Connection, merged: int) -> tuple[PersonId, ...]:
        found = present.merged(connection, merged)
        return () if found is None else (found.person, found.other)

    def _customers(self, connection: Connection, person: PersonId) -> set[str]:
        links = present.links_of(connection, present.root(connection, person))
        return {
            link.identifier.value
            for link in links
            if link.identifier.kind is Kind.SHOP_CUSTOMER_ID
            and link.identifier.scope == self.home
        }

    def _messages(self, connection: Connection, person: PersonId) -> int:
        held = threads.of_customers(connection, self._customers(connection, person))
        places = [threads.place(connection, each) for each in held]
        own = sa.func.coalesce(messages.c.origin, messages.c.conversation)
        query = sa.select(sa.func.count()).where(
            messages.c.conversation.in_({each.thread for each in places}),
            own.in_(held),
        )
        return int(connection.execute(query).scalar() or 0)
