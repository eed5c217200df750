"""
A button of a question about a cart that is not open any more.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.shared.edge import Event


class ActionCartOver(Action):
    """
    Says so: it is no answer to another question.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_cart_over"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Nothing is ordered by it.
        """
        dispatcher.utter_message(response="utter_cart_question_over")
        return []
