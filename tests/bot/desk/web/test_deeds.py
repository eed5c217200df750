"""
Steps at the desk: each once, in its epoch, by who may, with what the customer hears.
"""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import httpx
import pytest

from bot.accounts.guard import CSRF_HEADER
from bot.accounts.rights import Role
from bot.desk import presence
from tests.bot.conversations.builders import (
    desk_texts,
    eventually,
    messages_after,
    say,
    texts,
    until,
)
from tests.bot.desk.web.doing import deeds, ends_with, epoch_of
from tests.bot.desk.web.seats import Desk, Seat


async def test_from_claim_to_return(desk: Desk) -> None:
    sara = await desk.seat("sara", names={"en": "Sara", "fa": "سارا"})
    found = await desk.house.waiting(language="fa")
    sara_fa = await sara.do(found.number, "claim")
    assert sara_fa["state"] == "held"
    assert (await texts(desk.core, found.thread))[-1] == "utter_desk_joined fa سارا"
    said = await sara.say(sara_fa, "  سلام، در خدمتم  ")
    assert said.status_code == 201
    page = await messages_after(desk.core, found.thread)
    last = page.messages[-1]
    assert (last.seq, last.text) == (said.json()["seq"], "سلام، در خدمتم")
    assert (last.author, last.speaker) == ("agent", "سارا")
    row = await sara.do(
        found.number,
        "return",
        epoch=sara_fa["epoch"],
        settled="promised",
        words="پیگیری می‌کنم",
        date="2026-01-03",
    )
    assert row["state"] == "ended"
    assert row["outcome"]["due"] == "2026-01-03"
    assert row["outcome"]["by"] == "سارا"
    await until(desk.core, found.thread, 5)
    assert desk.house.engine.turns[-1].choice.entities["by"] == "سارا"  # type: ignore[union-attr]
    judged = await sara.do(found.number, "needed", was_needed=True)
    assert judged["was_needed"] is True


async def test_two_claim_at_once_and_one_gets_it(desk: Desk) -> None:
    seats = [await desk.seat(name) for name in ("sara", "omid", "nima")]
    found = await desk.house.waiting()
    answers = await asyncio.gather(
        *(each.post(f"handoffs/{found.number}/claim") for each in seats)
    )
    assert sorted(each.status_code for each in answers) == [200, 409, 409]
    winner = next(
        seat for seat, got in zip(seats, answers, strict=True) if got.status_code == 200
    )
    for late in (each.json() for each in answers if each.status_code == 409):
        assert late["error"] == "owner_changed"
        assert late["handoff"]["agent"]["id"] == winner.account.id
        # It is a colleague's now: no word of the customer's goes to others.
        assert late["handoff"]["last"] is None
        assert late["handoff"]["customer"] is None
    joined = [t for t in await texts(desk.core, found.thread) if "joined" in t]
    assert len(joined) == 1


async def test_claiming_again_what_one_holds_changes_nothing(desk: Desk) -> None:
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    first = await sara.do(found.number, "claim")
    again = await sara.do(found.number, "claim")
    assert again == first
    assert await deeds(desk) == ["handoff.claimed"]
    joined = [t for t in await texts(desk.core, found.thread) if "joined" in t]
    assert len(joined) == 1


async def test_only_who_fits_may_claim_and_a_lead_anything(desk: Desk) -> None:
    sara = await desk.seat("sara", languages=["en"])
    await desk.seat("omid", languages=["fa"])
    lead = await desk.seat("lale", Role.LEAD, languages=["en"])
    found = await desk.house.waiting(language="fa")
    refused = await sara.post(f"handoffs/{found.number}/claim")
    assert refused.status_code == 404
    assert (await lead.do(found.number, "claim"))["state"] == "held"
    assert (await sara.post(f"handoffs/{found.number}/claim")).status_code == 404


async def test_a_claim_is_when_somebody_got_something(desk: Desk) -> None:
    """
    So who has just got one is not given the next as well.
    """
    sara = await desk.seat("sara")
    desk.clock.advance(minutes=1)
    found = await desk.house.waiting()
    await sara.do(found.number, "claim")
    agents = await desk.core.read(presence.everybody)
    own = next(each for each in agents if each.id == str(sara.account.id))
    assert own.idle_since == desk.clock()
    assert own.holds == 1


async def test_a_message_that_is_sent_again_is_said_once(desk: Desk) -> None:
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    row = await sara.do(found.number, "claim")
    name = str(uuid.uuid4())
    both = [await sara.say(row, "hello", id=name) for _ in range(2)]
    assert [each.status_code for each in both] == [201, 201]
    assert both[0].json() == both[1].json()
    assert (await texts(desk.core, found.thread)).count("hello") == 1


@pytest.mark.parametrize(
    ("deed", "body"),
    [
        ("release", {}),
        ("transfer", {"skill": "returns"}),
        ("return", {"settled": "solved"}),
        ("messages", {"id": str(uuid.uuid4()), "text": "I am her"}),
        ("typing", {"on": True}),
        ("needed", {"was_needed": False}),
        ("notes", {"id": str(uuid.uuid4()), "text": "mine now"}),
    ],
)
async def test_nobody_does_anything_with_a_colleagues_conversation(
    desk: Desk, deed: str, body: dict[str, Any]
) -> None:
    sara = await desk.seat("sara", skills=["returns"])
    omid = await desk.seat("omid")
    found = await desk.house.waiting()
    row = await sara.do(found.number, "claim")
    with_epoch = body if deed in ("needed", "notes") else body | {"epoch": row["epoch"]}
    before = await desk_texts(desk.core, found.thread)
    refused = await omid.post(f"handoffs/{found.number}/{deed}", **with_epoch)
    assert refused.status_code in (404, 409)
    assert (refused.json().get("handoff") or {}).get("last") is None
    assert (await desk.house.now(found)).agent == str(sara.account.id)
    assert await desk_texts(desk.core, found.thread) == before


