"""
What people do comes to the bot, in the form of updates, until it confirms them.
"""

from __future__ import annotations

import asyncio
import random

import pytest
from telegram import Update
from telegram.error import Conflict

from tests.bot.channels.telegram.bot_api.conftest import OMID, SARA, until
from tests.fakes.telegram.updates import KINDS, UNASKED


async def test_every_kind_that_the_library_knows_is_known():
    assert set(Update.ALL_TYPES) == set(KINDS)


async def test_an_update_is_told_until_a_higher_one_is_asked_for(fake, bot):
    for text in ("one", "two"):
        fake.world.says(SARA, text)

    first = await bot.get_updates()
    again = await bot.get_updates(offset=first[0].update_id, limit=1)
    rest = await bot.get_updates(offset=first[1].update_id)

    assert [each.message.text for each in first] == ["one", "two"]
    assert [each.message.text for each in again] == ["one"]
    assert [each.message.text for each in rest] == ["two"]
    assert await bot.get_updates(offset=rest[0].update_id + 1) == ()
    assert fake.updates.pending == []


async def test_a_negative_offset_forgets_all_but_the_last(fake, bot):
    for text in ("one", "two", "three"):
        fake.world.says(SARA, text)

    assert [e.message.text for e in await bot.get_updates(offset=-1)] == ["three"]


async def test_whoever_waits_hears_at_once(fake, bot):
    waiting = asyncio.create_task(bot.get_updates(timeout=20))
    await until_polled(fake)

    fake.world.says(SARA, "hello")

    (update,) = await waiting
    assert update.message.text == "hello"


async def test_two_cannot_wait_at_once(fake, bot, ask):
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await until_polled(fake)
    # By another connection: a bot of the library waits on one alone.
    second = asyncio.create_task(ask("getUpdates", timeout=20))

    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first

    fake.world.says(SARA, "hello")
    assert len((await second)[1]["result"]) == 1


async def test_whoever_waits_hears_of_a_webhook(fake, bot):
    waiting = asyncio.create_task(bot.get_updates(timeout=20))
    await until_polled(fake)

    await bot.set_webhook("http://127.0.0.1:9/x")

    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await waiting
    with pytest.raises(Conflict, match="while webhook is active"):
        await bot.get_updates()


async def test_only_kinds_that_are_wanted_come(fake, bot):
    await bot.get_updates(allowed_updates=["message"])
    fake.world.blocks(SARA)
    fake.world.unblocks(SARA)
    fake.world.says(SARA, "hello")

    updates = await bot.get_updates()

    assert [each.message.text for each in updates] == ["hello"]
    assert fake.updates.left_out == ["my_chat_member"] * 2


async def test_by_default_all_kinds_come_but_three(fake, bot):
    await bot.get_updates(allowed_updates=["message"])
    await bot.get_updates(allowed_updates=[])

    fake.world.blocks(SARA)
    told = [fake.updates.add(kind, {}) for kind in UNASKED]

    assert told == [None] * 3
    assert (await bot.get_updates())[0].my_chat_member is not None


async def test_what_was_confirmed_can_come_once_more(fake, bot):
    fake.world.says(SARA, "one")
    (first,) = await bot.get_updates()
    fake.world.says(SARA, "two")
    fake.updates.repeat(fake.updates.told[0])

    updates = await bot.get_updates(offset=first.update_id + 1)

    assert [each.message.text for each in updates] == ["one", "two"]
    assert updates[0].update_id == first.update_id


async def test_what_is_pending_can_come_in_another_order(fake, bot):
    for number in range(6):
        fake.world.says(SARA, str(number))
    fake.updates.reorder(random.Random(1))

    numbers = [each.update_id for each in await bot.get_updates()]

    assert numbers != sorted(numbers)
    assert len(set(numbers)) == 6


async def test_the_library_reads_all_that_people_do(fake, bot, photo):
    world = fake.world
    sent = await bot.send_message(SARA.id, "Sure?")
    shown = world.chats[SARA.id].messages[sent.message_id]
    question = world.says(SARA, "/start@hamyar_test_bot abc")["message"]
    world.edits(SARA, question["message_id"], "/help")
    world.presses(SARA, shown, "yes")
    world.shares_contact(SARA)
    world.shares_contact(SARA, of=OMID)
    world.sends_location(SARA, 35.7, 51.4)
    world.sends_photo(SARA, photo, "this one")
    world.sends_document(SARA, b"%PDF-1.7", "فاکتور.pdf", "application/pdf")
    group = world.group("Family")
    world.adds(SARA, group)
    world.says(SARA, "@hamyar_test_bot hello", group)
    world.blocks(SARA)

    updates = await bot.get_updates()

    start, edited, pressed, own, others, where, seen, paper, joined, called, blocked = (
        updates
    )
    assert start.message.parse_entities(["bot_command"])
    assert start.message.from_user.language_code == "fa"
    assert edited.edited_message.text == "/help"
    assert (pressed.callback_query.data, pressed.callback_query.message) == (
        "yes",
        sent,
    )
    assert own.message.contact.user_id == own.message.from_user.id == SARA.id
    assert others.message.contact.user_id == OMID.id
    assert where.message.location.longitude == 51.4
    assert (len(seen.message.photo), seen.message.caption) == (4, "this one")
    assert paper.message.document.file_name == "فاکتور.pdf"
    assert joined.my_chat_member.chat.title == "Family"
    assert called.message.chat.type == "group"
    assert blocked.my_chat_member.new_chat_member.status == "kicked"


async def test_a_button_of_a_message_that_is_gone_can_still_be_pressed(fake, bot):
    sent = await bot.send_message(SARA.id, "Sure?")
    message = fake.world.chats[SARA.id].messages[sent.message_id]
    await bot.delete_message(SARA.id, sent.message_id)
    fake.world.presses(SARA, message, "yes")

    (update,) = await bot.get_updates()
    assert not update.callback_query.message.is_accessible
    assert await bot.answer_callback_query(update.callback_query.id, "too late")

    (pressed,) = fake.world.pressed.values()
    assert pressed.answer == {"text": "too late", "show_alert": False}


async def until_polled(fake):
    """
    Wait until somebody waits for updates.
    """
    await until(lambda: fake.updates._poll)
