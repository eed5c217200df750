"""
"Which card?", "why do you ask?", "not sure": what is said of the question that is open.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.account import marketing
from actions.account.newsletter_subscription import STOP_SLOT
from actions.shared import open_question
from actions.shared.edge import (
    MOST_TEXT,
    CustomerAction,
    Event,
    entities_of,
    text_of,
)
from actions.shared.open_question import AfterAnswer, OpenQuestion
from actions.smalltalk.answers import taken_back
from crm_connector.errors import NotProven

_LATER, _WHY = "later", "why"
_AFTER = frozenset(each.value for each in AfterAnswer)


class ActionAboutQuestion(CustomerAction):
    """
    Explains what was asked, and puts it again; nothing is noted by it.
    """

    # What is taken back is what was said about advertising: all else here needs no
    # proof.
    pending = "newsletter_subscription"

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_about_question"

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        In the words that this question has for what is said of it.
        """
        question = OpenQuestion.read(tracker.get_slot(open_question.SLOT))
        about = _aspect(tracker)
        if question.customer != (services.identity().customer_id or ""):
            dispatcher.utter_message(response="utter_question_over")
            return []
        if about in _AFTER:
            return await _after_answer(
                dispatcher, tracker, question, AfterAnswer(about)
            )
        response = f"utter_about_{question.about}_{about}"
        if about == _WHY and (doubt := question.fields.get(open_question.DOUBT)):
            response = f"{response}_{doubt}"
        question.say(dispatcher, response)
        if about == _LATER:
            question = question.left()
        elif not question.is_last:
            # It was passed over, and is put again with this.
            question = question.repeated()
        return [SlotSet(open_question.SLOT, question.slot)]

    def beside_proof(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        What is taken back holds as soon as they have signed in, whatever else is asked.
        """
        if _aspect(tracker) == AfterAnswer.AFTER_ALL.value:
            return []
        return [SlotSet(STOP_SLOT, text_of(tracker)[:MOST_TEXT])]


async def _after_answer(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    question: OpenQuestion,
    said: AfterAnswer,
) -> list[Event]:
    """
    Take an answer back; what is said of advertising waits for a signing in.
    """
    try:
        return await taken_back(dispatcher, tracker, question, said)
    except NotProven:
        if question.about == marketing.ABOUT:
            raise
        dispatcher.utter_message(response="utter_question_over")
        return []


def _aspect(tracker: Tracker) -> str:
    """
    What of the question it is about.
    """
    return next(
        str(e["value"]) for e in entities_of(tracker) if e["entity"] == "aspect"
    )
