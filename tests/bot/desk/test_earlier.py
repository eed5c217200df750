"""
What a colleague hears of a customer's earlier talks, when they come back.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from bot.conversations.handoffs import owed, standing
from bot.conversations.handoffs.outcomes import Outcome, Settled
from bot.conversations.handoffs.standing import Handoff
from bot.conversations.messages import HandOver
from bot.desk import queue, rows, wordings
from bot.desk.earlier import earlier
from bot.desk.suggestions import Suggesting
from bot.desk.summing import Summing
from bot.desk.web.suggestions import suggestion_routes
from bot.engine.titles import titles
from bot.handoff.packet import record
from bot.handoff.summary import MOST_LINES, AgentLanguage, OfflineSummariser
from tests.bot.conversations.builders import eventually, say
from tests.bot.desk.counter import PACKET, SHOP, Agent, Counter, counter
from tests.fakes.orders import NOW

NAMES = wordings.names(titles())
SUGGESTING = Suggesting(lambda response, *_, **__: response, SHOP, NAMES)
ZONE = SHOP.time_zone
DUE = date(2026, 11, 26)
PROMISE = {"words": "کفش تازه را می‌فرستیم", "due": DUE}


@pytest.fixture
async def desk(address: str) -> AsyncIterator[Counter]:
    """
    A desk with suggestions.
    """
    async with counter(
        address, lambda made: suggestion_routes(made.guard, made.accounts, SUGGESTING)
    ) as made:
        yield made


async def comes_back(
    desk: Counter, sara: Agent, settled: Settled, **left: Any
) -> Handoff:
    """
    Sara ends a talk with this; gives the customer's next one, which waits.
    """
    held = await desk.held(sara)
    outcome = Outcome(settled, "Sara", **left)
    await desk.core.desk.give_back(held.number, held.epoch, outcome, by=str(sara.id))
    desk.house.later(1)
    turns = desk.house.engine.turns

    async def has_heard() -> bool:
        return any(each.choice is not None for each in turns)

    await eventually(has_heard)
    desk.house.engine.hand_over = HandOver("asked", "fa", packet=record(PACKET))
    await say(desk.core, held.conversation, "person")

    async def waits() -> bool:
        return (await desk.house.owner(held.thread))[0] == "queue"

    await eventually(waits)
    found = await desk.core.read(lambda c: standing.opened(c, held.thread))
    assert found is not None
    return found


async def test_what_was_promised_is_told_with_who_and_until_when(desk: Counter) -> None:
    sara = await desk.agent("sara")
    leila = await desk.agent("leila", names={"fa": "لیلا", "en": "Leila"})
    found = await comes_back(desk, sara, Settled.PROMISED, **PROMISE)
    (before,) = await desk.core.read(lambda c: earlier(c, found, NOW, ZONE))
    assert (before.agent, before.due) == (str(sara.id), DUE)
    assert (before.words, before.state) == (PROMISE["words"], "coming")
    assert before.wish == PACKET.wish.words
    found = await desk.core.desk.claim(found.number, str(leila.id))
    path = f"/desk/api/handoffs/{found.number}/suggestions"
    step = (await leila.get(path)).json()["next_step"]
    assert step["fa"].startswith("سارا قول داده است «کفش تازه را می‌فرستیم» تا ۵ آذر")
    assert "by 26 November 2026: see whether it was done" in step["en"]
    summing = Summing(desk.core, OfflineSummariser(), NAMES, ZONE)
    told = await summing.of(found, "fa")
    assert len(told.lines) <= MOST_LINES
    assert "«\u2068کفش تازه را می‌فرستیم\u2069» (تا ۵ آذر ۱۴۰۵)" in told.lines[1]
    # Once somebody says that it is done, it is told as done, and nobody owes anything.
    at = desk.house.clock()
    await desk.core.write(lambda c: owed.keep(c, before.number, at, by=str(sara.id)))
    assert (await summing.of(found, "en")).lines[1].endswith("; done.")
    step = (await leila.get(path)).json()["next_step"]
    assert "has been done" in step["en"]


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
@pytest.mark.parametrize("settled", list(Settled))
async def test_each_outcome_is_one_line_in_each_language(
    desk: Counter, language: AgentLanguage, settled: Settled
) -> None:
    sara = await desk.agent("sara")
    due = {"due": DUE} if settled is Settled.PROMISED else {}
    found = await comes_back(desk, sara, settled, words="{by} ABC", **due)
    summing = Summing(desk.core, OfflineSummariser(), NAMES, ZONE)
    line = (await summing.of(found, language)).lines[1]
    # What an agent has written is no pattern.
    assert "{by} ABC" in line
    assert ("Sara" if language == "en" else "سارا") in line


async def test_a_day_that_has_passed_is_told_as_passed(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await comes_back(desk, sara, Settled.PROMISED, **PROMISE)
    later = desk.house.clock().replace(month=12)
    (before,) = await desk.core.read(lambda c: earlier(c, found, later, ZONE))
    assert before.state == "late"
    assert before.is_owed


async def test_another_customers_talks_are_not_told(desk: Counter) -> None:
    sara = await desk.agent("sara")
    await comes_back(desk, sara, Settled.REFUSED, words="no refund")
    other = await desk.waiting(customer=None)
    assert await desk.core.read(lambda c: earlier(c, other, NOW, ZONE)) == ()


async def test_it_is_offered_first_to_who_has_promised(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await comes_back(desk, sara, Settled.PROMISED, **PROMISE)
    other = await desk.waiting(customer=None)
    waits = await desk.core.read(queue.waits_for_whom)
    promisers = {each.number: each.owed_by for each in waits}
    assert promisers == {found.number: str(sara.id), other.number: None}
    mine, _ = await desk.core.read(lambda c: rows.some(c, [found.number, other.number]))
    assert mine.promised_by == str(sara.id)
    (before,) = await desk.core.read(lambda c: earlier(c, found, NOW, ZONE))
    at = desk.house.clock()
    await desk.core.write(lambda c: owed.keep(c, before.number, at, by=str(sara.id)))
    assert await desk.core.read(standing.owing) == {}
    (mine,) = await desk.core.read(lambda c: rows.some(c, [found.number]))
    assert mine.promised_by is None
