"""
I want to change my rating.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.people import rating
from actions.shared.edge import Event


class ActionRatingAgain(Action):
    """
    Asks again, as long as a rating may be changed.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_rating_again"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        By the same five buttons.
        """
        desk, handoff = services.services().desk, rating.number_in(tracker, "handoff")
        if desk is not None and await desk.may_be_rated(tracker.sender_id, handoff):
            rating.ask(dispatcher, "utter_rating_again", handoff)
        else:
            dispatcher.utter_message(response="utter_rating_over")
        return []
