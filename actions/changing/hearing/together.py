"""
What was said of one order in one breath is one change: this goes, and that is another.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actions.changing.deciding import steps
from actions.changing.hearing import taking
from actions.changing.hearing.taking import Heard
from actions.changing.reading import read, things_added
from actions.changing.state.deal import Seen
from actions.changing.state.wishes import How, Kind, Pick, Wish, Wishes
from crm_connector.model import Order
from crm_connector.operations import Operation

if TYPE_CHECKING:
    from actions.changing.journey import Journey

_KINDS = (Kind.CANCEL, Kind.CHANGE)


def heard(
    journey: Journey, wishes: Wishes, seen: Seen, lang: str, orders: tuple[Order, ...]
) -> tuple[Wishes, Wish, Heard]:
    """
    The wish at hand with all that was said of it, and what of that could not be taken.

    What waits for the same order and changes its things, too, is taken in: after the
    first change there may be no second one. What cannot be beside a cancellation is
    told before that is read back.
    """
    first, *waiting = wishes.open
    wish, unheard = _read(journey, first, seen, lang, orders)
    left: list[Wish] = []
    for other in waiting:
        is_new = other.kind in _KINDS and not (other.heard or other.asked)
        if wish.kind not in _KINDS or not is_new or not _may_be(other, seen):
            left.append(other)
            continue
        beside, more = _read(
            journey, replace(other, number=first.number), seen, lang, orders
        )
        is_here = bool(_lines(beside) or beside.doubts)
        if wish.operation is beside.operation is Operation.CHANGE_ITEMS and is_here:
            wish, unheard = _joined(wish, beside), _both(unheard, more)
        elif wish.operation is Operation.CANCEL_ORDER and (new := _added(other)):
            # Nothing comes into an order that is gone.
            unheard = _both(unheard, Heard(unknown=new))
        elif more.unknown and not is_here and other.kind is Kind.CHANGE:
            # Of what is not in the order nothing can become anything.
            unheard = _both(unheard, more)
        else:
            left.append(other)
    return replace(wishes, open=(wish, *left)), wish, unheard


def _may_be(other: Wish, seen: Seen) -> bool:
    number = seen.order.number
    named = {other.number, *other.candidates} - {""}
    return not named or number in named


def _read(
    journey: Journey, wish: Wish, seen: Seen, lang: str, orders: tuple[Order, ...]
) -> tuple[Wish, Heard]:
    wish, unheard = steps.resolved(wish, seen), Heard()
    for text in wish.texts[wish.heard :]:
        said = read(text, lang, journey.known(seen, orders, wish))
        wish, unheard = taking.take(wish, said, seen, orders)
        wish = steps.resolved(wish, seen)
    return replace(wish, heard=len(wish.texts)), unheard


def _added(wish: Wish) -> tuple[str, ...]:
    return tuple(each for text in wish.texts for each in things_added(text))


def _lines(wish: Wish) -> set[str]:
    return {*wish.lines, *(each.line for each in wish.picks)}


def _joined(wish: Wish, other: Wish) -> Wish:
    """
    Both as one change, in which each says of its own things what becomes of them.
    """
    one, two = _settled(wish), _settled(other)
    made = replace(
        one,
        kind=Kind.CHANGE,
        lines=(),
        in_part=False,
        how=one.how or two.how,
        by=one.by or two.by,
        to=two.to if one.to is None else one.to,
        doubts=one.doubts + two.doubts,
        method=one.method or two.method,
        reason=one.reason or two.reason,
    )
    for pick in two.picks:
        if not (known := made.pick_of(pick.line)) or not known.is_clear:
            made = made.picking(pick)
    for text in other.texts:
        made = made.said(text)
    return replace(made, heard=len(made.texts))


def _settled(wish: Wish) -> Wish:
    """
    The wish with what goes told of each of its things, and of no other.
    """
    named = wish.picks or tuple(map(Pick, wish.lines))
    if wish.kind is not Kind.CANCEL and wish.how is not How.REMOVE:
        return replace(wish, picks=named)
    picks = tuple(
        each if each.is_clear or each.candidates else replace(each, quantity=0)
        for each in named
    )
    return replace(wish, picks=picks, how=None)


def _both(one: Heard, two: Heard) -> Heard:
    first = one if one.unmet else two
    return Heard(
        unknown=tuple(dict.fromkeys(one.unknown + two.unknown)),
        unmet=first.unmet,
        unmet_line=first.unmet_line,
        no_method=one.no_method or two.no_method,
        methods=one.methods or two.methods,
        no_address=one.no_address or two.no_address,
    )
