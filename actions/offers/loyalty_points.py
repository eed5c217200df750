"""
How many points do I have, and what is it about them?
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.offers import points, same_person
from actions.offers.asked import BY_RULES, Asked, asked_of_points
from actions.shared import last_told
from actions.shared.edge import CustomerAction, Event, did, forgotten, language_of
from actions.shared.pending import meant
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
        _, text = meant(tracker)
        asked = asked_of_points(text)
        if asked in BY_RULES:
            is_ruled = points.say_rules(dispatcher, house)
            response = f"utter_points_{asked.value}{'' if is_ruled else '_unruled'}"
            dispatcher.utter_message(response=response)
            return forgotten()
        if asked is Asked.ANOTHERS:
            dispatcher.utter_message(response="utter_points_anothers")
            return forgotten()
        if not house.gate.tells(Field.LOYALTY):
            points.say_rules_alone(dispatcher, house)
            return forgotten()
        profile = await house.gate.profile(services.identity(), fields=(Field.LOYALTY,))
        card = await same_person.card_in_question(profile, house)
        is_known = bool(profile.loyalty) or card is not None
        if asked is Asked.LEVEL and points.has_level(profile):
            points.tell_levels(dispatcher, profile, lang, house)
        elif asked is None and profile.loyalty and last_told.asks_parts(text):
            # "Why did they go down?" is no question of how many there are.
            points.tell_parts(dispatcher, profile, lang, house)
        elif asked is not Asked.OTHER_CARD:
            points.tell(dispatcher, profile, lang, house, is_known=is_known)
            if asked is Asked.LEVEL:
                dispatcher.utter_message(response="utter_points_no_level")
        is_all = card is None and not profile.lacks(Field.LOYALTY)
        if asked is Asked.TOTAL and is_all and len(profile.loyalty) == 1:
            dispatcher.utter_message(response="utter_points_all")
        is_told = profile.loyalty and asked is None and not last_told.asks_parts(text)
        if is_told and card is None:
            # Between the points and a question about a card they would be in the way.
            points.say_rules(dispatcher, house)
        told = [did(tracker, self.name())] if profile.loyalty else []
        if card is not None and services.goes_on():
            # Of two questions in one reply neither would get a clear answer.
            return [*forgotten(), *told]
        if card is not None:
            return [*forgotten(), *told, same_person.ask(dispatcher, card, lang, house)]
        return [
            *forgotten(),
            *told,
            *same_person.offer_to_look(
                dispatcher,
                house,
                profile,
                wanted=text if asked is Asked.OTHER_CARD else "",
            ),
        ]

    def beside_proof(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        How points are collected, anybody may know.
        """
        points.say_rules(dispatcher, services.services())
        return []
