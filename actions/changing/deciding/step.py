"""
What can come next for a wish: it is refused, asked for more, for people, or a deal.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from actions.changing.state.deal import Deal
from actions.changing.state.wishes import Open
from crm_connector.choices import PaymentMethod, Variant
from crm_connector.model import Money, OrderLine
from crm_connector.operations import Operation
from crm_connector.policies.deciding import Forbidden


class Beyond(str, Enum):
    """
    Why people have to do it.
    """

    NO_RULE = "no_rule"
    NOT_ABLE = "not_able"
    """The shop's system cannot do it."""
    FEE = "fee"
    """It costs something, which the shop's system does not take."""
    NO_PHOTO = "no_photo"
    DELIVERY = "delivery"
    """How it is brought does not go where it is to go."""
    HIGH_VALUE = "high_value"
    """The shop wants people to see to orders of this worth."""


class Snag(str, Enum):
    """
    Why something is asked again.
    """

    NOT_IN_STOCK = "not_in_stock"
    TOO_FEW = "too_few"
    """There are not so many of it."""
    NONE_OTHER = "none_other"
    SAME = "same"
    TOO_LITTLE = "too_little"
    NOT_THIS_WAY = "not_this_way"
    OPENED = "opened"
    NOT_THERE = "not_there"
    """Nothing is brought to the place that was named."""
    ONLY_WHOLE = "only_whole"
    """Single things are not taken out of an order."""


@dataclass(frozen=True)
class Ask:
    """
    To be asked. `lines`, `variants`, `methods` are what there is to choose from.

    `due` is what has to be settled by a method, `city` where nothing is brought.
    """

    what: Open
    line: OrderLine | None = None
    lines: tuple[OrderLine, ...] = ()
    variants: tuple[Variant, ...] = ()
    methods: tuple[PaymentMethod, ...] = ()
    due: Money | None = None
    snag: Snag | None = None
    named: PaymentMethod | None = None
    city: str = ""


@dataclass(frozen=True)
class Refuse:
    """
    It cannot be, and why. `instead` is what could be done with the order in its place.
    """

    operation: Operation
    forbidden: Forbidden
    instead: tuple[Operation, ...] = ()


@dataclass(frozen=True)
class Person:
    """
    It is for people.
    """

    beyond: Beyond
    fee: Money | None = None


@dataclass(frozen=True)
class Already:
    """
    It is so already: the address is the one that the order has.
    """


@dataclass(frozen=True)
class NoneLeft:
    """
    There is nothing that could take the place of this line.
    """

    line: OrderLine


Step = Ask | Refuse | Person | Already | NoneLeft | Deal
