"""
Where is a branch?
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.shared.edge import Event, language_of
from actions.store import telling


class ActionStoreLocations(Action):
    """
    Shows the branches of the city that was named, the branch meant, or all.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_store_locations"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Where the shop has no such branch, say so and show those that there are.
        """
        house, lang = services.services(), language_of(tracker)
        if house.shop is None or not house.shop.branches:
            dispatcher.utter_message(response="utter_no_branches")
            return []
        where = telling.asked_about(dispatcher, tracker, house.shop)
        if not where.missing:
            found = "_found" if where.named else ""
            dispatcher.utter_message(response=f"utter_store_locations{found}")
        telling.show(dispatcher, where.branches, lang, house.now())
        places = telling.places_of(where)
        return [telling.spoken_of(house, "store_locations", places, None)]
