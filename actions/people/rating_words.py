"""
What a customer adds to their rating.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.people import rating
from actions.shared.edge import Event, text_of


class ActionRatingWords(Action):
    """
    Keeps it with the rating; whatever it speaks of, nothing is done about it.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_rating_words"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        And says so, for whoever meant it otherwise.
        """
        desk, handoff = services.services().desk, rating.number_in(tracker, "handoff")
        kept = desk is not None and await desk.add_words(
            tracker.sender_id, handoff, text_of(tracker)
        )
        if kept:
            dispatcher.utter_message(
                response="utter_rating_words_kept", again=rating.again(handoff)
            )
        else:
            dispatcher.utter_message(response="utter_rating_over")
        return []
