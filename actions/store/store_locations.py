"""
Where is a branch?
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.shared import person
from actions.shared.edge import Event, language_of
from actions.store import telling
from actions.store.asking import asks_of_a_detail


class ActionStoreLocations(Action):
    """
    Shows the branches of the city that was named, the branch meant, or all.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_store_locations"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Where the shop has no such branch, say so and show those that there are.
        """
        house, lang = services.services(), language_of(tracker)
        if house.shop is None or not house.shop.branches:
            dispatcher.utter_message(response="utter_no_branches")
            if await person.is_there(tracker):
                dispatcher.utter_message(response="utter_part_people_here")
            return []
        where = telling.asked_about(dispatcher, tracker, house.shop)
        # Where a branch is says nothing of a car park; who is there knows.
        is_detail = asks_of_a_detail(telling.text_of(tracker)) and not where.missing
        if is_detail:
            dispatcher.utter_message(response="utter_branch_detail_unknown")
            if await person.is_there(tracker):
                dispatcher.utter_message(response="utter_part_people_here")
            telling.show_telephones(dispatcher, where.branches, lang)
        elif not where.missing:
            found = "_found" if where.named else ""
            dispatcher.utter_message(response=f"utter_store_locations{found}")
        if not is_detail:
            telling.show(dispatcher, where.branches, lang, house.now())
        places = telling.places_of(where)
        return [telling.spoken_of(house, "store_locations", places, None)]
