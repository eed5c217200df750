"""
Which conversations somebody at the desk may look at, and up to when.

Whoever holds one reads all of it, and who may take one that waits. Who once held one
reads what was said until it left them, and nothing of what came afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations.errors import HandoffUnknown
from bot.conversations.handoffs import standing
from bot.conversations.handoffs.standing import (
    CLAIMED,
    HELD,
    MISSED,
    TRANSFERRED,
    WAITING,
    Handoff,
)
from bot.conversations.handoffs.steps import REQUESTED
from bot.conversations.tables import handoff_events
from bot.desk import presence
from bot.handoff import routing
from bot.handoff.routing import Able, Wait


@dataclass(frozen=True)
class View:
    """
    A handoff, and up to when its conversation may be read: None for all of it, live.
    """

    handoff: Handoff
    until: datetime | None = None


def view(
    connection: Connection,
    found: Handoff,
    *,
    account: int,
    sees_all: bool,
    now: datetime,
) -> View | None:
    """
    Give what they may see of a handoff; None if it never was theirs nor is to be.
    """
    if sees_all or is_held_by(found, account):
        return View(found)
    if found.state == WAITING and may_take(connection, found, account, now):
        return View(found)
    until = left_at(connection, [found.number], account).get(found.number)
    return None if until is None else View(found, until)


def seen(
    connection: Connection,
    number: int,
    *,
    account: int,
    sees_all: bool,
    now: datetime,
) -> View:
    """
    Give a handoff to whoever may see it.

    Raises `HandoffUnknown` to everybody else, as for one that there is not.
    """
    found = standing.find(connection, number)
    return demand(connection, found, account=account, sees_all=sees_all, now=now)


def demand(
    connection: Connection,
    found: Handoff,
    *,
    account: int,
    sees_all: bool,
    now: datetime,
) -> View:
    """
    Give what they may see of a handoff as it was found. Raises as `seen`.
    """
    given = view(connection, found, account=account, sees_all=sees_all, now=now)
    if given is None:
        raise HandoffUnknown
    return given


def is_held_by(found: Handoff, account: int) -> bool:
    """
    Tell whether a handoff is theirs now.
    """
    return found.state == HELD and found.agent == str(account)


def left_at(connection: Connection, numbers: Any, account: int) -> dict[int, datetime]:
    """
    Tell of which of these handoffs they have let go, and when they last did.

    `numbers` are numbers, or a query for them.
    """
    of, own = handoff_events.c, str(account)
    rows = connection.execute(
        sa.select(of.handoff, of.kind, of.by, of.to, of.at)
        .where(of.handoff.in_(numbers), of.kind.not_in([REQUESTED, MISSED]))
        .order_by(of.id)
    )
    holders: dict[int, str | None] = {}
    left: dict[int, datetime] = {}
    for row in rows:
        before = holders.get(row.handoff)
        after = {CLAIMED: row.by, TRANSFERRED: row.to}.get(row.kind)
        holders[row.handoff] = after
        if after == own:
            left.pop(row.handoff, None)
        elif before == own:
            left[row.handoff] = row.at
    return left


def may_take(
    connection: Connection, found: Handoff, account: int, now: datetime
) -> bool:
    """
    Tell whether one who waits is for them, with those who are there.
    """
    return taking(connection, account, now)(found.language, found.skill)


Takes = Callable[[str, "str | None"], bool]
"""Tells of a language and a skill whether somebody may take who waits for them."""


def taking(connection: Connection, account: int, now: datetime) -> Takes:
    """
    Tell what they may take, with those who are there.
    """
    me = presence.able(connection, account)
    if me is None:
        return lambda _language, _skill: False
    return taking_beside(me, presence.abilities(connection, now), now)


def taking_beside(me: Able, there: Collection[Able], now: datetime) -> Takes:
    """
    Tell what somebody may take who can this, with those `there`.
    """
    # Who is looking at the desk is at it, whatever their browser last told.
    present = list({*there, me})

    @cache
    def takes(language: str, skill: str | None) -> bool:
        return routing.may_take(me, Wait(0, language, skill, 0, now), present)

    return takes


def has_held(connection: Connection, number: int, account: int) -> bool:
    """
    Tell whether a handoff was theirs at some time: claimed, or given by a colleague.
    """
    query = sa.select(standing.held_once(str(account), sa.literal(number)))
    return bool(connection.execute(query).scalar())
