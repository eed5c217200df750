"""
What a customer is about to buy: the memory of the journeys of this room.

It is one document in one slot. After `STILL` without a word about it nothing of it
holds any more.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from actions.shared.kept import Kept, Question
from crm_connector.model import Address, Money
from crm_connector.operations import MethodKind

SLOT = "buying_cart"
STILL = timedelta(minutes=30)
MOST_ITEMS = 20
MOST_OF_ONE = 99
MOST_SAID = 300
_MOST_CANDIDATES = 60


class Open(str, Enum):
    """
    What was asked last and waits for an answer.
    """

    THING = "thing"
    """What they would like."""
    WHICH = "which"
    """Which of several products."""
    VARIANT = "variant"
    ADDRESS = "address"
    DELIVERY = "delivery"
    CONFIRM = "confirm"
    MORE = "more"
    """What should be otherwise, after a no."""


@dataclass(frozen=True)
class Item:
    """
    Something for the cart.

    `words` are the customer's for it, and `said` is what they said of it that was not
    read yet, with the colours and sizes in it (`told`). `products` are the ids of those
    that may be meant, with one it is clear, and `variants` those of its pieces that fit
    what was said (none: nothing was); `variant` is the one chosen.
    """

    words: str
    said: str = ""
    told: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    variant: str = ""
    quantity: int = 1

    @property
    def product(self) -> str:
        """
        The product, once it is clear.
        """
        return self.products[0] if len(self.products) == 1 else ""

    @property
    def is_clear(self) -> bool:
        """
        Whether it is known what goes into the cart.
        """
        return bool(self.product and self.variant)


@dataclass(frozen=True)
class Draft(Kept):
    """
    The cart as far as it is known. The item that was asked about is `at`.

    `key` names the order for the shop's system from when the cart is read back,
    `digest` is of what was, and `due` what it came to. With `is_tried` nobody knows
    whether it was placed; `before` are the newest orders there were then. `unclear`
    counts answers in a row that were none, and `failed` what went wrong placing it.
    `way_said` are words for a way of delivery that were said before it was known which
    ways there are. It `asks_address` where another one was named by what it is to them
    ("my office"), which nobody can look up. `placed` is the number of the order that
    came of the last cart.
    """

    items: tuple[Item, ...] = ()
    address: Address | None = None
    delivery: str = ""
    pay_by: MethodKind | None = None
    open: Open | None = None
    item: int = 0
    key: str = ""
    digest: str = ""
    due: Money | None = None
    is_tried: bool = False
    before: tuple[str, ...] = ()
    unclear: int = 0
    failed: int = 0
    way_said: str = ""
    asks_address: bool = False
    placed: str = ""

    @classmethod
    def read(cls, slot: Any, now: datetime) -> Draft:
        """
        What the slot holds; nothing where that is too old, or cannot be read.
        """
        try:
            known = _draft(json.loads(slot))
        except (TypeError, ValueError, KeyError, AttributeError):
            return cls()
        is_recent = now.timestamp() - known.at <= STILL.total_seconds()
        return known if is_recent else cls(placed=known.placed, customer=known.customer)

    @property
    def slot(self) -> str | None:
        """
        The same as text for the slot.
        """
        if not (self.items or self.open or self.placed):
            return None
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @property
    def is_open(self) -> bool:
        """
        Whether there is a cart.
        """
        return self.open is not None

    @property
    def details(self) -> dict[str, Any]:
        """
        What was said of it, for whoever takes over; only what was.
        """
        told = {
            "items": [
                {
                    "words": each.words,
                    "products": list(each.products),
                    "variant": each.variant,
                    "quantity": each.quantity,
                }
                for each in self.items
            ],
            "address": asdict(self.address) if self.address else None,
            "delivery": self.delivery,
            "method": self.pay_by.value if self.pay_by else "",
            "due": asdict(self.due) if self.due else None,
        }
        return {name: each for name, each in told.items() if each not in (None, "", [])}

    @property
    def item_at_hand(self) -> Item | None:
        """
        The item that was asked about.
        """
        return self.items[self.item] if self.item < len(self.items) else None

    def with_item(self, at: int, item: Item) -> Draft:
        """
        With this in the place of an item.
        """
        return self.split(at, (item,))

    def split(self, at: int, items: tuple[Item, ...]) -> Draft:
        """
        With several in the place of an item.
        """
        every = (*self.items[:at], *items, *self.items[at + 1 :])
        return replace(self, items=every[:MOST_ITEMS])

    def without(self, at: int) -> Draft:
        """
        Without an item.
        """
        return replace(self, items=(*self.items[:at], *self.items[at + 1 :]))

    def adding(self, items: tuple[Item, ...]) -> Draft:
        """
        With further items, as many as a cart holds.
        """
        kept = tuple(
            replace(each, products=each.products[:_MOST_CANDIDATES]) for each in items
        )
        return replace(self, items=(*self.items, *kept)[:MOST_ITEMS])

    def merged(self) -> Draft:
        """
        With the same thing, wished for twice, as one item of so many.
        """
        items: list[Item] = []
        for item in self.items:
            same = next(
                (
                    at
                    for at, known in enumerate(items)
                    if item.is_clear
                    and (known.product, known.variant) == (item.product, item.variant)
                ),
                None,
            )
            if same is None:
                items.append(item)
                continue
            both = min(MOST_OF_ONE, items[same].quantity + item.quantity)
            items[same] = replace(items[same], quantity=both)
        return replace(self, items=tuple(items))

    def closed(self, placed: str = "") -> Draft:
        """
        With nothing in it any more.
        """
        return Draft(
            placed=placed or self.placed, customer=self.customer, asked=self.asked
        )


def _draft(kept: dict[str, Any]) -> Draft:
    address = kept["address"]
    made = {
        **kept,
        "items": tuple(
            Item(
                **{
                    **each,
                    "products": tuple(each["products"]),
                    "variants": tuple(each["variants"]),
                    "told": tuple(each["told"]),
                }
            )
            for each in kept["items"]
        ),
        "address": (
            Address(**{**address, "lines": tuple(address["lines"])})
            if address
            else None
        ),
        "pay_by": MethodKind(kept["pay_by"]) if kept["pay_by"] else None,
        "open": Open(kept["open"]) if kept["open"] else None,
        "due": Money(**kept["due"]) if kept["due"] else None,
        "before": tuple(kept["before"]),
        "question": Question.read(kept["question"]),
    }
    return Draft(**made)
