"""
Who once held a conversation reads what was said until it left them, and nothing later.
"""

from __future__ import annotations

import uuid

import pytest
from starlette.applications import Starlette

from bot.accounts.rights import Role
from bot.desk import wordings
from bot.desk.summing import Summing
from bot.desk.web.reading import Reader, Reading
from bot.desk.web.search import search_routes
from bot.desk.web.summary import summary_routes
from bot.engine.titles import titles
from bot.handoff.summary import OfflineSummariser
from tests.bot.desk.web.seats import Desk, Seat
from tests.bot.desk.web.test_files import Customer, customer
from tests.bot.desk.web.test_live import hello, rest, watch

PARTINGS = ["colleague", "skill", "ended"]


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """
    The desk with search and summaries.
    """
    summing = Summing(desk.core, OfflineSummariser(), wordings.names(titles()))
    more = [*search_routes(desk.web), *summary_routes(desk.web, summing)]
    desk.app = Starlette(routes=[*more, *desk.app.routes])
    return desk


async def parted(desk: Desk, sara: Seat, omid: Seat, how: str) -> Customer:
    """
    Sara held it, let it go, and Omid attends to the customer a minute later.
    """
    guest = await customer(desk)
    number = guest.found.number
    row = await sara.do(number, "claim")
    await guest.post(text="an early word")
    desk.house.later(1)
    if how == "colleague":
        to = omid.account.id
        await sara.do(number, "transfer", epoch=row["epoch"], agent=to)
    elif how == "skill":
        await sara.do(number, "transfer", epoch=row["epoch"], skill="returns")
        await omid.do(number, "claim")
    else:
        await sara.do(number, "return", epoch=row["epoch"], settled="solved")
    desk.house.later(1)
    return guest


async def write_later(desk: Desk, guest: Customer, omid: Seat) -> str:
    """
    The customer goes on, with a photo, and Omid keeps a note; gives the photo's id.
    """
    photo = await guest.upload()
    sent = await guest.post(text="a later word", files=[photo])
    assert sent.status_code == 202, sent.text
    note = {"id": str(uuid.uuid4()), "text": "a later note"}
    lead = await desk.seat("mina", Role.LEAD)
    kept = await lead.post(f"handoffs/{guest.found.number}/notes", **note)
    assert kept.status_code == 201, kept.text
    return photo


@pytest.mark.parametrize("how", PARTINGS)
async def test_what_is_said_later_is_not_theirs(desk: Desk, how: str) -> None:
    sara = await desk.seat("sara")
    omid = await desk.seat("omid", skills=["returns"])
    guest = await parted(desk, sara, omid, how)
    number = guest.found.number
    early = await sara.texts(number)
    assert "an early word" in early
    photo = await write_later(desk, guest, omid)
    assert await sara.texts(number) == early
    assert await sara.texts(number, after=0) == early
    assert await sara.texts(number, limit=1) == early[-1:]
    assert (await sara.get(f"files/{photo}")).status_code == 404
    last = (await sara.get(f"handoffs/{number}")).json()["handoff"]["last"]
    assert last is None or last["text"] in early
    found = (await sara.get("search", q="early word")).json()["rows"]
    assert [row["number"] for row in found] == [number]
    assert found[0]["last"] is None or found[0]["last"]["text"] in early
    for words in ("later word", "later note"):
        assert (await sara.get("search", q=words)).json()["rows"] == []
    for row in (await sara.get("ended")).json()["rows"]:
        assert row["last"] is None or row["last"]["text"] in early


@pytest.mark.parametrize("how", PARTINGS)
async def test_nothing_is_told_live_nor_written(desk: Desk, how: str) -> None:
    sara = await desk.seat("sara")
    omid = await desk.seat("omid", skills=["returns"])
    guest = await parted(desk, sara, omid, how)
    number = guest.found.number
    early = await sara.texts(number)
    async with sara.live() as talk:
        await hello(talk)
        await watch(talk, number)
        before = await rest(talk)
        texts = [e["message"]["text"] for e in before if e["type"] == "message"]
        assert texts == early
        await write_later(desk, guest, omid)
        desk.core.feed.customer_writes(guest.conversation, True)
        later = await rest(talk)
    assert [e for e in later if e["type"] in ("message", "typing")] == []
    note = {"id": str(uuid.uuid4()), "text": "and I?"}
    refused = await sara.post(f"handoffs/{number}/notes", **note)
    code = "handoff_over" if how == "ended" else "owner_changed"
    assert (refused.status_code, refused.json()["error"]) == (409, code)
    assert refused.json()["text"] == "and I?"
    summary = await sara.get(f"handoffs/{number}/summary")
    assert (summary.status_code, summary.json()["error"]) == (409, code)


async def test_what_comes_back_is_read_whole_again_without_asking_anew(
    desk: Desk,
) -> None:
    sara, omid = await desk.seat("sara"), await desk.seat("omid")
    guest = await parted(desk, sara, omid, "colleague")
    number = guest.found.number
    async with sara.live() as talk:
        await hello(talk)
        await watch(talk, number)
        await guest.post(text="a later word")
        await rest(talk)
        row = (await omid.get(f"handoffs/{number}")).json()["handoff"]
        back = sara.account.id
        await omid.do(number, "transfer", epoch=row["epoch"], agent=back)
        frames = await rest(talk)
    texts = [e["message"]["text"] for e in frames if e["type"] == "message"]
    assert "a later word" in texts
    assert (await sara.texts(number))[-len(texts) :] == texts


async def test_what_a_colleague_took_meanwhile_is_not_found(desk: Desk) -> None:
    """
    It waited when it was looked for, and is Sara's by the time that it is shown.
    """
    sara, omid = await desk.seat("sara"), await desk.seat("omid")
    found = await desk.house.waiting()
    assert (await omid.get("search", q=str(found.number))).json()["rows"] != []
    await sara.do(found.number, "claim")
    who = await desk.accounts.find(omid.secret)
    assert who is not None
    reading = Reading(desk.web)
    rows = await reading.some(Reader(who, "en"), lambda _: [found.number])
    assert rows == []
