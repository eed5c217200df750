"""
Where is my order?
"""

from __future__ import annotations

import json
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.orders import telling
from actions.orders.reference import (
    OrderReference,
    by_ordinal,
    open_orders,
    with_product,
)
from actions.shared.edge import (
    CustomerAction,
    Event,
    entities_of,
    forgotten,
    language_of,
)
from crm_connector.errors import OrderNotFound
from crm_connector.model import Order

# "And when does it arrive?" a moment later still means the same order.
AT_HAND_SECONDS = 15 * 60


class ActionTrackOrder(CustomerAction):
    """
    Finds the order that is meant and tells where it is, or asks which one.
    """

    pending = "track_order"

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_track_order"

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        By number, by place in the list, by product, by what is at hand, or by asking.
        """
        house = services.services()
        who = services.identity()
        lang = language_of(tracker)
        reference = _reference(tracker)
        forget = forgotten()
        if reference.number is not None:
            try:
                order = await house.gate.order(who, reference.number)
            except OrderNotFound:
                orders = await house.gate.orders(who)
                telling.offer(
                    dispatcher,
                    open_orders(orders) or orders,
                    lang,
                    response="utter_order_not_found",
                    number=formatting.digits(reference.number, lang),
                )
                return forget
            telling.tell(dispatcher, order, lang, house)
            return [*forget, *_at_hand(order, house)]
        orders = await house.gate.orders(who)
        if not orders:
            dispatcher.utter_message(response="utter_order_none")
            return forget
        order_meant = self._choose(dispatcher, tracker, orders, reference, lang)
        if order_meant is None:
            return forget
        telling.tell(dispatcher, order_meant, lang, house)
        return [*forget, *_at_hand(order_meant, house)]

    def _choose(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        orders: tuple[Order, ...],
        reference: OrderReference,
        lang: str,
    ) -> Order | None:
        """
        The one order meant, or None after having asked for it.
        """
        waiting = open_orders(orders)
        if reference.product:
            fitting = with_product(waiting, reference.product)
            fitting = fitting or with_product(orders, reference.product)
            if not fitting:
                telling.offer(
                    dispatcher,
                    waiting or orders,
                    lang,
                    response="utter_order_no_such_product",
                    product=reference.product[0],
                )
                return None
        else:
            fitting = waiting
        if reference.ordinal is not None:
            in_view = (
                fitting if reference.product or reference.ordinal != "last" else ()
            )
            found = by_ordinal(in_view or orders, reference.ordinal)
            if found is not None:
                return found
        if reference.is_empty:
            known = _still_at_hand(tracker, orders)
            if known is not None:
                return known
        if not fitting:
            dispatcher.utter_message(response="utter_order_none_open")
            return orders[0]
        if len(fitting) == 1:
            return fitting[0]
        telling.offer(dispatcher, fitting, lang, response="utter_order_choose")
        return None


def _reference(tracker: Tracker) -> OrderReference:
    """
    What was said now, or before signing in.
    """
    kept = tracker.get_slot("orders_pending_reference")
    if tracker.latest_message.get("intent", {}).get("name") == "signed_in" and kept:
        return OrderReference.from_entities(json.loads(kept))
    return OrderReference.from_entities(entities_of(tracker))


def _at_hand(order: Order, house: services.Services) -> list[Event]:
    return [
        SlotSet("orders_number", order.number),
        SlotSet("orders_number_at", house.clock().timestamp()),
    ]


def _still_at_hand(tracker: Tracker, orders: tuple[Order, ...]) -> Order | None:
    number: Any = tracker.get_slot("orders_number")
    since = tracker.get_slot("orders_number_at") or 0.0
    if number is None or services.services().clock().timestamp() - since > (
        AT_HAND_SECONDS
    ):
        return None
    return next((o for o in orders if o.number == number), None)
