"""
When somebody is told: not at night, not too often, and never into the middle of things.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversations import blocks
from bot.conversations.blocks import Block
from crm_connector.identity.ageing import by_code, level
from crm_connector.model import Assurance, Identity, OrderStatus
from tests.bot.conversations.builders import change_owner, owner_of, say, texts
from tests.bot.news.house import TOLD, House


def by_hand(house: House) -> Identity:
    """
    Customer 7, who has typed a code just now.
    """
    proof = by_code("letters", house.clock())
    return Identity("7", Assurance.FRESH_CODE, proof)


async def test_at_night_nobody_is_told_and_in_the_morning_as_it_is_then(
    house: House,
) -> None:
    thread = await house.follower()
    house.clock.advance(hours=10)  # 22:25 in Tehran
    asked = house.source.asked
    house.becomes("21963", OrderStatus.SHIPPED)
    for _ in range(10):
        await house.rounds().once()
        house.clock.advance(hours=1)  # until 08:25
    assert await texts(house.core, thread) == ["hello", "echo: hello"]
    assert house.source.asked == asked
    house.becomes("21963", OrderStatus.OUT_FOR_DELIVERY)
    await house.rounds().once()
    assert TOLD not in await texts(house.core, thread)

    house.clock.advance(minutes=35)
    await house.rounds().once()

    await house.told(thread, 1)
    assert house.news == [[("21963", "out_for_delivery")]]


async def test_a_ring_at_night_waits_for_the_morning(house: House) -> None:
    thread = await house.follower()
    house.clock.advance(hours=10)
    house.becomes("21963", OrderStatus.SHIPPED)
    assert await house.ring("7") == 1
    await house.rounds(rings=["fake"]).once()
    await house.told(thread, 0)

    house.clock.advance(hours=11)
    await house.signs_in()
    await house.rounds(rings=["fake"]).once()

    await house.told(thread, 1)


async def test_no_more_often_a_day_than_the_shop_wants(house: House) -> None:
    thread = await house.follower()
    house.becomes("21963", OrderStatus.SHIPPED)
    await house.rounds(most_a_day=1).once()
    await house.told(thread, 1)
    house.clock.advance(hours=3)
    house.becomes("21963", OrderStatus.OUT_FOR_DELIVERY)
    await house.rounds(most_a_day=1).once()
    house.clock.advance(hours=4)
    await house.rounds(most_a_day=1).once()
    await house.told(thread, 1)

    house.clock.advance(hours=14)
    await house.rounds(most_a_day=1).once()

    await house.told(thread, 2)


async def test_while_an_agent_speaks_for_the_shop_the_bot_is_silent(
    house: House,
) -> None:
    thread = await house.follower()
    _, epoch = await owner_of(house.core, thread)
    epoch = await change_owner(house.core, thread, to="agent:1", expected_epoch=epoch)
    house.becomes("21963", OrderStatus.SHIPPED)
    asked = house.source.asked
    for _ in range(5):
        await house.rounds().once()
        house.clock.advance(minutes=2)
    await house.told(thread, 0)
    assert house.source.asked == asked

    await change_owner(house.core, thread, to="bot", expected_epoch=epoch)
    await house.rounds().once()

    await house.told(thread, 1)


async def test_whoever_waits_for_a_person_is_told(house: House) -> None:
    thread = await house.follower()
    _, epoch = await owner_of(house.core, thread)
    await change_owner(house.core, thread, to="queue", expected_epoch=epoch)
    house.becomes("21963", OrderStatus.SHIPPED)

    await house.rounds().once()

    await house.told(thread, 1)


async def test_nothing_is_said_into_the_middle_of_a_talk(house: House) -> None:
    thread = await house.follower()
    house.becomes("21963", OrderStatus.SHIPPED)
    await house.says(thread, "do you have shoes?", identity=house.identity())
    await house.rounds().once()
    await house.told(thread, 0)

    house.clock.advance(minutes=2)
    await house.rounds().once()

    await house.told(thread, 1)


async def test_nothing_is_said_before_what_waits_is_answered(house: House) -> None:
    thread = await house.follower()
    house.becomes("21963", OrderStatus.SHIPPED)
    house.engine.gate.clear()
    await say(house.core, thread, "hello?", identity=house.identity())
    house.clock.advance(minutes=10)
    await house.rounds().once()
    house.engine.gate.set()
    await house.told(thread, 0)

    house.clock.advance(minutes=2)
    await house.rounds().once()

    await house.told(thread, 1)


async def test_who_has_signed_out_is_told_when_they_are_back(house: House) -> None:
    thread = await house.core.new_conversation("7")
    session = await house.signs_in()
    await house.says(thread, "hello", identity=house.identity())
    await house.agrees()
    house.clock.advance(minutes=5)
    rounds = house.rounds()
    await rounds.once()
    await house.signs_out(session)
    house.becomes("21963", OrderStatus.SHIPPED)
    for _ in range(3):
        house.clock.advance(hours=2)
        await rounds.once()
    await house.told(thread, 0)

    house.becomes("21963", OrderStatus.DELIVERED)
    house.clock.advance(minutes=1)
    await house.signs_in()
    await rounds.once()

    await house.told(thread, 1)
    assert house.news == [[("21963", "delivered")]]


async def test_whose_session_has_ended_is_told_when_they_are_back(
    house: House,
) -> None:
    thread = await house.follower()
    house.clock.advance(days=3)
    house.becomes("21963", OrderStatus.SHIPPED)
    rounds = house.rounds()
    await rounds.once()
    await house.told(thread, 0)

    house.clock.advance(minutes=10)
    await house.signs_in()
    await rounds.once()

    await house.told(thread, 1)


async def test_who_is_away_with_a_session_that_holds_finds_it_on_return(
    house: House,
) -> None:
    """
    No page is open: what was told stands there, and is unread.
    """
    thread = await house.follower()
    house.becomes("21963", OrderStatus.SHIPPED)
    await house.rounds().once()
    await house.told(thread, 1)
    house.clock.advance(hours=20)

    assert (await texts(house.core, thread))[-1] == TOLD


async def test_a_channel_that_does_not_tell_who_reads_has_the_proof_of_then(
    house: House,
) -> None:
    """
    Whether it still holds is for the words to heed, which say no more than it allows.
    """
    thread = await house.follower(channel="letters")
    await house.says(thread, "hi", identity=by_hand(house), channel="letters")
    house.clock.advance(hours=21)
    house.becomes("21963", OrderStatus.SHIPPED)

    await house.rounds().once()

    await house.told(thread, 1)
    turn = house.engine.turns[-1]
    assert turn.channel == "letters"
    assert turn.identity.customer_id == "7"
    assert level(turn.identity, turn.at) < Assurance.PROVEN


async def test_nobody_is_told_whose_messages_are_not_taken(house: House) -> None:
    thread = await house.follower()
    now = house.clock()
    block = Block(thread, "1", "abuse", now, now + timedelta(hours=2))
    await house.core.write(lambda c: blocks.block(c, block))
    house.becomes("21963", OrderStatus.SHIPPED)
    await house.rounds().once()
    await house.told(thread, 0)

    house.clock.advance(hours=3)
    await house.rounds().once()

    await house.told(thread, 1)


@pytest.mark.parametrize("status", [OrderStatus.PAID, OrderStatus.PREPARING])
async def test_what_nobody_waits_to_hear_is_only_noted(
    house: House, status: OrderStatus
) -> None:
    house.becomes("21963", OrderStatus.PLACED)
    thread = await house.follower()
    house.becomes("21963", status)

    await house.rounds().once()

    await house.told(thread, 0)


async def test_what_is_old_is_no_news(house: House) -> None:
    thread = await house.follower()
    house.becomes("21963", OrderStatus.SHIPPED)
    house.clock.advance(days=4)
    await house.signs_in()

    await house.rounds().once()

    await house.told(thread, 0)


async def test_a_new_order_is_no_news_and_its_changes_are(house: House) -> None:
    thread = await house.follower()
    (known,) = house.source.all_orders
    house.source.all_orders.append(replace(known, number="21999"))
    await house.rounds().once()
    await house.told(thread, 0)
    house.clock.advance(hours=1)

    house.becomes("21999", OrderStatus.SHIPPED)
    await house.rounds().once()

    await house.told(thread, 1)
    assert house.news == [[("21999", "shipped")]]
