"""
Choosing among a customer's orders by what was said of them: no reads, only thinking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from actions.orders.at_hand import LAST, OTHER, AtHand
from actions.orders.reference import (
    OrderReference,
    by_ordinal,
    by_tracking_code,
    not_denied,
    open_orders,
    with_product,
)
from crm_connector.model import Order

Orders = tuple[Order, ...]


class Note(Enum):
    """
    What there is to say of a finding besides the orders.
    """

    NO_ORDERS = auto()
    UNKNOWN_NUMBER = auto()
    NO_SUCH_PRODUCT = auto()
    NO_OTHER = auto()
    NONE_OPEN = auto()
    SEVERAL = auto()
    ONE_AT_A_TIME = auto()


@dataclass(frozen=True)
class Finding:
    """
    The orders `meant`, and those `to_choose` from where that is not all.

    `unknown` are the customer's words for what was not found: numbers, or a product.
    """

    meant: Orders = ()
    to_choose: Orders = ()
    note: Note | None = None
    unknown: str = ""


def chosen(
    orders: Orders, reference: OrderReference, hand: AtHand, ended: bool = False
) -> Finding:
    """
    Of all these, the one order meant, or those that it may be: open, or `ended` too.
    """
    note = None
    orders = not_denied(orders, reference.denied) or orders
    if reference.ordinal == OTHER:
        others = tuple(o for o in orders if not hand.is_number(o.number))
        if not others or len(orders) == 1:
            note = Note.NO_OTHER
        orders = others or orders
    waiting = orders if ended else open_orders(orders)
    fitting = waiting
    if reference.product:
        fitting = with_product(waiting, reference.product)
        fitting = fitting or with_product(orders, reference.product)
        if not fitting:
            return Finding(
                to_choose=waiting or orders,
                note=Note.NO_SUCH_PRODUCT,
                unknown=reference.product[0],
            )
    if reference.ordinal is not None and not counts_in_list(reference, hand):
        # "The last one" is the newest of all; "the second" of those in view.
        of_all = reference.ordinal == LAST and not reference.product
        found = by_ordinal(orders if of_all else fitting, reference.ordinal)
        if found is not None:
            return Finding((found,))
    if reference.unread is not None:
        # A number that is no order's must not be answered with another order.
        choice, unknown = fitting or orders, reference.unread
        return Finding(to_choose=choice, note=Note.UNKNOWN_NUMBER, unknown=unknown)
    if reference.ordinal == OTHER:
        # The one just told may be the only open one.
        fitting = fitting or orders
    if not fitting:
        return Finding(orders[:1], note=Note.NONE_OPEN)
    if len(fitting) == 1:
        return Finding(fitting, note=note)
    return Finding(to_choose=fitting, note=Note.SEVERAL)


def counts_in_list(reference: OrderReference, hand: AtHand) -> bool:
    """
    Whether a place ("the second") is one in the list that the customer has before them.
    """
    return bool(hand.offered) and (reference.ordinal or "").isdigit()


def certain(orders: Orders, reference: OrderReference, hand: AtHand) -> tuple[str, ...]:
    """
    The number of the one order that can be meant, of open and ended ones alike.
    """
    fitting = with_product(orders, reference.product) if reference.product else orders
    fitting = not_denied(fitting, reference.denied)
    if reference.ordinal == OTHER:
        fitting = tuple(o for o in fitting if not hand.is_number(o.number))
    elif reference.ordinal == LAST:
        fitting = fitting[:1]
    elif counts_in_list(reference, hand):
        # The place was looked for there, and there is none such.
        return ()
    elif reference.ordinal is not None:
        # Places are counted among the open orders, unless others may be meant as well.
        of_open = fitting if fitting == open_orders(fitting) else ()
        found = by_ordinal(of_open, reference.ordinal)
        fitting = (found,) if found else ()
    return (fitting[0].number,) if len(fitting) == 1 else ()


def needs_older(
    reference: OrderReference, orders: Sequence[Order], waiting_since: datetime
) -> bool:
    """
    Whether what is meant may lie behind the recent orders.
    """
    if orders[-1].placed_at > waiting_since:
        # So many in so short a time: older ones may well be on their way too.
        return True
    if reference.unread is not None:
        return by_tracking_code(orders, reference.codes) is None
    if reference.product:
        return not with_product(orders, reference.product)
    return not open_orders(orders)
