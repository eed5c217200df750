"""
Conversations that somebody answers at another desk than ours.
"""

from __future__ import annotations

import pytest
from starlette.applications import Starlette

from bot.accounts.rights import Role
from bot.conversations.handoffs.outcomes import Outcome, Settled
from bot.desk.web.search import search_routes
from tests.bot.channels.webchat.sockets import Socket
from tests.bot.desk.web.seats import Desk, Seat

THERE = "chatwoot:5"
SHOWN = {"id": THERE, "name": "Chatwoot"}


async def told_live(talk: Socket, number: int) -> dict:
    """
    What is told first of a conversation that is watched.
    """
    await talk.put(type="hello")
    await talk.next("ready")
    await talk.put(type="watch", number=number)
    frame: dict = (await talk.next("changed"))["handoff"]
    return frame


async def seen_everywhere(lead: Seat, number: int, where: str) -> None:
    """
    Every list and page shows who has it, or had it.
    """
    answers = [await lead.get(where), await lead.get("search", q=str(number))]
    for answer in answers:
        assert answer.status_code == 200, answer.text
    shown = answers[0].json()
    listed = [*shown.get("others", ()), *shown.get("rows", ())]
    rows = [*listed, *answers[1].json()["rows"]]
    assert [row["agent"] for row in rows] == [SHOWN, SHOWN]
    one = (await lead.get(f"handoffs/{number}")).json()
    assert one["handoff"]["agent"] == SHOWN
    assert one["history"][1]["by"] == SHOWN
    async with lead.live() as talk:
        assert (await told_live(talk, number))["agent"] == SHOWN


@pytest.mark.parametrize("is_over", [False, True], ids=["held", "ended"])
async def test_it_is_shown_like_any_other(desk: Desk, is_over: bool) -> None:
    desk.app = Starlette(routes=[*search_routes(desk.web), *desk.app.routes])
    lead = await desk.seat("mina", Role.LEAD)
    found = await desk.house.waiting()
    held = await desk.core.desk.claim(found.number, THERE)
    if is_over:
        outcome = Outcome(Settled.SOLVED, "Sara")
        await desk.core.desk.give_back(found.number, held.epoch, outcome, by=THERE)
    await seen_everywhere(lead, found.number, "ended" if is_over else "queue")


async def test_who_comes_second_is_told_where_it_is(desk: Desk) -> None:
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    await desk.core.desk.claim(found.number, THERE)
    late = await sara.post(f"handoffs/{found.number}/claim")
    assert (late.status_code, late.json()["error"]) == (409, "owner_changed")


async def test_a_lead_takes_it_back(desk: Desk) -> None:
    lead = await desk.seat("mina", Role.LEAD)
    found = await desk.house.waiting()
    held = await desk.core.desk.claim(found.number, THERE)
    row = await lead.do(found.number, "release", epoch=held.epoch)
    assert (row["state"], row["agent"]) == ("waiting", None)
