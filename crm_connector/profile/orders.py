"""
A person's orders from all sources: the newest, those farther back, and by number.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from crm_connector.errors import OrderNotFound
from crm_connector.identity.identifiers import PersonId
from crm_connector.model import Order
from crm_connector.profile.asking import Question
from crm_connector.profile.assemble import MOST, Fields, Profiles, orders_of, said_by
from crm_connector.profile.facts import Field, Found, Profile
from crm_connector.source import Capability
from crm_connector.sources.numbers import folded

_ORDERS: Fields = (Field.ORDERS,)


@dataclass(frozen=True)
class OrderBook:
    """
    Reads orders through profiles, and past them where a profile does not reach.
    """

    profiles: Profiles

    async def newest(self, person: PersonId, limit: int) -> Found[Order]:
        """
        So many of their orders, the newest first.
        """
        profile = await self.profiles.of(person, fields=_ORDERS)
        if limit > MOST and _may_have_more(profile):
            profile = await self.profiles.of(person, fields=_ORDERS, most=limit)
        return Found(profile.orders[:limit], profile.lacks(Field.ORDERS))

    async def numbered(self, person: PersonId, number: str) -> Found[Order]:
        """
        What has this number, however it is written: one of each source at most.

        Raises `OrderNotFound` if no source has it and all of them have answered.
        """
        profile = await self.profiles.of(person, fields=_ORDERS)
        facts = tuple(
            each
            for each in profile.orders
            if folded(each.value.number) == folded(number)
        )
        if facts:
            return Found(facts)
        missing = profile.lacks(Field.ORDERS)
        silent = {each.source for each in missing}
        house = self.profiles
        questions = [
            Question(
                source,
                "order",
                (customer_id, number),
                house.rules[Field.ORDERS].budget,
                _ORDERS,
            )
            for source, customer_id in profile.ids
            if source not in silent and house.asking.can(source, Capability.ORDERS)
        ]
        answers = await house.asking.all(questions, house.seconds)
        said, more_missing = said_by(answers, house.rules)
        facts = orders_of(said[Field.ORDERS], house.rules)
        if not facts and not missing and not more_missing:
            raise OrderNotFound("This customer has no such order.")
        return Found(facts, (*missing, *more_missing))


def _may_have_more(profile: Profile) -> bool:
    """
    Whether a source gave as many orders as it was asked for.
    """
    of_each = Counter((each.source, each.value.customer_id) for each in profile.orders)
    return any(count >= MOST for count in of_each.values())
