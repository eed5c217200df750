"""
What of a message is of the wish at hand, and what comes beside it or in its place.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions.changing.reading import Known, Piece, adds, comes_instead, read
from actions.changing.state.kinds import excludes, is_about, kind_of
from actions.changing.state.message import Message
from actions.changing.state.wishes import Kind, Open, Wish
from crm_connector.operations import Operation


def parted(wish: Wish, found: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """
    What belongs to the wish at hand, and what are wishes of their own.
    """
    own: list[Piece] = []
    others: list[Piece] = []
    for piece in found:
        wanted = kind_of(piece)
        is_new = wanted is not None and not is_about(wanted, wish)
        if wish.number and piece.orders and wanted is not None:
            is_new = is_new or wish.number not in piece.orders
        if is_new or (others and wanted is None):
            others.append(piece)
        else:
            own.append(piece)
    return own, others


def puts_aside(
    wish: Wish, message: Message, others: Sequence[Piece], known: Known
) -> bool:
    """
    Whether another wish comes in the place of the one at hand.

    "No, just the address", or what cannot be done with the same things as well.
    """
    first = others[0]
    wanted = kind_of(first)
    is_of_other = bool(first.orders) and wish.number not in first.orders
    if is_of_other or wanted is None or adds(message.text):
        return False
    if wish.asked is Open.REASON:
        # Why something comes back may sound like a wish.
        return False
    if wish.asked is Open.CONFIRM and comes_instead(message.text):
        return True
    if not excludes(wanted, wish) or wanted in _unlike(wish):
        return False
    said = read(first.text, message.lang, known)
    if wish.operation is Operation.CHANGE_ITEMS and wanted is Kind.CANCEL:
        # "And cancel the vacuum", beside what becomes of the shoes.
        mine = {*wish.lines, *(each.line for each in wish.picks)}
        if said.lines and mine.isdisjoint(said.lines):
            return False
    return Kind.CANCEL in (wanted, wish.kind) or not (said.lines or said.choices)


def _unlike(wish: Wish) -> frozenset[Kind]:
    """
    What with the order as it is would be another thing than what it is called.
    """
    operation = wish.operation
    if operation is Operation.CHANGE_ITEMS:
        # What was not sent cannot come back: "no, put it back" is no such wish.
        return frozenset({Kind.RETURN, Kind.REFUND, Kind.DAMAGED})
    if operation in (Operation.RETURN_ITEMS, Operation.EXCHANGE_ITEMS):
        return frozenset({Kind.CANCEL})
    return frozenset()
