"""
What is known of a person: each thing with where it comes from and of when it is.

Only the standard library, the model, its errors and consent are imported here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Generic, TypeVar

from crm_connector.errors import CrmError
from crm_connector.identity.consent import Purpose, Statement
from crm_connector.identity.identifiers import PersonId
from crm_connector.identity.matching import Match
from crm_connector.model import Invoice, Loyalty, Order

__all__ = [
    "Fact",
    "Field",
    "Found",
    "Lack",
    # What is not sure is a part of it, too.
    "Match",
    "Missing",
    "Profile",
    # What somebody agreed to is a part of their profile.
    "Purpose",
    "Statement",
]

T = TypeVar("T")


class Field(str, Enum):
    """
    What a profile is made of.
    """

    NAME = "name"
    LANGUAGE = "language"
    PHONES = "phones"
    EMAILS = "emails"
    LOYALTY = "loyalty"
    ORDERS = "orders"
    INVOICES = "invoices"


@dataclass(frozen=True)
class Fact(Generic[T]):
    """
    One thing that a source said.

    `rule` says why it is this and not what another source says. `is_late` tells that it
    is older than its field's budget, in our hands or already in the source's: whoever
    says it says its age, too.
    """

    value: T
    source: str
    as_of: datetime
    rule: str
    is_late: bool = False


class Lack(str, Enum):
    """
    Why something is not there.
    """

    LATE = "late"
    DOWN = "down"
    REFUSED = "refused"
    NONSENSE = "nonsense"
    NOT_AGREED = "not_agreed"


@dataclass(frozen=True)
class Missing:
    """
    A field that a source could have told now, and did not; `error` is what it raised.

    What it told before may be there: those facts are late.
    """

    source: str
    field: Field
    why: Lack
    error: CrmError | None = dataclasses.field(default=None, compare=False)


@dataclass(frozen=True)
class Found(Generic[T]):
    """
    All that is known of one field, and who could have known more.
    """

    facts: tuple[Fact[T], ...] = ()
    missing: tuple[Missing, ...] = ()

    @property
    def values(self) -> tuple[T, ...]:
        """
        The things themselves, without where they are from.
        """
        return tuple(fact.value for fact in self.facts)


@dataclass(frozen=True)
class Profile:
    """
    One person as all sources together know them; None or empty is what nobody knows.

    `ids` are their numbers in the sources, `consent` is what the person said about each
    purpose, if anything. `unsure` are records that may be the same person's; nothing of
    them is in here. `same` are records that are, and were only looked at: nobody has
    written down yet that they are.
    """

    person: PersonId
    ids: tuple[tuple[str, str], ...] = ()
    name: Fact[str] | None = None
    language: Fact[str] | None = None
    phones: tuple[Fact[str], ...] = ()
    emails: tuple[Fact[str], ...] = ()
    loyalty: tuple[Fact[Loyalty], ...] = ()
    orders: tuple[Fact[Order], ...] = ()
    invoices: tuple[Fact[Invoice], ...] = ()
    consent: Mapping[Purpose, Statement] = dataclasses.field(default_factory=dict)
    missing: tuple[Missing, ...] = ()
    unsure: tuple[Match, ...] = ()
    same: tuple[Match, ...] = ()

    def lacks(self, wanted: Field) -> tuple[Missing, ...]:
        """
        Why this field may be more than what is here.
        """
        return tuple(each for each in self.missing if each.field is wanted)
