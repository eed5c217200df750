"""
Who gets what: by language, skill, capacity and the longest waiting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

ONLINE = "online"
AWAY = "away"
BUSY = "busy"
OFFLINE = "offline"

VANISHED_AFTER = timedelta(minutes=2)
"""An agent of whom nothing is heard for so long gives back what they hold."""


@dataclass(frozen=True)
class Wait:
    """
    One who waits. `wanted` is the skill that it takes, None for anybody's.

    `owed_by` is the agent who has promised them something, if anybody has.
    """

    number: int
    language: str
    wanted: str | None
    priority: int
    since: datetime
    owed_by: str | None = None


@dataclass(frozen=True)
class Able:
    """
    What an agent can: languages and skills.
    """

    languages: frozenset[str]
    skills: frozenset[str]

    def can(self, wait: Wait) -> bool:
        """
        Tell whether it is one for them: they have its language and its skill.
        """
        return self.speaks(wait) and (wait.wanted is None or self.is_skilled(wait))

    def speaks(self, wait: Wait) -> bool:
        """
        Tell whether they know the customer's language.
        """
        return wait.language in self.languages

    def is_skilled(self, wait: Wait) -> bool:
        """
        Tell whether they have the skill that it takes, if it takes one.
        """
        return wait.wanted in self.skills


A = TypeVar("A", bound=Able)


@dataclass(frozen=True)
class AtDesk(Able):
    """
    An agent, with what they can and how many talks they hold and may hold.

    Since `idle_since` they have got nothing new. `names` are what customers know them
    by, by language.
    """

    id: str
    capacity: int
    holds: int
    presence: str
    seen_at: datetime
    idle_since: datetime
    names: Mapping[str, str] = field(default_factory=dict)

    def is_there(self, now: datetime) -> bool:
        """
        Tell whether they were heard of lately.
        """
        return self.presence != OFFLINE and now - self.seen_at < VANISHED_AFTER

    def is_free(self, now: datetime) -> bool:
        """
        Tell whether they take one more.
        """
        return (
            self.is_there(now)
            and self.presence == ONLINE
            and self.holds < self.capacity
        )


def in_turn(waits: Iterable[Wait]) -> list[Wait]:
    """
    Order those who wait: the more urgent first, of equals who waited longest.
    """
    return sorted(waits, key=lambda each: (-each.priority, each.since, each.number))


def may_take(agent: A, wait: Wait, there: Sequence[A]) -> bool:
    """
    Tell whether an agent may take one who waits, with those who are `there`.

    What nobody there could do as it should be is for those who know the language or
    have the skill, and else everybody's: better somebody who asks a colleague than
    nobody at all.
    """
    able = [each for each in there if each.can(wait)]
    fitting = able or [e for e in there if e.speaks(wait) or e.is_skilled(wait)]
    return not fitting or agent in fitting


def assign(
    waits: Iterable[Wait], agents: Sequence[AtDesk], now: datetime
) -> list[tuple[Wait, AtDesk]]:
    """
    Pair those who wait, in turn, with who is free: the least busy, then longest idle.

    Whoever has promised them something comes before others, if they fit and are free.
    """
    there = [each for each in agents if each.is_there(now)]
    load = {each.id: each.holds for each in agents}
    pairs = []
    for wait in in_turn(waits):
        fitting = [
            each
            for each in _fitting(wait, there) or there
            if each.is_free(now) and load[each.id] < each.capacity
        ]
        if not fitting:
            continue
        best = min(
            fitting,
            key=lambda each: (
                each.id != wait.owed_by,
                load[each.id] / each.capacity,
                each.idle_since,
            ),
        )
        load[best.id] += 1
        pairs.append((wait, best))
    return pairs


def _fitting(wait: Wait, there: Sequence[A]) -> list[A]:
    """
    Who is there and can do it; if nobody has the skill, who knows the language.
    """
    able = [each for each in there if each.can(wait)]
    return able or [each for each in there if each.speaks(wait)]


@dataclass(frozen=True)
class Outlook:
    """
    What the customer is told of their wait.

    `ahead` wait before them; `expected` is how long it should take, None if nobody can
    say; `opens` is when people are there again, None while they are. By `promised`
    somebody will have answered.
    """

    ahead: int
    expected: timedelta | None
    opens: datetime | None
    promised: datetime | None


def expected_wait(
    ahead: int, free: int, holding: int, usual: timedelta
) -> timedelta | None:
    """
    Estimate the wait of one with `ahead` before them, from how long talks usually take.

    `free` places there are now, and `holding` talks under way by those who would take
    it; each of them ends after `usual` on average, so one ends every `usual / holding`.
    None where nobody is there.
    """
    if ahead < free:
        return timedelta(0)
    if holding + free <= 0:
        return None
    return (ahead - free + 1) * usual / max(holding, 1)
