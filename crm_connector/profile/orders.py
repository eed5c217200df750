"""
A person's orders from all sources: the newest, those farther back, and by number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crm_connector.errors import OrderNotFound
from crm_connector.identity.identifiers import Identifier, PersonId
from crm_connector.model import Money, Order, OrderStatus
from crm_connector.profile.asking import Question
from crm_connector.profile.assemble import MOST, Profiles
from crm_connector.profile.facts import Fact, Field, Found, Profile
from crm_connector.profile.keeper import Budget
from crm_connector.profile.making import Fields, orders_of
from crm_connector.source import Capability
from crm_connector.sources.numbers import folded

Who = PersonId | Identifier
_ORDERS: Fields = (Field.ORDERS,)
# Hardly anybody has more that wait to be paid; each is one more question.
_MOST_WAITING = 3


@dataclass(frozen=True)
class OrderBook:
    """
    Reads orders through profiles, and past them where a profile does not reach.
    """

    profiles: Profiles

    async def newest(self, person: Who, limit: int) -> Found[Order]:
        """
        So many of their orders, the newest first.
        """
        profile = await self.profiles.of(person, fields=_ORDERS)
        if await self._has_moved(profile.orders[:limit]):
            profile = await self.profiles.of(person, fields=_ORDERS)
        if limit > MOST and _may_have_more(profile):
            profile = await self.profiles.of(person, fields=_ORDERS, most=limit)
        return Found(profile.orders[:limit], profile.lacks(Field.ORDERS))

    async def numbered(self, person: Who, number: str) -> Found[Order]:
        """
        What has this number, however it is written: one of each source at most.

        Raises `OrderNotFound` if no source has it and all of them have answered.
        """
        profile = await self.profiles.of(person, fields=_ORDERS)
        facts = _numbered(profile, number)
        if await self._has_moved(facts):
            profile = await self.profiles.of(person, fields=_ORDERS)
            facts = _numbered(profile, number)
        missing = profile.lacks(Field.ORDERS)
        if facts:
            of = {each.source for each in facts}
            return Found(facts, tuple(m for m in missing if m.source in of))
        silent = {each.source for each in missing}
        questions = [
            Question(
                source,
                "order",
                (customer_id, number),
                self.profiles.rules[Field.ORDERS].budget,
                _ORDERS,
            )
            for source, customer_id in profile.ids
            if source not in silent
            and self.profiles.asking.can(source, Capability.ORDERS)
        ]
        said, more_missing = await self.profiles.answers(questions)
        facts = orders_of(said[Field.ORDERS], self.profiles.rules)
        missing = (*missing, *more_missing)
        if not facts and not missing:
            raise OrderNotFound("This customer has no such order.")
        return Found(facts, missing)

    async def _has_moved(self, facts: Sequence[Fact[Order]]) -> bool:
        """
        Whether what is kept of an order that waits for its payment is true no more.

        Customers pay while they write, and ask right after that. So such orders are
        read anew past what is kept; if one has moved on, all that is kept of its
        customer is forgotten, its invoices as well.
        """
        waiting = [fact for fact in facts if _waits(fact)][:_MOST_WAITING]
        if not waiting:
            return False
        questions = [
            Question(
                fact.source,
                "order",
                (fact.value.customer_id, fact.value.number),
                Budget(0, 0, 0),
                _ORDERS,
            )
            for fact in waiting
        ]
        said, _ = await self.profiles.answers(questions)
        known = {(fact.source, fact.value.number): fact.value for fact in waiting}
        moved = [
            fact
            for fact in said[Field.ORDERS]
            if _state(fact.value) != _state(known[_key(fact)])
        ]
        for fact in moved:
            self.profiles.forget(fact.source, fact.value.customer_id)
        return bool(moved)


def _waits(fact: Fact[Order]) -> bool:
    """
    Whether it may have been paid since it was read.
    """
    return fact.value.status is OrderStatus.PLACED


def _state(order: Order) -> tuple[OrderStatus, Money, Money | None]:
    # Not all of it: some sources tell more of a single order than of a list.
    return order.status, order.total, order.paid


def _key(fact: Fact[Order]) -> tuple[str, str]:
    return fact.source, fact.value.number


def _numbered(profile: Profile, number: str) -> tuple[Fact[Order], ...]:
    return tuple(
        each for each in profile.orders if folded(each.value.number) == folded(number)
    )


def _may_have_more(profile: Profile) -> bool:
    """
    Whether a source gave as many orders as it was asked for.
    """
    of_each = Counter((each.source, each.value.customer_id) for each in profile.orders)
    return any(count >= MOST for count in of_each.values())
