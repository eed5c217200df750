"""
How many points do I have?
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.offers import points, same_person
from actions.shared.edge import CustomerAction, Event, forgotten, language_of
from crm_connector.errors import NotProven
from crm_connector.profile.facts import Field


class ActionLoyaltyPoints(CustomerAction):
    """
    Tells what the customer has collected in each list, and the shop's rules for it.
    """

    pending = "loyalty_points"

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_loyalty_points"

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        The rules are for everybody; the points for whom they are.
        """
        house, lang = services.services(), language_of(tracker)
        if not house.gate.tells(Field.LOYALTY):
            points.say_rules_alone(dispatcher, house)
            return forgotten()
        fields = (Field.LOYALTY,)
        try:
            profile = await house.gate.profile(services.identity(), fields=fields)
        except NotProven:
            points.say_rules(dispatcher, house)
            raise
        points.tell(dispatcher, profile, lang, house)
        points.say_rules(dispatcher, house)
        return [
            *forgotten(),
            *await same_person.ask(dispatcher, profile, lang, house),
        ]
