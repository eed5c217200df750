"""
What was promised to a customer: kept and told, or written of again by who promised.
"""

from __future__ import annotations

from typing import Any

import pytest

from bot.accounts import audit
from bot.accounts.rights import Role
from bot.conversations.handoffs.standing import Handoff
from tests.bot.conversations.builders import eventually, say, texts
from tests.bot.desk.web.seats import Desk, Seat

TELLS = {
    "fa": "آنچه سارا قول داده بود انجام شد: «بستهٔ تازه»",
    "ar": "تمّ ما وعدك به سارة: «طرد جديد»",
    "en": "What Sara promised you has been done: “a new parcel”",
}
NAMES = {"fa": "سارا", "ar": "سارة", "en": "Sara"}
WORDS = {"fa": "بستهٔ تازه", "ar": "طرد جديد", "en": "a new parcel"}


async def promised(desk: Desk, seat: Seat, lang: str = "en", **more: Any) -> Handoff:
    found = await desk.house.waiting(language=lang)
    row = await seat.do(found.number, "claim")
    left = {"settled": "promised", "date": "2026-01-03", "words": WORDS[lang]}
    await seat.do(found.number, "return", epoch=row["epoch"], **left | more)

    async def bot_goes_on() -> bool:
        return (await texts(desk.core, found.thread))[-1] == "chosen: returned"

    await eventually(bot_goes_on)
    return found


@pytest.mark.parametrize("lang", TELLS)
async def test_what_is_marked_as_done_is_told_in_the_customers_language(
    desk: Desk, lang: str
) -> None:
    sara = await desk.seat("sara", names=NAMES, languages=[lang])
    found = await promised(desk, sara, lang)
    before = await texts(desk.core, found.thread)
    assert TELLS[lang] not in before
    row = await sara.do(found.number, "kept")
    assert row["promise"]["state"] == "kept"
    assert await texts(desk.core, found.thread) == [*before, TELLS[lang]]
    # Once: a second click says nothing more.
    refused = await sara.post(f"handoffs/{found.number}/kept")
    assert (refused.status_code, refused.json()["error"]) == (409, "nothing_promised")
    assert await texts(desk.core, found.thread) == [*before, TELLS[lang]]


async def test_what_the_customer_was_not_told_of_is_not_told_as_done(
    desk: Desk,
) -> None:
    sara = await desk.seat("sara")
    found = await promised(desk, sara, quiet=True)
    before = await texts(desk.core, found.thread)
    await sara.do(found.number, "kept")
    assert await texts(desk.core, found.thread) == before


async def test_who_promised_writes_again_and_the_bot_is_silent(desk: Desk) -> None:
    sara = await desk.seat("sara")
    found = await promised(desk, sara)
    owner, epoch = await desk.house.owner(found.thread)
    assert owner == "bot"
    row = await sara.do(found.number, "again")
    assert row["number"] != found.number
    assert (row["state"], row["mine"], row["reason"]) == ("held", True, "promise")
    own = f"agent:{sara.account.id}"
    assert await desk.house.owner(found.thread) == (own, epoch + 1)
    assert (await texts(desk.core, found.thread))[-1] == "utter_desk_joined en Sara"
    assert (await sara.say(row, "It is on its way")).status_code == 201
    await say(desk.core, found.thread, "thank you")
    turns = len(desk.house.engine.turns)
    # Marked as done while she is with them, she tells it herself.
    await sara.do(found.number, "kept")
    told = await texts(desk.core, found.thread)
    assert told[-2:] == ["It is on its way", "thank you"]
    assert len(desk.house.engine.turns) == turns
    # What was known is known, and what was promised stands beside it.
    about = (await sara.get(f"handoffs/{row['number']}")).json()
    assert [each["number"] for each in about["earlier"]] == [found.number]
    assert [each["kind"] for each in about["history"]] == ["requested", "claimed"]
    ended = await sara.do(
        row["number"], "return", epoch=row["epoch"], settled="solved", words=""
    )
    assert ended["state"] == "ended"
    assert await desk.house.owner(found.thread) == ("bot", epoch + 2)
    deeds = await desk.core.read(
        lambda c: audit.read(c, audit.Wanted(deed="handoff")).entries
    )
    assert ("handoff.come_back", f"handoff:{found.number}") in [
        (each.deed, each.subject) for each in deeds
    ]


async def test_nobody_comes_back_to_what_is_not_theirs_or_not_owed(desk: Desk) -> None:
    sara, omid = await desk.seat("sara"), await desk.seat("omid")
    lead = await desk.seat("lale", Role.LEAD)
    found = await promised(desk, sara)
    path = f"handoffs/{found.number}/again"
    owner = await desk.house.owner(found.thread)
    assert (await omid.post(path)).status_code == 404
    assert (await sara.post(path, epoch=1)).status_code == 400
    assert await desk.house.owner(found.thread) == owner
    # Sara's shift is over: her lead sees to it.
    row = await lead.do(found.number, "again")
    assert row["mine"]
    refused = await sara.post(path)
    assert (refused.status_code, refused.json()["error"]) == (409, "attended")
    await lead.do(
        row["number"], "return", epoch=row["epoch"], settled="solved", words=""
    )
    await sara.do(found.number, "kept")
    refused = await sara.post(path)
    assert (refused.status_code, refused.json()["error"]) == (409, "nothing_promised")


async def test_who_waits_again_is_taken_and_not_written_to_from_behind(
    desk: Desk,
) -> None:
    sara = await desk.seat("sara")
    found = await promised(desk, sara)
    await desk.house.asks_again(found)
    before = await desk.house.owner(found.thread)
    assert before[0] == "queue"
    refused = await sara.post(f"handoffs/{found.number}/again")
    assert (refused.status_code, refused.json()["error"]) == (409, "attended")
    assert await desk.house.owner(found.thread) == before


async def test_a_promise_has_words(desk: Desk) -> None:
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    row = await sara.do(found.number, "claim")
    left = {"epoch": row["epoch"], "settled": "promised", "date": "2026-01-03"}
    for words in ("", "   "):
        refused = await sara.post(
            f"handoffs/{found.number}/return", **left, words=words
        )
        assert refused.json() == {"error": "bad_field", "field": "words"}
    assert (await desk.house.now(found)).state == "held"
