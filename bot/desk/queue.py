"""
The queue: who waits, who may take them, what they are told of their wait.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy.engine import Connection

from bot.conversations.handoffs import standing
from bot.conversations.handoffs.standing import WAITING, Handoff
from bot.desk import presence
from bot.handoff import routing
from bot.handoff.policy import Reason, Rule
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


def waits_for_whom(connection: Connection) -> list[Wait]:
    """
    Give those who wait, in turn, with who has promised them something before.
    """
    owing = standing.owing(connection)
    return [replace(e, owed_by=owing.get(e.number)) for e in waits(connection)]


def outlook(
    connection: Connection,
    rule: Rule,
    language: str,
    settings: DeskSettings,
    now: datetime,
    others: Sequence[AtDesk] | None = None,
) -> Outlook:
    """
    Tell what somebody may expect who would ask for a person now.

    Nobody is promised to be answered sooner than it should take, or by any time while
    people should be there and nobody is. `others` answer at another desk than ours, if
    there is one: who comes to that is not heard of here, so a time is always told.
    """
    wish = Wait(LAST, language, rule.skill, rule.priority, now)
    queue = [*waits(connection), wish]
    found = _outlook(connection, queue, wish, settings, now, others or ())
    if others is None and found.expected is None and found.opens is None:
        return found
    within = max(rule.answer_within, found.expected or timedelta(0))
    return replace(found, promised=settings.calendar.after(now, within))


def place(
    connection: Connection,
    thread: str,
    settings: DeskSettings,
    now: datetime,
    others: Sequence[AtDesk] | None = None,
) -> Outlook | None:
    """
    Tell what a thread may expect that waits; None if it does not.
    """
    found = standing.opened(connection, thread)
    if found is None or found.state != WAITING:
        return None
    queue, wish = waits(connection), wait_of(found)
    outlook = _outlook(connection, queue, wish, settings, now, others or ())
    is_late = found.promised_at is not None and found.promised_at <= now
    return replace(outlook, promised=None if is_late else found.promised_at)


def promisable(
    connection: Connection, settings: DeskSettings, now: datetime
) -> Callable[[Handoff], bool]:
    """
    Tell of those who wait whom a time can be promised: somebody is there, or will be.
    """
    if not settings.calendar.is_open(now):
        return lambda _: True
    there = [each for each in presence.everybody(connection) if each.is_there(now)]

    @cache
    def is_attended(language: str, skill: str | None) -> bool:
        wish = Wait(LAST, language, skill, 0, now)
        return any(
            each.is_free(now) or each.holds
            for each in there
            if routing.may_take(each, wish, there)
        )

    return lambda found: is_attended(found.language, found.skill)


def promise_from(
    settings: DeskSettings, now: datetime
) -> Callable[[Handoff], datetime | None]:
    """
    Promise an answer from now on, as far ahead as for the reason of the wish.
    """

    def promise(found: Handoff) -> datetime | None:
        rule = settings.policy.rules[_reason_of(found)]
        return settings.calendar.after(now, rule.answer_within)

    return promise


def promise_again(
    connection: Connection, settings: DeskSettings, now: datetime
) -> Callable[[Handoff], datetime | None]:
    """
    As `promise_from`, but for whom nobody is there: their clock begins with somebody.
    """
    can_be = promisable(connection, settings, now)
    promise = promise_from(settings, now)
    return lambda found: promise(found) if can_be(found) else None


def _reason_of(found: Handoff) -> Reason:
    """
    Why they wait. Of a reason that is none any more: as if they had asked.
    """
    try:
        return Reason(found.reason)
    except ValueError:
        return Reason.ASKED


def _outlook(
    connection: Connection,
    queue: list[Wait],
    wish: Wait,
    settings: DeskSettings,
    now: datetime,
    others: Sequence[AtDesk],
) -> Outlook:
    """
    Those before a wish are those whom an agent who fits would take first.
    """
    agents = [*presence.everybody(connection), *others]
    there = [each for each in agents if each.is_there(now)]
    fitting = [each for each in there if routing.may_take(each, wish, there)]
    ahead = [
        each
        for each in routing.in_turn(queue)
        if any(routing.may_take(agent, each, there) for agent in fitting)
    ]
    before = ahead.index(wish) if wish in ahead else len(ahead)
    calendar = settings.calendar
    is_open = calendar.is_open(now)
    return Outlook(
        ahead=before,
        expected=_expected(fitting, before, settings, now) if is_open else None,
        opens=None if is_open else calendar.opens_next(now),
        promised=None,
    )


def _expected(
    fitting: list[AtDesk], before: int, settings: DeskSettings, now: datetime
) -> timedelta | None:
    free = sum(each.capacity - each.holds for each in fitting if each.is_free(now))
    holding = sum(each.holds for each in fitting)
    return routing.expected_wait(before, free, holding, settings.usual_talk)
