"""
What a customer is about to buy, and what came of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crm_connector.model import Address, Money, Order, Wish
from crm_connector.operations import MethodKind


@dataclass(frozen=True)
class CartLine:
    """
    So many (at least one) of one variant of a product.
    """

    product_id: str
    variant_id: str
    quantity: int


@dataclass(frozen=True)
class Delivery:
    """
    A way in which the shop brings these things there; `names` is by language.

    It takes from `least_days` to `most_days`, where the source tells. `pay_by` are the
    kinds of paying that it goes with, the usual one first. For goods worth more than
    `free_above` it costs nothing.
    """

    id: str
    names: Mapping[str, str]
    price: Money
    least_days: int | None = None
    most_days: int | None = None
    pay_by: tuple[MethodKind, ...] = field(default=(MethodKind.CARD,))
    free_above: Money | None = None


@dataclass(frozen=True)
class Cart:
    """
    All that an order is made of; `pay_by` None is the delivery's usual kind.
    """

    lines: tuple[CartLine, ...]
    ship_to: Address
    delivery_id: str
    pay_by: MethodKind | None = None


@dataclass(frozen=True)
class Placed:
    """
    A new order; at `payment_link` it is paid for, None where there is nothing to pay.
    """

    order: Order
    payment_link: str | None = None


def ordering(cart: Cart, due: Money) -> Wish:
    """
    The wish to buy all of this, for this much.
    """
    return ("place_order", cart, due)
