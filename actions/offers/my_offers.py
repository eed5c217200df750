"""
What is cheaper, and what is there for me?
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.account import marketing
from actions.account.newsletter_subscription import ActionNewsletterSubscription
from actions.account.wishes import signs_up
from actions.offers import points
from actions.shared import open_question
from actions.shared.edge import Event, language_of, text_of, told_log
from actions.shared.open_question import OpenQuestion
from actions.store.topics import OFFERS, is_written
from crm_connector.errors import CrmError, NotProven
from crm_connector.profile.facts import Field, Purpose


class ActionMyOffers(Action):
    """
    Tells the shop's offers; of the customer's own data only what they let us use.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_my_offers"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Whom nobody has asked yet is asked, once a day at most.
        """
        house, lang = services.services(), language_of(tracker)
        if signs_up(text_of(tracker)):
            # Not what there is now, but what there will be: for that they must agree.
            subscription = ActionNewsletterSubscription()
            return await subscription.run(dispatcher, tracker, domain)
        told = is_written(house.shop, OFFERS)
        dispatcher.utter_message(
            response="utter_my_offers" if told else "utter_not_written"
        )
        try:
            profile = await house.gate.profile(
                services.identity(), fields=(Field.LOYALTY,), purpose=Purpose.MARKETING
            )
        except NotProven:
            return []
        except CrmError as error:
            # The offers of the shop are told; what is beside them can wait.
            told_log(self.name(), error)
            return []
        if profile.loyalty:
            points.tell(dispatcher, profile, lang, house, is_known=True)
        before = OpenQuestion.read(tracker.get_slot(open_question.SLOT))
        said_nothing = Purpose.MARKETING not in profile.consent
        if services.goes_on():
            return []
        if said_nothing and not before.was_put(marketing.ABOUT, house.clock()):
            question = marketing.ask(dispatcher, house, lang)
            return [SlotSet(open_question.SLOT, question.slot)]
        return []
