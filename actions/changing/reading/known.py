"""
What a customer's words can mean here, and what was read in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from crm_connector.choices import PaymentMethod, Variant
from crm_connector.model import Address, Order
from crm_connector.operations import MethodKind, Operation, Reason


@dataclass(frozen=True)
class Known:
    """
    The closed lists that words are read against.

    `orders` are all of the customer's that were read, newest first, and `order` is the
    one at hand. `variants` are by the product of the order's lines. `reasons` are those
    that the shop knows for what is wished (none: all of them).
    """

    orders: tuple[Order, ...] = ()
    order: Order | None = None
    variants: Mapping[str, tuple[Variant, ...]] = field(default_factory=dict)
    methods: tuple[PaymentMethod, ...] = ()
    reasons: tuple[Reason, ...] = ()
    country: str = "IR"


class Asking(str, Enum):
    """
    What a question is about.
    """

    ORDER = "order"
    ITEMS = "items"
    OPTIONS = "options"
    METHOD = "method"
    REASON = "reason"
    ADDRESS = "address"
    UNOPENED = "unopened"
    QUANTITY = "quantity"
    CONFIRM = "confirm"
    MORE = "more"


@dataclass(frozen=True)
class Asked:
    """
    The question that is open; `line` is the one whose options or quantity it is about.

    `put` is what they were asked to say yes to: "yes, cancel it" is a yes to a
    cancellation and to nothing else, and "yes, send it" is none to that. A change
    `removes` where it takes something out of the order.
    """

    asking: Asking
    line: str = ""
    put: Operation | None = None
    removes: bool = False


@dataclass(frozen=True)
class Choice:
    """
    A line of the order and what it should become.

    `candidates` are the ids of the variants that fit; with exactly one it is meant.
    `unmet` are the customer's words for what no variant has. A `quantity` of 0 takes
    the line away. With `said_nothing` the line is named, and nothing new for it.
    `beyond` are the options in which all candidates differ from the line although
    nothing was said of them: no variant has what was said and all else as it is. With
    `is_counted` the quantity was told beside the number that there is: "one less".
    With `is_less` there is to be less of it, and it was not understood how many.
    """

    line: str
    candidates: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    quantity: int | None = None
    said_nothing: bool = False
    beyond: tuple[str, ...] = ()
    is_counted: bool = False
    is_less: bool = False


@dataclass(frozen=True)
class Said:
    """
    What one piece of a message says; what is empty was not said.

    `lines` are the ids of those that were named (to be returned, or as the old ones)
    and `dropped` of those that were taken back ("not the bottle"). `unclear_lines`
    holds for words that fit several lines their ids, and `unclear_choices` what each of
    those would become if it is meant. `unknown_things` are words for what is not in the
    order; `in_part` tells that such a one is the part of it that is to be called off,
    and `part_named` that it is `lines`.

    `methods` are the ids that fit; with exactly one it is meant. `method_kind` is the
    kind that was named although the customer has none such. `as_order` is the number of
    the order whose address is meant. `yes` is None unless it was said explicitly.
    Of a change `removes` and `counts` tell that something goes, or that it is about how
    many, also where no thing was named; then `by` is how many fewer (below 0) or more,
    and `to` how many there should be. `postal_code` was said alone, and so were
    the `address_parts` of an address that was read back, each with its word.
    `recipient` is somebody else whom it goes to, `unopened` tells whether what came is
    still closed, and `opened_too` that something was opened beside what was not.
    `other` asks for the other one than what was put to them last, `no_more` says that
    nothing else is wanted.
    """

    lines: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    unclear_lines: tuple[tuple[str, ...], ...] = ()
    unknown_things: tuple[str, ...] = ()
    in_part: bool = False
    part_named: bool = False
    all_lines: bool = False
    choices: tuple[Choice, ...] = ()
    methods: tuple[str, ...] = ()
    method_kind: MethodKind | None = None
    reason: Reason | None = None
    address: Address | None = None
    as_order: str | None = None
    yes: bool | None = None
    no_more: bool = False
    unclear_choices: tuple[Choice, ...] = ()
    other: bool = False
    removes: bool = False
    counts: bool = False
    by: int = 0
    to: int | None = None
    postal_code: str = ""
    address_parts: tuple[tuple[str, str], ...] = ()
    recipient: str = ""
    unopened: bool | None = None
    opened_too: bool = False


@dataclass(frozen=True)
class Piece:
    """
    One wish of a message.

    `operation` is what the words say, as far as they do: an "exchange" of what was not
    sent is told by the order. With `wants_money` they ask for their money back and do
    not say how (a cancelled order, or a return). `orders` are the numbers meant;
    several are candidates.
    """

    text: str
    operation: Operation | None
    orders: tuple[str, ...] = ()
    wants_money: bool = False
