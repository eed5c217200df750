"""
Somebody who works at the shop, as the rest of the program knows them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.accounts.errors import BadAccount
from bot.accounts.rights import Role
from bot.shop_values import LANGUAGES

LONGEST_NAME = 80
MOST_CAPACITY = 100
USUAL_CAPACITY = 5
MOST_SKILLS = 50


@dataclass(frozen=True)
class Account:
    """
    Somebody who works at the shop. `names` are what customers see, by language.

    `skills` are words of the shop, `capacity` is how many conversations at once.
    """

    id: int
    login: str
    names: Mapping[str, str]
    role: Role
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    capacity: int
    is_disabled: bool
    has_second_factor: bool
    created_at: datetime
    changed_at: datetime

    @property
    def subject(self) -> str:
        """
        How the audit log names it.
        """
        return f"account:{self.id}"

    def name(self, language: str) -> str:
        """
        The name in this language, or in another one that there is.
        """
        return self.names.get(language) or next(iter(self.names.values()))


@dataclass(frozen=True)
class NewAccount:
    """
    What is said of somebody new.
    """

    login: str
    names: Mapping[str, str]
    role: Role = Role.AGENT
    languages: Sequence[str] = ()
    skills: Sequence[str] = field(default=())
    capacity: int = USUAL_CAPACITY


def from_row(row: Any) -> Account:
    """
    An account as it is kept.
    """
    return Account(
        id=row.id,
        login=row.login,
        names=dict(row.names),
        role=Role(row.role),
        languages=tuple(row.languages),
        skills=tuple(row.skills),
        capacity=row.capacity,
        is_disabled=row.disabled,
        has_second_factor=row.totp_secret is not None,
        created_at=row.created_at,
        changed_at=row.changed_at,
    )


def described(**parts: Any) -> dict[str, Any]:
    """
    What is said of somebody, looked at. Raises `BadAccount`.
    """
    known: Mapping[str, Callable[[Any], Any]] = {
        "names": _names,
        "languages": _languages,
        "skills": _skills,
        "capacity": _capacity,
    }
    return {name: known[name](value) for name, value in parts.items()}


def _names(names: Mapping[str, str]) -> dict[str, str]:
    kept = {language: " ".join(name.split()) for language, name in names.items()}
    if not kept or not set(kept) <= set(LANGUAGES):
        raise BadAccount(f"a name is needed, in one of: {', '.join(LANGUAGES)}")
    for name in kept.values():
        if not name or len(name) > LONGEST_NAME or not name.replace("\u200c", "a"):
            raise BadAccount(f"a name has 1 to {LONGEST_NAME} letters")
        if any(sign != "\u200c" and not sign.isprintable() for sign in name):
            raise BadAccount("a name has no signs that cannot be seen")
    return kept


def _languages(languages: Sequence[str]) -> list[str]:
    kept = list(dict.fromkeys(languages))
    if not kept or not set(kept) <= set(LANGUAGES):
        raise BadAccount(f"languages are some of: {', '.join(LANGUAGES)}")
    return kept


def _skills(skills: Sequence[str]) -> list[str]:
    kept = list(dict.fromkeys(word.strip().casefold() for word in skills))
    if len(kept) > MOST_SKILLS or not all(
        0 < len(word) <= LONGEST_NAME for word in kept
    ):
        raise BadAccount(f"skills are at most {MOST_SKILLS} words")
    return kept


def _capacity(capacity: int) -> int:
    if not 1 <= capacity <= MOST_CAPACITY:
        raise BadAccount(f"capacity is a number from 1 to {MOST_CAPACITY}")
    return capacity
