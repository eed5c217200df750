"""
All handoffs that are open, kept as lists show them.

Before a list is shown, what has changed since the last look (`changes`) is read anew,
and nothing else. So a list costs the same however many are open, and is as new as the
moment in which it was asked for, whichever process made the change. Who may see which
rows is not known here.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import chain
from typing import Protocol, TypeVar

import structlog
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations import changes
from bot.conversations.changes import Mark
from bot.conversations.handoffs import standing
from bot.desk import presence, rows
from bot.desk.lines import Kind, Line, Spot, spots
from bot.desk.rows import Row
from bot.handoff.routing import Able

SECONDS = 30.0
"""Between two looks that nobody has asked for."""
MOST_ANEW = 5_000
"""Threads that are read anew one by one; where more have changed, all is."""

T = TypeVar("T")

log = structlog.get_logger(__name__)


class Store(Protocol):
    """
    Where handoffs are kept.
    """

    async def read(self, work: Callable[[Connection], T]) -> T:
        """
        Run something that only reads.
        """


@dataclass(frozen=True)
class Counts:
    """
    How many wait, and how many of their promises are near and past.
    """

    waiting: int
    near: int
    late: int


class OpenRows:
    """
    The rows of all open handoffs, with what every list says beside them.

    `look` first: whatever is asked behind it without waiting is of one moment. `there`
    is what those can who are at the desk, `missed_today` how many promises were missed
    since midnight in the `zone` of the shop.
    """

    def __init__(
        self, store: Store, *, clock: Callable[[], datetime], zone: tzinfo
    ) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone
        self._one_by_one = asyncio.Lock()
        self._asked = self._served = 0
        self._mark: Mark | None = None
        self._threads: dict[str, list[Row]] = {}
        self._rows: dict[int, Row] = {}
        self._spots: dict[int, Spot] = {}
        self._waiting: dict[Kind, Line] = {}
        self._held = Line()
        # Those who wait of several kinds, until one of them is another.
        self._in_turn: dict[frozenset[Kind], list[int]] = {}
        self.there: Collection[Able] = ()
        self.missed_today = 0

    async def look(self) -> None:
        """
        Let everything be as it was when this was called, or newer.
        """
        self._asked += 1
        mine = self._asked
        async with self._one_by_one:
            if self._served < mine:
                # One look is for all who have asked until now.
                asked = self._asked
                self._take(await self._store.read(self._read))
                self._served = asked

    async def forever(self) -> None:
        """
        Look now and then until cancelled, so that no list has much to read anew.
        """
        while True:
            try:
                await self.look()
            except SQLAlchemyError:
                log.exception("open_handoffs_not_read")
            await asyncio.sleep(SECONDS)

    def kinds(self) -> list[Kind]:
        """
        Give the kinds of which somebody waits.
        """
        return [kind for kind, line in self._waiting.items() if line]

    def waiting(
        self, kinds: Collection[Kind], limit: int, offset: int = 0
    ) -> list[Row]:
        """
        Give those of these kinds who wait, in turn.
        """
        wanted = frozenset(kinds)
        if wanted not in self._in_turn:
            lines = (self._waiting[kind].places for kind in wanted)
            self._in_turn[wanted] = [place.number for place in sorted(chain(*lines))]
        return self._at(self._in_turn[wanted][offset : offset + limit])

    def counts(self, kinds: Collection[Kind], now: datetime) -> Counts:
        """
        Count those of these kinds who wait.
        """
        lines = [self._waiting[kind] for kind in kinds]
        near = sum(bisect_right(line.near, now) for line in lines)
        late = sum(bisect_right(line.late, now) for line in lines)
        return Counts(sum(map(len, lines)), near - late, late)

    def held(self, agent: str) -> list[Row]:
        """
        Give what an agent holds, the longest held first.
        """
        return self._at(each.number for each in self._held.places if each.of == agent)

    def held_by_others(self, agent: str, limit: int, offset: int = 0) -> list[Row]:
        """
        Give what everybody else holds, the longest held first.
        """
        others = [each.number for each in self._held.places if each.of != agent]
        return self._at(others[offset : offset + limit])

    def _at(self, numbers: Iterable[int]) -> list[Row]:
        return [self._rows[number] for number in numbers]

    def _read(self, connection: Connection) -> _Seen:
        now = self._clock()
        local = now.astimezone(self._zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        mark, found = changes.since(connection, self._mark)
        touched: set[str] | None = None
        if found is not None:
            touched = {each.thread for each in found if each.thread is not None}
        if touched is not None and len(touched) > MOST_ANEW:
            touched = None
        return _Seen(
            mark,
            touched,
            [] if touched == set() else rows.opened(connection, touched),
            presence.abilities(connection, now),
            standing.count_events(connection, standing.MISSED, midnight),
        )

    def _take(self, seen: _Seen) -> None:
        """
        Put what was read in the place of what was known of the same threads.
        """
        self._mark, self.there = seen.mark, seen.there
        self.missed_today = seen.missed_today
        touched = seen.touched
        if touched is None:
            log.info("open_handoffs_read", count=len(seen.rows))
            touched = {*self._threads, *(row.handoff.thread for row in seen.rows)}
        former = [row for each in touched for row in self._threads.pop(each, ())]
        for row in seen.rows:
            self._threads.setdefault(row.handoff.thread, []).append(row)
        present: dict[int, Spot] = {}
        for each in touched:
            present |= spots(self._threads.get(each, ()))
        for row in former:
            if row.handoff.number not in present:
                self._leave(row.handoff.number)
        for number, spot in present.items():
            if self._spots.get(number) != spot:
                self._leave(number)
                self._spots[number] = spot
                self._line(spot).put(spot.place)
        for row in seen.rows:
            if row.handoff.number in present:
                self._rows[row.handoff.number] = row

    def _leave(self, number: int) -> None:
        spot = self._spots.pop(number, None)
        if spot is not None:
            self._line(spot).drop(spot.place)
            self._rows.pop(number, None)

    def _line(self, spot: Spot) -> Line:
        """
        The line of a spot, which is going to change.
        """
        if spot.kind is None:
            return self._held
        self._in_turn.clear()
        return self._waiting.setdefault(spot.kind, Line())


@dataclass(frozen=True)
class _Seen:
    """
    One look: the rows of the threads that were `touched`; None for all there are.
    """

    mark: Mark
    touched: set[str] | None
    rows: list[Row]
    there: set[Able]
    missed_today: int
