"""
Another order than the one at hand, and another wish than the one at hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from actions.changing.hearing import taking, which
from actions.changing.reading import Known, Piece, Said, orders_meant
from actions.changing.state.deal import Seen
from actions.changing.state.kinds import kind_of, same_number
from actions.changing.state.message import Message
from actions.changing.state.wishes import (
    INTENTS,
    MOST_PAST,
    Came,
    Kind,
    Open,
    Past,
    Wish,
    Wishes,
)
from actions.shared.likeness import fold
from crm_connector.model import Order

if TYPE_CHECKING:
    from actions.changing.journey import Journey

UNDERSTOOD_AS_NONE = frozenset({"", "nlu_fallback", "ask_which", "affirm", "deny"})
"""These are no wish of their own."""
LIKE = {
    Kind.CANCEL: {"cancel_order"},
    Kind.ADDRESS: {"change_shipping_address"},
    Kind.CHANGE: {"change_order"},
    Kind.EXCHANGE: {"change_order", "return_item"},
    Kind.RETURN: {"return_item", "get_refund"},
    Kind.REFUND: {"return_item", "get_refund"},
    Kind.DAMAGED: {"report_damaged_item", "return_item", "get_refund"},
}
"""What somebody may be understood as who says such a wish again."""


def other_order(
    journey: Journey,
    wish: Wish,
    message: Message,
    own: Sequence[Piece],
    said: Said,
    orders: tuple[Order, ...],
) -> str:
    """
    The number of the order that is meant in place of the one at hand; empty for none.
    """
    like = (*UNDERSTOOD_AS_NONE, *LIKE[wish.kind])
    is_other = message.is_sure and message.intent not in like
    if not wish.number or is_other or any(kind_of(each) for each in own):
        return ""
    named = [n for n in message.names if not same_number(n, wish.number)]
    if len(named) == 1 and not taking.says_something(said):
        return named[0]
    others = [order for order in orders if order.number != wish.number]
    if said.other and wish.asked is Open.CONFIRM:
        likely = which.likely(wish, others, journey.shop)
        return likely[0].number if len(likely) == 1 else ""
    if said.unknown_things and not said.choices:
        known = Known(orders=tuple(others), country=journey.country)
        meant = orders_meant(message.text, message.lang, known)
        return meant[0] if len(meant) == 1 else ""
    return ""


def begun_of_other(
    journey: Journey,
    wish: Wish,
    message: Message,
    own: Sequence[Piece],
    said: Said,
    orders: tuple[Order, ...],
) -> Wish | None:
    """
    The wish that is begun of a thing in another order; None for none.
    """
    # A text without a name is read of the line that was asked about.
    named = {*said.lines, *said.dropped, *(each.line for each in said.choices)}
    is_here = named - {wish.asked_line} or said.unclear_lines
    if not wish.number or is_here or not said.unknown_things:
        return None
    kind = next((k for k in map(kind_of, own) if k is not None), None)
    if kind is None and message.is_sure and message.intent in INTENTS:
        kind = Kind(message.intent)
    others = tuple(order for order in orders if order.number != wish.number)
    known = Known(orders=others, country=journey.country)
    meant = orders_meant(message.text, message.lang, known)
    if kind is None or not meant:
        return None
    begun = Wish(kind, candidates=meant).said(message.text)
    among = which.meant(begun, others, journey.shop, message.lang, journey.country)
    return replace(begun, number=among[0]) if len(among) == 1 else begun


def moved(wish: Wish, number: str) -> Wish:
    """
    The same wish of another order, in which its words are read anew.
    """
    return replace(
        wish,
        number=number,
        candidates=(),
        heard=0,
        lines=(),
        picks=(),
        doubts=(),
        # Of another order it is another wish, whatever became of the first.
        key="",
        read_back="",
        is_tried=False,
        failed=0,
        asked=None,
        asked_line="",
    )


def without_other(wishes: Wishes, said: Said, seen: Seen) -> Wishes | None:
    """
    Without the waiting wish that a no was said to; None where it is none of these.

    "No. I'd rather not exchange the kettle", whichever wish is at hand.
    """
    if any(each.candidates for each in said.choices):
        return None
    first = wishes.open[0]
    named = (*said.lines, *said.dropped, *(each.line for each in said.choices))
    known = {*first.lines, *(each.line for each in first.picks)}
    names = [
        *(fold(word) for word in said.unknown_things),
        *(
            fold(name)
            for line in seen.order.lines
            if line.id in named and line.id not in known
            for name in line.names.values()
        ),
    ]
    for at, other in enumerate(wishes.open[1:], 1):
        words = fold(" ".join(other.texts))
        if any(name in words for name in names):
            left = (*wishes.open[:at], *wishes.open[at + 1 :])
            past = (*wishes.past, Past(other, Came.LEFT))[-MOST_PAST:]
            return replace(wishes, open=left, past=past)
    return None
