"""
Who sees what, in which order, told how.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.engine import Connection

from bot.accounts.rights import Role
from bot.conversations.handoffs import ratings
from bot.conversations.tables import handoffs
from crm_connector.identity.ageing import by_code, by_shop
from crm_connector.model import Assurance, Identity
from tests.bot.both import address
from tests.bot.conversations.builders import eventually, incoming, say, until
from tests.bot.desk.web.seats import Desk

__all__ = ["address"]  # a fixture: SQLite and PostgreSQL
NOBODY = {"name": None, "proven": False, "proven_by": None, "proven_at": None}


async def test_me_says_who_one_is_and_who_else_is_here(desk: Desk) -> None:
    sara = await desk.seat("sara", skills=["returns"], capacity=3)
    await desk.seat("omid", is_there=False)
    me = (await sara.get("me")).json()
    assert me["account"]["login"] == "sara"
    assert me["account"]["role"] == "agent"
    assert "see_all" not in me["account"]["rights"]
    assert me["presence"] == "online"
    assert me["skills"] == ["returns"]
    assert me["settled"] == ["solved", "promised", "refused", "other"]
    assert "asked" in me["reasons"]
    colleagues = {each["names"]["en"]: each["presence"] for each in me["colleagues"]}
    assert colleagues == {"First": "offline", "Omid": "offline"}


async def test_those_who_wait_come_in_turn_with_what_they_want(desk: Desk) -> None:
    sara = await desk.seat("sara")
    packet = {
        "wish": {"intent": "track_order", "words": "where is it", "language": "en"}
    }
    first = await desk.house.waiting(packet=packet)
    desk.clock.advance(minutes=1)
    urgent = await desk.house.waiting(priority=2)
    lists = await sara.queue()
    assert [row["number"] for row in lists["waiting"]] == [urgent.number, first.number]
    row = lists["waiting"][1]
    assert row["state"] == "waiting"
    assert row["may_claim"] is True
    assert row["mine"] is False
    assert row["agent"] is None
    assert row["wish"] == {
        "intent": "track_order",
        "words": "where is it",
        "language": "en",
    }
    assert row["customer"] == NOBODY
    assert row["last"]["text"] == "echo: person"
    assert row["requested_at"] == "2026-01-01T00:00:00.000Z"
    assert (lists["mine"], lists["others"]) == ([], [])
    assert lists["counts"]["waiting"] == 2


@pytest.mark.parametrize(
    "number",
    ["0" * 20 + "9" * 20, "9" * 20, str(2**63), "9" * 5_000, "-1", "1.0", "٣", "%00"],
)
async def test_a_number_that_no_handoff_has_is_not_there(
    desk: Desk, number: str
) -> None:
    sara = await desk.seat("sara")
    for path in (f"handoffs/{number}", f"handoffs/{number}/messages"):
        answer = await sara.get(path)
        assert (answer.status_code, answer.json()) == (404, {"error": "not_found"})


async def test_promises_that_are_near_and_past_are_counted(desk: Desk) -> None:
    sara = await desk.seat("sara")
    now = desk.clock()
    for minutes in (1, 30, 60):
        await desk.house.waiting(promised_at=now + timedelta(minutes=minutes))
    counts = (await sara.queue())["counts"]
    assert (counts["waiting"], counts["near"], counts["late"]) == (3, 1, 0)
    # A fifth of thirty minutes is left of the second, and of the third more.
    desk.clock.advance(minutes=24)
    counts = (await sara.queue())["counts"]
    assert (counts["near"], counts["late"]) == (1, 1)


async def test_agents_see_whom_they_may_take_and_leads_everybody(desk: Desk) -> None:
    sara = await desk.seat("sara", languages=["en"])
    omid = await desk.seat("omid", languages=["fa"], names={"fa": "امید"})
    lead = await desk.seat("lale", Role.LEAD, languages=["ar"], names={"ar": "ليلى"})
    persian = await desk.house.waiting(language="fa")
    english = await desk.house.waiting(language="en")

    async def numbers(seat: object) -> list[int]:
        return [row["number"] for row in (await seat.queue())["waiting"]]  # type: ignore[attr-defined]

    assert await numbers(sara) == [english.number]
    assert await numbers(omid) == [persian.number]
    assert await numbers(lead) == [persian.number, english.number]
    for path in ("", "/messages"):
        hidden = await sara.get(f"handoffs/{persian.number}{path}")
        unknown = await sara.get(f"handoffs/999{path}")
        assert (hidden.status_code, hidden.json()) == (404, unknown.json())


async def test_a_list_is_paged_and_says_that_there_is_more(desk: Desk) -> None:
    sara = await desk.seat("sara")
    numbers = [(await desk.house.waiting()).number for _ in range(5)]
    first = await sara.queue(limit=3)
    assert [row["number"] for row in first["waiting"]] == numbers[:3]
    assert first["more"]["waiting"] is True
    assert first["counts"]["waiting"] == 5
    rest = await sara.queue(limit=3, waiting_from=3)
    assert [row["number"] for row in rest["waiting"]] == numbers[3:]
    assert rest["more"]["waiting"] is False


async def test_what_one_holds_is_ones_own_and_a_leads_to_see(desk: Desk) -> None:
    sara, lead = await desk.seat("sara"), await desk.seat("lale", Role.LEAD)
    found = await desk.house.waiting()
    await sara.do(found.number, "claim")
    mine = (await sara.queue())["mine"]
    assert [row["number"] for row in mine] == [found.number]
    assert mine[0]["mine"] is True
    others = (await lead.queue())["others"]
    assert others[0]["agent"] == {"id": sara.account.id, "name": "Sara"}
    assert others[0]["mine"] is False


async def test_the_name_of_who_has_proven_it_comes_as_soon_as_it_is_known(
    desk: Desk,
) -> None:
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    proven = Identity("7", Assurance.PROVEN, by_shop(desk.clock()))
    for identity, text in ((proven, "hello"),):
        await desk.core.accept(incoming(found.thread, text, identity=identity))
    first = (await sara.queue())["waiting"][0]["customer"]
    assert (first["proven"], first["proven_by"]) == (True, "shop")
    assert first["proven_at"] == "2026-01-01T00:00:00.000Z"

    async def is_known() -> bool:
        row = (await sara.queue())["waiting"][0]
        return bool(row["customer"]["name"] == "Customer 7")

    await eventually(is_known)
    claimed = Identity("8", Assurance.CHANNEL)
    await desk.core.accept(incoming(found.thread, "and I?", identity=claimed))
    row = (await sara.queue())["waiting"][0]
    assert row["customer"] == NOBODY


async def test_who_wrote_at_night_counts_as_proven_in_the_morning_and_not_for_ever(
    desk: Desk,
) -> None:
    found = await desk.house.waiting()
    proven = Identity("7", Assurance.FRESH_CODE, by_code("web", desk.clock()))
    await desk.core.accept(incoming(found.thread, "hello", identity=proven))
    desk.clock.advance(hours=14)
    sara = await desk.seat("sara")
    customer = (await sara.queue())["waiting"][0]["customer"]
    assert (customer["proven"], customer["proven_by"]) == (True, "code")
    assert customer["proven_at"] == "2026-01-01T00:00:00.000Z"
    desk.clock.advance(days=14)
    omid = await desk.seat("omid")
    customer = (await omid.queue())["waiting"][0]["customer"]
    assert (customer["name"], customer["proven"]) == (None, False)


async def test_a_handoff_has_its_packet_and_what_happened_to_it(desk: Desk) -> None:
    sara, omid = await desk.seat("sara"), await desk.seat("omid")
    found = await desk.house.waiting(packet={"version": 1, "reason": "asked"})
    row = await sara.do(found.number, "claim")
    await sara.do(found.number, "transfer", epoch=row["epoch"], agent=omid.account.id)
    whole = (await omid.get(f"handoffs/{found.number}")).json()
    assert whole["packet"] == {"version": 1, "reason": "asked"}
    assert [(e["kind"], e["by"], e["to"]) for e in whole["history"]] == [
        ("requested", None, None),
        ("claimed", {"id": sara.account.id, "name": "Sara"}, None),
        (
            "transferred",
            {"id": sara.account.id, "name": "Sara"},
            {"id": omid.account.id, "name": "Omid"},
        ),
    ]


async def test_the_thread_is_read_both_ways_with_the_desks_own(desk: Desk) -> None:
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    for number in range(3):
        await say(desk.core, found.thread, f"word {number}")
        await until(desk.core, found.thread, 4 + 2 * number)
    row = await sara.do(found.number, "claim")
    await sara.post(
        f"handoffs/{found.number}/notes",
        id="00000000-0000-4000-8000-000000000001",
        text="a rare case",
    )
    texts = await sara.texts(found.number)
    assert texts[0] == "person"
    assert texts[-1] == "a rare case"
    page = (await sara.get(f"handoffs/{found.number}/messages", limit=2)).json()
    assert page["more"] is True
    assert [m["desk"] for m in page["messages"]] == [None, "note"]
    assert page["messages"][-1]["speaker"] == "Sara"
    before = page["messages"][0]["seq"]
    earlier = await sara.texts(found.number, before=before, limit=1)
    assert earlier == [texts[-3]]
    assert await sara.texts(found.number, after=before) == ["a rare case"]
    assert row["state"] == "held"


async def test_what_has_ended_is_theirs_who_held_it(desk: Desk) -> None:
    sara, omid = await desk.seat("sara"), await desk.seat("omid")
    lead = await desk.seat("lale", Role.LEAD)
    numbers = []
    for _ in range(3):
        found = await desk.house.waiting()
        row = await sara.do(found.number, "claim")
        await sara.do(
            found.number, "return", epoch=row["epoch"], settled="solved", words="done"
        )
        numbers.append(found.number)
    rows = (await sara.get("ended", limit=2)).json()["rows"]
    assert [row["number"] for row in rows] == numbers[:0:-1]
    assert rows[0]["outcome"]["settled"] == "solved"
    older = (await sara.get("ended", before=numbers[1])).json()["rows"]
    assert [row["number"] for row in older] == numbers[:1]
    assert (await omid.get("ended")).json()["rows"] == []
    assert (await omid.get(f"handoffs/{numbers[0]}")).status_code == 404
    assert len((await lead.get("ended")).json()["rows"]) == 3


async def test_promises_are_listed_by_their_day_until_they_are_kept(
    desk: Desk,
) -> None:
    sara, omid = await desk.seat("sara"), await desk.seat("omid")
    lead = await desk.seat("lale", Role.LEAD)
    zone = desk.web.shop.time_zone
    today = desk.clock().astimezone(zone).date()
    numbers = {}
    for state, days in (("coming", 2), ("today", 0)):
        found = await desk.house.waiting()
        row = await sara.do(found.number, "claim")
        assert row["promise"] is None
        left = {"settled": "promised", "words": "new shoes"}
        day = (today + timedelta(days=days)).isoformat()
        row = await sara.do(
            found.number, "return", epoch=row["epoch"], date=day, **left
        )
        assert row["promise"] == {"due": day, "state": state}
        numbers[state] = found.number
    solved = await desk.house.waiting()
    row = await sara.do(solved.number, "claim")
    await sara.do(
        solved.number, "return", epoch=row["epoch"], settled="solved", words=""
    )
    in_turn = [numbers["today"], numbers["coming"]]
    for seat, seen in ((sara, in_turn), (lead, in_turn), (omid, [])):
        rows = (await seat.get("promised")).json()["rows"]
        assert [each["number"] for each in rows] == seen
    # Nobody has signed out over night, so the day is made to pass for the promise.
    left = {"settled": "promised", "words": "new shoes", "by": "Sara"}
    passed = {**left, "due": (today - timedelta(days=1)).isoformat()}
    await desk.core.write(
        lambda c: c.execute(
            handoffs.update()
            .where(handoffs.c.id == numbers["today"])
            .values(outcome=passed)
        )
    )
    rows = (await lead.get("promised")).json()["rows"]
    assert [each["promise"]["state"] for each in rows] == ["late", "coming"]

    path = f"handoffs/{numbers['today']}/kept"
    assert (await omid.post(path)).status_code == 404
    row = await sara.do(numbers["today"], "kept")
    assert row["promise"]["state"] == "kept"
    rows = (await sara.get("promised")).json()["rows"]
    assert [each["number"] for each in rows] == [numbers["coming"]]
    # Nothing is kept twice, nor what nobody promised.
    for number in (numbers["today"], solved.number):
        refused = await sara.post(f"handoffs/{number}/kept")
        assert refused.json() == {"error": "nothing_promised"}
    history = (await sara.get(f"handoffs/{numbers['today']}")).json()["history"]
    assert (history[-1]["kind"], history[-1]["by"]["name"]) == ("kept", "Sara")


async def test_a_rating_is_for_whom_it_is_about_and_for_leads(desk: Desk) -> None:
    sara, omid = await desk.seat("sara"), await desk.seat("omid")
    lead = await desk.seat("lale", Role.LEAD)
    found = await desk.house.waiting()
    # Omid had it for a while: what is thought of Sara is not his to read.
    row = await omid.do(found.number, "claim")
    row = await omid.do(
        found.number, "transfer", epoch=row["epoch"], agent=sara.account.id
    )
    assert row["rating"] is None
    await sara.do(
        found.number, "return", epoch=row["epoch"], settled="solved", words="done"
    )
    now, number = desk.clock(), found.number

    def rated(connection: Connection) -> None:
        assert ratings.rate(connection, found.thread, number, 2, now)
        assert ratings.add_words(connection, found.thread, number, "too late", now)

    await desk.core.write(rated)
    for seat in (sara, lead):
        row = (await seat.get(f"handoffs/{number}")).json()["handoff"]
        given = row["rating"]
        assert (given["stars"], given["words"]) == (2, "too late")
        (row,) = (await seat.get("ended")).json()["rows"]
        assert row["rating"] == given
    (row,) = (await omid.get("ended")).json()["rows"]
    assert row["rating"] is None


async def test_presence_is_chosen_and_colleagues_see_it(desk: Desk) -> None:
    sara, omid = await desk.seat("sara"), await desk.seat("omid")
    assert (await sara.post("presence", chosen="away")).json() == {"presence": "away"}
    colleagues = (await omid.get("me")).json()["colleagues"]
    assert {e["names"]["en"]: e["presence"] for e in colleagues}["Sara"] == "away"
    assert (await sara.post("presence", chosen="asleep")).status_code == 400


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("queue", {"limit": "0"}),
        ("queue", {"limit": "many"}),
        ("queue", {"waiting_from": "-1"}),
        ("ended", {"before": "x"}),
        ("handoffs/1/messages", {"after": "1.5"}),
    ],
)
async def test_nonsense_is_refused(
    desk: Desk, path: str, query: dict[str, str]
) -> None:
    sara = await desk.seat("sara")
    refused = await sara.get(path, **query)
    assert refused.status_code == 400
    assert refused.json()["error"] == "bad_field"
