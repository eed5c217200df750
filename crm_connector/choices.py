"""
What a customer can choose from for an order, and what they chose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from crm_connector.model import Money
from crm_connector.operations import MethodKind


@dataclass(frozen=True)
class Variant:
    """
    One piece of a product that can be bought: the shirt in blue and L.

    `options` are by language and by the option's name, as those of an `OrderLine`.
    `price` and `in_stock` are None where the source does not tell.
    """

    id: str
    product_id: str
    options: Mapping[str, Mapping[str, str]]
    price: Money | None
    in_stock: bool | None
    source: str
    as_of: datetime


@dataclass(frozen=True)
class PaymentMethod:
    """
    What a customer can pay with; `balance` is what is on it, where the source tells.

    `names` says by language how it is known to them ("Visa ending in 1111"), without
    anything that one could pay with.
    """

    id: str
    kind: MethodKind
    balance: Money | None = None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LineChange:
    """
    What becomes of a line of an order: another variant, or another quantity.

    None stays as it is. A quantity of 0 takes the line away; in an exchange it is how
    many of them are exchanged (None: all).
    """

    line_id: str
    variant_id: str | None = None
    quantity: int | None = None


@dataclass(frozen=True)
class LinePart:
    """
    Some or all (`quantity` None) of a line of an order.
    """

    line_id: str
    quantity: int | None = None
