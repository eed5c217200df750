"""
Which wishes a message's pieces are, and in which order they are taken up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.changing.reading import Piece, named_alike
from actions.changing.state.wishes import KIND_OF, Kind, Wish, Wishes
from crm_connector.operations import Operation

_PAIR = frozenset({Kind.CHANGE, Kind.EXCHANGE})
# Several orders in one breath have these done to each of them.
_OF_EACH = frozenset({Kind.CANCEL, Kind.RETURN, Kind.ADDRESS})
_MONEY = frozenset({Kind.RETURN, Kind.REFUND, Kind.DAMAGED, Kind.CANCEL})
OPERATIONS = {
    Kind.CANCEL: {Operation.CANCEL_ORDER},
    Kind.ADDRESS: {Operation.CHANGE_ADDRESS},
    Kind.CHANGE: {Operation.CHANGE_ITEMS, Operation.EXCHANGE_ITEMS},
    Kind.EXCHANGE: {Operation.CHANGE_ITEMS, Operation.EXCHANGE_ITEMS},
    Kind.RETURN: {Operation.RETURN_ITEMS},
    Kind.REFUND: {Operation.RETURN_ITEMS, Operation.CANCEL_ORDER},
    Kind.DAMAGED: {Operation.RETURN_ITEMS, Operation.EXCHANGE_ITEMS},
}
"""What each may come to."""


def kind_of(piece: Piece) -> Kind | None:
    """
    What a piece of a message asks for, as far as its words say.
    """
    if piece.operation is not None:
        return KIND_OF[piece.operation]
    return Kind.REFUND if piece.wants_money else None


def is_about(wanted: Kind | None, wish: Wish) -> bool:
    """
    Whether what is asked for may be this wish, said again or put otherwise.
    """
    if wanted is None or wanted is wish.kind or {wanted, wish.kind} <= _PAIR:
        return True
    if wish.kind is Kind.DAMAGED:
        return wanted in (Kind.RETURN, Kind.EXCHANGE, Kind.REFUND, Kind.CHANGE)
    if wanted is Kind.RETURN and wish.kind is Kind.REFUND:
        return True
    return wanted is Kind.REFUND and wish.kind in _MONEY


def excludes(wanted: Kind, wish: Wish) -> bool:
    """
    Whether both of one order cannot be: it is cancelled, or something else is done.
    """
    if Kind.CANCEL in (wanted, wish.kind):
        return wanted is not wish.kind
    return (wanted in _PAIR) is not (wish.kind in _PAIR) and Kind.ADDRESS not in (
        wanted,
        wish.kind,
    )


def kind_said(wish: Wish, own: Sequence[Piece]) -> Wish:
    """
    The wish as what it is now called, where it was left open what it is.
    """
    for piece in own:
        wanted = kind_of(piece)
        if wanted is not None and wish.kind is Kind.DAMAGED:
            wish = replace(wish, kind=wanted)
    return wish


def with_piece(wish: Wish, piece: Piece) -> Wish:
    """
    The wish with what a piece says of it.
    """
    wish = wish.said(piece.text)
    if len(piece.orders) == 1 and not wish.number:
        return replace(wish, number=piece.orders[0], candidates=())
    if piece.orders and not (wish.number or wish.candidates):
        return replace(wish, candidates=piece.orders)
    return wish


def alike(wish: Wish, piece: Piece) -> list[Wish]:
    """
    The wish for each of the orders that are named side by side; nothing for one.
    """
    if wish.kind not in _OF_EACH or not named_alike(piece.text, piece.orders):
        return []
    return [replace(wish.said(piece.text), number=each) for each in piece.orders]


def joined(wishes: Sequence[Wish]) -> list[Wish]:
    """
    With what is wanted of one order in the same way as one wish, in the first's place.
    """
    found: list[Wish] = []
    for wish in wishes:
        for at, known in enumerate(found):
            is_same = known.number and known.number == wish.number
            if is_same and is_about(wish.kind, known) and known is not wish:
                for text in wish.texts:
                    found[at] = found[at].said(text)
                break
        else:
            found.append(wish)
    return found


def address_first(wishes: Wishes) -> Wishes:
    """
    With the address before the things of one order, after which nothing can be changed.
    """
    first = wishes.open[0]
    if first.kind is Kind.ADDRESS or not first.number or first.asked is not None:
        return wishes
    for at, other in enumerate(wishes.open[1:], 1):
        is_same = other.number == first.number
        # Beside what is wanted of one order it is the address of that one.
        is_same = is_same or not (other.number or other.candidates or at > 1)
        if other.kind is Kind.ADDRESS and is_same:
            before = replace(other, number=first.number)
            rest = (*wishes.open[:at], *wishes.open[at + 1 :])
            return replace(wishes, open=(before, *rest))
    return wishes


def same_number(one: str, other: str) -> bool:
    """
    Whether both are the number of one order, however it is typed.
    """
    return one.lstrip("#").casefold() == other.lstrip("#").casefold()
