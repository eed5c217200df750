"""
One journey over each Telegram: what the emulators do is what our own fake does.
"""

from __future__ import annotations

import io

import pytest
from PIL import Image
from telegram import Bot

from tests.bot.channels.telegram.playground import CAN, Playground, on_all_that_can
from tests.bot.channels.telegram.small_bot import small_bot
from tests.fakes.telegram.chats import Person

SARA = Person(4001, "Sara", username="sara", language="fa", phone="+989121234567")
OMID = Person(4002, "Omid", phone="+989350000000")

WAYS = [
    (name, way) for name in CAN for way in ("polling", "webhook") if way in CAN[name]
]


@pytest.mark.parametrize(("playground", "way"), WAYS, indirect=["playground"])
async def test_a_bot_hears_speaks_and_edits(playground: Playground, way):
    async with small_bot(playground, way):
        await playground.send_text(SARA, "سلام 👋")
        asked = await playground.until_said(SARA, "Sure?")
        assert asked.text == "Sure? سلام 👋 & all"
        assert [each.text for each in asked.buttons] == ["yes", "no"]

        await playground.tap(SARA, "yes")
        edited = await playground.until_said(SARA, "You said yes")
        assert (edited.id, edited.buttons) == (asked.id, ())
        assert len(await playground.said(SARA)) == 1


@on_all_that_can("contact")
async def test_a_number_is_shared_by_the_button_below_the_chat(playground):
    async with small_bot(playground, "webhook"):
        await playground.send_text(SARA, "/start")
        await playground.until_said(SARA, "Who are you?")
        await playground.tap(SARA, "My number")
        await playground.until_said(SARA, "+989121234567 is yours")
        assert await playground.keyboard(SARA) == ()

        await playground.share_contact(SARA, OMID)
        await playground.until_said(SARA, "+989350000000 is not yours")


@on_all_that_can("photos")
async def test_a_photo_comes_and_goes(playground):
    written = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(written, "JPEG")
    async with small_bot(playground, "webhook") as bot:
        await playground.send_photo(SARA, written.getvalue(), "this one")
        seen = await playground.until_said(SARA, "Seen")
        assert (seen.text, seen.photo) == ("Seen", True)
        with Image.open(io.BytesIO(bot.files[0])) as picture:
            assert picture.size[0] >= 320


@on_all_that_can("documents", "albums", "locations")
async def test_papers_come_and_are_fetched(playground):
    async with small_bot(playground, "webhook") as bot:
        await playground.send_location(SARA, 35.7, 51.4)
        said = await playground.until(SARA, lambda said: len(said) == 5)

        names = ["", "راه.pdf", "راه.pdf", "1.txt", "2.txt"]
        assert [each.document for each in said] == names
        assert [bool(each.album) for each in said] == [False] * 3 + [True] * 2
        assert said[3].album == said[4].album
        assert bot.files == [b"%PDF-1.7"]


@on_all_that_can("redelivery")
async def test_what_a_webhook_failed_to_take_is_brought_again_in_order(playground):
    async with small_bot(playground, "webhook") as bot:
        bot.failing = 2
        await playground.send_text(SARA, "one")
        await playground.send_text(SARA, "two")

        said = await playground.until(SARA, lambda said: len(said) == 2)
        assert [each.text for each in said] == ["Sure? one & all", "Sure? two & all"]
        assert bot.failing == 0


@on_all_that_can("polling")
async def test_what_was_not_confirmed_is_told_again(playground):
    async with Bot(playground.token, playground.base_url) as bot:
        await playground.send_text(SARA, "one")
        (first,) = await bot.get_updates(timeout=5)
        (again,) = await bot.get_updates(timeout=5)
        assert again == first
        await playground.send_text(SARA, "two")

        after = await bot.get_updates(offset=first.update_id + 1, timeout=5)

        assert [each.message.text for each in after] == ["two"]


@pytest.mark.parametrize("playground", CAN, indirect=True)
async def test_people_do_not_see_each_others_messages(playground):
    async with small_bot(playground, "webhook"):
        for person in (SARA, OMID):
            await playground.send_text(person, f"I am {person.first_name}")
        for person in (SARA, OMID):
            said = await playground.until_more(person, 0)
            assert [each.text for each in said] == [
                f"Sure? I am {person.first_name} & all"
            ]


@pytest.mark.parametrize("playground", CAN, indirect=True)
async def test_updates_come_with_the_secret_that_was_set(playground):
    async with small_bot(playground, "webhook") as bot:
        await playground.send_text(SARA, "hello")
        await playground.until_said(SARA, "Sure?")
        assert bot.refused == 0
        info = await bot.bot.get_webhook_info()
        assert info.url.endswith("/hook")
