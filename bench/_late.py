"""
Sources that answer after a known time, or never, and people who are customers of them.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, datetime, timezone

from sqlalchemy.engine import Connection

from crm_connector.errors import SourceUnavailable
from crm_connector.identity import ledger
from crm_connector.identity.identifiers import Identifier, Kind, PersonId, Rules
from crm_connector.model import (
    Customer,
    Loyalty,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    StatusChange,
)
from crm_connector.source import Capability

NOW = datetime(2026, 5, 10, 6, 30, tzinfo=timezone.utc)
_ORDERS = 8


class LateSource:
    """
    Knows everybody; each question takes `delay` seconds.
    """

    capabilities = frozenset(
        {Capability.CUSTOMERS, Capability.ORDERS, Capability.LOYALTY}
    )
    questions = 3

    def __init__(self, name: str, delay: float) -> None:
        self.name = name
        self.asked = 0
        self._delay = delay

    async def check(self) -> None:
        """
        All is well.
        """

    async def close(self) -> None:
        """
        There is nothing to let go of.
        """

    async def customer(self, customer_id: str) -> Customer:
        """
        Somebody of that number.
        """
        await self._answering()
        phone = f"+98912{int(customer_id):07}"
        return Customer(
            customer_id, f"Customer {customer_id}", (phone,), (), "fa", self.name, NOW
        )

    async def orders(self, customer_id: str, *, limit: int) -> tuple[Order, ...]:
        """
        Some orders of theirs.
        """
        await self._answering()
        first = _order(customer_id, self.name)
        return tuple(
            replace(first, number=f"{customer_id}-{number}")
            for number in range(min(limit, _ORDERS))
        )

    async def order(self, customer_id: str, number: str) -> Order:
        """
        One of them.
        """
        await self._answering()
        return replace(_order(customer_id, self.name), number=number)

    async def loyalty(self, customer_id: str) -> Loyalty:
        """
        Their points.
        """
        await self._answering()
        return Loyalty(customer_id, 100, "silver", self.name, NOW)

    async def _answering(self) -> None:
        self.asked += 1
        await asyncio.sleep(self._delay)


class DeadSource(LateSource):
    """
    Never answers, and gives up only after a minute.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name, 60.0)

    async def _answering(self) -> None:
        await super()._answering()
        raise SourceUnavailable("dead", source=self.name)


def people(connection: Connection, count: int, sources: int) -> list[PersonId]:
    """
    So many, each a customer of every source and found to be one person.
    """
    rules = Rules()
    found = []
    for number in range(count):
        ids = [
            ledger.meet(
                connection,
                Identifier(Kind.SHOP_CUSTOMER_ID, str(number), f"source-{each}"),
                source="bench",
                now=NOW,
                rules=rules,
            )
            for each in range(sources)
        ]
        for other in ids[1:]:
            ledger.merge(
                connection, ids[0], other, by="bench", reason="", now=NOW, rules=rules
            )
        found.append(ids[0])
    return found


def _order(customer_id: str, source: str) -> Order:
    price = Money(900_000, "IRT")
    names = {"fa": "کفش دویدن", "ar": "حذاء جري", "en": "Running shoes"}
    return Order(
        number="",
        customer_id=customer_id,
        status=OrderStatus.SHIPPED,
        placed_at=NOW,
        expected_on=date(2026, 5, 12),
        lines=(OrderLine("11", names, {"en": "Shoes"}, 1, price),) * 3,
        history=(StatusChange(OrderStatus.PLACED, NOW),),
        parcels=(),
        total=price,
        source=source,
        as_of=NOW,
    )
