"""
Search and summary over HTTP: by number, order, name and words, of one's own alone.
"""

from __future__ import annotations

import httpx
import pytest
from starlette.applications import Starlette

from bot.accounts.rights import Role
from bot.conversations.handoffs.standing import Handoff
from bot.desk import wordings
from bot.desk.summing import Summing
from bot.desk.web.search import search_routes
from bot.desk.web.summary import summary_routes
from bot.engine.titles import titles
from bot.handoff.packet import Packet, Who, Wish, record
from bot.handoff.summary import OfflineSummariser
from tests.bot.both import address
from tests.bot.conversations.builders import say
from tests.bot.desk.web.seats import HOST, Desk, Seat

__all__ = ["address"]  # a fixture: SQLite and PostgreSQL

PACKET = Packet(
    "asked",
    Wish("track_order", "x", "fa"),
    order="21963",
    who=Who("proven", "مریم رضایی"),
)


@pytest.fixture
async def searching(desk: Desk) -> Desk:
    """
    The desk with search and summaries.
    """
    summing = Summing(desk.core, OfflineSummariser(), wordings.names(titles()))
    more = [*search_routes(desk.web), *summary_routes(desk.web, summing)]
    desk.app = Starlette(routes=[*more, *desk.app.routes])
    return desk


async def held(desk: Desk, by: Seat, text: str) -> Handoff:
    """
    Somebody attends to a customer who has said this.
    """
    found = await desk.house.waiting(packet=record(PACKET), language="fa")
    await say(desk.core, found.conversation, text)
    return await desk.core.desk.claim(found.number, str(by.account.id))


async def numbers(seat: Seat, asked: str) -> list[int]:
    """
    What is found.
    """
    answer = await seat.get("search", q=asked)
    assert answer.status_code == 200, answer.text
    return [row["number"] for row in answer.json()["rows"]]


@pytest.mark.parametrize(
    "asked",
    [
        "21963",
        "۲۱۹۶۳",
        "مریم",
        "رضايي",  # of an Arabic keyboard
        "می‌خواهم",
        "میخواهم",
        "يخچال",
        "یخچال را",
        "كتاب",
        "Kettle",
        "۴۸۲",
        "100%",
        "\0Kettle",  # no database could be asked for that
    ],
)
async def test_it_finds_what_people_type(searching: Desk, asked: str) -> None:
    sara = await searching.seat("sara", languages=["fa", "ar", "en"])
    text = "یخچال را می‌خواهم و یک کتاب، the kettle شمارهٔ ٤٨٢ 100% خراب"
    found = await held(searching, sara, text)
    assert await numbers(sara, asked) == [found.number]


@pytest.mark.parametrize(
    "asked", ["21964", "تلویزیون", "x", "", "%%", "__", "1000", "\0"]
)
async def test_what_is_not_there_is_not_found(searching: Desk, asked: str) -> None:
    sara = await searching.seat("sara", languages=["fa", "ar", "en"])
    await held(searching, sara, "یخچال 100 درصد")
    assert await numbers(sara, asked) == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("یخچال", "یخچال را می‌خواهم"),
        ("يخچال را", "یخچال را می‌خواهم"),
        ("guarantee", "…again, and I was told that the guarantee runs until May"),
        ("#1", None),
        ("21963", None),
    ],
)
async def test_it_shows_what_was_said_that_fits(
    searching: Desk, asked: str, said: str | None
) -> None:
    sara = await searching.seat("sara", languages=["fa", "ar", "en"])
    found = await held(searching, sara, "hi")
    await say(searching.core, found.conversation, "یخچال را می‌خواهم")
    await say(
        searching.core,
        found.conversation,
        "Hello, it is me again, and I was told that the guarantee runs until May",
    )
    rows = (await sara.get("search", q=asked)).json()["rows"]
    assert [each["said"] for each in rows] == [said]


async def test_of_what_has_left_nothing_is_shown_of_later(searching: Desk) -> None:
    sara = await searching.seat("sara", languages=["fa", "ar", "en"])
    omid = await searching.seat("omid", languages=["fa", "ar", "en"])
    found = await held(searching, sara, "hi")
    await say(searching.core, found.conversation, "a kettle of steel")
    row = (await sara.get(f"handoffs/{found.number}")).json()["handoff"]
    searching.house.later(1)
    await sara.do(found.number, "transfer", epoch=row["epoch"], agent=omid.account.id)
    searching.house.later(1)
    await say(searching.core, found.conversation, "a kettle at my secret address")
    for seat, said in (
        (sara, "a kettle of steel"),
        (omid, "a kettle at my secret address"),
    ):
        rows = (await seat.get("search", q="kettle")).json()["rows"]
        assert [each["said"] for each in rows] == [said]


async def test_a_long_message_is_shown_from_near_the_word(searching: Desk) -> None:
    sara = await searching.seat("sara", languages=["fa", "ar", "en"])
    await held(searching, sara, f"{'before ' * 40}kettle {'behind ' * 40}")
    (row,) = (await sara.get("search", q="kettle")).json()["rows"]
    assert "kettle" in row["said"][:60]
    assert row["said"].startswith("…")
    assert row["said"].endswith("…")
    assert len(row["said"]) <= 145


async def test_by_its_own_number(searching: Desk) -> None:
    sara = await searching.seat("sara", languages=["fa", "ar", "en"])
    found = await held(searching, sara, "یخچال")
    assert await numbers(sara, f"#{found.number}") == [found.number]


async def test_of_others_nothing_is_found_but_by_a_lead(searching: Desk) -> None:
    sara = await searching.seat("sara", languages=["fa", "ar", "en"])
    omid = await searching.seat("omid", languages=["fa", "ar", "en"])
    mina = await searching.seat("mina", Role.LEAD)
    found = await held(searching, sara, "یخچال")
    for asked in ("یخچال", "21963", "مریم", str(found.number)):
        assert await numbers(omid, asked) == []
        assert await numbers(mina, asked) == [found.number]
    transport = httpx.ASGITransport(searching.app)
    async with httpx.AsyncClient(transport=transport, base_url=HOST) as stranger:
        for path in ("search?q=21963", f"handoffs/{found.number}/summary"):
            answer = await stranger.get(f"/desk/api/{path}")
            assert answer.status_code == 401
    answer = await omid.get(f"handoffs/{found.number}/summary")
    assert (answer.status_code, answer.json()) == (404, {"error": "not_found"})


async def test_the_summary_is_in_the_readers_language(searching: Desk) -> None:
    sara = await searching.seat("sara", languages=["fa", "ar", "en"])
    found = await held(searching, sara, "یخچال من کجاست؟")
    path = f"handoffs/{found.number}/summary"
    for lang, word in (("fa", "پیگیری سفارش"), ("en", "Track an order")):
        shown = (await sara.get(path, lang=lang)).json()
        assert (shown["language"], shown["by"]) == (lang, "offline")
        assert word in " ".join(shown["lines"])
    answer = await sara.get(path, lang="de")
    assert (answer.status_code, answer.json()) == (400, {"error": "bad_language"})
