"""
All my orders.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.orders import anothers, at_hand, telling
from actions.orders.asked import Asked
from actions.orders.at_hand import AtHand
from actions.shared import last_told
from actions.shared.ages import say_ages, say_silent
from actions.shared.edge import CustomerAction, Event, did, forgotten, language_of
from actions.shared.last_told import Of
from actions.shared.pending import meant

SHOWN = 5


class ActionListOrders(CustomerAction):
    """
    Shows the customer's newest orders as cards.
    """

    pending = "list_orders"

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_list_orders"

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        At most five cards; older orders can be asked for by number.
        """
        house = services.services()
        lang = language_of(tracker)
        if await anothers.are_asked(meant(tracker)[1]):
            dispatcher.utter_message(response="utter_orders_anothers")
            return forgotten()
        asked = Asked()
        orders = await asked.newest(SHOWN + 1)
        shown = orders[:SHOWN]
        # With the whole list in view no single order is at hand any more.
        hand = AtHand().listed((order.number for order in shown), house.clock())
        events: list[Event] = [*forgotten(), SlotSet(at_hand.SLOT, hand.slot)]
        facts = asked.facts(shown)
        last_told.note(house, Of.ORDERS, facts, orders=shown)
        if not orders:
            dispatcher.utter_message(response="utter_order_none")
            return events
        say_ages(dispatcher, facts, asked.missing, lang, house)
        if len(orders) > SHOWN:
            dispatcher.utter_message(
                response="utter_orders_list_more",
                shown=formatting.number(SHOWN, lang),
            )
        else:
            dispatcher.utter_message(response="utter_orders_list")
        for order in shown:
            telling.show(dispatcher, order, lang, house)
        say_silent(dispatcher, facts, asked.missing, lang, house)
        return [*events, did(tracker, self.name())]
