"""
Who sends more than anybody reads is held back, and nobody else is.
"""

from __future__ import annotations

from typing import Any

from bot.channels.telegram.came import Chat, Ignored, Pressed, Said, Sender, Wrote
from bot.channels.telegram.flood import MOST, MOST_KEPT, SECONDS, Flood, Verdict
from bot.channels.telegram.words import say
from tests.bot.channels.telegram.harness import Shop
from tests.fakes.engine import FakeEngine
from tests.fakes.telegram.chats import Person

SARA = Person(501, "Sara", language="en")
ALI = Person(502, "Ali", language="en")
NOW = 1_700_000_000.0


def flood() -> Flood:
    """
    One that stands at `NOW`.
    """
    return Flood(lambda: NOW)


def wrote(who: int = 5) -> Said:
    """
    Somebody wrote in private.
    """
    return Wrote(Chat(who, "private"), Sender(who, "A"), 1, None, "", text="hello")


def sent(at: float) -> dict[str, Any]:
    """
    The update of a message that was sent then.
    """
    return {"update_id": 1, "message": {"date": int(at)}}


def test_more_than_is_read_is_refused_and_told_once() -> None:
    door = flood()
    verdicts = [door.look(wrote(), sent(NOW)) for _ in range(MOST + 5)]
    assert verdicts == [Verdict.TAKEN] * MOST + [Verdict.TOLD] + [Verdict.SILENT] * 4
    assert door.look(wrote(6), sent(NOW)) is Verdict.TAKEN
    assert door.look(wrote(), sent(NOW + SECONDS)) is Verdict.TAKEN


def test_what_piled_up_is_no_flood() -> None:
    """
    It was written slowly, though it comes all at once.
    """
    door = flood()
    for number in range(10 * MOST):
        assert door.look(wrote(), sent(NOW + number * 2)) is Verdict.TAKEN


def test_who_goes_on_is_told_again_in_a_while() -> None:
    door = flood()
    told = [
        door.look(wrote(), sent(NOW + number / 10)) is Verdict.TOLD
        for number in range(900)
    ]
    assert 2 <= sum(told) <= 3


def test_presses_count_by_our_own_clock() -> None:
    door = flood()
    press = Pressed(Chat(5, "private"), Sender(5, "A"), "q", "data", 1)
    body = {"update_id": 1, "callback_query": {"id": "q"}}
    verdicts = [door.look(press, body) for _ in range(MOST + 1)]
    assert verdicts.count(Verdict.TAKEN) == MOST


def test_clocks_that_go_apart_hold_nobody_back() -> None:
    """
    Presses by a clock of ours that is ahead say nothing of what is written.
    """
    door = flood()
    press = Pressed(Chat(5, "private"), Sender(5, "A"), "q", "data", 1)
    for _ in range(MOST):
        door.look(press, {"update_id": 1, "callback_query": {"id": "q"}})
    assert door.look(wrote(), sent(NOW - 3600)) is Verdict.TAKEN


def test_what_asks_for_nothing_is_not_counted() -> None:
    door = flood()
    ignored = Ignored(Chat(5, "group"), Sender(5, "A"), "not_addressed")
    assert all(door.look(ignored, sent(NOW)) is Verdict.TAKEN for _ in range(2 * MOST))


def test_so_many_are_remembered_and_no_more() -> None:
    door = flood()
    for who in range(MOST_KEPT + 100):
        for _ in range(1 if who else MOST + 1):
            door.look(wrote(who), sent(NOW))
    assert len(door._taken) == MOST_KEPT
    assert not door._told


async def test_a_flood_is_stopped_at_the_door(shop: Shop, engine: FakeEngine) -> None:
    """
    They are told, and others are answered.
    """
    for number in range(MOST + 10):
        shop.telegram.world.says(SARA, f"message {number}")
    found = await shop.until_worked()
    assert (found["wrote"], found["too_many"]) == (MOST, 10)
    refusals = [e for e in shop.heard(SARA) if e["text"] == say("too_many", "en")]
    assert len(refusals) == 1
    (said,) = await shop.says(ALI, "hello")
    assert "hello" in said["text"]
    assert len(engine.turns) <= MOST + 1
