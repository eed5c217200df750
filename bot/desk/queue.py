"""
The queue: who waits, who may take them, what they are told of their wait.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from bot.conversations.handoffs import standing
from bot.conversations.handoffs.standing import Handoff
from bot.desk import presence
from bot.handoff import routing
from bot.handoff.policy import Rule
from bot.handoff.routing import AtDesk, Outlook, Wait
from bot.handoff.table import DeskSettings

LAST = 2**63 - 1
"""Behind everybody who asked in the same moment."""


def wait_of(found: Handoff) -> Wait:
    """
    What routing looks at of one who waits.
    """
    return Wait(
        found.number,
        found.language,
        found.skill,
        found.priority,
        found.requested_at,
    )


def waits(connection: Connection) -> list[Wait]:
    """
    Give those who wait, in turn.
    """
    return routing.in_turn(map(wait_of, standing.waiting(connection)))


def outlook(
    connection: Connection,
    rule: Rule,
    language: str,
    settings: DeskSettings,
    now: datetime,
) -> Outlook:
    """
    Tell what somebody may expect who would ask for a person now.

    Those before them are those whom an agent who fits would take first.
    """
    wish = Wait(LAST, language, rule.skill, rule.priority, now)
    agents = presence.everybody(connection)
    there = [each for each in agents if each.is_there(now)]
    fitting = [each for each in there if routing.may_take(each, wish, there)]
    ahead = [
        each
        for each in routing.in_turn([*waits(connection), wish])
        if any(routing.may_take(agent, each, there) for agent in fitting)
    ]
    before = ahead.index(wish) if wish in ahead else len(ahead)
    calendar = settings.calendar
    is_open = calendar.is_open(now)
    return Outlook(
        ahead=before,
        expected=_expected(fitting, before, settings, now) if is_open else None,
        opens=None if is_open else calendar.opens_next(now),
        promised=calendar.after(now, rule.answer_within),
    )


def _expected(
    fitting: list[AtDesk], before: int, settings: DeskSettings, now: datetime
) -> timedelta | None:
    free = sum(each.capacity - each.holds for each in fitting if each.is_free(now))
    holding = sum(each.holds for each in fitting)
    return routing.expected_wait(before, free, holding, settings.usual_talk)
