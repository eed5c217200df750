"""
Asking which of two wishes was meant.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.shared.edge import Event


class ActionAskWhich(Action):
    """
    Names the one or two wishes that a message may have meant, with a button for each.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_ask_which"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Ask, and keep what was asked for the next message.
        """
        # The engine has put titles and buttons to the intents.
        asked = tracker.latest_message["asked"]
        fields = {"other": asked["other"]}
        places = ("first", "second")[: len(asked["wishes"])]
        for place, wish in zip(places, asked["wishes"], strict=True):
            fields[place] = wish["title"]
            fields[f"{place}_payload"] = wish["payload"]
        response = (
            "utter_ask_which_again" if asked["is_repeated"] else "utter_ask_which"
        )
        if "second" not in fields:
            response = "utter_ask_whether"
        dispatcher.utter_message(response=response, **fields)
        return [SlotSet("asked_between", asked["slot"])]
