"""
Where is my order?
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Sequence
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.orders import telling
from actions.orders.reference import (
    OTHER,
    OrderReference,
    by_ordinal,
    by_tracking_code,
    in_ascii,
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
# How many orders are looked at first, and how many where that does not answer.
RECENT, MOST = 10, 200
# Hardly anybody waits longer for an order.
LONGEST_WAIT = timedelta(days=60)
MOST_NUMBERS = 5


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
        By number or code, by place, by product, by what is at hand, or by asking.
        """
        house = services.services()
        lang = language_of(tracker)
        reference = _reference(tracker)
        if reference.numbers:
            told = await self._by_number(dispatcher, reference, lang)
            return [*forgotten(), *_at_hand(told[-1:], house), telling.spoken_of(house)]
        named = await _named_so(reference.unread)
        orders = await house.gate.orders(services.identity(), limit=RECENT)
        since = house.clock() - LONGEST_WAIT
        spoken = _number_at_hand(tracker)
        # What is at hand may lie farther back.
        hidden = reference.is_empty and spoken and not _of_number(orders, spoken)
        if named is None and (
            _needs_older(reference, orders, since) or (hidden and len(orders) == RECENT)
        ):
            orders = await house.gate.orders(services.identity(), limit=MOST)
        if not orders:
            dispatcher.utter_message(response="utter_order_none")
            return forgotten()
        known = named or by_tracking_code(orders, reference.codes)
        if known is None and reference.is_empty:
            known = _of_number(orders, spoken)
        if reference.ordinal == OTHER:
            orders = tuple(o for o in orders if o.number.casefold() != spoken) or orders
        meant = known or self._choose(dispatcher, orders, reference, lang)
        if meant is None:
            return [*forgotten(), telling.spoken_of(house)]
        telling.tell(dispatcher, meant, lang, house)
        return [*forgotten(), *_at_hand([meant], house), telling.spoken_of(house)]

    async def _by_number(
        self, dispatcher: CollectingDispatcher, reference: OrderReference, lang: str
    ) -> list[Order]:
        """
        Tell each order that was named; gives those that there are.

        A number may also be the code of a parcel: customers copy either.
        """
        house, who = services.services(), services.identity()
        found = {
            number: await _found(house.gate.order(who, number))
            for number in reference.numbers[:MOST_NUMBERS]
        }
        orders: tuple[Order, ...] = ()
        for limit in (RECENT, MOST):
            if None not in found.values():
                break
            orders = await house.gate.orders(who, limit=limit)
            whole = by_tracking_code(orders, reference.codes)
            if whole is not None:
                found = {whole.number: whole}
            for number, order in found.items():
                found[number] = order or by_tracking_code(orders, [number])
            if len(orders) < limit:
                # These are all there are.
                break
        told = list({o.number: o for o in found.values() if o is not None}.values())
        missing = [number for number, order in found.items() if order is None]
        for order in told:
            telling.tell(dispatcher, order, lang, house)
        if missing:
            telling.offer(
                dispatcher,
                open_orders(orders) or orders,
                lang,
                response=f"utter_order_not_found{'' if orders else '_alone'}",
                number=formatting.digits(" / ".join(missing), lang),
            )
        return told

    def _choose(
        self,
        dispatcher: CollectingDispatcher,
        orders: tuple[Order, ...],
        reference: OrderReference,
        lang: str,
    ) -> Order | None:
        """
        The one order meant, or None after having asked for it.
        """
        waiting = open_orders(orders)
        fitting = waiting
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
        if reference.ordinal is not None:
            # "The last one" is the newest of all; "the second" of those in view.
            of_all = reference.ordinal == "last" and not reference.product
            found = by_ordinal(orders if of_all else fitting, reference.ordinal)
            if found is not None:
                return found
        if reference.unread is not None:
            # A number that is no order's must not be answered with another order.
            telling.offer(
                dispatcher,
                fitting or orders,
                lang,
                response="utter_order_not_found",
                number=formatting.digits(reference.unread, lang),
            )
            return None
        if not fitting:
            dispatcher.utter_message(response="utter_order_none_open")
            return orders[0]
        if len(fitting) == 1:
            return fitting[0]
        telling.offer(dispatcher, fitting, lang, response="utter_order_choose")
        return None


async def _found(asked: Awaitable[Order]) -> Order | None:
    try:
        return await asked
    except OrderNotFound:
        return None


async def _named_so(unread: str | None) -> Order | None:
    """
    The order whose number this is, of a kind that no extractor knows.
    """
    if unread is None:
        return None
    ask, who = services.services().gate.order, services.identity()
    written = in_ascii(unread)
    for number in dict.fromkeys((written, written.upper())):
        order = await _found(ask(who, number))
        if order is not None:
            return order
    return None


def _needs_older(
    reference: OrderReference, orders: Sequence[Order], waiting_since: datetime
) -> bool:
    """
    Whether what is meant may lie behind the recent orders.
    """
    if len(orders) < RECENT:
        return False
    if orders[-1].placed_at > waiting_since:
        # So many in so short a time: older ones may well be on their way too.
        return True
    if reference.unread is not None:
        return by_tracking_code(orders, reference.codes) is None
    if reference.product:
        return not with_product(orders, reference.product)
    return not open_orders(orders)


def _reference(tracker: Tracker) -> OrderReference:
    """
    What was said now, or before signing in.
    """
    kept = tracker.get_slot("orders_pending_reference")
    if tracker.latest_message.get("intent", {}).get("name") == "signed_in" and kept:
        before = json.loads(kept)
        if isinstance(before, dict):
            return OrderReference.read(before["entities"], before["text"])
        # Kept by an older version, which kept no text.
        return OrderReference.read(before, "")
    return OrderReference.read(
        entities_of(tracker), tracker.latest_message.get("text") or ""
    )


def _at_hand(orders: Sequence[Order], house: services.Services) -> list[Event]:
    return [
        event
        for order in orders
        for event in (
            SlotSet("orders_number", order.number),
            SlotSet("orders_number_at", house.clock().timestamp()),
        )
    ]


def _number_at_hand(tracker: Tracker) -> str:
    """
    The number last spoken of, in one case; empty where there is none, or long ago.
    """
    number: Any = tracker.get_slot("orders_number")
    since = tracker.get_slot("orders_number_at") or 0.0
    age = services.services().clock().timestamp() - since
    return str(number or "").casefold() if age <= AT_HAND_SECONDS else ""


def _of_number(orders: Sequence[Order], folded: str) -> Order | None:
    return next((o for o in orders if o.number.casefold() == folded), None)
