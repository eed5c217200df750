"""
A yes and a no are answers of whoever was asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timezone
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.shared import open_question
from actions.shared.open_question import OpenQuestion
from actions.smalltalk.answers import answered
from crm_connector.identity.ageing import by_shop
from crm_connector.model import Assurance, Identity
from tests.fakes.clock import FakeClock
from tests.fakes.house import FakeHouse
from tests.fakes.source import FakeSource

CLOCK = FakeClock()
MARYAM = Identity("7", Assurance.PROVEN, by_shop(CLOCK()))
SAEED = Identity("8", Assurance.PROVEN, by_shop(CLOCK()))
ASKED = OpenQuestion(
    about="marketing",
    wording="May we?",
    lang="en",
    customer="7",
    is_last=True,
    at=CLOCK().timestamp(),
)


@pytest.fixture
def house() -> Iterator[FakeHouse]:
    """
    A shop in which Maryam was asked; Saeed reads the same thread.
    """
    made = FakeHouse(FakeSource(), clock=CLOCK)
    services.configure(services.Services(made.gate, CLOCK, timezone.utc))
    yield made
    services.configure(None)


def answer(
    who: Identity, *, is_yes: bool, pressed: bool, text: str = ""
) -> tuple[list[str], list[dict[str, Any]] | None]:
    """
    The responses to an answer in words or by the question's button, and the events.
    """
    dispatcher = CollectingDispatcher()
    said = [{"entity": "question", "value": ASKED.key}] if pressed else []
    slots = {open_question.SLOT: ASKED.slot}
    text = text or ("yes please" if is_yes else "no thanks")
    heard = {"entities": said, "text": text}
    tracker = Tracker("x", slots, heard, [], False, None, {}, "")
    with services.acting_for(who):
        events = asyncio.run(answered(dispatcher, tracker, is_yes=is_yes))
    return [each["response"] for each in dispatcher.messages], events


def consents(house: FakeHouse, who: Identity) -> list[bool]:
    """
    What counts of what somebody has said about advertising.
    """
    said = asyncio.run(house.gate.declarations.consent(who))
    return [each.is_granted for each in said.values()]


@pytest.mark.parametrize("pressed", [True, False])
@pytest.mark.parametrize("is_yes", [True, False])
def test_who_was_asked_answers(house: FakeHouse, is_yes: bool, pressed: bool) -> None:
    said, events = answer(MARYAM, is_yes=is_yes, pressed=pressed)

    assert said == ["utter_marketing_yes" if is_yes else "utter_marketing_no"]
    assert consents(house, MARYAM) == [is_yes]
    assert events is not None
    assert OpenQuestion.read(events[0]["value"]) == ASKED.answered()


@pytest.mark.parametrize("pressed", [True, False])
@pytest.mark.parametrize("is_yes", [True, False])
@pytest.mark.parametrize("who", [SAEED, Identity()], ids=["another", "a stranger"])
def test_nobody_answers_for_somebody_else(
    house: FakeHouse, who: Identity, is_yes: bool, pressed: bool
) -> None:
    said, events = answer(who, is_yes=is_yes, pressed=pressed)

    assert said == ["utter_question_over"]
    # It stays open for her.
    assert events == []
    assert consents(house, MARYAM) == []
    assert consents(house, SAEED) == []


@pytest.mark.parametrize("text", ["yes?", "yes but only by SMS", "is it mine"])
def test_what_is_no_plain_answer_changes_nothing(house: FakeHouse, text: str) -> None:
    said, events = answer(MARYAM, is_yes=True, pressed=False, text=text)

    assert said == ["utter_question_unclear"]
    assert consents(house, MARYAM) == []
    assert events is not None
    kept = OpenQuestion.read(events[0]["value"])
    assert kept.is_meant(None, CLOCK())
