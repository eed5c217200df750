"""
Telling about orders: fields for the words that the domain keeps.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import formatting
from actions.services import Services
from crm_connector.model import Order, OrderStatus, Parcel

MOST_BUTTONS = 6
_ARRIVED = (OrderStatus.DELIVERED, OrderStatus.CANCELLED, OrderStatus.RETURNED)
_WITH_PARCEL = (OrderStatus.SHIPPED, OrderStatus.OUT_FOR_DELIVERY)


def tell(
    dispatcher: CollectingDispatcher, order: Order, lang: str, services: Services
) -> None:
    """
    Say where one order is, with its card.
    """
    fields = _fields(order, lang, services)
    dispatcher.utter_message(response=f"utter_order_{order.status.value}", **fields)
    if order.status in _WITH_PARCEL and fields["tracking"]:
        dispatcher.utter_message(response="utter_part_parcel", **fields)
    if order.status not in _ARRIVED and order.expected_on is not None:
        late = order.expected_on < services.now().date()
        dispatcher.utter_message(
            response="utter_part_late" if late else "utter_part_expected", **fields
        )
    dispatcher.utter_message(response="utter_order_card", **fields)


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
    orders: Iterable[Order],
    lang: str,
    *,
    response: str,
    **fields: Any,
) -> None:
    """
    Say `response` with a button for each order.
    """
    buttons = [
        {
            "title": f"{formatting.digits(order.number, lang)} · {_first(order, lang)}",
            "payload": f'/track_order{{"order_number": "{order.number}"}}',
        }
        for order in list(orders)[:MOST_BUTTONS]
    ]
    dispatcher.utter_message(response=response, buttons=buttons, **fields)


def _fields(order: Order, lang: str, services: Services) -> dict[str, str]:
    today = services.now().date()
    expected = order.expected_on
    ended = order.status in _ARRIVED
    parcel = _latest(order.parcels)
    return {
        "id": order.number,
        "number": formatting.digits(order.number, lang),
        "state": order.status.value,
        "placed": formatting.day(order.placed_at.astimezone(services.zone), lang),
        "changed": formatting.day(order.changed_at.astimezone(services.zone), lang),
        "expected": (
            ""
            if expected is None or ended
            else formatting.near_day(expected, today, lang)
        ),
        "due": "" if expected is None else formatting.day(expected, lang),
        "carrier": "" if parcel is None else _said(parcel.carriers, lang),
        # Codes stay in the letters and digits in which carriers look them up.
        "tracking": "" if parcel is None else parcel.tracking_code or "",
        "total": formatting.money(order.total, lang),
        "items": "\n".join(_lines(order, lang)),
    }


def _latest(parcels: Iterable[Parcel]) -> Parcel | None:
    sent = [p for p in parcels if p.shipped_at is not None]
    return max(sent, key=lambda p: p.shipped_at or p.delivered_at, default=None)  # type: ignore[arg-type,return-value]


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
