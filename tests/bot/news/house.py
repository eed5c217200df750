"""
A shop that tells of orders, as tests speak of it.
"""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from actions.orders import as_json
from bot.channels.webchat import holding, sessions
from bot.conversations.core import Conversations
from bot.conversations.tables import inbox
from bot.news import following
from bot.news.at_hand import NewsAtHand
from bot.news.rounds import NewsRounds
from bot.news.settings import NewsSettings
from bot.news.telling import Teller
from bot.people import People
from bot.profiles import profiles_over
from crm_connector.gate import CustomerGate
from crm_connector.identity.ageing import by_shop
from crm_connector.identity.consent import Purpose
from crm_connector.model import Assurance, Identity, Order, OrderStatus, StatusChange
from crm_connector.profile.keeper import Keeper
from tests.bot.conversations.builders import eventually, say, texts
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine, apology
from tests.fakes.orders import NOW, a_customer, an_order
from tests.fakes.source import FakeSource

TEHRAN = ZoneInfo("Asia/Tehran")
# By the clock of `NOW`, which is noon in Tehran.
SETTINGS = NewsSettings(TEHRAN)
TOLD = "chosen: news"


@dataclass
class House:
    """
    A core with its engine and clock, and a source behind the gate.
    """

    core: Conversations
    engine: FakeEngine
    clock: FakeClock
    source: FakeSource
    gate: CustomerGate
    keeper: Keeper
    _rounds: dict[str, NewsRounds] = field(default_factory=dict)

    @classmethod
    async def open(
        cls, address: str, clock: FakeClock, source: FakeSource | None = None
    ) -> House:
        """
        One process on the database at `address`; it answers once it is started.
        """
        engine = FakeEngine()
        core = await Conversations.open(
            address, engine=engine, apology=apology, clock=clock, kin=People("fake").kin
        )
        if source is None:
            source = FakeSource([a_customer()], clock=clock)
        keeper = Keeper(lambda: clock().timestamp())
        profiles = profiles_over([source], core, keeper, clock=clock)
        gate = CustomerGate(profiles, core, source.name, clock=clock)
        return cls(core, engine, clock, source, gate, keeper)

    async def close(self) -> None:
        """
        End without waiting for what runs.
        """
        await self.keeper.close()
        await self.core.stop(grace=0)

    def identity(self, customer: str = "7") -> Identity:
        """
        A customer whom the shop has vouched for just now.
        """
        return Identity(customer, Assurance.PROVEN, by_shop(self.clock()))

    async def signs_in(self, customer: str = "7") -> str:
        """
        A browser of the customer's is signed in; gives its session.
        """
        conversation = await self.core.new_conversation(customer)
        identity, now = self.identity(customer), self.clock()
        return await self.core.write(
            lambda c: sessions.create(c, conversation, identity, now, token="t")
        )

    async def signs_out(self, session: str) -> None:
        """
        That browser is signed out.
        """
        name = sessions.hash_of(session)
        await self.core.write(lambda c: sessions.end(c, name))

    async def follower(self, customer: str = "7", **parts: Any) -> str:
        """
        A customer who was here, has agreed and was looked after once; their thread.
        """
        thread = await self.core.new_conversation(customer)
        await self.signs_in(customer)
        await self.says(thread, "hello", identity=self.identity(customer), **parts)
        await self.agrees(customer)
        self.clock.advance(minutes=5)
        await self.rounds().once()
        self.clock.advance(minutes=20)
        return thread

    async def agrees(
        self,
        customer: str = "7",
        *,
        is_granted: bool = True,
        orders: Collection[Order] = (),
    ) -> None:
        """
        The customer says yes, or no; of these orders it is known how they are.
        """
        identity, at_hand = self.identity(customer), NewsAtHand(self.core)
        await self.gate.declarations.agree(
            identity,
            Purpose.ORDER_NEWS,
            is_granted=is_granted,
            wording="Shall I tell you?",
            source="web en",
        )
        if is_granted:
            await at_hand.begin(identity, orders)
        else:
            await at_hand.end(identity)

    async def says(self, thread: str, text: str, **parts: Any) -> None:
        """
        The customer writes, and is answered.
        """
        before = len(await texts(self.core, thread))
        await say(self.core, thread, text, **parts)

        async def answered() -> bool:
            return len(await texts(self.core, thread)) >= before + 2

        await eventually(answered)

    def becomes(self, number: str, status: OrderStatus) -> None:
        """
        An order has this status from now on.
        """
        self.source.all_orders = [
            self._changed(order, status) if order.number == number else order
            for order in self.source.all_orders
        ]

    def _changed(self, order: Order, status: OrderStatus) -> Order:
        change = StatusChange(status, self.clock())
        return replace(order, status=status, history=(*order.history, change))

    def teller(self, **parts: Any) -> Teller:
        """
        Who tells, with other settings if they are given.
        """
        return Teller("fake", replace(SETTINGS, **parts), {"web": holding})

    def rounds(self, **parts: Any) -> NewsRounds:
        """
        The rounds of this process, with other settings if they are given.
        """
        key = str(sorted(parts.items()))
        if key not in self._rounds:
            rings = parts.pop("rings", ())
            self._rounds[key] = NewsRounds(
                self.core,
                self.gate,
                self.teller(**parts),
                rings=rings,
                chance=random.Random(1),
            )
        return self._rounds[key]

    async def told(self, thread: str, count: int) -> None:
        """
        See that just so often something was told in a thread, or will be.
        """
        noted = sa.select(sa.func.count()).where(inbox.c.kind == "news")
        assert await self.core.read(lambda c: c.execute(noted).scalar()) == count

        async def is_told() -> bool:
            return (await texts(self.core, thread)).count(TOLD) >= count

        if count:
            await eventually(is_told)
        assert (await texts(self.core, thread)).count(TOLD) == count

    @property
    def news(self) -> list[list[tuple[str, str]]]:
        """
        What the engine was given to tell: numbers and statuses of orders.
        """
        return [
            [
                (order.number, order.status.value)
                for order in as_json.read(turn.choice.entities["orders"])
            ]
            for turn in self.engine.turns
            if turn.choice is not None and turn.choice.intent == "news"
        ]

    async def next_look(self, customer: str = "7") -> timedelta:
        """
        How long it is until the customer is looked after again.
        """
        tables = following.followers
        query = tables.select().where(tables.c.customer_id == customer)
        row = await self.core.read(lambda c: c.execute(query).one())
        return timedelta(seconds=(row.next_look_at - self.clock()).total_seconds())

    async def ring(self, *customers: str) -> int:
        """
        The shop's system rings.
        """
        return await self.core.write(
            partial(following.ring, customers=customers, now=self.clock())
        )


def orders(*numbers: str, customer: str = "7") -> list[Order]:
    """
    Orders that are being packed.
    """
    return [
        an_order(each, OrderStatus.PREPARING, customer_id=customer) for each in numbers
    ]


def clock_at(moment: datetime = NOW) -> FakeClock:
    """
    A clock that stands at a moment.
    """
    return FakeClock(moment)
