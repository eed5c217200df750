"""
Steps at the desk: each once, in its epoch, by who may, with what the customer hears.
"""

from __future__ import annotations

import asyncio
import uuid
from datetime import timedelta
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from bot.accounts import audit
from bot.accounts.guard import CSRF_HEADER
from bot.accounts.rights import Role
from bot.conversations.core import Conversations
from bot.conversations.handoffs import standing
from bot.conversations.tables import messages
from bot.desk import presence
from bot.desk.rounds import Rounds
from tests.bot.conversations.builders import (
    desk_texts,
    eventually,
    messages_after,
    say,
    texts,
    until,
)
from tests.bot.desk.house import SETTINGS
from tests.bot.desk.web.seats import Desk, Seat
from tests.fakes.engine import FakeEngine, apology


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


async def test_a_message_that_is_sent_again_is_said_once(desk: Desk) -> None:
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    row = await sara.do(found.number, "claim")
    name = str(uuid.uuid4())
    both = [await sara.say(row, "hello", id=name) for _ in range(2)]
    assert [each.status_code for each in both] == [201, 201]
    assert both[0].json() == both[1].json()
    assert (await texts(desk.core, found.thread)).count("hello") == 1


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
    await eventually(lambda: _ends_with(desk.core, found.thread, "echo: hello?"))
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
        await eventually(lambda t=found.thread: _ends_with(desk.core, t, "chosen"))  # type: ignore[misc]
        all_texts = await texts(desk.core, found.thread)
        place = all_texts.index(word)
        is_before_return = (await _epoch_of(desk, found.thread, word)) == row["epoch"]
        answers = all_texts.count(f"echo: {word}")
        assert answers == (0 if is_before_return else 1), all_texts[place:]


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


async def deeds(desk: Desk) -> list[str]:
    """
    What the log has of handoffs, oldest first.
    """
    wanted = audit.Wanted(deed="handoff")
    page = await desk.core.read(lambda c: audit.read(c, wanted))
    return [each.deed for each in page.entries][::-1]


async def _ends_with(core: Conversations, thread: str, words: str) -> bool:
    return any(each.startswith(words) for each in (await texts(core, thread))[-2:])


async def _epoch_of(desk: Desk, thread: str, text: str) -> int:
    query = sa.select(messages.c.epoch).where(
        messages.c.conversation == thread, messages.c.text == text
    )
    return int(await desk.core.read(lambda c: c.execute(query).scalar()))
