"""
Whether a customer's data may be used for offers and advertising: asked and kept.
"""

from __future__ import annotations

from datetime import datetime

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.services import Services
from actions.shared import open_question
from actions.shared.edge import MOST_TEXT, Event, did, language_of, text_of
from actions.shared.open_question import AfterAnswer, OpenQuestion
from crm_connector.profile.facts import Purpose

ABOUT = "marketing"
ACTION = "action_newsletter_subscription"


def ask(dispatcher: CollectingDispatcher, house: Services, lang: str) -> OpenQuestion:
    """
    Put the question; its words are what is kept with the answer.
    """
    return open_question.put(
        dispatcher, house, lang, about=ABOUT, response="utter_ask_marketing"
    )


async def answered(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    question: OpenQuestion,
    *,
    is_yes: bool,
) -> list[Event]:
    """
    Keep the answer with the question's own words, and say so.
    """
    await keep(
        tracker,
        question.wording,
        question.lang,
        is_granted=is_yes,
        asked=question.moment,
    )
    dispatcher.utter_message(
        response="utter_marketing_yes" if is_yes else "utter_marketing_no"
    )
    return [did(tracker, ACTION)]


async def taken_back(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    question: OpenQuestion,
    said: AfterAnswer,
) -> list[Event]:
    """
    A yes that is taken back is a no; after a no the question is put once more.

    Another no after a no leaves it at that, and so does a yes after a yes.
    """
    house, lang, text = services.services(), language_of(tracker), text_of(tracker)
    known = await house.gate.declarations.consent(services.identity())
    statement = known.get(Purpose.MARKETING)
    is_granted = statement is not None and statement.is_granted
    is_yes = said is AfterAnswer.AFTER_ALL
    if is_granted and not is_yes:
        return await stop(dispatcher, tracker, text)
    if not is_granted and said is not AfterAnswer.REFUSED:
        put = ask(dispatcher, house, lang)
        return [SlotSet(open_question.SLOT, put.slot)]
    dispatcher.utter_message(
        response="utter_marketing_yes" if is_yes else "utter_marketing_no"
    )
    return []


async def stop(
    dispatcher: CollectingDispatcher, tracker: Tracker, text: str
) -> list[Event]:
    """
    Keep a no, said in these words, and say so.
    """
    await keep(tracker, text[:MOST_TEXT], language_of(tracker), is_granted=False)
    dispatcher.utter_message(response="utter_marketing_stopped")
    return [*was_told(tracker), did(tracker, ACTION)]


def was_told(tracker: Tracker) -> list[Event]:
    """
    How it stands is what was last spoken of; a question that is open stays open.
    """
    house = services.services()
    asked = OpenQuestion.read(tracker.get_slot(open_question.SLOT))
    waits = asked.is_recent(house.clock()) and not asked.is_answered
    if waits and asked.about != ABOUT:
        return []
    return [SlotSet(open_question.SLOT, open_question.told(ABOUT, house).slot)]


async def keep(
    tracker: Tracker,
    wording: str,
    lang: str,
    *,
    is_granted: bool,
    asked: datetime | None = None,
) -> None:
    """
    Keep a yes or a no to these words, with the channel and their language.

    `asked` is when the question was put that it answers, if one was.
    """
    channel = tracker.get_latest_input_channel() or "chat"
    await services.services().gate.declarations.agree(
        services.identity(),
        Purpose.MARKETING,
        is_granted=is_granted,
        wording=wording,
        source=f"{channel} {lang}",
        asked=asked,
    )
