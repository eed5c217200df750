"""
What Telegram has brought: saved once, as it came, and kept until it is worked.

Telegram repeats what it does not know to have arrived, for a day. So the numbers of its
updates are kept longer than that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.channels.telegram import writing
from bot.channels.telegram.tables import updates
from crm_connector.columns import inserting

PENDING = "pending"
DONE = "done"
KEPT = timedelta(days=3)
FATAL_ATTEMPTS = 3
"""An update during whose work the process died so often is not tried again."""

_CLOSE = (
    updates.update()
    .where(updates.c.id.in_(sa.bindparam("which", expanding=True)))
    .values(status=DONE, body=None, outcome=sa.bindparam("became"))
)

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Waiting:
    """
    An update that is to be worked. `chat` is None where it is of no chat.
    """

    id: int
    chat: int | None
    body: Body


def number_of(body: Body) -> int:
    """
    The update's own number. Raises `ValueError` for what is no update.
    """
    number = writing.whole_or_none(body.get("update_id"))
    if number is None:
        raise ValueError("an update has a number")
    return number


def chat_of(body: Body) -> int | None:
    """
    The chat whose order an update is part of; None if it says of none.

    Read from the bare form, whatever kind it is: a chat's number, else a user's.
    """
    for part in body.values():
        if isinstance(part, Mapping):
            inside = part.get("message")
            holder = inside if isinstance(inside, Mapping) else part
            for name in ("chat", "from", "user"):
                found = holder.get(name) or part.get(name)
                if isinstance(found, Mapping):
                    chat = writing.whole_or_none(found.get("id"))
                    if chat is not None:
                        return chat
    return None


def store(
    connection: Connection, bodies: Iterable[Body], now: datetime
) -> list[Waiting]:
    """
    Save updates and give those that were not here before.
    """
    new, adding = [], _adding(connection.dialect.name)
    for body in bodies:
        number, chat = number_of(body), chat_of(body)
        row = {
            "id": number,
            "chat": chat,
            "body": json.dumps(body),
            "status": PENDING,
            "attempts": 0,
            "at": now,
        }
        added = connection.execute(adding, row)
        if added.rowcount:
            new.append(Waiting(number, chat, body))
    return new


@cache
def _adding(dialect: str) -> Any:
    # Made anew for each update, a statement costs more than its run.
    return inserting(dialect, updates).on_conflict_do_nothing()


def left(connection: Connection) -> list[Waiting]:
    """
    Take up what a former process has left, the oldest first, counting the attempt.

    What took the process down too often is closed as that. Only the first of each chat
    can have been in work when it died; what waited behind it has done nothing.
    """
    waits = updates.c.status == PENDING
    firsts = sa.select(sa.func.min(updates.c.id)).where(waits).group_by(updates.c.chat)
    fatal = sa.select(updates.c.id).where(
        updates.c.id.in_(firsts), updates.c.attempts >= FATAL_ATTEMPTS
    )
    close(connection, connection.execute(fatal).scalars().all(), "fatal")
    connection.execute(
        updates.update()
        .where(updates.c.id.in_(firsts))
        .values(attempts=updates.c.attempts + 1)
    )
    rows = connection.execute(sa.select(updates).where(waits).order_by(updates.c.id))
    return [Waiting(row.id, row.chat, json.loads(row.body)) for row in rows]


def close(connection: Connection, which: Sequence[int], outcome: str) -> None:
    """
    Note what became of updates; what they said is not kept here.
    """
    if which:
        connection.execute(_CLOSE, {"which": list(which), "became": outcome})


def spare(connection: Connection) -> None:
    """
    Count no attempt of what waits: the process ends because it was asked to.
    """
    connection.execute(
        updates.update()
        .where(updates.c.status == PENDING, updates.c.attempts > 0)
        .values(attempts=0)
    )


def outcomes(connection: Connection) -> dict[str, int]:
    """
    How many updates came to which outcome, of those that are still known.
    """
    query = sa.select(
        sa.func.coalesce(updates.c.outcome, PENDING), sa.func.count()
    ).group_by(sa.func.coalesce(updates.c.outcome, PENDING))
    return {row[0]: row[1] for row in connection.execute(query)}


def forget_old(connection: Connection, now: datetime) -> None:
    """
    Forget updates that Telegram will not repeat any more.
    """
    connection.execute(
        updates.delete().where(updates.c.at < now - KEPT, updates.c.status == DONE)
    )
