"""
Reads what came of a customer's earlier talks with people of the shop.

It is read when somebody looks, so that a promise which was kept meanwhile is told as
kept. Only of the same thread: whoever attends to that reads all of it anyway.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from actions.formatting import short_day
from bot.conversations.handoffs import standing
from bot.conversations.handoffs.standing import ENDED, Handoff
from bot.conversations.tables import handoffs, messages
from bot.desk import presence
from bot.desk.moments import moment
from bot.handoff.earlier import COMING, KEPT, LATE, PROMISED, TODAY, Earlier
from bot.shop_values import LANGUAGES

REMEMBERED = timedelta(days=90)
MOST = 3


def earlier(
    connection: Connection, found: Handoff, now: datetime, zone: tzinfo
) -> tuple[Earlier, ...]:
    """
    Give those that had ended when this one was asked for, the newest first.
    """
    rows = connection.execute(
        sa.select(
            handoffs.c.id,
            handoffs.c.agent,
            handoffs.c.outcome,
            handoffs.c.requested_at,
            handoffs.c.ended_at,
            handoffs.c.packet,
            standing.is_kept().correlate(handoffs).label("is_kept"),
            _FILES.label("files"),
        )
        .where(
            handoffs.c.conversation == found.thread,
            handoffs.c.id != found.number,
            handoffs.c.state == ENDED,
            handoffs.c.agent.is_not(None),
            handoffs.c.outcome.is_not(None),
            handoffs.c.ended_at <= found.requested_at,
            handoffs.c.ended_at >= found.requested_at - REMEMBERED,
        )
        .order_by(handoffs.c.ended_at.desc(), handoffs.c.id.desc())
        .limit(MOST)
    ).all()
    names = presence.names(connection, [row.agent for row in rows])
    today = now.astimezone(zone).date()
    return tuple(_earlier(row, names.get(row.agent, {}), today) for row in rows)


def promiser(known: Sequence[Earlier]) -> str | None:
    """
    Give the account of who has promised something that is still to be done.
    """
    return next((each.agent for each in known if each.is_owed), None)


def shown(known: Sequence[Earlier]) -> list[dict[str, Any]]:
    """
    The same as the desk's page reads it.
    """
    return [
        {
            "number": each.number,
            "agent": {"id": each.agent, "name": dict(each.names)},
            "settled": each.settled,
            "words": each.words,
            "due": None if each.due is None else each.due.isoformat(),
            "state": each.state or None,
            "wish": each.wish,
            "files": each.files,
            "at": moment(each.ended_at),
        }
        for each in known
    ]


_FILES = (
    sa.select(sa.func.coalesce(sa.func.sum(messages.c.file_count), 0))
    .where(
        messages.c.conversation == handoffs.c.conversation,
        messages.c.author == "customer",
        messages.c.at >= handoffs.c.requested_at,
        messages.c.at <= handoffs.c.ended_at,
    )
    .correlate(handoffs)
    .scalar_subquery()
)


def _earlier(row: Any, names: Mapping[str, str], today: date) -> Earlier:
    outcome, packet = row.outcome, row.packet or {}
    due = date.fromisoformat(outcome["due"]) if outcome.get("due") else None
    by = str(outcome.get("by") or "")
    state = ""
    if outcome["settled"] == PROMISED:
        state = KEPT if row.is_kept else _state(due, today)
    return Earlier(
        row.id,
        row.agent,
        outcome["settled"],
        row.ended_at,
        # Who answered at another desk has no account here.
        names or ({"fa": by, "ar": by, "en": by} if by else {}),
        str(outcome.get("words") or ""),
        due,
        {lang: short_day(due, lang) for lang in LANGUAGES} if due else {},
        state,
        str((packet.get("wish") or {}).get("words") or ""),
        int(row.files),
    )


def _state(due: date | None, today: date) -> str:
    if due is None or due > today:
        return COMING
    return TODAY if due == today else LATE
