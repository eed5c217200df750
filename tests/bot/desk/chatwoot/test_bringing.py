"""
Files of the people in Chatwoot get to the customer, through our own checks.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.conversations.handoffs.standing import Handoff
from bot.conversations.history import StoredMessage
from bot.files.keeping import DAYS, MOST_BYTES
from tests.bot.conversations.builders import eventually
from tests.bot.desk.chatwoot.shop import Shop
from tests.bot.files import samples
from tests.fakes.chatwoot import OMID, SARA, STORED, URL

PHOTO, PDF = samples.photo(), b"%PDF-1.7 the bill"
HOST = URL.removeprefix("https://")


async def taken(shop: Shop) -> tuple[Handoff, int]:
    """
    Somebody there attends to a customer.
    """
    found, talk = await shop.open()
    shop.chatwoot.assign(talk, SARA)
    await shop.hooks()
    return found, talk


async def last(shop: Shop, found: Handoff) -> StoredMessage:
    """
    The customer's newest message.
    """
    page = await shop.house.core.desk.after(found.conversation, 0, 100)
    return [each for each in page.messages if each.desk is None][-1]


def content(shop: Shop, message: StoredMessage) -> dict[str, bytes]:
    """
    The files of a message by their names.
    """
    paths = {each.name: shop.files.path(each) for each in message.files}
    return {name: path.read_bytes() for name, path in paths.items() if path}


def hosts(shop: Shop) -> set[str]:
    """
    Who was asked for anything.
    """
    return {each.url.host for each in shop.chatwoot.asked}


def undelivered(shop: Shop, talk: int) -> list[str]:
    """
    What its people are told of files that did not get to the customer.
    """
    notes = shop.chatwoot.notes(talk)
    return [each for each in notes if "did **not** reach the customer: " in each]


async def test_files_come_with_their_words_and_without(shop: Shop) -> None:
    found, talk = await taken(shop)
    photo = shop.chatwoot.attached("کفش.jpg", PHOTO)
    bill = shop.chatwoot.attached("bill.pdf", PDF)
    shop.chatwoot.says(talk, "**Here** you are", attachments=[photo, bill])
    await shop.hooks()
    said = await last(shop, found)
    assert (said.author, said.speaker, said.text) == ("agent", "Sara", "Here you are")
    assert [(each.name, each.type) for each in said.files] == [
        ("کفش.jpg", "image/jpeg"),
        ("bill.pdf", "application/pdf"),
    ]
    kept = content(shop, said)
    assert kept["bill.pdf"] == PDF
    # Where it was taken is nobody's business here either.
    assert samples.PLACE.encode() in PHOTO
    assert samples.PLACE.encode() not in kept["کفش.jpg"]
    shop.chatwoot.says(talk, None, attachments=[shop.chatwoot.attached("b.pdf", PDF)])
    await shop.hooks()
    alone = await last(shop, found)
    assert (alone.text, [each.name for each in alone.files]) == ("", ["b.pdf"])
    assert undelivered(shop, talk) == []


async def test_they_come_once_and_live_as_long_as_all_files(shop: Shop) -> None:
    found, talk = await taken(shop)
    shop.chatwoot.says(talk, "here", attachments=[shop.chatwoot.attached("b.pdf", PDF)])
    waiting = list(shop.chatwoot.hooks)
    await shop.hooks(lambda each: [*each, *each])
    shop.chatwoot.hooks = waiting
    await shop.hooks()
    said = await last(shop, found)
    (file,) = said.files
    assert (await shop.texts(found)).count("here") == 1
    asked = [e for e in shop.chatwoot.asked if e.url.path.startswith(STORED)]
    assert len(asked) == 1
    shop.house.later(60 * 24 * DAYS)
    await shop.files.sweep()
    assert shop.files.path(file) is None


async def test_a_colleague_who_helps_out_sends_them_too(shop: Shop) -> None:
    found, talk = await taken(shop)
    file = shop.chatwoot.attached("b.pdf", PDF)
    shop.chatwoot.says(talk, "mine", OMID, attachments=[file])
    await shop.hooks()
    said = await last(shop, found)
    assert (said.speaker, [each.name for each in said.files]) == ("Omid", ["b.pdf"])


async def test_a_place_on_the_map_is_told_by_its_name(shop: Shop) -> None:
    found, talk = await taken(shop)
    place = {"file_type": "location", "fallback_title": "The shop", "data_url": None}
    shop.chatwoot.says(talk, None, attachments=[place])
    await shop.hooks()
    assert (await last(shop, found)).text == "📎 The shop"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/rails/x/b.pdf",
        "http://169.254.169.254/latest/b.pdf",
        "http://localhost:8000/b.pdf",
        f"http://{HOST}/b.pdf",
        f"https://{HOST}:8443/b.pdf",
        f"https://{HOST}@evil.example/b.pdf",
        f"https://sara:secret@{HOST}/b.pdf",
        f"https://{HOST}.evil.example/b.pdf",
        f"https://evil.example\\@{HOST}/b.pdf",
    ],
)
async def test_nothing_is_asked_of_anybody_else(shop: Shop, address: str) -> None:
    """
    It is told of by its address, as an agent might have typed it.
    """
    found, talk = await taken(shop)
    file = {"file_type": "file", "data_url": address}
    before = len(shop.chatwoot.asked)
    shop.chatwoot.says(talk, "see", attachments=[file])
    await shop.hooks()
    said = await last(shop, found)
    assert (said.text, said.files) == (f"see\n📎 b.pdf\n{address}", ())
    assert hosts(shop) == {HOST}
    paths = {each.url.path for each in shop.chatwoot.asked[before:]}
    assert not any(path.endswith("b.pdf") for path in paths)


@pytest.mark.parametrize(
    "storage",
    ["https://bucket.evil.example", "http://127.0.0.1:9000", "//evil.example", "file:"],
)
async def test_nobody_else_is_asked_where_it_leads_elsewhere(
    shop: Shop, storage: str
) -> None:
    found, talk = await taken(shop)
    shop.chatwoot.storage = storage
    file = shop.chatwoot.attached("b.pdf", PDF)
    shop.chatwoot.says(talk, None, attachments=[file])
    await shop.hooks()
    assert (await last(shop, found)).text == f"📎 b.pdf\n{file['data_url']}"
    assert hosts(shop) == {HOST}


async def test_what_leads_on_for_ever_is_left(shop: Shop) -> None:
    found, talk = await taken(shop)
    file = shop.chatwoot.attached("b.pdf", PDF)
    around = httpx.Response(302, headers={"Location": file["data_url"]})
    shop.chatwoot.blobs = dict.fromkeys(shop.chatwoot.blobs, around)
    before = len(shop.chatwoot.asked)
    shop.chatwoot.says(talk, None, attachments=[file])
    await shop.hooks()
    assert (await last(shop, found)).text.startswith("📎 b.pdf\nhttps://")
    led = [e for e in shop.chatwoot.asked[before:] if "/rails/" in e.url.path]
    assert 1 < len(led) < 5


async def test_a_large_one_is_left_as_soon_as_it_is_too_large(shop: Shop) -> None:
    found, talk = await taken(shop)
    sent = []

    async def endless() -> AsyncIterator[bytes]:
        while True:
            sent.append(1)
            yield b"x" * 1_000_000

    film = httpx.Response(200, content=endless())
    file = shop.chatwoot.attached("film.mp4", film)
    shop.chatwoot.says(talk, "a film", attachments=[file])
    await shop.hooks()
    said = await last(shop, found)
    assert (said.text, said.files) == ("a film", ())
    assert len(sent) == MOST_BYTES // 1_000_000 + 1
    assert "film.mp4" in undelivered(shop, talk)[0]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", b"<!doctype html><script>alert(1)</script>"),
        ("bill.pdf", b"MZ\x90\x00 a program called a bill"),
        ("drawing.svg", b"<svg onload='alert(1)'/>"),
        ("nothing.txt", b""),
        ("torn.jpg", PHOTO[:40]),
        ("letter.docx", b"PK\x03\x04 a letter"),
    ],
    ids=["page", "program", "drawing", "empty", "torn", "other"],
)
async def test_what_is_taken_from_nobody_is_not_taken_from_there(
    shop: Shop, name: str, data: bytes
) -> None:
    """
    Its writer is told; the words get there all the same.
    """
    found, talk = await taken(shop)
    good = shop.chatwoot.attached("good.pdf", PDF)
    bad = shop.chatwoot.attached(name, data)
    shop.chatwoot.says(talk, "two files", attachments=[bad, good])
    waiting = list(shop.chatwoot.hooks)
    await shop.hooks()
    said = await last(shop, found)
    assert said.text == "two files"
    assert [each.name for each in said.files] == ["good.pdf"]
    (told,) = undelivered(shop, talk)
    assert name.partition(".")[0] in told
    # Alone it says nothing to the customer, and it is said once.
    shop.chatwoot.says(talk, None, attachments=[bad])
    shop.chatwoot.hooks += waiting
    await shop.hooks()
    assert (await last(shop, found)).seq == said.seq
    assert len(undelivered(shop, talk)) == 2


async def test_more_than_five_are_too_many(shop: Shop) -> None:
    found, talk = await taken(shop)
    files = [shop.chatwoot.attached(f"{n}.pdf", PDF) for n in range(7)]
    shop.chatwoot.says(talk, None, attachments=files)
    await shop.hooks()
    said = await last(shop, found)
    assert [each.name for each in said.files] == [f"{n}.pdf" for n in range(5)]
    assert "5.pdf · 6.pdf" in undelivered(shop, talk)[0]


async def test_one_that_cannot_be_had_now_is_tried_again_and_not_for_ever(
    shop: Shop,
) -> None:
    found, talk = await taken(shop)
    answers: list[Any] = [httpx.Response(503), httpx.Response(200, content=PDF)]

    def flaky(request: httpx.Request) -> httpx.Response | None:
        is_file = request.url.path.startswith(STORED)
        return answers.pop(0) if is_file and answers else None

    shop.chatwoot.fault = flaky
    shop.chatwoot.says(talk, "one", attachments=[shop.chatwoot.attached("1.pdf", PDF)])
    await shop.hooks()
    assert [e.name for e in (await last(shop, found)).files] == ["1.pdf"]
    answers += [httpx.Response(500)] * 9
    shop.chatwoot.says(talk, "two", attachments=[shop.chatwoot.attached("2.pdf", PDF)])
    shop.chatwoot.says(talk, "three")
    await shop.hooks()
    # What stands behind it is not held up.
    assert (await shop.texts(found))[-2:] == ["two", "three"]
    assert "2.pdf" in undelivered(shop, talk)[0]
    # One that is gone there is not asked for again.
    shop.chatwoot.fault = None
    gone = shop.chatwoot.attached("gone.pdf", PDF)
    shop.chatwoot.blobs.clear()
    shop.chatwoot.says(talk, "four", attachments=[gone])
    await shop.hooks()
    assert (await last(shop, found)).text == "four"
    assert "gone.pdf" in undelivered(shop, talk)[-1]


async def test_files_that_come_too_late_are_not_even_asked_for(shop: Shop) -> None:
    found, talk = await taken(shop)
    shop.chatwoot.set_status(talk, "resolved")
    await shop.hooks()

    async def goes_on() -> bool:
        return (await shop.texts(found))[-1] == "chosen: returned"

    await eventually(goes_on)
    before = await shop.texts(found)
    late = shop.chatwoot.attached("late.pdf", PDF)
    shop.chatwoot.says(talk, None, attachments=[late])
    await shop.hooks()
    assert await shop.texts(found) == before
    assert not any("/rails/" in each.url.path for each in shop.chatwoot.asked)
    (refused,) = [
        each for each in shop.chatwoot.notes(talk) if "did **not** reach" in each
    ]
    assert "late.pdf" in refused


async def test_nothing_is_left_of_what_is_not_taken(shop: Shop) -> None:
    _, talk = await taken(shop)
    bad = shop.chatwoot.attached("page.html", b"<!doctype html>")
    shop.chatwoot.says(talk, "x", attachments=[bad])
    await shop.hooks()
    assert [each for each in shop.folder.rglob("*") if each.is_file()] == []
