"""
Customers on Telegram are told when one of their orders changes.
"""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from bot.channels import telegram
from bot.news.at_hand import NewsAtHand
from bot.news.rounds import NewsRounds
from bot.news.settings import NewsSettings
from bot.news.telling import Teller
from bot.profiles import profiles_over
from crm_connector.gate import CustomerGate
from crm_connector.identity.ageing import level
from crm_connector.identity.consent import Purpose
from crm_connector.model import Assurance, Order, OrderStatus, StatusChange
from crm_connector.profile.keeper import Keeper
from tests.bot.channels.telegram.harness import Shop
from tests.bot.news.house import TEHRAN, TOLD
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine
from tests.fakes.orders import NOW, a_customer, an_order
from tests.fakes.source import FakeSource
from tests.fakes.telegram.chats import Person

# The number is that of `a_customer`.
SARA = Person(501, "Sara", language="en", phone="989120000007")


@pytest.fixture
def clock() -> FakeClock:
    """
    Noon in Tehran.
    """
    return FakeClock(NOW)


@pytest.fixture
def source(clock: FakeClock) -> FakeSource:
    """
    A shop with one customer, one of whose orders is being packed.
    """
    order = an_order("21963", OrderStatus.PREPARING, customer_id="7")
    return FakeSource([a_customer()], [order], clock=clock)


@dataclass
class News:
    """
    The rounds of a shop on Telegram, and the gate through which they look.
    """

    shop: Shop
    source: FakeSource
    gate: CustomerGate
    rounds: NewsRounds
    engine: FakeEngine

    async def follower(self, *, agrees: bool = True) -> None:
        """
        Sara has signed in by her number, and agreed or not; she was looked after once.
        """
        await self.shop.says(SARA, "hello")
        self.shop.telegram.world.shares_contact(SARA)
        await self.shop.hears(SARA, 1, 2)
        identity = self.engine.turns[-1].identity
        assert identity.customer_id == "7"
        await self.gate.declarations.agree(
            identity,
            Purpose.ORDER_NEWS,
            is_granted=agrees,
            wording="Shall I tell you?",
            source="telegram en",
        )
        await NewsAtHand(self.shop.core).begin(identity, ())
        self.shop.clock.advance(minutes=5)
        await self.rounds.once()
        self.shop.clock.advance(minutes=20)

    def becomes(self, status: OrderStatus) -> None:
        """
        Her order has this status from now on.
        """
        change = StatusChange(status, self.shop.clock())

        def changed(order: Order) -> Order:
            return replace(order, status=status, history=(*order.history, change))

        self.source.all_orders = [changed(each) for each in self.source.all_orders]

    async def told(self) -> int:
        """
        How often she was told, once all that is under way is done.
        """
        noted = sum(
            turn.choice is not None and turn.choice.intent == "news"
            for turn in self.engine.turns
        )
        texts = [each["text"] for each in self.shop.heard(SARA)]
        return max(noted, sum(TOLD in each for each in texts))


@pytest.fixture
async def news(
    shop: Shop, source: FakeSource, engine: FakeEngine
) -> AsyncIterator[News]:
    """
    Give the rounds of the shop.
    """
    clock, core = shop.clock, shop.core
    keeper = Keeper(lambda: clock().timestamp())
    profiles = profiles_over([source], core, keeper, clock=clock)
    gate = CustomerGate(profiles, core, source.name, clock=clock)
    channels = {telegram.CHANNEL: telegram.holding}
    teller = Teller(source.name, NewsSettings(TEHRAN), channels)
    rounds = NewsRounds(core, gate, teller, chance=random.Random(1))
    yield News(shop, source, gate, rounds, engine)
    await keeper.close()


async def until_told(news: News, count: int) -> None:
    """
    Wait until she has read so much news.
    """
    await news.shop.until(
        lambda: sum(TOLD in e["text"] for e in news.shop.heard(SARA)) >= count
    )


async def test_a_change_is_told_in_the_chat_and_once(news: News) -> None:
    await news.follower()
    news.becomes(OrderStatus.SHIPPED)
    await news.rounds.once()
    await until_told(news, 1)
    turn = news.engine.turns[-1]
    assert turn.channel == telegram.CHANNEL
    assert level(turn.identity, turn.at) is Assurance.PROVEN

    for _ in range(5):
        news.shop.clock.advance(hours=1)
        await news.rounds.once()
    await news.shop.says(SARA, "hello again")
    assert await news.told() == 1


async def test_who_has_not_agreed_is_told_nothing(news: News) -> None:
    await news.follower(agrees=False)
    news.becomes(OrderStatus.SHIPPED)
    await news.rounds.once()
    await news.shop.says(SARA, "hello again")
    assert await news.told() == 0


async def test_at_night_nobody_is_woken(news: News) -> None:
    await news.follower()
    news.shop.clock.advance(hours=10)
    news.becomes(OrderStatus.SHIPPED)
    await news.rounds.once()
    assert await news.told() == 0

    news.shop.clock.advance(hours=11)
    await news.rounds.once()
    await until_told(news, 1)


async def test_whose_proof_is_over_is_told_nothing_of_it_unproven(news: News) -> None:
    """
    The engine knows that they are proven no more, and asks who they are.
    """
    await news.follower()
    news.shop.clock.advance(days=31)
    news.becomes(OrderStatus.SHIPPED)
    await news.rounds.once()
    await until_told(news, 1)
    turn = news.engine.turns[-1]
    assert turn.identity.customer_id == "7"
    assert level(turn.identity, turn.at) < Assurance.PROVEN


async def test_who_has_signed_out_or_blocked_us_is_told_nothing(news: News) -> None:
    await news.follower()
    news.shop.telegram.world.blocks(SARA)
    await news.shop.until_worked()
    news.becomes(OrderStatus.SHIPPED)
    await news.rounds.once()
    assert await news.told() == 0
    # Until they take us back: then it is told as it is by that time.
    news.becomes(OrderStatus.OUT_FOR_DELIVERY)
    news.shop.telegram.world.unblocks(SARA)
    await news.shop.until_worked()
    news.shop.clock.advance(minutes=1)
    await news.rounds.once()
    await until_told(news, 1)
    news.becomes(OrderStatus.DELIVERED)
    news.shop.clock.advance(minutes=20)
    held = await news.shop.core.read(
        lambda c: telegram.holding.find(c, SARA.id, SARA.id)
    )
    assert held is not None
    now = news.shop.clock()
    await news.shop.core.write(lambda c: telegram.holding.sign_out(c, held, now))
    await news.rounds.once()
    assert await news.told() == 1
