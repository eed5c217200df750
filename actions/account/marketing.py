"""
Whether a customer's data may be used for offers and advertising: asked and kept.
"""

from __future__ import annotations

from datetime import datetime

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.services import Services
from actions.shared import open_question
from actions.shared.edge import Event
from actions.shared.open_question import OpenQuestion
from crm_connector.profile.facts import Purpose

ABOUT = "marketing"


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
    return []


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
