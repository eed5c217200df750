"""
What is wanted of orders and not done yet: the memory of the journeys of this room.

It is one document in one slot. The wish in front is at hand and the others wait for it.
After `STILL` without a word about them nothing of it holds any more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from actions.shared.kept import Kept, Question
from crm_connector.model import Address, Money
from crm_connector.operations import Operation, Reason

SLOT = "orders_wishes"
STILL = timedelta(minutes=15)
MOST_PAST = 3
_MOST_TEXTS = 12
_MOST_WORDS = 600


class Kind(str, Enum):
    """
    What was asked for, by the name of its intent where it has one.

    Which operation of the shop that is, the order's status may have to tell.
    """

    CANCEL = "cancel_order"
    ADDRESS = "change_shipping_address"
    CHANGE = "change_order"
    RETURN = "return_item"
    EXCHANGE = "exchange"
    REFUND = "get_refund"
    DAMAGED = "report_damaged_item"


KIND_OF: Mapping[Operation, Kind] = {
    Operation.CANCEL_ORDER: Kind.CANCEL,
    Operation.CHANGE_ADDRESS: Kind.ADDRESS,
    Operation.CHANGE_ITEMS: Kind.CHANGE,
    Operation.RETURN_ITEMS: Kind.RETURN,
    Operation.EXCHANGE_ITEMS: Kind.EXCHANGE,
}
"""What somebody asks for who names an operation."""
INTENTS = frozenset(each.value for each in Kind) - {Kind.EXCHANGE.value}
"""The intents with which a wish begins."""
SHOWN = frozenset({Kind.DAMAGED, Kind.RETURN, Kind.EXCHANGE, Kind.REFUND})
"""Of these a photo tells something, whenever it comes."""


class Open(str, Enum):
    """
    What was asked last and waits for an answer.
    """

    ORDER = "order"
    WAY = "way"
    """Whether it is to come back for money or for another one."""
    ITEMS = "items"
    OPTIONS = "options"
    METHOD = "method"
    REASON = "reason"
    ADDRESS = "address"
    QUANTITY = "quantity"
    UNOPENED = "unopened"
    PHOTO = "photo"
    CONFIRM = "confirm"
    MORE = "more"
    """What should be otherwise, after a no."""
    ACCOUNT = "account"
    """To which card or account money goes; people ask for it, when it is done."""
    PAYMENT = "payment"
    """How it is paid that it costs more; the same."""


class How(str, Enum):
    """
    What a change is about, where it was said before the thing.
    """

    REMOVE = "remove"
    COUNT = "count"


class Came(str, Enum):
    """
    What became of a wish that is over.
    """

    DONE = "done"
    REFUSED = "refused"
    """The rules or the shop's system do not allow it."""
    LEFT = "left"
    """The customer has dropped it."""
    PERSON = "person"
    """It was handed to people."""


UNSETTLED = "unsettled"
"""Why people see to what is done: nobody but them can ask for its money."""


@dataclass(frozen=True)
class Pick:
    """
    What becomes of a line: another variant (its id), another quantity, or not said yet.

    `candidates` are variants that fit what was said so far, where several do.
    """

    line: str
    variant: str = ""
    quantity: int | None = None
    candidates: tuple[str, ...] = ()

    @property
    def is_clear(self) -> bool:
        """
        Whether it says what is to become of it.
        """
        return bool(self.variant) or self.quantity is not None


@dataclass(frozen=True)
class Wish:
    """
    One thing that is wanted of one order.

    `texts` are the customer's own words, of which the first `heard` were read against
    the order. `operation` is what it comes to there, empty before that is known.
    `how` is what a change is about, and where a number was said before the thing it is
    `by` how many fewer (below 0) or more, or `to` how many. `candidates` are the
    numbers of the orders that may be meant. Of a return `lines` are what comes back,
    `picks` how many of one; of a change and an exchange `picks` say what becomes of
    each. Of a cancellation it is `in_part` where a thing of the order was named, and it
    is not known which. `doubts` hold for words that fit several lines what would become
    of each, of which one is meant. Of an address that was read back `former` is what it
    was, and of a change `former_picks` are what its lines were.
    `with_photo` tells that what is wrong was shown, `no_photo` that it cannot be;
    `no_code` that the address has no postal code, or that they do not know it.

    `key` names it for the shop's system from when it is read back, and `read_back` is a
    digest of what was, with what was `due` and had been `paid`. It `is_tried` from when
    nobody knows whether it was done. `unclear` counts answers in a row that were none,
    and `failed` what went wrong doing it.
    """

    kind: Kind
    operation: Operation | None = None
    number: str = ""
    candidates: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    heard: int = 0
    how: How | None = None
    by: int = 0
    to: int | None = None
    lines: tuple[str, ...] = ()
    picks: tuple[Pick, ...] = ()
    in_part: bool = False
    doubts: tuple[tuple[Pick, ...], ...] = ()
    method: str = ""
    reason: Reason | None = None
    address: Address | None = None
    former: Address | None = None
    former_picks: tuple[Pick, ...] = ()
    is_unopened: bool | None = None
    with_photo: bool = False
    no_photo: bool = False
    no_code: bool = False
    key: str = ""
    read_back: str = ""
    due: Money | None = None
    paid: Money | None = None
    is_tried: bool = False
    unclear: int = 0
    failed: int = 0
    asked: Open | None = None
    asked_line: str = ""

    def said(self, text: str) -> Wish:
        """
        With something more that was said of it.
        """
        texts = (*self.texts, text[:_MOST_WORDS])[-_MOST_TEXTS:]
        return replace(self, texts=texts)

    @property
    def details(self) -> dict[str, Any]:
        """
        What was said of it, for whoever takes over; only what was.
        """
        told = {
            "lines": list(self.lines),
            "changes": [
                {
                    "line": each.line,
                    "variant": each.variant,
                    "quantity": each.quantity,
                    "candidates": list(each.candidates),
                }
                for each in self.picks
            ],
            "method": self.method,
            "reason": self.reason.value if self.reason else "",
            "address": asdict(self.address) if self.address else None,
            "unopened": self.is_unopened,
            "photo": self.with_photo or None,
            "due": asdict(self.due) if self.due else None,
        }
        return {name: each for name, each in told.items() if each not in (None, "", [])}

    def asking(self, asked: Open | None, line: str = "") -> Wish:
        """
        With this question open.
        """
        return replace(self, asked=asked, asked_line=line)

    def pick_of(self, line: str) -> Pick | None:
        """
        What was said of this line.
        """
        return next((each for each in self.picks if each.line == line), None)

    def picking(self, pick: Pick) -> Wish:
        """
        With this said of its line, in place of what was.
        """
        if self.pick_of(pick.line) is None:
            return replace(self, picks=(*self.picks, pick))
        picks = tuple(pick if e.line == pick.line else e for e in self.picks)
        return replace(self, picks=picks)


