"""
What was told last from the shop's systems: of what it was, from where, and of when.

"How old is that?" and "why only 555,000?" are said of it. It is one document in one
slot, of one turn: what is told next takes its place, and so does any other answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from pathlib import Path
from typing import Any

from actions import services
from actions.services import Services
from actions.shared.likeness import letters
from actions.shared.sayings import bare, saying_of
from crm_connector.model import Order
from crm_connector.profile.facts import Fact

SLOT = "told_last"
WORDS = Path(__file__).with_name("last_told.yml")
_OF_SILENCE = Path(__file__).with_name("silent.yml")
_OF_DEEDS = Path(__file__).with_name("deeds.yml")
STILL = timedelta(minutes=15)
_MOST_WORDS = 14
# Of points it is asked whether they were told last or not.
_NAMES_POINTS = re.compile(letters(r"\b(?:امتیاز|emtiaz|points?\b|(?:ال)?نقاط|نقطة)"))


class Of(str, Enum):
    """
    What was told.
    """

    ACCOUNT = "account"
    POINTS = "points"
    ORDERS = "orders"
    INVOICES = "invoices"
    SUM = "sum"
    """What all invoices of some days come to, or all orders where nobody bills."""
    LEFT = "left"
    REFUNDS = "refunds"
    SENT_BACK = "sent_back"
    """That something is returned or exchanged."""
    DIFFERENCE = "difference"
    """That an order costs more after a change."""
    WRITTEN = "written"
    """What the shop has written for everybody: it comes from no system."""
    NOTHING = "nothing"
    """The system that would have told it did not answer."""


class Asked(str, Enum):
    """
    What is asked of it: how old and from where, what it is made of, or to look again.

    Or of a system that did not answer: why, and until when.
    """

    AGE = "age"
    PARTS = "parts"
    AGAIN = "again"
    SILENT = "silent"
    DEED = "deed"
    """How what was agreed to goes on: where the goods go, how the rest is paid."""


# Of these there is something to say of what they are made of.
MADE_OF = frozenset({Of.POINTS, Of.ORDERS, Of.INVOICES, Of.SUM, Of.LEFT, Of.REFUNDS})
DEEDS = frozenset({Of.SENT_BACK, Of.DIFFERENCE, Of.REFUNDS})
# Answered with what the shop has written.
_WRITTEN = frozenset(
    {
        *("store_hours", "store_locations", "contact_customer_service"),
        *("delivery_options", "delivery_period", "check_payment_methods"),
        *("check_refund_policy", "check_cancellation_fee", "check_warranty"),
        *("my_offers", "cancel_order", "change_order"),
        *("change_shipping_address", "return_item", "get_refund"),
    }
)
# What was told before is still what was told last.
_PASSING = frozenset(
    {
        *("about_told", "about_question", "about_signing_in", "ask_which"),
        *("nlu_fallback", "thank", "affirm", "deny", "greet", "change_language"),
        *("signed_in", "code_refused", "rate_person", "bot_challenge"),
        *("ask_capabilities", "out_of_scope", "order_news"),
    }
)


@dataclass(frozen=True)
class Origin:
    """
    A system that told something, and of when the oldest of it is (seconds since 1970).
    """

    source: str
    as_of: float
    is_late: bool

    @property
    def moment(self) -> datetime:
        """
        Of when it is.
        """
        return datetime.fromtimestamp(self.as_of, timezone.utc)


@dataclass(frozen=True)
class Told:
    """
    What was told `at` a moment (seconds since 1970), to this customer ("" for nobody).

    `numbers` are those of the orders it was about, and `period` the first and the last
    day of a sum, ISO 8601, where it was one of some days. `silent` are the systems that
    were asked and did not answer. `way` is by which kind of paying a difference is
    settled, empty for the way the order was paid.
    """

    of: Of
    at: float
    customer: str = ""
    origins: tuple[Origin, ...] = ()
    numbers: tuple[str, ...] = ()
    period: tuple[str, str] | None = None
    silent: tuple[str, ...] = ()
    way: str = ""

    @classmethod
    def read(cls, slot: Any, customer: str, now: datetime) -> Told | None:
        """
        What the slot holds, if it is recent and was told to this customer.
        """
        try:
            kept = json.loads(slot)
            told = cls(
                Of(kept["of"]),
                float(kept["at"]),
                str(kept["customer"]),
                tuple(Origin(**each) for each in kept["origins"]),
                tuple(kept["numbers"]),
                tuple(kept["period"]) if kept["period"] else None,
                # Kept by an older version, which did not note it.
                tuple(kept.get("silent") or ()),
                str(kept.get("way") or ""),
            )
        except (TypeError, ValueError, KeyError):
            return None
        is_theirs = told.of is Of.WRITTEN or told.customer == customer
        is_recent = now.timestamp() - told.at <= STILL.total_seconds()
        return told if is_theirs and is_recent else None

    @property
    def slot(self) -> str:
        """
        The same as text for the slot.
        """
        return json.dumps(asdict(self), ensure_ascii=False)

    @property
    def moment(self) -> datetime:
        """
        When it was told.
        """
        return datetime.fromtimestamp(self.at, timezone.utc)

    @property
    def days(self) -> tuple[date, date] | None:
        """
        The days of the sum.
        """
        if self.period is None:
            return None
        first, last = map(date.fromisoformat, self.period)
        return first, last


def note(
    house: Services,
    of: Of,
    facts: Iterable[Fact[Any]],
    *,
    orders: Iterable[Order] = (),
    period: tuple[date, date] | None = None,
) -> None:
    """
    Note what this turn tells, about these orders; it is kept when the turn ends.
    """
    oldest: dict[str, Origin] = {}
    for fact in facts:
        origin = Origin(fact.source, fact.as_of.timestamp(), fact.is_late)
        known = oldest.setdefault(fact.source, origin)
        if origin.as_of < known.as_of:
            oldest[fact.source] = origin
    told = Told(
        of,
        round(house.clock().timestamp()),
        services.identity().customer_id or "",
        tuple(oldest.values()),
        tuple(dict.fromkeys(each.number for each in orders)),
        (period[0].isoformat(), period[1].isoformat()) if period else None,
    )
    services.note_told(told.slot)


def note_deed(house: Services, of: Of, number: str, way: str = "") -> None:
    """
    Note that this was done with an order, of which it may be asked how it goes on.
    """
    customer = services.identity().customer_id or ""
    at = round(house.clock().timestamp())
    services.note_told(Told(of, at, customer, numbers=(number,), way=way).slot)


def note_silent(house: Services, sources: Iterable[str]) -> None:
    """
    Note beside what this turn tells that these systems did not answer.
    """
    customer = services.identity().customer_id or ""
    told = Told.read(services.noted_told(), customer, house.clock())
    if told is None:
        told = Told(Of.NOTHING, round(house.clock().timestamp()), customer)
    silent = tuple(dict.fromkeys((*told.silent, *sources)))
    services.note_told(replace(told, silent=silent).slot)


def heard(slot: str | None, intent: str, now: datetime) -> str | None:
    """
    What the slot holds when a message with this intent has come.

    Whatever its answer tells is noted (`note`) and takes this place.
    """
    if intent in _PASSING:
        return slot
    if intent in _WRITTEN:
        return Told(Of.WRITTEN, round(now.timestamp())).slot
    return None


def asked_of(told: Told | None, text: str, *, is_sure: bool) -> Asked | None:
    """
    What a message asks of what was told last; None for anything else.

    Where another wish was understood for sure, or another question of ours stands open
    (`is_sure`), only what can be of nothing else counts.
    """
    if told is not None and is_of_deed(told, text):
        return Asked.AGAIN if told.of is Of.REFUNDS else Asked.DEED
    is_silent = told is not None and bool(told.silent)
    if is_silent and saying_of(_OF_SILENCE, text, most_words=_MOST_WORDS) is not None:
        return Asked.SILENT
    kind = saying_of(WORDS, text, most_words=_MOST_WORDS, is_sure=is_sure)
    of_points = told is not None and told.of is Of.POINTS
    if kind is None or (not of_points and _NAMES_POINTS.search(bare(text))):
        return None
    if told is None:
        # Whether things are up to date can be answered though nothing was told.
        is_plain = saying_of(WORDS, text, most_words=_MOST_WORDS, only="plain")
        return Asked.AGE if is_plain is not None else None
    known = {each.value: each for each in (Asked.PARTS, Asked.AGAIN)}
    asked = known.get(kind, Asked.AGE)
    if asked is Asked.PARTS and told.of not in MADE_OF:
        return None
    return asked


def is_of_deed(told: Told | None, text: str) -> bool:
    """
    Whether a message asks how it goes on with what was told last, or adds to that.

    "I cancelled it two days ago" is said of the refund, and is no wish to cancel.
    """
    if told is None or told.of not in DEEDS:
        return False
    of = told.of.value
    return saying_of(_OF_DEEDS, text, most_words=_MOST_WORDS, only=of) is not None


def asks_parts(text: str) -> bool:
    """
    Whether a message asks what something is made of, whatever was told before.
    """
    only = Asked.PARTS.value
    kind = saying_of(WORDS, text, most_words=_MOST_WORDS, only=only, is_sure=True)
    return kind is not None


def again(told: Told) -> tuple[str, dict[str, str]] | None:
    """
    The wish that has it read anew, with its entities; None where there is none.
    """
    if told.of is Of.ORDERS and len(told.numbers) != 1:
        return "list_orders", {}
    if told.of is Of.ORDERS:
        return "track_order", {"order_number": told.numbers[0]}
    if told.of is Of.REFUNDS:
        return "track_refund", {}
    return ("loyalty_points", {}) if told.of is Of.POINTS else None
