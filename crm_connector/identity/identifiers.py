"""
What somebody is known by, and which of it may count.

Only the standard library and the model are imported here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from types import MappingProxyType

from crm_connector.model import Assurance, Contact, ContactKind

PersonId = int
"""Our own number of a person; the smallest of all that were found to be one person."""

_ALIKE = 6
"""So many equal digits at the end are no phone but something to fill a field with."""


class Kind(str, Enum):
    """
    The kinds of identifiers.
    """

    TELEGRAM_ID = "telegram_id"
    PHONE = "phone"
    EMAIL = "email"
    SHOP_CUSTOMER_ID = "shop_customer_id"
    WEB_VISITOR = "web_visitor"

    @property
    def is_shared(self) -> bool:
        """
        Whether several people may rightly have the same one, as a family its phone.
        """
        return self in (Kind.PHONE, Kind.EMAIL)


@dataclass(frozen=True)
class Identifier:
    """
    One of them. `scope` names the source of a shop's customer id and is empty else.

    Phones and e-mails are in their compared form (see `crm_connector.contacts`).
    """

    kind: Kind
    value: str
    scope: str = ""

    @classmethod
    def of_contact(cls, contact: Contact) -> Identifier:
        """
        The identifier that a phone or an e-mail is.
        """
        return cls(_KIND_OF[contact.kind], contact.value)


_KIND_OF = {ContactKind.PHONE: Kind.PHONE, ContactKind.EMAIL: Kind.EMAIL}


@dataclass(frozen=True)
class Link:
    """
    That an identifier is a person's: how sure, who says so, since when.

    `person` is who it was linked to, before all merges. `proven_at` is None where it
    was never proven.
    """

    identifier: Identifier
    person: PersonId
    assurance: Assurance
    source: str
    since: datetime
    proven_at: datetime | None


_LIMITS = MappingProxyType(
    {
        Kind.TELEGRAM_ID: 3,
        Kind.PHONE: 8,
        Kind.EMAIL: 8,
        # For each source.
        Kind.SHOP_CUSTOMER_ID: 4,
        Kind.WEB_VISITOR: 50,
    }
)


@dataclass(frozen=True)
class Rules:
    """
    What a shop allows: how many of a kind one person has, and what is nobody's.

    More than `limits` is a sign of a mistake (a till's own account, a shared office
    phone), so it is refused and not counted away.
    """

    limits: Mapping[Kind, int] = field(default_factory=lambda: _LIMITS)
    blocked: frozenset[Identifier] = frozenset()
    """Such as the shop's own phone, which stands where a customer's is missing."""

    def is_blocked(self, identifier: Identifier) -> bool:
        """
        Whether the identifier says nothing about who somebody is.
        """
        if identifier in self.blocked or not identifier.value:
            return True
        return identifier.kind is Kind.PHONE and _is_filler(identifier.value)


def _is_filler(phone: str) -> bool:
    return len(set(phone[-_ALIKE:])) == 1
