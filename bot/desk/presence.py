"""
Who is at the desk: what they chose, and whether their browser is still heard of.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.accounts.tables import accounts
from bot.conversations import changes
from bot.conversations.handoffs import standing
from bot.desk.tables import presence
from bot.handoff.routing import OFFLINE, ONLINE, VANISHED_AFTER, Able, AtDesk
from crm_connector.columns import insert


def seen(connection: Connection, account: int, now: datetime) -> None:
    """
    Note that somebody's browser was heard of; who was never here before is online.
    """
    row = {"chosen": ONLINE, "seen_at": now, "idle_since": now}
    connection.execute(
        insert(connection, presence)
        .values(account=account, **row)
        .on_conflict_do_update(index_elements=["account"], set_={"seen_at": now})
    )


def came(connection: Connection, account: int, now: datetime) -> None:
    """
    Note that somebody has opened the desk: who had left or vanished is online again.

    What they chose yesterday says nothing of today.
    """
    connection.execute(
        presence.update()
        .where(
            presence.c.account == account,
            sa.or_(
                presence.c.chosen == OFFLINE,
                presence.c.seen_at <= now - VANISHED_AFTER,
            ),
        )
        .values(chosen=ONLINE, idle_since=now)
    )
    seen(connection, account, now)
    changes.note(connection, changes.STEP, None, now)


def chosen_by(connection: Connection, account: int) -> str:
    """
    Give what somebody last chose to be.
    """
    query = sa.select(presence.c.chosen).where(presence.c.account == account)
    return connection.execute(query).scalar() or OFFLINE


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
    changes.note(connection, changes.STEP, None, now)


def at_work(connection: Connection, account: int, now: datetime) -> None:
    """
    Note that somebody does something: who had left is online again.
    """
    seen(connection, account, now)
    connection.execute(
        presence.update()
        .where(presence.c.account == account, presence.c.chosen == OFFLINE)
        .values(chosen=ONLINE)
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
    holds = standing.loads(connection)
    rows = connection.execute(
        sa.select(
            accounts.c.id,
            accounts.c.names,
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
            holds=holds.get(str(row.id), 0),
            presence=row.chosen or OFFLINE,
            seen_at=row.seen_at or row.created_at,
            idle_since=row.idle_since or row.created_at,
            names=dict(row.names),
        )
        for row in rows
    ]


def abilities(connection: Connection, now: datetime) -> set[Able]:
    """
    Give what those can who are there, without who they are.

    Many can the same, so this costs less than `everybody`.
    """
    rows = connection.execute(_ABILITIES, {"heard_since": now - VANISHED_AFTER})
    return {
        Able(frozenset(json.loads(known)), frozenset(json.loads(able)))
        for known, able in rows
    }


_ABILITIES = (
    # As text: PostgreSQL knows no equality of JSON.
    sa.select(
        sa.cast(accounts.c.languages, sa.Text), sa.cast(accounts.c.skills, sa.Text)
    )
    .distinct()
    .select_from(accounts.join(presence, presence.c.account == accounts.c.id))
    .where(
        accounts.c.disabled.is_(False),
        presence.c.chosen != OFFLINE,
        presence.c.seen_at > sa.bindparam("heard_since"),
    )
)


def able(connection: Connection, account: int) -> Able | None:
    """
    Give what somebody can who may sign in.
    """
    row = connection.execute(
        sa.select(accounts.c.languages, accounts.c.skills).where(
            accounts.c.id == account, accounts.c.disabled.is_(False)
        )
    ).first()
    return row and Able(frozenset(row.languages), frozenset(row.skills))


def is_ours(agent: str) -> bool:
    """
    Tell whether an agent is an account of ours, and not somebody at another desk.
    """
    return agent.isascii() and agent.isdecimal()


def names(
    connection: Connection, agents: Collection[str]
) -> dict[str, Mapping[str, str]]:
    """
    Give what these agents are called, by language; also those who are here no more.

    Who answers at another desk than ours has no account, hence no name here.
    """
    numbers = [int(each) for each in agents if is_ours(each)]
    if not numbers:
        return {}
    rows = connection.execute(
        sa.select(accounts.c.id, accounts.c.names).where(accounts.c.id.in_(numbers))
    )
    return {str(row.id): dict(row.names) for row in rows}
