"""
Answering in the language that the customer asks for.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.shared.edge import Event, entities_of


class ActionChangeLanguage(Action):
    """
    Keeps the wished language for the conversation, or asks which it shall be.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_change_language"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Confirm in the new language; a language we lack is said to be lacking.
        """
        wished = next(
            (e for e in entities_of(tracker) if e["entity"] == "language"), None
        )
        if wished is None:
            dispatcher.utter_message(response="utter_ask_language")
            return []
        if wished["value"] not in services.services().languages:
            dispatcher.utter_message(response="utter_language_unknown")
            return []
        dispatcher.utter_message(
            response="utter_language_changed", language=wished["value"]
        )
        return [
            SlotSet("language", wished["value"]),
            SlotSet("language_chosen", True),
        ]
