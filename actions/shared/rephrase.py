"""
Asking for other words, and offering the telephone the second time.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.shared.edge import Event


class ActionRephrase(Action):
    """
    Says that the message was not understood; the second time in a row, who can help.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_rephrase"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Ask for other words and count how often in a row.
        """
        times = min(float(tracker.get_slot("misunderstood") or 0.0) + 1, 10.0)
        dispatcher.utter_message(
            response="utter_rephrase" if times < 2 else "utter_rephrase_again"
        )
        return [SlotSet("misunderstood", times)]
