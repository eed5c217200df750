"""
What customers want done with orders, and the words for it that all systems share.

Nothing of ours is imported here: records and rules are made of these.
"""

from __future__ import annotations

from enum import Enum


class Operation(str, Enum):
    """
    Something that customers want done with an order.
    """

    CANCEL_ORDER = "cancel_order"
    CHANGE_ADDRESS = "change_address"
    CHANGE_ITEMS = "change_items"
    RETURN_ITEMS = "return_items"
    EXCHANGE_ITEMS = "exchange_items"

    @property
    def is_of_lines(self) -> bool:
        """
        Whether it is done with some lines of the order, rather than with all of it.
        """
        return self not in (Operation.CANCEL_ORDER, Operation.CHANGE_ADDRESS)


class Reason(str, Enum):
    """
    Why a customer wants it.
    """

    NO_LONGER_NEEDED = "no_longer_needed"
    ORDERED_BY_MISTAKE = "ordered_by_mistake"
    TAKES_TOO_LONG = "takes_too_long"
    CHEAPER_ELSEWHERE = "cheaper_elsewhere"
    CHANGED_MIND = "changed_mind"
    DOES_NOT_FIT = "does_not_fit"
    NOT_AS_DESCRIBED = "not_as_described"
    DAMAGED = "damaged"
    DEFECTIVE = "defective"
    WRONG_ITEM = "wrong_item"
    PARTS_MISSING = "parts_missing"


class MethodKind(str, Enum):
    """
    A kind of paying.
    """

    CARD = "card"
    GIFT_CARD = "gift_card"
    WALLET = "wallet"
    """Money that the shop itself keeps for the customer."""
    PAYPAL = "paypal"
    TRANSFER = "transfer"
    CASH = "cash"
