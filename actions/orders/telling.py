"""
Telling about orders: fields for the words that the domain keeps.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import formatting
from actions.orders.finding import MOST_NUMBERS
from actions.services import Services
from crm_connector.model import Order, OrderStatus, Parcel

MOST_BUTTONS = 6
_ENDED = (OrderStatus.DELIVERED, OrderStatus.CANCELLED, OrderStatus.RETURNED)
_NOT_SENT = (OrderStatus.PLACED, OrderStatus.PAID, OrderStatus.PREPARING)
_UNDER_WAY = (OrderStatus.SHIPPED, OrderStatus.OUT_FOR_DELIVERY)


def tell(
    dispatcher: CollectingDispatcher,
    order: Order,
    lang: str,
    services: Services,
    *,
    asks_code: bool = False,
) -> None:
    """
    Say where one order is, with its card; if asked for, also the code of its parcel.
    """
    fields = _fields(order, lang, services)
    dispatcher.utter_message(response=_status(order, fields, asks_code), **fields)
    if order.status in _UNDER_WAY or (asks_code and order.parcels):
        for parcel in parcels_to_tell(order):
            _tell_parcel(dispatcher, parcel, lang)
        if asks_code and not fields["tracking"]:
            dispatcher.utter_message(response="utter_part_code_unknown")
    if order.status not in _ENDED and order.expected_on is not None:
        late = order.expected_on < services.now().date()
        dispatcher.utter_message(
            response="utter_part_late" if late else "utter_part_expected", **fields
        )
    dispatcher.utter_message(response="utter_order_card", **fields)


def _status(order: Order, fields: dict[str, str], asks_code: bool) -> str:
    """
    The response that says where the order is.
    """
    if asks_code and order.status in _NOT_SENT and not order.parcels:
        return "utter_order_no_code_yet"
    # What ended may have ended on a day that the shop does not know.
    undated = "_undated" if order.status in _ENDED and not fields["changed"] else ""
    return f"utter_order_{order.status.value}{undated}"


def _tell_parcel(dispatcher: CollectingDispatcher, parcel: Parcel, lang: str) -> None:
    carrier = _said(parcel.carriers, lang)
    code = parcel.tracking_code
    if carrier and code:
        dispatcher.utter_message(
            response="utter_part_parcel", carrier=carrier, tracking=code
        )
    elif carrier:
        dispatcher.utter_message(response="utter_part_carrier", carrier=carrier)
    elif code:
        dispatcher.utter_message(response="utter_part_code", tracking=code)


def parcels_to_tell(order: Order) -> tuple[Parcel, ...]:
    """
    The parcels that the customer still waits for; all of them when none is left.
    """
    waiting = tuple(p for p in order.parcels if p.delivered_at is None)
    return waiting or order.parcels


def show(
    dispatcher: CollectingDispatcher, order: Order, lang: str, services: Services
) -> None:
    """
    Only the card.
    """
    dispatcher.utter_message(
        response="utter_order_card", **_fields(order, lang, services)
    )


def offer(
    dispatcher: CollectingDispatcher,
    orders: Sequence[Order],
    lang: str,
    *,
    response: str,
    wish: str,
    **fields: Any,
) -> None:
    """
    Say `response` with a button for each order, which wishes this for it.
    """
    buttons = [
        {
            "title": f"{formatting.digits(order.number, lang)} · {_first(order, lang)}",
            "payload": f"/{wish}{json.dumps({'order_number': order.number})}",
        }
        for order in orders[:MOST_BUTTONS]
    ]
    dispatcher.utter_message(response=response, buttons=buttons, **fields)
    if len(orders) > MOST_BUTTONS:
        dispatcher.utter_message(response="utter_part_more_orders")


def say_how_many(
    dispatcher: CollectingDispatcher, numbers: Sequence[str], lang: str
) -> None:
    """
    Where more orders were named than are answered for at once, say so.
    """
    if len(numbers) > MOST_NUMBERS:
        most = formatting.number(MOST_NUMBERS, lang)
        dispatcher.utter_message(response="utter_orders_at_once", most=most)


def _fields(order: Order, lang: str, services: Services) -> dict[str, str]:
    today = services.now().date()
    expected = order.expected_on
    changed = order.changed_at
    parcels = parcels_to_tell(order)
    return {
        "id": order.number,
        "number": formatting.digits(order.number, lang),
        "state": order.status.value,
        "placed": formatting.day(order.placed_at.astimezone(services.zone), lang),
        "changed": (
            ""
            if changed is None
            else formatting.day(changed.astimezone(services.zone), lang)
        ),
        "expected": (
            ""
            if expected is None or order.status in _ENDED
            else formatting.near_day(expected, today, lang)
        ),
        "due": "" if expected is None else formatting.day(expected, lang),
        "carrier": _listed(_said(p.carriers, lang) for p in parcels),
        # Codes stay in the letters and digits in which carriers look them up.
        "tracking": _listed(p.tracking_code or "" for p in parcels),
        "total": formatting.money(order.total, lang),
        "items": "\n".join(_lines(order, lang)),
    }


def _listed(values: Iterable[str]) -> str:
    """
    What several parcels have, each thing once.
    """
    return " / ".join(dict.fromkeys(value for value in values if value))


def _lines(order: Order, lang: str) -> Iterable[str]:
    for line in order.lines:
        name = _said(line.names, lang)
        chosen = _said(line.variants, lang)
        variant = f" ({chosen})" if chosen else ""
        times = f" × {formatting.number(line.quantity, lang)}"
        yield f"{name}{variant}{times if line.quantity > 1 else ''}"


def _first(order: Order, lang: str) -> str:
    name = _said(order.lines[0].names, lang) if order.lines else ""
    return f"{name} …" if len(order.lines) > 1 else name


def _said(names: Any, lang: str) -> str:
    return str(names.get(lang) or next(iter(names.values()), ""))
