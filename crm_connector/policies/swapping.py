"""
Whether one piece may take the place of another, in an open order or in exchange.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from crm_connector.policies.terms import Rule


@dataclass(frozen=True)
class Piece:
    """
    A variant of a product: a shirt in blue and L. `in_stock` is None where unknown.
    """

    product_id: str
    variant_id: str
    in_stock: bool | None = None


class Swap(str, Enum):
    """
    Whether it may be.
    """

    YES = "yes"
    OTHER_PRODUCT = "other_product"
    NOT_IN_STOCK = "not_in_stock"
    SAME = "same"
    """It would be the very same again."""


def swap(rule: Rule, old: Piece, new: Piece) -> Swap:
    """
    Whether `new` may take the place of `old`. Unknown stock is none to promise.
    """
    if old.product_id != new.product_id:
        return Swap.OTHER_PRODUCT
    if old.variant_id == new.variant_id and not rule.same_variant:
        return Swap.SAME
    return Swap.YES if new.in_stock else Swap.NOT_IN_STOCK
