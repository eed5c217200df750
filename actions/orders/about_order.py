"""
What is done with an order elsewhere than in the chat: the shop's rules for it.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.changing.state.wishes import INTENTS
from actions.orders import at_hand, finding, telling
from actions.orders.asked import Asked
from actions.orders.at_hand import AtHand
from actions.orders.reference import OrderReference, reference_of
from actions.shared import outcome
from actions.shared.edge import Event, language_of, told_log
from actions.store.topics import by_rules
from crm_connector.errors import CrmError, NotProven

SAME_AGAIN = frozenset({"report_damaged_item", "return_item", "get_refund"})
"""Who comes back with these while a promise is open hears the promise instead."""
_TRACK_REFUND = "track_refund"
_REORDER = "reorder"


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
        hand = AtHand.read(tracker.get_slot(at_hand.SLOT), now)
        reference, lang = reference_of(tracker), language_of(tracker)
        numbers = await self._meant(reference, hand)
        wish = tracker.latest_message.get("intent", {}).get("name")
        concerned, events = numbers or reference.numbers, None
        if wish in SAME_AGAIN:
            events = await outcome.tell_again(dispatcher, tracker, concerned)
        if events is None:
            await self.tell(dispatcher, tracker, numbers)
        if wish == _TRACK_REFUND:
            events = await outcome.tell_beside(dispatcher, tracker, concerned)
        telling.say_how_many(dispatcher, reference.numbers, lang)
        if len(numbers) == 1:
            hand = hand.told(numbers[0], now)
        after: list[Event] = []
        if wish in INTENTS or wish == _REORDER:
            # A form has handed it on, of which no rule knows.
            after.append(FollowupAction("action_listen"))
        return [SlotSet(at_hand.SLOT, hand.slot), *(events or ()), *after]

    async def tell(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        numbers: tuple[str, ...],
    ) -> None:
        """
        How it is done, and of which orders.
        """
        wish = tracker.latest_message.get("intent", {}).get("name")
        house, lang = services.services(), language_of(tracker)
        order = formatting.digits(" / ".join(numbers), lang)
        dispatcher.utter_message(
            response=f"utter_{wish}", order=order, **by_rules(house, lang)
        )

    async def _meant(self, reference: OrderReference, hand: AtHand) -> tuple[str, ...]:
        """
        The numbers of the orders; none for strangers, or where nobody can be asked.
        """
        # How it is done can be told without knowing the order.
        try:
            return await finding.named(Asked(), reference, hand)
        except NotProven:
            return ()
        except CrmError as error:
            told_log(self.name(), error)
            return ()
