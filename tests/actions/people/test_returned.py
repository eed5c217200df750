"""
What the bot says when an agent has given the conversation back.
"""

from __future__ import annotations

import asyncio
from datetime import date, timezone
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.people.returned import ActionReturned
from actions.shared import outcome
from actions.shared.talk import SLOT as TALK
from tests.fakes.clock import FakeClock
from tests.fakes.house import FakeHouse
from tests.fakes.source import FakeSource


def comes_back(**said: str) -> tuple[list[Any], list[Any]]:
    """
    What is uttered, and what is kept.
    """
    clock = FakeClock()
    gate = FakeHouse(FakeSource([], clock=clock), clock=clock).gate
    services.configure(services.Services(gate, clock, timezone.utc))
    heard = {
        "text": "",
        "entities": [{"entity": kind, "value": value} for kind, value in said.items()],
    }
    tracker = Tracker("x", {"language": "en"}, heard, [], False, None, {}, "")
    dispatcher = CollectingDispatcher()
    try:
        kept = asyncio.run(ActionReturned().run(dispatcher, tracker, {}))
    finally:
        services.configure(None)
    return dispatcher.messages, kept


@pytest.mark.parametrize("settled", ["solved", "promised", "refused", "other"])
def test_how_it_came_out_is_told(settled: str) -> None:
    (said,), kept = comes_back(settled=settled, by="Sara", words="ABC", reason="asked")
    assert said["response"] == f"utter_returned_{settled}"
    assert [each["name"] for each in kept] == [TALK, outcome.SLOT]


def test_what_was_left_behind_is_kept_with_whose_it_is() -> None:
    promise = {"settled": "promised", "by": "Sara", "words": "ABC", "due": "2026-01-05"}
    about = {"order": "21963", "customer": "7", "handoff": "3"}
    _, (_, kept) = comes_back(**promise, **about, reason="asked")
    (left,) = outcome.kept_in(kept["value"])
    assert (left.settled, left.by, left.words) == ("promised", "Sara", "ABC")
    assert left.day == date(2026, 1, 5)
    assert (left.order, left.customer, left.handoff) == ("21963", "7", 3)


def test_after_a_quiet_end_nothing_is_said_and_only_the_reason_is_settled() -> None:
    end = {"settled": "promised", "by": "Sara", "reason": "policy", "words": "ABC"}
    said, kept = comes_back(**end, quiet="yes")
    assert said == []
    assert kept == comes_back(**end)[1][:1]
