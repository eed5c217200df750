"""
What customers think is read by those who lead, page by page.
"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.engine import Connection

from actions.opinions import Review
from bot import reviews
from bot.accounts.rights import Role
from bot.conversations.handoffs import ratings
from bot.conversations.handoffs.standing import Handoff
from bot.reviews import Kept
from tests.bot.desk.web.seats import Desk


async def review(desk: Desk, conversation: str, words: str, **parts: Any) -> None:
    """
    A customer has something passed on.
    """
    parts = {"language": "en", "is_bad": False} | parts
    kept = Kept(desk.clock(), Review(conversation, words, **parts))
    await desk.core.write(lambda c: reviews.keep(c, kept))


async def test_reviews_are_told_with_what_they_are_about(desk: Desk) -> None:
    lead = await desk.seat("lale", Role.LEAD)
    found = await desk.house.waiting()
    silent = await desk.core.new_conversation()
    about = {"customer": "7", "order": "21963", "product": "shoes"}
    await review(desk, silent, "عالی بود", language="fa")
    desk.clock.advance(minutes=5)
    await review(desk, found.conversation, "they leak", is_bad=True, **about)
    answer = (await lead.get("reviews")).json()
    bad, good = answer["rows"]
    assert answer["more"] is False
    assert bad == {
        "number": bad["number"],
        "at": "2026-01-01T00:05:00.000Z",
        "words": "they leak",
        "language": "en",
        "bad": True,
        "customer": "7",
        "order": "21963",
        "product": "shoes",
        # Where there was a talk with a person it can be opened.
        "handoff": found.number,
    }
    assert (good["words"], good["language"], good["bad"]) == ("عالی بود", "fa", False)
    nobody = (good["customer"], good["order"], good["product"], good["handoff"])
    assert nobody == (None, None, None, None)
    only_bad = (await lead.get("reviews", bad="1")).json()["rows"]
    assert only_bad == [bad]


async def test_they_come_in_pages_without_gap(desk: Desk) -> None:
    lead = await desk.seat("lale", Role.LEAD)
    place = await desk.core.new_conversation()
    for number in range(7):
        await review(desk, place, f"{number}", is_bad=number % 2 == 0)

    async def pages(**query: str) -> list[list[str]]:
        found: list[list[str]] = []
        more, before = True, {}
        while more:
            answer = (await lead.get("reviews", limit="3", **query, **before)).json()
            found.append([each["words"] for each in answer["rows"]])
            more = answer["more"]
            before = {"before": str(answer["rows"][-1]["number"])}
        return found

    assert await pages() == [["6", "5", "4"], ["3", "2", "1"], ["0"]]
    assert await pages(bad="1") == [["6", "4", "2"], ["0"]]


async def rate(desk: Desk, found: Handoff, stars: int, words: str) -> None:
    """
    A customer says how it was.
    """
    now = desk.clock()

    def rated(connection: Connection) -> None:
        assert ratings.rate(connection, found.thread, found.number, stars, now)
        if words:
            ratings.add_words(connection, found.thread, found.number, words, now)

    await desk.core.write(rated)


async def test_ratings_are_told_with_who_served_them(desk: Desk) -> None:
    sara, lead = await desk.seat("sara"), await desk.seat("lale", Role.LEAD)
    numbers = []
    for stars, words in ((2, "too late"), (5, "")):
        found = await desk.house.waiting()
        row = await sara.do(found.number, "claim")
        settled = {"settled": "solved", "words": "done"}
        await sara.do(found.number, "return", epoch=row["epoch"], **settled)
        await rate(desk, found, stars, words)
        numbers.append(found.number)
    answer = (await lead.get("ratings")).json()
    assert [(e["handoff"], e["stars"], e["words"]) for e in answer["rows"]] == [
        (numbers[1], 5, None),
        (numbers[0], 2, "too late"),
    ]
    assert answer["rows"][0]["agent"] == {"id": sara.account.id, "name": "Sara"}
    first = (await lead.get("ratings", limit="1")).json()
    assert first["more"] is True
    rest = await lead.get("ratings", limit="1", before=str(numbers[1]))
    assert [each["handoff"] for each in rest.json()["rows"]] == [numbers[0]]
    assert rest.json()["more"] is False


@pytest.mark.parametrize("path", ["reviews", "ratings"])
async def test_they_are_for_those_who_lead(desk: Desk, path: str) -> None:
    place = await desk.core.new_conversation()
    await review(desk, place, "for leads alone")
    for login, role, status in (
        ("sara", Role.AGENT, 403),
        ("lale", Role.LEAD, 200),
        ("ada", Role.ADMIN, 200),
    ):
        seat = await desk.seat(login, role)
        assert (await seat.get(path)).status_code == status
    refused = await seat.get(path, limit="0")
    assert refused.json() == {"error": "bad_field", "field": "limit"}
