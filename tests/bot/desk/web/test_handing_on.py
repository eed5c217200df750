"""
Conversations that go from one to another: transferred, put back, or left.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from bot.accounts.rights import Role
from bot.conversations.core import Conversations
from bot.conversations.handoffs import standing
from bot.desk.rounds import Rounds
from tests.bot.conversations.builders import (
    eventually,
    say,
    texts,
)
from tests.bot.desk.house import SETTINGS
from tests.bot.desk.web.doing import ends_with
from tests.bot.desk.web.seats import Desk
from tests.fakes.engine import FakeEngine, apology


async def test_a_reply_of_before_a_transfer_never_leaves_and_is_not_lost(
    desk: Desk,
) -> None:
    sara, omid = await desk.seat("sara"), await desk.seat("omid")
    found = await desk.house.waiting()
    before = await sara.do(found.number, "claim")
    after = await sara.do(
        found.number,
        "transfer",
        epoch=before["epoch"],
        agent=omid.account.id,
        note="she wants it today",
    )
    assert after["agent"]["id"] == omid.account.id
    name = str(uuid.uuid4())
    late = await sara.say(before, "here I am", id=name)
    assert late.status_code == 409
    assert late.json()["error"] == "owner_changed"
    assert (late.json()["text"], late.json()["id"]) == ("here I am", name)
    assert late.json()["handoff"]["agent"]["name"] == "Omid"
    # Nor with the epoch that is the colleague's.
    assert (await sara.say(after, "here I am")).status_code == 409
    assert (await texts(desk.core, found.thread))[-1] == (
        "utter_desk_transferred en Sara Omid"
    )
    assert "she wants it today" in await omid.texts(found.number)
    assert "she wants it today" not in await texts(desk.core, found.thread)
    now = (await omid.get(f"handoffs/{found.number}")).json()["handoff"]
    assert (await omid.say(now, "hello")).status_code == 201


async def test_to_those_with_a_skill_and_a_new_promise(desk: Desk) -> None:
    sara = await desk.seat("sara")
    omid = await desk.seat("omid", skills=["returns"])
    found = await desk.house.waiting(promised_at=desk.clock())
    row = await sara.do(found.number, "claim")
    await sara.say(row, "let me see")
    desk.clock.advance(minutes=1)
    refused = await sara.post(
        f"handoffs/{found.number}/transfer", epoch=row["epoch"], skill="magic"
    )
    assert (refused.status_code, refused.json()["error"]) == (400, "unknown_skill")
    row = await sara.do(found.number, "transfer", epoch=row["epoch"], skill="returns")
    assert (row["state"], row["skill"], row["may_claim"]) == (
        "waiting",
        "returns",
        False,
    )
    # They have been answered: what was promised first was kept.
    assert row["promised_at"] > "2026-01-01T00:01"
    assert (await texts(desk.core, found.thread))[-1] == "utter_desk_passed_on en Sara"
    refused = await sara.post(f"handoffs/{found.number}/claim")
    assert (refused.status_code, refused.json()["error"]) == (403, "not_fitting")
    assert (await omid.do(found.number, "claim"))["state"] == "held"


async def test_a_skill_that_nobody_there_has_in_that_language_is_told_as_put_back(
    desk: Desk,
) -> None:
    sara = await desk.seat("sara", languages=["en"])
    omid = await desk.seat("omid", languages=["fa"], skills=["shoes"])
    me = (await sara.get("me")).json()
    assert me["skilled"]["shoes"] == {"fa": 1, "ar": 0, "en": 0}
    assert (await omid.get("me")).json()["skilled"]["shoes"]["fa"] == 0
    found = await desk.house.waiting()
    row = await sara.do(found.number, "claim")
    row = await sara.do(found.number, "transfer", epoch=row["epoch"], skill="shoes")
    assert row["skill"] == "shoes"
    # Nobody is told of a colleague who knows more, and both may go on.
    assert (await texts(desk.core, found.thread))[-1] == "utter_desk_released en Sara"
    for seat in (sara, omid):
        assert [e["number"] for e in (await seat.queue())["waiting"]] == [found.number]


async def test_whoever_ends_their_day_alone_leaves_no_promise_that_nobody_keeps(
    desk: Desk,
) -> None:
    sara = await desk.seat("sara")
    found = await desk.house.waiting(promised_at=desk.clock() + timedelta(minutes=10))
    row = await sara.do(found.number, "claim")
    await sara.say(row, "hello")
    assert (await sara.post("presence", chosen="offline")).status_code == 200
    waits = await desk.house.now(found)
    assert (waits.state, waits.promised_at) == ("waiting", None)


async def test_put_back_the_bot_answers_until_somebody_comes(desk: Desk) -> None:
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    row = await sara.do(found.number, "claim")
    row = await sara.do(found.number, "release", epoch=row["epoch"])
    assert row["state"] == "waiting"
    assert (await texts(desk.core, found.thread))[-1] == "utter_desk_released en Sara"
    await say(desk.core, found.thread, "hello?")
    await eventually(lambda: ends_with(desk.core, found.thread, "echo: hello?"))
    stale = await sara.post(f"handoffs/{found.number}/release", epoch=row["epoch"])
    assert stale.status_code == 409


async def test_who_leaves_hands_their_conversations_on(desk: Desk) -> None:
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    await sara.do(found.number, "claim")
    await sara.post("presence", chosen="offline")
    assert (await desk.house.now(found)).state == "waiting"
    # Nobody has vanished: it is told as what it is.
    assert (await texts(desk.core, found.thread))[-1] == "utter_desk_released en Sara"


async def test_who_had_left_and_takes_one_is_here_again(desk: Desk) -> None:
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    await sara.post("presence", chosen="offline")
    await sara.do(found.number, "claim")
    await Rounds(desk.core, SETTINGS).once()
    assert (await desk.house.now(found)).agent == str(sara.account.id)
    assert (await sara.get("me")).json()["presence"] == "online"


async def test_a_lead_takes_away_what_another_holds_but_does_not_speak_as_them(
    desk: Desk,
) -> None:
    sara, lead = await desk.seat("sara"), await desk.seat("lale", Role.LEAD)
    found = await desk.house.waiting()
    row = await sara.do(found.number, "claim")
    assert (await lead.say(row, "hello")).status_code == 409
    row = await lead.do(
        found.number, "transfer", epoch=row["epoch"], agent=lead.account.id
    )
    assert row["mine"] is True
    assert (await lead.say(row, "hello")).status_code == 201


async def test_nobody_is_given_to_who_is_not_there(desk: Desk) -> None:
    sara = await desk.seat("sara")
    gone = await desk.seat("omid", is_there=False)
    found = await desk.house.waiting()
    row = await sara.do(found.number, "claim")
    path = f"handoffs/{found.number}/transfer"
    for goal, status, code in (
        ({"agent": gone.account.id}, 409, "not_there"),
        ({"agent": 999}, 400, "unknown_agent"),
        ({"agent": sara.account.id}, 400, "theirs_already"),
        ({}, 400, "agent_or_skill"),
        ({"agent": 1, "skill": "x"}, 400, "agent_or_skill"),
    ):
        refused = await sara.post(path, epoch=row["epoch"], **goal)
        assert (refused.status_code, refused.json()["error"]) == (status, code)


async def test_a_server_that_dies_after_the_claim_gives_it_back(
    desk: Desk, tmp_path: Any
) -> None:
    """
    The claim is safe; the agent never comes back, and presence tells.
    """
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    await sara.do(found.number, "claim")
    address = str(desk.core.database.engine.url)
    again = await Conversations.open(
        address, engine=FakeEngine(), apology=apology, clock=desk.clock
    )
    await again.start()
    try:
        rounds = Rounds(again, SETTINGS, released=desk.web.telling.left)
        await rounds.once()
        assert (await again.read(lambda c: standing.find(c, found.number))).agent
        desk.clock.advance(minutes=2.1)
        await rounds.once()
        back = await again.read(lambda c: standing.find(c, found.number))
        assert (back.state, back.agent) == ("waiting", None)
        assert (await texts(again, found.thread))[-1] == "utter_desk_left en Sara"
        # What the agent's page still sends goes nowhere.
        stale = {"number": found.number, "epoch": back.epoch - 1}
        assert (await sara.say(stale, "hello")).status_code == 409
    finally:
        await again.stop(grace=0)
