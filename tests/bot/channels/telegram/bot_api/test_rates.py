"""
Telegram's limits: counted always, enforced on demand.
"""

from __future__ import annotations

import pytest
from telegram.error import RetryAfter

from tests.bot.channels.telegram.bot_api.conftest import SARA
from tests.fakes.telegram.chats import Person
from tests.fakes.telegram.rates import BURST, IN_A_GROUP, OVERALL


async def test_one_a_second_in_a_chat_is_never_too_much(fake, bot, clock):
    fake.rates.enforced = True
    for _ in range(40):
        await bot.send_message(SARA.id, "hello")
        clock.advance(seconds=1)

    assert fake.rates.over == []


async def test_a_burst_in_a_chat_is_let_through_once(fake, bot, clock):
    fake.rates.enforced = True
    for _ in range(BURST):
        await bot.send_message(SARA.id, "hello")

    with pytest.raises(RetryAfter):
        await bot.send_message(SARA.id, "hello")
    assert fake.calls[-1].outcome == "429"
    assert [each.limit for each in fake.rates.over] == ["chat"]

    clock.advance(seconds=1)
    await bot.send_message(SARA.id, "hello")
    with pytest.raises(RetryAfter):
        await bot.send_message(SARA.id, "hello")


async def test_thirty_a_second_go_to_all_chats_together(fake, bot, clock):
    fake.rates.enforced = True
    people = [Person(9000 + number) for number in range(OVERALL + 1)]
    for person in people:
        fake.world.says(person, "/start")
    for person in people[:OVERALL]:
        await bot.send_message(person.id, "hello")

    with pytest.raises(RetryAfter):
        await bot.send_message(people[-1].id, "hello")
    assert {each.limit for each in fake.rates.over} == {"overall"}

    clock.advance(seconds=1)
    await bot.send_message(people[-1].id, "hello")


async def test_twenty_a_minute_go_to_a_group(fake, bot, clock):
    fake.rates.enforced = True
    group = fake.world.group()
    for _ in range(IN_A_GROUP):
        await bot.send_message(group.id, "hello")
        clock.advance(seconds=2)

    with pytest.raises(RetryAfter) as raised:
        await bot.send_message(group.id, "hello")
    assert raised.value._retry_after.total_seconds() == 20
    assert {each.limit for each in fake.rates.over} == {"group"}


async def test_edits_and_each_of_an_album_count(fake, bot, ask, photo):
    sent = await bot.send_message(SARA.id, "0")
    for number in range(1, BURST):
        await bot.edit_message_text(str(number), SARA.id, sent.message_id)
    assert fake.rates.over == []

    media = [{"type": "photo", "media": "attach://a"}] * 2
    status, _ = await ask(
        "sendMediaGroup",
        files={"a": photo},
        chat_id=SARA.id,
        media=str(media).replace("'", '"'),
    )

    # It is not enforced: noted, and let through.
    assert status == 200
    assert [each.limit for each in fake.rates.over] == ["chat"]
