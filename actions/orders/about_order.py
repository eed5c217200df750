"""
What is done with an order on the telephone or on the site: the shop's rules for it.
"""

from __future__ import annotations

from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.orders import at_hand, finding
from actions.orders.at_hand import AtHand
from actions.orders.reference import OrderReference, reference_of
from actions.shared.edge import Event, language_of
from crm_connector.errors import CrmError

log = structlog.get_logger(__name__)


class ActionAboutOrder(Action):
    """
    Tells how it is done, and names the order that is meant where that is certain.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_about_order"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        The response has the intent's name; its field `order` is empty where none is.
        """
        now = services.services().clock()
        wish = tracker.latest_message.get("intent", {}).get("name")
        hand = AtHand.read(tracker.get_slot(at_hand.SLOT), now)
        numbers = await _meant(reference_of(tracker), hand)
        order = formatting.digits(" / ".join(numbers), language_of(tracker))
        dispatcher.utter_message(response=f"utter_{wish}", order=order)
        if len(numbers) == 1:
            hand = hand.told(numbers[0], now)
        return [SlotSet(at_hand.SLOT, hand.slot)]


async def _meant(reference: OrderReference, hand: AtHand) -> tuple[str, ...]:
    """
    The numbers of the orders; none for strangers, or where the shop cannot be asked.
    """
    try:
        return await finding.named(reference, hand)
    except CrmError as error:
        # How it is done can be told without knowing the order.
        log.info("order_not_named", error=repr(error))
        return ()
