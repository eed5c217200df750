"""
Nobody is looked after who has not agreed, and of several who are one a no wins.
"""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Connection

from bot.news.at_hand import NewsAtHand
from bot.people import People
from crm_connector.errors import NotConfirmed
from crm_connector.identity.identifiers import PersonId, Rules
from crm_connector.model import Identity, OrderStatus
from tests.bot.news.house import House
from tests.fakes.orders import a_customer, an_order


async def person(house: House, customer: str) -> PersonId:
    """
    Whom the ledger knows a customer as.
    """
    return await house.gate.person(house.identity(customer))


async def together(house: House) -> int:
    """
    Customers 7 and 8 turn out to be one person; gives the number of the merge.
    """
    one, other = await person(house, "7"), await person(house, "8")

    def merge(connection: Connection) -> int:
        return People("fake").merge(
            connection,
            one,
            other,
            by="sara",
            reason="told at the counter",
            now=house.clock(),
            rules=Rules(),
        )

    return await house.core.write(merge)


@pytest.fixture
async def two(house: House) -> House:
    """
    A second customer, who has an order too.
    """
    house.source.customers["8"] = a_customer("8", "Ali")
    house.source.all_orders.append(
        an_order("30001", OrderStatus.PREPARING, customer_id="8")
    )
    return house


async def test_whose_yes_is_taken_back_is_not_even_looked_after(house: House) -> None:
    thread = await house.follower()
    await house.agrees(is_granted=False)
    house.becomes("21963", OrderStatus.SHIPPED)
    asked = house.source.asked
    house.clock.advance(hours=3)

    await house.rounds().once()

    assert house.source.asked == asked
    await house.told(thread, 0)


async def test_a_no_that_was_said_elsewhere_ends_it_too(house: House) -> None:
    """
    What counts is what they have said; whom the clock goes by is only its shadow.
    """
    thread = await house.follower()
    house.becomes("21963", OrderStatus.SHIPPED)
    at_hand = NewsAtHand(house.core)
    await house.agrees(is_granted=False)
    await at_hand.begin(house.identity(), ())
    asked = house.source.asked

    await house.rounds().once()

    assert house.source.asked == asked
    await house.told(thread, 0)
    house.clock.advance(hours=3)
    assert await house.ring("7") == 0


async def test_a_no_between_looking_and_telling_counts(house: House) -> None:
    thread = await house.follower()
    house.becomes("21963", OrderStatus.SHIPPED)
    found = await house.gate.followed("7")
    await house.agrees(is_granted=False)
    await NewsAtHand(house.core).begin(house.identity(), ())
    teller, now = house.teller(), house.clock()

    outcome = await house.core.write(lambda c: teller.tell(c, "7", found.values, now))

    assert outcome is None
    await house.told(thread, 0)


async def test_the_gate_reads_nothing_of_who_has_said_nothing(house: House) -> None:
    for customer in ("7", "nobody"):
        with pytest.raises(NotConfirmed):
            await house.gate.followed(customer)
    assert house.source.asked == 0


async def test_of_two_who_are_one_a_no_wins(two: House) -> None:
    thread = await two.follower()
    await two.agrees("8", is_granted=False)
    await together(two)
    two.becomes("21963", OrderStatus.SHIPPED)
    two.clock.advance(hours=1)

    await two.rounds().once()

    await two.told(thread, 0)


async def test_once_they_are_two_again_each_has_their_own_word(two: House) -> None:
    thread = await two.follower()
    await two.agrees("8", is_granted=False)
    merged = await together(two)
    await two.core.write(
        lambda c: People("fake").split(
            c, merged, by="sara", reason="wrong", now=two.clock()
        )
    )
    two.becomes("21963", OrderStatus.SHIPPED)

    await two.rounds().once()

    await two.told(thread, 1)


async def test_two_who_are_one_and_both_agree_are_told_once(two: House) -> None:
    thread = await two.follower("7")
    await two.follower("8")
    await two.signs_in("7")
    await together(two)
    two.clock.advance(hours=1)
    await two.rounds().once()
    two.clock.advance(hours=1)
    for number in ("21963", "30001"):
        two.becomes(number, OrderStatus.SHIPPED)

    for _ in range(4):
        await two.rounds().once()
        two.clock.advance(minutes=40)

    told = [order for news in two.news for order in news]
    assert sorted(told) == [("21963", "shipped"), ("30001", "shipped")]
    assert thread


async def test_it_is_asked_once_whoever_asks(house: House) -> None:
    at_hand = NewsAtHand(house.core)
    seven = house.identity()

    assert await at_hand.may_ask(seven)
    assert not await at_hand.may_ask(seven)
    assert not await at_hand.may_ask(Identity())
    assert await at_hand.may_ask(house.identity("8"))


async def test_what_they_have_heard_by_asking_is_no_news(house: House) -> None:
    thread = await house.follower()
    house.becomes("21963", OrderStatus.SHIPPED)
    asked = await house.gate.orders(house.identity())
    await NewsAtHand(house.core).heard(house.identity(), asked.values)

    await house.rounds().once()

    await house.told(thread, 0)


async def test_nothing_is_kept_of_who_is_not_followed(house: House) -> None:
    await NewsAtHand(house.core).heard(house.identity(), house.source.all_orders)
    await house.agrees()
    await house.core.new_conversation("7")
    # Had it been kept, this would be a change.
    house.becomes("21963", OrderStatus.SHIPPED)
    house.clock.advance(hours=1)
    await house.rounds().once()

    assert house.news == []


async def test_who_begins_anew_hears_nothing_of_what_was_meanwhile(
    house: House,
) -> None:
    thread = await house.follower()
    await house.agrees(is_granted=False)
    house.becomes("21963", OrderStatus.SHIPPED)
    house.clock.advance(hours=2)
    await house.agrees()

    await house.rounds().once()

    await house.told(thread, 0)


async def test_what_changes_right_behind_a_yes_is_told(house: House) -> None:
    thread = await house.core.new_conversation("7")
    await house.signs_in()
    await house.says(thread, "yes", identity=house.identity())
    known = await house.gate.orders(house.identity())
    await house.agrees(orders=known.values)
    house.clock.advance(seconds=1)
    house.becomes("21963", OrderStatus.SHIPPED)
    await house.rounds().once()
    await house.told(thread, 0)
    house.clock.advance(minutes=2)

    await house.rounds().once()

    await house.told(thread, 1)
