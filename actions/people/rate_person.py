"""
One of the five buttons was pressed.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.people import rating
from actions.shared.edge import Event

_UNHAPPY = 2


class ActionRatePerson(Action):
    """
    Keeps the rating, thanks for it, and is ready for a word.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_rate_person"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        The next message is the word, unless it asks for something.
        """
        house = services.services()
        handoff = rating.number_in(tracker, rating.HANDOFF)
        stars = rating.number_in(tracker, rating.STARS)
        if house.desk is None or not await house.desk.rate(
            tracker.sender_id, handoff, stars
        ):
            dispatcher.utter_message(response="utter_rating_over")
            return []
        mood = "bad" if stars <= _UNHAPPY else "good"
        dispatcher.utter_message(
            response=f"utter_rated_{mood}", again=rating.again(handoff)
        )
        waits = rating.Open(handoff, round(house.clock().timestamp()))
        return [SlotSet(rating.SLOT, waits.slot)]
