"""
"That card isn't mine after all": what a customer has claimed, taken out again.

The ledger knows which merge was made by their own word, and undoes that one alone. What
they have said no to, only people of the shop can join.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.shared import open_question
from actions.shared.edge import Event, language_of
from actions.shared.open_question import AfterAnswer, OpenQuestion

ABOUT = "same_person_undo"
_FOR_PEOPLE = "utter_same_person_undo"


async def taken_back(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    question: OpenQuestion,
    said: AfterAnswer,
) -> list[Event]:
    """
    Ask whether the card shall be taken out again; where none is, say who can help.
    """
    house, lang = services.services(), language_of(tracker)
    is_theirs = await house.gate.declarations.has_claimed(
        services.identity(), question.record
    )
    if said is AfterAnswer.AFTER_ALL:
        response = "utter_same_person_is_yours" if is_theirs else _FOR_PEOPLE
    elif is_theirs:
        put = open_question.put(
            dispatcher,
            house,
            lang,
            about=ABOUT,
            response="utter_ask_same_person_undo",
            record=question.record,
            **question.fields,
        )
        return [SlotSet(open_question.SLOT, put.slot)]
    else:
        is_no = said is AfterAnswer.REFUSED
        response = "utter_same_person_no" if is_no else _FOR_PEOPLE
    dispatcher.utter_message(response=response)
    return []


async def answered(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    question: OpenQuestion,
    *,
    is_yes: bool,
) -> list[Event]:
    """
    Undo what they have claimed; after a no all stays as it is.
    """
    if is_yes:
        await services.services().gate.declarations.unclaim(
            services.identity(), question.record, wording=question.wording
        )
    done = "undone" if is_yes else "kept"
    dispatcher.utter_message(response=f"utter_same_person_{done}")
    return []
