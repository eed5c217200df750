"""
What is nothing of a shop's, insults among it.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.shared.edge import Event
from actions.smalltalk.rudeness import is_rude


class ActionOutOfScope(Action):
    """
    Says what the bot is for; whoever swears at it hears a calm word and the telephone.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_out_of_scope"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        By the words of the message: one wish has both kinds of sentences.
        """
        rude = is_rude(str(tracker.latest_message.get("text") or ""))
        dispatcher.utter_message(
            response="utter_out_of_scope_rude" if rude else "utter_out_of_scope"
        )
        return []
