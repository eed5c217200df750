"""
What is nothing of a shop's, insults and affection among it.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.shared.edge import Event, text_of
from actions.smalltalk.kindness import is_kind
from actions.smalltalk.rudeness import is_rude


class ActionOutOfScope(Action):
    """
    Says what the bot is for.

    Whoever swears at it hears a calm word and the telephone, whoever is fond of it a
    warm one.
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
        By the words of the message: one wish has all these kinds of sentences.
        """
        text, response = text_of(tracker), "utter_out_of_scope"
        if is_rude(text):
            response = "utter_out_of_scope_rude"
        elif is_kind(text):
            response = "utter_out_of_scope_kind"
        dispatcher.utter_message(response=response)
        return []
