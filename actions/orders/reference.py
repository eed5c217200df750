"""
Which order is meant? From a message to a reference, and from that to orders.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from actions.changing.reading.forms import unit as measure
from actions.changing.reading.postal import has_ten_digits
from actions.changing.reading.text import fold as folded
from actions.orders.at_hand import DENIED, LAST, NUMBER, OTHER, PLACE
from actions.shared.likeness import fold, within
from actions.shared.pending import meant
from crm_connector.model import Order, OrderLine

_SHORTEST_WORD = 3
# A number with the letters that belong to it; nobody's code is longer.
_LONG_NUMBER = re.compile(
    r"(?<![A-Za-z\d-])(?=[A-Za-z\d-]{0,40}?\d{3})[A-Za-z\d-]{1,60}"
)
# A code in groups, as carriers print it: RR 123 456 785 IR.
_GROUPED = re.compile(
    r"(?:\b[A-Za-z]{1,4} )?(?<!\d)\d{2,}(?: \d{2,})+(?: [A-Za-z]{2}\b)?"
)
_SHORTEST_CODE = 8
_MEASURED = re.compile(r"\d+([A-Za-z]*)$")
# Digits in these are a number of another kind, or one that is not meant.
_OTHER_NUMBERS = ("phone", "email", "amount", "date", "quantity", "size", DENIED)
_PRODUCT, _DETAIL, _CODE = "product_word", "order_detail", "tracking_code"


@dataclass(frozen=True)
class OrderReference:
    """
    What the customer said about which order: any part may be missing.

    `numbers` are all that were named; `product` holds the words for a product: as
    written, and as the extractor normalises it. `unread` is a number in the text that
    no extractor took for anything: one that is wrong, or the code of a parcel.
    `denied` are the numbers and words of orders that are not meant. `grouped` is what
    may be such a code with spaces in it. `asks_code` is whether it is the code of the
    parcel that is asked for.
    """

    numbers: tuple[str, ...] = ()
    ordinal: str | None = None
    product: tuple[str, ...] = ()
    unread: str | None = None
    denied: tuple[str, ...] = ()
    grouped: str | None = None
    asks_code: bool = False

    @classmethod
    def read(cls, entities: Iterable[Mapping[str, Any]], text: str) -> OrderReference:
        """
        From the entities of a message and its text.
        """
        of_kind: dict[str, list[Mapping[str, Any]]] = {}
        for entity in entities:
            of_kind.setdefault(entity["entity"], []).append(entity)
        numbers = [str(e["value"]) for e in of_kind.get(NUMBER, ())]
        ordinals = [str(e["value"]) for e in of_kind.get(PLACE, ())]
        product = of_kind.get(_PRODUCT, [{}])[0]
        words = (product.get("surface"), product.get("value"))
        known = [e for kind in _OTHER_NUMBERS for e in of_kind.get(kind, ())]
        return cls(
            numbers=tuple(dict.fromkeys(numbers)),
            # "The other one, the second" says which.
            ordinal=min(ordinals, key=lambda each: each == OTHER, default=None),
            product=tuple(str(w) for w in words if w),
            unread=None if numbers else _unread(text, known, "city" in of_kind),
            denied=tuple(str(e["value"]) for e in of_kind.get(DENIED, ())),
            grouped=_grouped(text),
            asks_code=any(e["value"] == _CODE for e in of_kind.get(_DETAIL, ())),
        )

    @property
    def codes(self) -> tuple[str, ...]:
        """
        What may be the code of a parcel, the likeliest first.
        """
        grouped = self.grouped or ""
        # The words beside the groups are rarely letters of the code.
        bare = "".join(sign for sign in grouped if sign.isdigit())
        return tuple(code for code in (grouped, bare, self.unread) if code)

    @property
    def is_empty(self) -> bool:
        """
        Whether nothing was said about which order.
        """
        said = self.numbers or self.ordinal or self.product or self.unread
        return not (said or self.denied)


def reference_of(tracker: Tracker) -> OrderReference:
    """
    What was said now, or before signing in.
    """
    return OrderReference.read(*meant(tracker))


def open_orders(orders: Iterable[Order]) -> tuple[Order, ...]:
    """
    Those that the customer still waits for.
    """
    return tuple(o for o in orders if o.status.is_open)


def by_ordinal(orders: Sequence[Order], ordinal: str) -> Order | None:
    """
    "last" is the newest; "1" the first of those in view, counted from the newest.
    """
    position = 0 if ordinal == LAST else int(ordinal) - 1 if ordinal.isdigit() else -1
    return orders[position] if 0 <= position < len(orders) else None


def by_tracking_code(orders: Iterable[Order], codes: Iterable[str]) -> Order | None:
    """
    The order with a parcel of one of these codes, in whatever digits and case.
    """
    wanted = {_code(code) for code in codes}
    return next(
        (
            order
            for order in orders
            for parcel in order.parcels
            if parcel.tracking_code and _code(parcel.tracking_code) in wanted
        ),
        None,
    )


def in_ascii(written: str) -> str:
    """
    The same with ASCII digits, as shops keep numbers and codes.
    """
    return "".join(str(unicodedata.digit(sign, sign)) for sign in written)


def with_product(orders: Iterable[Order], words: Iterable[str]) -> tuple[Order, ...]:
    """
    The orders with a line that any of these words names, in any language.
    """
    folded = [f for f in map(fold, words) if len(f) >= _SHORTEST_WORD]
    return tuple(
        order
        for order in orders
        if any(_names(word, line) for line in order.lines for word in folded)
    )


def not_denied(orders: Iterable[Order], denied: Iterable[str]) -> tuple[Order, ...]:
    """
    The orders of which it was not said, by number or product, that they are not meant.
    """
    orders = tuple(orders)
    numbers = {each.casefold() for each in denied}
    others = with_product(orders, denied)
    return tuple(
        o for o in orders if o.number.casefold() not in numbers and o not in others
    )


def _unread(
    text: str, known: Iterable[Mapping[str, Any]], has_place: bool
) -> str | None:
    spans = [(e.get("start") or 0, e.get("end") or 0) for e in known]
    for long in _LONG_NUMBER.finditer(text):
        if _is_measure(long.group(), text[long.end() :]):
            continue
        if has_place and has_ten_digits(long.group()):
            # Beside a city that is where something is to go.
            continue
        if not any(first < long.end() and long.start() < last for first, last in spans):
            return long.group()
    return None


def _is_measure(number: str, behind: str) -> bool:
    """
    Whether it is so much of something: "450 g", «۴۵۰ گرمی», "450g".
    """
    found = _MEASURED.match(in_ascii(number))
    letters = found.group(1) if found else ""
    following = folded(behind).split(maxsplit=1)
    said = letters or (following[0] if following else "")
    return found is not None and measure(folded(said).strip(".,!?")) is not None


def _grouped(text: str) -> str | None:
    for found in _GROUPED.finditer(text):
        if sum(sign.isdigit() for sign in found.group()) >= _SHORTEST_CODE:
            return found.group()
    return None


def _code(written: str) -> str:
    """
    A code without its signs, in capitals and ASCII digits.
    """
    return in_ascii("".join(filter(str.isalnum, written))).upper()


def _names(word: str, line: OrderLine) -> bool:
    texts = (*line.names.values(), *line.categories.values())
    return any(within(word, fold(text)) for text in texts)
