"""
The audit log: who did what, on what, when and from where. It is only ever added to.

`write` is part of the transaction of the deed itself: either both are there or neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.accounts.tables import audit_log

MOST_ENTRIES = 500
_SECRETS = ("password", "secret", "token", "code", "hash", "cookie", "session_key")
"""What no key of the details may hold in its name: the log is read by many."""


@dataclass(frozen=True)
class Who:
    """
    Who did it: an account, or for None somebody with only a name, and the address.
    """

    account: int | None
    name: str
    address: str = ""


@dataclass(frozen=True)
class Entry:
    """
    One line of the log.
    """

    id: int
    at: datetime
    account: int | None
    who: str
    deed: str
    subject: str
    address: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Wanted:
    """
    Which entries are looked for; what is None is not asked.

    `deed` is a whole deed or the beginning of its dotted name; `since` is in, `until`
    out.
    """

    who: str | None = None
    deed: str | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Page:
    """
    Entries, the newest first; `before` asks for the page behind it, None at the end.
    """

    entries: tuple[Entry, ...] = field(default=())
    before: int | None = None


def write(
    connection: Connection,
    who: Who,
    deed: str,
    subject: str = "",
    *,
    now: datetime,
    **details: Any,
) -> None:
    """
    Note a deed: a dotted name such as `account.disabled`, on `account:7`.

    Raises `ValueError` for details whose name says that they are a secret.
    """
    _refuse_secrets(details)
    connection.execute(
        audit_log.insert(),
        {
            "at": now,
            "account": who.account,
            "who": who.name,
            "deed": deed,
            "subject": subject,
            "address": who.address,
            "details": details,
        },
    )


def read(
    connection: Connection,
    wanted: Wanted | None = None,
    *,
    before: int | None = None,
    limit: int = 100,
) -> Page:
    """
    Give a page of entries, the newest first; `before` is of the page in front of it.
    """
    limit = max(1, min(limit, MOST_ENTRIES))
    query = sa.select(audit_log).order_by(audit_log.c.id.desc()).limit(limit + 1)
    for condition in _conditions(wanted or Wanted()):
        query = query.where(condition)
    if before is not None:
        query = query.where(audit_log.c.id < before)
    rows = connection.execute(query).mappings().all()
    entries = tuple(Entry(**row) for row in rows[:limit])
    return Page(entries, entries[-1].id if len(rows) > limit else None)


def _conditions(wanted: Wanted) -> Iterator[Any]:
    columns = audit_log.c
    if wanted.who is not None:
        yield columns.who == wanted.who
    if wanted.deed is not None:
        below = columns.deed.startswith(f"{wanted.deed}.", autoescape=True)
        yield sa.or_(columns.deed == wanted.deed, below)
    if wanted.subject is not None:
        yield columns.subject == wanted.subject
    if wanted.since is not None:
        yield columns.at >= wanted.since
    if wanted.until is not None:
        yield columns.at < wanted.until


def _refuse_secrets(details: Any) -> None:
    if isinstance(details, Mapping):
        for name, value in details.items():
            if any(secret in str(name).lower() for secret in _SECRETS):
                raise ValueError(f"the log keeps no secrets: {name}")
            _refuse_secrets(value)
    elif isinstance(details, (list, tuple)):
        for each in details:
            _refuse_secrets(each)
