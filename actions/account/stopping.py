"""
"No adverts to my mother", "by e-mail only": a stop that is asked about first.

Here one can only say no for oneself, and to all of it.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.account import marketing
from actions.account.wishes import Doubt
from actions.services import Services
from actions.shared import open_question
from actions.shared.edge import MOST_TEXT, Event
from actions.shared.open_question import OpenQuestion

ABOUT = "stop_marketing"


def ask(
    dispatcher: CollectingDispatcher,
    house: Services,
    lang: str,
    doubt: Doubt,
    text: str,
) -> OpenQuestion:
    """
    Say what cannot be done, and ask whether all shall stop for the customer.
    """
    return open_question.put(
        dispatcher,
        house,
        lang,
        about=ABOUT,
        response=f"utter_ask_stop_{doubt.value}",
        said=text[:MOST_TEXT],
    )


async def answered(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    question: OpenQuestion,
    *,
    is_yes: bool,
) -> list[Event]:
    """
    After a yes their own words are kept as a no; after a no nothing has changed.
    """
    if not is_yes:
        dispatcher.utter_message(response="utter_marketing_unchanged")
        return []
    await marketing.stop(dispatcher, tracker, question.fields["said"])
    told = open_question.told(marketing.ABOUT, services.services())
    return [SlotSet(open_question.SLOT, told.slot)]
