"""
What the ledger refuses.

    IdentityError
    ├── Blocked            the identifier is nobody's
    ├── BelongsToAnother   it is somebody else's already: that would be a merge
    ├── TooMany            the person would have more of a kind than one can have
    ├── AlreadyOne         the two are one person already
    └── NoSuchEntry        there is no such person, link or merge (any more)
"""

from __future__ import annotations

from collections.abc import Collection

from crm_connector.errors import CrmError
from crm_connector.identity.identifiers import Kind, PersonId


class IdentityError(CrmError):
    """
    Any refusal of the ledger; nothing was written.
    """


class Blocked(IdentityError):
    """
    The identifier is on the list of those that say nothing.
    """


class BelongsToAnother(IdentityError):
    """
    The identifier is the one of `person`, who is not the one it was to be linked to.
    """

    def __init__(self, person: PersonId) -> None:
        super().__init__("It belongs to another person.")
        self.person = person


class TooMany(IdentityError):
    """
    More identifiers of `kinds` than one person has.
    """

    def __init__(self, kinds: Collection[Kind]) -> None:
        names = ", ".join(sorted(kind.value for kind in kinds))
        super().__init__(f"One person would have too many of: {names}.")
        self.kinds = frozenset(kinds)


class AlreadyOne(IdentityError):
    """
    There is nothing to merge.
    """


class NoSuchEntry(IdentityError):
    """
    There is nothing of this number, or it was undone.
    """
