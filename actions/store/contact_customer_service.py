"""
How can one reach the shop, or one of its branches?
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import hours, services
from actions.shared import person
from actions.shared.edge import Event, entities_of, language_of
from actions.store import telling
from actions.store.branches import meant


class ActionContactCustomerService(Action):
    """
    Gives the telephone of the branch that is named, else all ways to reach the shop.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_contact_customer_service"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Of one branch with how things stand there; of several a card each.
        """
        house, lang = services.services(), language_of(tracker)
        branches = () if house.shop is None else house.shop.branches
        where = meant(branches, entities_of(tracker), telling.text_of(tracker))
        if house.shop is None or not branches or not (where.named or where.missing):
            dispatcher.utter_message(response="utter_contact_customer_service")
            if await person.is_there(tracker):
                dispatcher.utter_message(response="utter_part_people_here")
            return []
        if where.missing:
            telling.asked_about(dispatcher, tracker, house.shop)
        elif len(where.branches) == 1:
            (branch,) = where.branches
            now = house.now()
            stands = hours.standing(branch, now)
            named = {"branch": branch.name[lang]}
            dispatcher.utter_message(
                response="utter_branch_phone",
                phone=telling.telephone(branch, lang),
                **named,
            )
            dispatcher.utter_message(
                response=telling.standing_response("utter_part_branch", stands),
                **named,
                **telling.standing_fields(stands, lang, now),
            )
        else:
            dispatcher.utter_message(response="utter_branch_phones")
        if where.missing or len(where.branches) > 1:
            telling.show_telephones(dispatcher, where.branches, lang)
        places = telling.places_of(where)
        return [telling.spoken_of(house, "contact_customer_service", places, None)]
