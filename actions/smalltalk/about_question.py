"""
"Which card?", "why do you ask?", "not sure": what is said of the question that is open.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.account.newsletter_subscription import STOP_SLOT
from actions.shared import open_question
from actions.shared.edge import (
    MOST_TEXT,
    CustomerAction,
    Event,
    entities_of,
    text_of,
)
from actions.shared.open_question import OpenQuestion
from actions.smalltalk.answers import taken_back

_LATER, _REGRET = "later", "regret"


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
        about = next(
            e["value"] for e in entities_of(tracker) if e["entity"] == "aspect"
        )
        if question.customer != services.identity().customer_id:
            dispatcher.utter_message(response="utter_question_over")
            return []
        if about == _REGRET:
            return await taken_back(dispatcher, tracker, question)
        question.say(dispatcher, f"utter_about_{question.about}_{about}")
        left = question.left() if about == _LATER else question
        return [SlotSet(open_question.SLOT, left.slot)]

    def beside_proof(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        What is taken back holds as soon as they have signed in, whatever else is asked.
        """
        return [SlotSet(STOP_SLOT, text_of(tracker)[:MOST_TEXT])]