@dataclass(frozen=True)
class Past:
    """
    A wish that is over, for whoever takes over: how it came, and why, as a code.
    """

    wish: Wish
    came: Came
    why: str = ""


@dataclass(frozen=True)
class Wishes(Kept):
    """
    The wishes of one customer, the one at hand first, and the last that are over.
    """

    open: tuple[Wish, ...] = ()
    past: tuple[Past, ...] = ()

    @classmethod
    def read(cls, slot: Any, now: datetime) -> Wishes:
        """
        What the slot holds; nothing where that is too old, or cannot be read.
        """
        try:
            known = _wishes(json.loads(slot))
        except (TypeError, ValueError, KeyError, AttributeError):
            return cls()
        is_recent = now.timestamp() - known.at <= STILL.total_seconds()
        return known if is_recent else cls()

    @property
    def slot(self) -> str | None:
        """
        The same as text for the slot.
        """
        if not (self.open or self.past):
            return None
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @property
    def at_hand(self) -> Wish | None:
        """
        The wish that is spoken of.
        """
        return self.open[0] if self.open else None

    @property
    def is_open(self) -> bool:
        """
        Whether a wish is not over.
        """
        return bool(self.open)

    def with_first(self, wish: Wish) -> Wishes:
        """
        With the wish at hand as it is now.
        """
        return replace(self, open=(wish, *self.open[1:]))

    def ended(self, came: Came, why: str = "") -> Wishes:
        """
        With the wish at hand over; the next one is.
        """
        first, *others = self.open
        past = (*self.past, Past(first, came, why))[-MOST_PAST:]
        return replace(self, open=tuple(others), past=past, question=Question())


def refused_as_opened(kept: Wishes) -> Wish | None:
    """
    The wish that was over last, where it was refused for what had been opened.
    """
    last = kept.past[-1] if kept.past else None
    if last is None or last.came is not Came.REFUSED or last.wish.is_unopened is None:
        return None
    return None if last.wish.is_unopened else last.wish


def _wishes(kept: dict[str, Any]) -> Wishes:
    return Wishes(
        tuple(map(_wish, kept["open"])),
        tuple(
            Past(_wish(each["wish"]), Came(each["came"]), str(each["why"]))
            for each in kept["past"]
        ),
        question=Question.read(kept["question"]),
        customer=str(kept["customer"]),
        asked=int(kept["asked"]),
        again=int(kept["again"]),
        for_people=bool(kept["for_people"]),
        is_behind=bool(kept["is_behind"]),
        at=float(kept["at"]),
    )


def _wish(kept: dict[str, Any]) -> Wish:
    made = {
        **kept,
        "kind": Kind(kept["kind"]),
        "operation": Operation(kept["operation"]) if kept["operation"] else None,
        "reason": Reason(kept["reason"]) if kept["reason"] else None,
        "how": How(kept["how"]) if kept["how"] else None,
        "asked": Open(kept["asked"]) if kept["asked"] else None,
        "address": _address(kept["address"]),
        "former": _address(kept["former"]),
        "due": Money(**kept["due"]) if kept["due"] else None,
        "paid": Money(**kept["paid"]) if kept["paid"] else None,
        "picks": _picks(kept["picks"]),
        "former_picks": _picks(kept.get("former_picks", [])),
        "doubts": tuple(map(_picks, kept["doubts"])),
    }
    for name in ("candidates", "texts", "lines"):
        made[name] = tuple(kept[name])
    return Wish(**made)


def _address(kept: dict[str, Any] | None) -> Address | None:
    return Address(**{**kept, "lines": tuple(kept["lines"])}) if kept else None


def _picks(kept: list[dict[str, Any]]) -> tuple[Pick, ...]:
    return tuple(
        Pick(**{**each, "candidates": tuple(each["candidates"])}) for each in kept
    )
