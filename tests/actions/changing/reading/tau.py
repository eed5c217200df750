"""
The retailer of tau-bench as what can be meant: its orders, variants and means.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cached_property
from pathlib import Path
from typing import Any

from actions.changing.reading import Known
from crm_connector.choices import PaymentMethod, Variant
from crm_connector.model import Address, Money, Order, OrderLine, OrderStatus
from crm_connector.operations import MethodKind, Reason

_NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)
_KINDS = {
    "credit_card": MethodKind.CARD,
    "paypal": MethodKind.PAYPAL,
    "gift_card": MethodKind.GIFT_CARD,
}
_STATUSES = {
    "pending": OrderStatus.PLACED,
    "processed": OrderStatus.PREPARING,
    "delivered": OrderStatus.DELIVERED,
    "cancelled": OrderStatus.CANCELLED,
}
_REASONS = (Reason.NO_LONGER_NEEDED, Reason.ORDERED_BY_MISTAKE)


@dataclass(frozen=True)
class Retailer:
    """
    The data set in a folder.
    """

    folder: Path

    def known(self, user: str, number: str | None = None) -> Known:
        """
        What a user can mean; `number` is the order at hand, with its sign.
        """
        orders = tuple(
            self._order(id_)
            for id_ in reversed(list(self._orders))
            if self._orders[id_]["user_id"] == user
        )
        at_hand = self._order(number) if number else None
        products = {line.product_id for line in at_hand.lines} if at_hand else ()
        return Known(
            orders,
            at_hand,
            {id_: self._variants(id_) for id_ in products},
            tuple(map(_method, self._users[user]["payment_methods"].values())),
            _REASONS,
            "US",
        )

    def _order(self, number: str) -> Order:
        content = self._orders[number]
        place, user = content["address"], self._users[content["user_id"]]
        total = sum(each["price"] for each in content["items"])
        return Order(
            number.lstrip("#"),
            content["user_id"],
            _STATUSES[content["status"]],
            _NOW,
            None,
            tuple(_line(at, each) for at, each in enumerate(content["items"])),
            (),
            (),
            _money(total),
            "tau",
            _NOW,
            ship_to=Address(
                " ".join(user["name"].values()),
                (place["address1"], place["address2"]),
                place["city"],
                place["state"],
                place["zip"],
                "US",
            ),
            paid_with=content["payment_history"][0]["payment_method_id"],
        )

    def _variants(self, product: str) -> tuple[Variant, ...]:
        return tuple(
            Variant(
                each["item_id"],
                product,
                {"en": each["options"]},
                _money(each["price"]),
                each["available"],
                "tau",
                _NOW,
            )
            for each in self._products[product]["variants"].values()
        )

    @cached_property
    def _orders(self) -> dict[str, Any]:
        return self._content("orders")

    @cached_property
    def _users(self) -> dict[str, Any]:
        return self._content("users")

    @cached_property
    def _products(self) -> dict[str, Any]:
        return self._content("products")

    def _content(self, name: str) -> dict[str, Any]:
        found = json.loads((self.folder / f"{name}.json").read_text("utf-8"))
        return dict(found)


def _line(place: int, item: Mapping[str, Any]) -> OrderLine:
    return OrderLine(
        item["product_id"],
        {"en": item["name"]},
        {},
        1,
        _money(item["price"]),
        id=str(place),
        variant_id=item["item_id"],
        options={"en": item["options"]},
    )


def _method(content: Mapping[str, Any]) -> PaymentMethod:
    names = {}
    if "brand" in content:
        names["en"] = f"{content['brand']} ending in {content['last_four']}"
    balance = _money(content["balance"]) if "balance" in content else None
    return PaymentMethod(content["id"], _KINDS[content["source"]], balance, names)


def _money(price: float) -> Money:
    return Money(round(price * 100), "USD")
