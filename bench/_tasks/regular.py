"""
The instructions that are written by a rule: what is wished, of which order, by what.

They are one sentence after the other of five forms:

    Cancel order #W1 because no longer needed.
    For #W1, change address to {...} (same as #W2).
    For #W1, modify Bicycle {...} to {...}; Kettle {...} to {...}; via paypal_1.
    For #W1, exchange Bicycle {...} to {...}; via gift_card_1.
    Return #W1 via credit_card_1: Bicycle; Kettle {...};

An item that is to become `{}` is to stay as it is. Some leave out `via`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from bench._tasks.voice import values


class Verb(str, Enum):
    """
    What is to be done with an order.
    """

    CANCEL = "cancel"
    ADDRESS = "address"
    MODIFY = "modify"
    EXCHANGE = "exchange"
    RETURN = "return"


@dataclass(frozen=True)
class Item:
    """
    A thing of the order.

    `options` tell which (none: the name does), `wanted` what the one in its place
    should have (None: it is only to go).
    """

    name: str
    options: Mapping[str, str] = field(default_factory=dict)
    wanted: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Wish:
    """
    One sentence; what it does not say is empty. `like` is an order with that address.
    """

    verb: Verb
    order: str
    items: tuple[Item, ...] = ()
    reason: str = ""
    method: str = ""
    address: Mapping[str, str] = field(default_factory=dict)
    like: str = ""


_ORDER = r"#W\d+"
_ITEM = (
    r"(?:(?!Return #|For #|Cancel order #)[A-Z][^{};]*?"
    r"(?: \{[^{}]*\})?(?: to \{[^{}]*\})?; ?)"
)
_SENTENCE = re.compile(
    rf"(?:Cancel order (?P<cancel>{_ORDER}) because (?P<reason>[a-z ]+)\.)"
    rf"|(?:For (?P<address>{_ORDER}), change address to (?P<place>\{{[^{{}}]*\}})"
    rf"(?: \(same as (?P<like>[^)]*)\))?\.)"
    rf"|(?:For (?P<items>{_ORDER}), (?P<verb>modify|exchange) (?P<list>{_ITEM}+)"
    rf"(?:via (?P<via>\w+)\.)?)"
    rf"|(?:Return (?P<back>{_ORDER})(?: via (?P<to>\w+))?: (?P<these>{_ITEM}+))"
)
_ONE = re.compile(
    r"(?P<name>[^{};]+?)(?: (?P<options>\{[^{}]*\}))?"
    r"(?: to (?P<wanted>\{[^{}]*\}))?; ?"
)


def wishes(text: str) -> Iterator[Wish | str]:
    """
    The sentences of an instruction in order; what has none of the forms is left a text.
    """
    at, loose = 0, 0
    while at < len(text):
        found = _SENTENCE.match(text, at)
        if found is None:
            at += 1
            continue
        if text[loose:at].strip():
            yield text[loose:at].strip()
        yield _wish(found)
        at = loose = found.end()
    if text[loose:].strip():
        yield text[loose:].strip()


def _wish(found: re.Match[str]) -> Wish:
    if found["cancel"]:
        return Wish(Verb.CANCEL, found["cancel"], reason=found["reason"])
    if found["address"]:
        place = values(found["place"])
        place.pop("order_id", None)
        like = found["like"] or ""
        return Wish(
            Verb.ADDRESS,
            found["address"],
            address=place,
            like=like if re.fullmatch(_ORDER, like) else "",
        )
    if found["items"]:
        return Wish(
            Verb(found["verb"]),
            found["items"],
            items=tuple(_items(found["list"])),
            method=found["via"] or "",
        )
    return Wish(
        Verb.RETURN,
        found["back"],
        items=tuple(_items(found["these"])),
        method=found["to"] or "",
    )


def _items(text: str) -> Iterator[Item]:
    for each in _ONE.finditer(text):
        yield Item(
            each["name"].strip(),
            values(each["options"]) if each["options"] else {},
            values(each["wanted"]) if each["wanted"] else None,
        )