@pytest.mark.parametrize(
    "body",
    [
        {"settled": "won"},
        {"settled": "promised"},
        {"settled": "promised", "date": "2025-12-31"},
        {"settled": "promised", "date": "tomorrow"},
        {"settled": "solved", "date": "2026-01-05"},
        {"settled": "solved", "words": "x" * 1001},
        {"settled": "solved", "more": 1},
    ],
)
async def test_an_outcome_that_makes_no_sense_is_refused(
    desk: Desk, body: dict[str, Any]
) -> None:
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    row = await sara.do(found.number, "claim")
    path = f"handoffs/{found.number}/return"
    refused = await sara.post(path, epoch=row["epoch"], **body)
    assert refused.status_code == 400, refused.text
    assert (await desk.house.now(found)).state == "held"


async def test_what_is_over_is_over(desk: Desk) -> None:
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    row = await sara.do(found.number, "claim")
    await sara.do(found.number, "return", epoch=row["epoch"], settled="other")
    for deed, body in (
        ("claim", {}),
        ("release", {"epoch": row["epoch"]}),
        ("return", {"epoch": row["epoch"], "settled": "solved"}),
        (
            "messages",
            {"epoch": row["epoch"], "id": str(uuid.uuid4()), "text": "and also"},
        ),
    ):
        refused = await sara.post(f"handoffs/{found.number}/{deed}", **body)
        assert refused.status_code == 409, deed
        assert refused.json()["error"] == "handoff_over", deed
        assert refused.json()["handoff"]["state"] == "ended"


async def test_a_quiet_end_is_told_to_the_engine_as_such(desk: Desk) -> None:
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    row = await sara.do(found.number, "claim")
    await sara.do(
        found.number, "return", epoch=row["epoch"], settled="solved", quiet=True
    )

    async def is_told() -> bool:
        return desk.house.engine.turns[-1].choice is not None

    await eventually(is_told)
    assert desk.house.engine.turns[-1].choice.entities["quiet"] == "yes"  # type: ignore[union-attr]


async def test_what_is_written_in_the_moment_of_the_return_is_answered_once(
    desk: Desk,
) -> None:
    """
    By whoever has the conversation as it is saved: never by nobody.
    """
    sara = await desk.seat("sara")
    for number in range(12):
        found = await desk.house.waiting()
        row = await sara.do(found.number, "claim")
        word = f"word {number}"

        async def write(thread: str = found.thread, word: str = word) -> None:
            await say(desk.core, thread, word)

        async def give_back(row: dict[str, Any] = row) -> None:
            await sara.do(row["number"], "return", epoch=row["epoch"], settled="solved")

        pair = [write(), give_back()]
        await asyncio.gather(*(pair if number % 2 else pair[::-1]))
        await eventually(lambda t=found.thread: ends_with(desk.core, t, "chosen"))  # type: ignore[misc]
        all_texts = await texts(desk.core, found.thread)
        place = all_texts.index(word)
        is_before_return = (await epoch_of(desk, found.thread, word)) == row["epoch"]
        answers = all_texts.count(f"echo: {word}")
        assert answers == (0 if is_before_return else 1), all_texts[place:]


async def test_every_deed_is_in_the_log_by_whom(desk: Desk) -> None:
    sara, omid = await desk.seat("sara"), await desk.seat("omid")
    found = await desk.house.waiting()
    row = await sara.do(found.number, "claim")
    row = await sara.do(found.number, "release", epoch=row["epoch"])
    row = await sara.do(found.number, "claim")
    await sara.do(found.number, "transfer", epoch=row["epoch"], agent=omid.account.id)
    row = (await omid.get(f"handoffs/{found.number}")).json()["handoff"]
    await omid.do(found.number, "return", epoch=row["epoch"], settled="solved")
    await omid.do(found.number, "needed", was_needed=False)
    assert await deeds(desk) == [
        "handoff.claimed",
        "handoff.released",
        "handoff.claimed",
        "handoff.transferred",
        "handoff.returned",
        "handoff.judged",
    ]


async def test_no_session_no_token_and_no_origin_are_refused(desk: Desk) -> None:
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    path = f"handoffs/{found.number}/claim"
    stranger = Seat(
        desk.app,
        httpx.AsyncClient(
            transport=httpx.ASGITransport(desk.app), base_url="http://hamyar.example"
        ),
        sara.account,
        "",
    )
    assert (await stranger.get("queue")).status_code == 401
    assert (await stranger.post(path)).status_code == 401
    token = sara.client.headers.pop(CSRF_HEADER)
    sara.client.headers["content-type"] = "application/json"
    assert (await sara.post(path)).status_code in (400, 403, 415)
    sara.client.headers[CSRF_HEADER] = token
    sara.client.headers["origin"] = "http://evil.example"
    assert (await sara.post(path)).status_code == 403
    assert (await desk.house.now(found)).state == "waiting"


async def test_rights_that_are_gone_in_between_are_gone(desk: Desk) -> None:
    """
    The session is looked at in the step's own transaction.
    """
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    await desk.accounts.sign_out(sara.secret, "")
    assert (await sara.post(f"handoffs/{found.number}/claim")).status_code == 401
    assert (await desk.house.now(found)).state == "waiting"
