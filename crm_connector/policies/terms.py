"""
A shop's rules for its orders, as values. `reading.load` makes them of a file.

Only records of the model are used here: no source is asked, and nothing is decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timezone, tzinfo
from enum import Enum
from types import MappingProxyType

from crm_connector.model import OrderStatus
from crm_connector.operations import MethodKind, Operation, Reason


class Change(str, Enum):
    """
    What of a line may be changed before the order is sent.
    """

    VARIANT = "variant"
    """Another colour, size ... of the same product."""
    QUANTITY = "quantity"
    REMOVAL = "removal"


class Way(str, Enum):
    """
    To what a refund may go, or by what a difference may be settled.
    """

    ORIGINAL = "original"
    """What the order was paid with."""
    GIFT_CARD = "gift_card"
    """A gift card that the customer has."""
    WALLET = "wallet"
    ANY = "any"
    """Whatever the customer has on file."""


class Payer(str, Enum):
    """
    Who pays for the way back.
    """

    SHOP = "shop"
    CUSTOMER = "customer"


@dataclass(frozen=True)
class Limit:
    """
    How long it is allowed after the order got this status.

    `days` are whole days by the shop's clock: the day itself does not count, and the
    last one counts to its end. Otherwise `hours` are counted from the moment on.
    """

    after: OrderStatus
    days: int | None = None
    hours: int | None = None


@dataclass(frozen=True)
class Fee:
    """
    What it costs in one of these statuses (none: in any): an amount, or a percentage.

    `amount` is in the smallest unit of the policies' currency; `percent` is of the
    order's total, or of what the lines cost that it is about.
    """

    statuses: frozenset[OrderStatus] = frozenset()
    amount: int = 0
    percent: int = 0


@dataclass(frozen=True)
class Terms:
    """
    What depends on whose fault it is. Categories are names in any language, folded.

    Of `never` nothing is taken back, of `unopened` only what was not opened; how they
    are called, by language, is `never_names` and `unopened_names`. With `as_new`
    things have to be unused and in their packing, which customers are told. With
    `photo` the customer has to show what is wrong.
    """

    until: Limit | None = None
    fees: tuple[Fee, ...] = ()
    never: frozenset[str] = frozenset()
    unopened: frozenset[str] = frozenset()
    way_back: Payer | None = None
    photo: bool = False
    as_new: bool = False
    never_names: tuple[Mapping[str, str], ...] = ()
    unopened_names: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Rule:
    """
    The rule of one operation.

    Where there are `reasons`, one of them has to be given; for those among `faults`
    the terms are `at_fault`. What is in `closes` is not possible any more once it was
    done, itself included where it may be done once. `ways` are those of a refund or of
    a difference in price. `changes` is what of a line may be changed; with
    `same_variant` it may be for another piece of the very same.
    """

    statuses: frozenset[OrderStatus]
    terms: Terms = Terms()
    reasons: tuple[Reason, ...] = ()
    faults: frozenset[Reason] = frozenset()
    at_fault: Terms = Terms()
    closes: frozenset[Operation] = frozenset()
    ways: frozenset[Way] = frozenset()
    changes: frozenset[Change] = frozenset()
    same_variant: bool = False

    def terms_for(self, reason: Reason | None) -> Terms:
        """
        The terms that hold for this reason.
        """
        return self.at_fault if reason in self.faults else self.terms


@dataclass(frozen=True)
class Span:
    """
    How many days money takes, from the least to the most; `working` days or any.
    """

    least: int
    most: int
    working: bool

    @property
    def is_at_once(self) -> bool:
        """
        Whether it is there without waiting.
        """
        return self.most == 0


@dataclass(frozen=True)
class Policies:
    """
    All rules of a shop; an operation without a rule is not offered.

    `takes` says how long a refund is under way by the kind of what it goes to, and
    under None for all others. Amounts of fees are in `currency`; days begin and end by
    the clock of `zone`.
    """

    rules: Mapping[Operation, Rule] = field(
        default_factory=lambda: MappingProxyType({})
    )
    takes: Mapping[MethodKind | None, Span] = field(
        default_factory=lambda: MappingProxyType({})
    )
    currency: str | None = None
    zone: tzinfo = timezone.utc


def folded(category: str) -> str:
    """
    A category's name as names are compared.
    """
    return " ".join(category.split()).casefold()
