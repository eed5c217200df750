"""
What the shop's own rules say.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.shared.edge import Event, entities_of
from actions.shop import Shop
from actions.store.telling import spoken_of

OFFERS = "offers"
# What answers which wish; each topic that the shop wrote about is told.
TOPICS = {
    "delivery_options": ("delivery",),
    "check_refund_policy": ("returns", "refunds"),
    "check_cancellation_fee": ("cancellation",),
    "check_payment_methods": ("payment",),
}
# What "and tomorrow?", "and to Mashhad?" ask after the answer to these.
GO_ON = {"delivery_options": "delivery_period"}


class ActionTellPolicy(Action):
    """
    Answers with the shop's own text, or says that there is none and who knows.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_tell_policy"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        The response has the intent's name, and the texts as its fields.
        """
        wish = tracker.latest_message.get("intent", {}).get("name")
        house = services.services()
        shop = house.shop
        told = any(is_written(shop, topic) for topic in TOPICS.get(wish, ()))
        dispatcher.utter_message(
            response=f"utter_{wish}" if told else "utter_not_written"
        )
        if wish in GO_ON:
            cities = [e for e in entities_of(tracker) if e["entity"] == "city"]
            return [spoken_of(house, GO_ON[wish], cities, None)]
        return []


def is_written(shop: Shop | None, topic: str) -> bool:
    """
    Whether the shop says anything about this topic.
    """
    if shop is None:
        return False
    return bool(shop.offers) if topic == OFFERS else topic in shop.policies
