"""
Files of a conversation that is shown in a Chatwoot: there once, or named.
"""

from __future__ import annotations

from typing import Any

import httpx
import sqlalchemy as sa

from bot.conversations.tables import inbox
from bot.desk.chatwoot.tables import links
from bot.files.kinds import Kind
from tests.bot.both import address
from tests.bot.conversations.builders import eventually, say
from tests.bot.desk.chatwoot.shop import Shop
from tests.bot.desk.house import House
from tests.bot.files import samples

__all__ = ["address"]  # a fixture: SQLite and PostgreSQL
PHOTO, PDF = samples.photo(), b"%PDF-1.7 a bill"


def _has_links(shop: Shop, count: int) -> Any:
    query = sa.select(sa.func.count()).where(links.c.stage != "opening")

    async def has() -> bool:
        return await shop.house.core.read(lambda c: c.execute(query).scalar()) == count

    return has


def _is_idle(house: House) -> Any:
    query = sa.select(inbox.c.id).where(inbox.c.status == "pending")

    async def idle() -> bool:
        return await house.core.read(lambda c: c.execute(query).first()) is None

    return idle


async def test_files_go_along_with_their_words_and_without(shop: Shop) -> None:
    found, talk = await shop.open()
    note = b"wrong size\n"
    await shop.sends(found.conversation, "", **{"shoe *1*.jpg": PHOTO, "کفش.txt": note})
    await shop.sends(found.conversation, "and **this**", **{"bill.pdf": PDF})
    await eventually(_is_idle(shop.house))
    await shop.settled()
    assert shop.chatwoot.texts(talk) == ["person", "", "and **this**"]
    (nothing, two), (words, one) = shop.chatwoot.files(talk)
    assert (nothing, words) == ("", "and **this**")
    assert [(each.name, each.type) for each in two] == [
        ("shoe _1.jpg", "image/jpeg"),
        ("کفش.txt", "text/plain"),
    ]
    # What stands there is what is kept here: without what a photo tells beside itself.
    assert two[0].data != PHOTO
    assert two[1].data == note
    assert [(each.name, each.data) for each in one] == [("bill.pdf", PDF)]
    assert not any("could not be shown" in each for each in shop.chatwoot.notes(talk))


async def test_files_from_before_come_behind_the_transcript(shop: Shop) -> None:
    place = await shop.house.core.new_conversation()
    await shop.sends(place, "it is torn", **{"shoe.txt": b"a shoe"})
    await eventually(_is_idle(shop.house))
    await say(shop.house.core, place, "person")
    await eventually(_has_links(shop, 1))
    await shop.settled()
    (talk,) = shop.chatwoot.talks
    _, transcript, with_file, *_ = shop.chatwoot.notes(talk)
    assert "**Customer:** it is torn (files: shoe.txt)" in transcript
    ((note, (file,)),) = shop.chatwoot.files(talk)
    assert note == with_file
    assert note.endswith("**Customer:** it is torn (files: shoe.txt)")
    assert (file.name, file.data) == ("shoe.txt", b"a shoe")
    assert shop.chatwoot.texts(talk) == ["person"]


async def test_what_the_bot_handed_out_is_there_too(shop: Shop) -> None:
    place = await shop.house.core.new_conversation()
    made = await shop.files.make(place, "Invoice 7", Kind("application/pdf"), PDF)
    shop.house.engine.paper = made
    await say(shop.house.core, place, "paper")
    await eventually(_is_idle(shop.house))
    await say(shop.house.core, place, "person")
    await eventually(_has_links(shop, 1))
    await shop.settled()
    (talk,) = shop.chatwoot.talks
    ((note, (file,)),) = shop.chatwoot.files(talk)
    assert "here (files: Invoice 7.pdf)" in note
    assert (file.name, file.data) == ("Invoice 7.pdf", PDF)


async def test_files_whose_answer_is_lost_are_there_once(shop: Shop) -> None:
    found, talk = await shop.open()
    lost = []

    def loses(request: httpx.Request) -> httpx.Response | None:
        is_first = b"a shoe" in request.content and not lost
        lost.extend([request] * is_first)
        return httpx.Response(502) if is_first else None

    shop.chatwoot.loses = loses
    await shop.sends(found.conversation, "", **{"shoe.txt": b"a shoe"})
    await shop.settled()
    assert len(lost) == 1
    assert len(shop.chatwoot.files(talk)) == 1


async def test_files_that_are_never_taken_are_named_and_the_words_still_go(
    shop: Shop,
) -> None:
    """
    A proxy before Chatwoot that takes no more than a little, say.
    """
    found, talk = await shop.open()
    shop.chatwoot.most_bytes = 2_000
    large = b"x" * 5_000
    await shop.sends(found.conversation, "look", **{"large.txt": large})
    await shop.sends(found.conversation, "", **{"huge.txt": large})
    await shop.says(found, "and?")
    await shop.settled()
    assert shop.chatwoot.texts(talk) == ["person", "look", "and?"]
    assert shop.chatwoot.files(talk) == []
    told = [e for e in shop.chatwoot.notes(talk) if "could not be shown" in e]
    assert [each.partition(". A lead")[0].rpartition(": ")[2] for each in told] == [
        "large.txt",
        "huge.txt",
    ]
    assert all(f"request {found.number})" in each for each in told)


async def test_files_whose_time_is_over_are_named(shop: Shop) -> None:
    """
    They were swept away while Chatwoot was not there.
    """
    found, talk = await shop.open()
    shop.chatwoot.go_down()
    await shop.sends(found.conversation, "look", **{"shoe.txt": b"a shoe"})
    shop.house.later(60 * 24 * 100)
    await shop.files.sweep()
    shop.chatwoot.come_back()
    await shop.settled()
    assert shop.chatwoot.texts(talk) == ["person", "look"]
    assert shop.chatwoot.files(talk) == []
