"""
A button of a question that is not open any more.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.shared.edge import Event


class ActionOrderWishOver(Action):
    """
    Says so: it is no answer to another question.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_order_wish_over"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Nothing is changed by it.
        """
        dispatcher.utter_message(response="utter_wish_question_over")
        return []
