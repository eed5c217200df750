"""
Who is at the desk: what they chose, and whether their browser is still heard of.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.accounts.tables import accounts
from bot.conversations.handoffs import standing
from bot.desk.tables import presence
from bot.handoff.routing import OFFLINE, ONLINE, AtDesk
from crm_connector.columns import insert


def seen(connection: Connection, account: int, now: datetime) -> None:
    """
    Note that somebody's browser was heard of; who comes anew is online.
    """
    row = {"chosen": ONLINE, "seen_at": now, "idle_since": now}
    connection.execute(
        insert(connection, presence)
        .values(account=account, **row)
        .on_conflict_do_update(index_elements=["account"], set_={"seen_at": now})
    )


def choose(connection: Connection, account: int, chosen: str, now: datetime) -> None:
    """
    Set what somebody chose to be: online, away, busy or (leaving) offline.
    """
    row = {"chosen": chosen, "seen_at": now, "idle_since": now}
    connection.execute(
        insert(connection, presence)
        .values(account=account, **row)
        .on_conflict_do_update(
            index_elements=["account"], set_={"chosen": chosen, "seen_at": now}
        )
    )


def got_one(connection: Connection, account: int, now: datetime) -> None:
    """
    Note that somebody has just got a conversation.
    """
    connection.execute(
        presence.update().where(presence.c.account == account).values(idle_since=now)
    )


def everybody(connection: Connection) -> list[AtDesk]:
    """
    Give all who may sign in, with what they hold; who never came is offline.
    """
    holds = Counter(each.agent for each in standing.held(connection))
    rows = connection.execute(
        sa.select(
            accounts.c.id,
            accounts.c.languages,
            accounts.c.skills,
            accounts.c.capacity,
            accounts.c.created_at,
            presence.c.chosen,
            presence.c.seen_at,
            presence.c.idle_since,
        )
        .select_from(accounts.outerjoin(presence, presence.c.account == accounts.c.id))
        .where(accounts.c.disabled.is_(False))
        .order_by(accounts.c.id)
    )
    return [
        AtDesk(
            id=str(row.id),
            languages=frozenset(row.languages),
            skills=frozenset(row.skills),
            capacity=row.capacity,
            holds=holds[str(row.id)],
            presence=row.chosen or OFFLINE,
            seen_at=row.seen_at or row.created_at,
            idle_since=row.idle_since or row.created_at,
        )
        for row in rows
    ]
