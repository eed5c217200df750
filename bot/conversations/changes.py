"""
What has changed, written down in the transaction that changes it.

Whoever keeps what they have read, in this process or in another one on the same
database, finds here what to read anew. What was undone was never written down, and
what is done cannot be missed, whoever dies right behind it: so this is not left to
who did it to tell afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations.tables import changes

MESSAGE = "message"
"""Something was said that all may read, up to `seq`."""
NOTE = "note"
"""Something was said, or is shown now, that only the desk may read."""
STEP = "step"
"""Who waits, or who has whom, is not as before."""
MOVED = "moved"
"""What stood in this thread stands in another one."""
LINK = "link"
"""What is asked of its customer about linking a messenger is not as before."""

KEPT_FOR = timedelta(minutes=10)
"""Who has not looked for longer may have to read everything anew."""
OVERTAKEN = 5_000
"""No transaction lasts so long that so many others begin and end meanwhile."""

PROCESS = "hamyar_process"
"""The option of an engine or connection that names the process to others."""

_ADD = changes.insert()
_SHOWN = sa.select(
    changes.c.id,
    changes.c.thread,
    changes.c.kind,
    changes.c.seq,
    changes.c.process,
    sa.select(sa.func.min(changes.alias().c.id)).scalar_subquery().label("oldest"),
).order_by(changes.c.id)
_NEWER = changes.c.id > sa.bindparam("last")
_SINCE = _SHOWN.where(_NEWER)
_SINCE_WITH_MISSING = _SHOWN.where(
    sa.or_(_NEWER, changes.c.id.in_(sa.bindparam("missing", expanding=True)))
)


@dataclass(frozen=True)
class Change:
    """
    Something that has changed in a thread; None where it is of no thread.

    `seq` is as the thread counts; 0 where it is of no message.
    """

    thread: str | None
    kind: str
    seq: int
    process: str


@dataclass(frozen=True)
class Mark:
    """
    How far somebody has read: up to `last`, but for those in `missing`.

    A number is given when a line is written and seen when its transaction ends, so a
    smaller one may come later (PostgreSQL).
    """

    last: int
    missing: frozenset[int] = frozenset()


def note(
    connection: Connection, kind: str, thread: str | None, now: datetime, seq: int = 0
) -> None:
    """
    Write down a change, as part of the transaction that makes it.
    """
    process = connection.get_execution_options().get(PROCESS, "")
    connection.execute(
        _ADD,
        {"thread": thread, "kind": kind, "seq": seq, "process": process, "at": now},
    )


def since(
    connection: Connection, mark: Mark | None
) -> tuple[Mark, list[Change] | None]:
    """
    Give what has changed since, in order, and the mark for the next time.

    None in place of the changes where they are not known any more, or without a mark:
    whatever is read behind this is as new as the mark.
    """
    if mark is None:
        return _present(connection), None
    asked: dict[str, object] = {"last": mark.last}
    if mark.missing:
        asked["missing"] = sorted(mark.missing)
    query = _SINCE_WITH_MISSING if mark.missing else _SINCE
    rows = connection.execute(query, asked).all()
    if not rows:
        return mark, []
    if rows[0].oldest > mark.last + 1:
        return _present(connection), None
    found = [Change(row.thread, row.kind, row.seq, row.process) for row in rows]
    last = max(mark.last, rows[-1].id)
    missing = mark.missing.union(range(mark.last + 1, last))
    missing = missing.difference(row.id for row in rows)
    # Of those that never come the transaction has failed.
    return Mark(last, frozenset(n for n in missing if n > last - OVERTAKEN)), found


def forget_old(connection: Connection, now: datetime) -> None:
    """
    Forget what is older than `KEPT_FOR`.

    The newest stay in any case: by them everybody sees that they have missed nothing,
    and no number is ever given again.
    """
    newest = sa.select(sa.func.max(changes.alias().c.id)).scalar_subquery()
    connection.execute(
        changes.delete().where(
            changes.c.at <= now - KEPT_FOR, changes.c.id <= newest - OVERTAKEN
        )
    )


def _present(connection: Connection) -> Mark:
    last = connection.execute(sa.select(sa.func.max(changes.c.id))).scalar() or 0
    first = max(1, last - OVERTAKEN)
    there = connection.execute(
        sa.select(changes.c.id).where(changes.c.id.between(first, last))
    )
    return Mark(last, frozenset(range(first, last)).difference(there.scalars()))
