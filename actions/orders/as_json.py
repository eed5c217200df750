"""
Orders as JSON and back, as they stand in an event that tells of them.

What is told of an order is what was seen when its change was noticed: so nothing is
told twice because it has changed once more, and nothing fails because a system does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from crm_connector.model import (
    Money,
    Order,
    OrderLine,
    OrderStatus,
    Parcel,
    StatusChange,
)


def written(orders: Iterable[Order]) -> str:
    """
    Orders as text. Where they go is left out: nobody tells that unasked.
    """
    return json.dumps([_written(order) for order in orders], ensure_ascii=False)


def read(text: str) -> tuple[Order, ...]:
    """
    The orders of such a text; ValueError or KeyError for any other.
    """
    return tuple(_read(each) for each in json.loads(text))


def _written(order: Order) -> dict[str, Any]:
    return {
        "number": order.number,
        "customer": order.customer_id,
        "status": order.status.value,
        "placed_at": order.placed_at.isoformat(),
        "expected_on": order.expected_on.isoformat() if order.expected_on else None,
        "lines": [
            {
                "product": line.product_id,
                "names": dict(line.names),
                "categories": dict(line.categories),
                "quantity": line.quantity,
                "price": _money(line.unit_price),
                "variants": dict(line.variants),
            }
            for line in order.lines
        ],
        "history": [[each.status.value, each.at.isoformat()] for each in order.history],
        "parcels": [
            {
                "carriers": dict(parcel.carriers),
                "code": parcel.tracking_code,
                "shipped_at": _moment(parcel.shipped_at),
                "delivered_at": _moment(parcel.delivered_at),
            }
            for parcel in order.parcels
        ],
        "total": _money(order.total),
        "source": order.source,
        "as_of": order.as_of.isoformat(),
    }


def _read(said: Mapping[str, Any]) -> Order:
    expected = said["expected_on"]
    return Order(
        number=said["number"],
        customer_id=said["customer"],
        status=OrderStatus(said["status"]),
        placed_at=datetime.fromisoformat(said["placed_at"]),
        expected_on=date.fromisoformat(expected) if expected else None,
        lines=tuple(
            OrderLine(
                line["product"],
                line["names"],
                line["categories"],
                line["quantity"],
                Money(*line["price"]),
                line["variants"],
            )
            for line in said["lines"]
        ),
        history=tuple(
            StatusChange(OrderStatus(status), datetime.fromisoformat(at))
            for status, at in said["history"]
        ),
        parcels=tuple(
            Parcel(
                parcel["carriers"],
                parcel["code"],
                _at(parcel["shipped_at"]),
                _at(parcel["delivered_at"]),
            )
            for parcel in said["parcels"]
        ),
        total=Money(*said["total"]),
        source=said["source"],
        as_of=datetime.fromisoformat(said["as_of"]),
    )


def _money(money: Money) -> tuple[int, str]:
    return money.amount, money.currency


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value is not None else None


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None
