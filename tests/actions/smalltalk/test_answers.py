"""
A yes and a no are answers of whoever was asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timezone
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.account import marketing
from actions.account.newsletter_subscription import STOP_SLOT
from actions.orders.signed_in import ActionSignedIn
from actions.shared import open_question
from actions.shared.open_question import AfterAnswer, OpenQuestion
from actions.smalltalk.about_question import ActionAboutQuestion
from actions.smalltalk.answers import answered
from actions.smalltalk.asides import aside_of
from crm_connector.identity import present
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
    services.configure(
        services.Services(
            made.gate, CLOCK, timezone.utc, wording=lambda *_, **__: "May we?"
        )
    )
    yield made
    services.configure(None)


def answer(
    who: Identity,
    *,
    is_yes: bool,
    pressed: bool,
    text: str = "",
    asked: OpenQuestion = ASKED,
) -> tuple[list[str], list[dict[str, Any]] | None]:
    """
    The responses to an answer in words or by the question's button, and the events.
    """
    dispatcher = CollectingDispatcher()
    said = [{"entity": "question", "value": asked.key}] if pressed else []
    slots = {open_question.SLOT: asked.slot}
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


@pytest.mark.parametrize(
    "text", ["ok thanks", "باشه ممنون", "bashe merci", "تمام شكرا", "thank you"]
)
def test_thanks_are_no_consent(house: FakeHouse, text: str) -> None:
    said, _ = answer(MARYAM, is_yes=True, pressed=False, text=text)

    assert said == ["utter_question_unclear"]
    assert consents(house, MARYAM) == []


@pytest.mark.parametrize("text", ["ok", "باشه", "yes thanks"])
def test_a_nod_to_what_was_just_asked_is_consent(house: FakeHouse, text: str) -> None:
    answer(MARYAM, is_yes=True, pressed=False, text=text)

    assert consents(house, MARYAM) == [True]


@pytest.mark.parametrize(
    "text", ["باشه", "اوکی", "درسته", "bashe", "تمام", "ok", "sure", "ok thanks", "مال"]
)
def test_a_nod_joins_no_card(house: FakeHouse, text: str) -> None:
    card = replace(ASKED, about="same_person", record=("club", "700001"))
    said, events = answer(MARYAM, is_yes=True, pressed=False, text=text, asked=card)

    assert said == ["utter_question_unclear"]
    assert events is not None
    assert OpenQuestion.read(events[0]["value"]) == card
    assert asyncio.run(house.ledger.read(present.merges)) == ()


def back(house: FakeHouse, text: str) -> list[str]:
    """
    The responses to what is said right after the answer.
    """
    dispatcher, given = CollectingDispatcher(), ASKED.answered()
    aside = aside_of(given, text, "nlu_fallback", CLOCK(), is_sure=False)
    assert aside is not None
    said = AfterAnswer(aside.kind)
    tracker = Tracker(
        "x", {open_question.SLOT: given.slot}, {"text": text}, [], False, None, {}, ""
    )
    with services.acting_for(MARYAM):
        asyncio.run(marketing.taken_back(dispatcher, tracker, given, said))
    return [each["response"] for each in dispatcher.messages]


@pytest.mark.parametrize(
    "text", ["بی‌خیال", "ولش کن", "velesh kon", "لا خلاص", "scrap that"]
)
def test_never_mind_after_a_no_leaves_it_at_that(house: FakeHouse, text: str) -> None:
    answer(MARYAM, is_yes=False, pressed=True)

    assert back(house, text) == ["utter_marketing_no"]
    assert consents(house, MARYAM) == [False]


@pytest.mark.parametrize(
    "text", ["پشیمون شدم", "نظرم عوض شد", "غيرت رأيي", "I changed my mind"]
)
def test_another_mind_after_a_no_is_asked_anew(house: FakeHouse, text: str) -> None:
    answer(MARYAM, is_yes=False, pressed=True)

    assert back(house, text) == ["utter_ask_marketing"]


@pytest.mark.parametrize("text", ["بی‌خیال", "پشیمون شدم", "I take it back"])
def test_after_a_yes_either_takes_it_back(house: FakeHouse, text: str) -> None:
    answer(MARYAM, is_yes=True, pressed=True)

    assert back(house, text) == ["utter_marketing_stopped"]
    assert consents(house, MARYAM) == [False]


@pytest.mark.parametrize("text", ["I take it back", "پشیمون شدم", "غيرت رأيي"])
def test_what_is_taken_back_after_the_proof_has_aged_waits_for_it(
    house: FakeHouse, text: str
) -> None:
    answer(MARYAM, is_yes=True, pressed=True)
    aged = replace(MARYAM, assurance=Assurance.CHANNEL)
    said = [{"entity": "aspect", "value": "regret"}]
    slots: dict[str, Any] = {open_question.SLOT: ASKED.answered().slot}
    heard = {"entities": said, "text": text}
    tracker = Tracker("x", slots, heard, [], False, None, {}, "")
    with services.acting_for(aged):
        kept = asyncio.run(
            ActionAboutQuestion().run(CollectingDispatcher(), tracker, {})
        )
    assert consents(house, MARYAM) == [True]

    slots.update({each["name"]: each["value"] for each in kept})
    assert slots["orders_pending"] == "newsletter_subscription"
    heard = {"intent": {"name": "signed_in"}, "text": ""}
    tracker = Tracker("x", slots, heard, [], False, None, {}, "")
    dispatcher = CollectingDispatcher()
    with services.acting_for(MARYAM):
        events = asyncio.run(ActionSignedIn().answer(dispatcher, tracker))

    assert consents(house, MARYAM) == [False]
    told = [each["response"] for each in dispatcher.messages]
    assert told.count("utter_marketing_stopped") == 1
    assert "utter_marketing_is_no" not in told
    cleared = {each["name"] for each in events if each["value"] is None}
    assert {"orders_pending", STOP_SLOT} <= cleared
