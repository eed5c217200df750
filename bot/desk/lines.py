"""
Where open handoffs stand in lists: in whose line, and before whom.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from bot.conversations import owner
from bot.conversations.handoffs.standing import HELD, WAITING, Handoff
from bot.conversations.owner import QUEUE
from bot.desk.rows import Row

NEAR = timedelta(minutes=2)
NEAR_SHARE = 5
"""A promise is near in its last two minutes, and in the last fifth of its time."""

Kind = tuple[str, "str | None"]
"""What routing goes by: a language and a skill."""


class Place(NamedTuple):
    """
    A place in a line; the smaller one comes first.

    `of` is the agent who holds it. From `near` on the promise is near, from `late` on
    it is past; None without one.
    """

    turn: tuple[Any, ...]
    number: int
    of: str | None = None
    near: datetime | None = None
    late: datetime | None = None


class Spot(NamedTuple):
    """
    The line of a kind, or of what is held (None), and the place in it.
    """

    kind: Kind | None
    place: Place


class Line:
    """
    Places in order. They are sorted when somebody looks, if any came or went.
    """

    def __init__(self) -> None:
        self._places: set[Place] = set()

    def __len__(self) -> int:
        return len(self._places)

    def put(self, place: Place) -> None:
        """
        Add a place.
        """
        self._places.add(place)
        self._forget()

    def drop(self, place: Place) -> None:
        """
        Take a place out that is in it.
        """
        self._places.remove(place)
        self._forget()

    @cached_property
    def places(self) -> list[Place]:
        """
        All of them.
        """
        return sorted(self._places)

    @cached_property
    def near(self) -> list[datetime]:
        """
        When their promises are near, the earliest first.
        """
        return sorted(each.near for each in self._places if each.near is not None)

    @cached_property
    def late(self) -> list[datetime]:
        """
        When their promises are past, the earliest first.
        """
        return sorted(each.late for each in self._places if each.late is not None)

    def _forget(self) -> None:
        for name in ("places", "near", "late"):
            self.__dict__.pop(name, None)


def spots(thread: Iterable[Row]) -> dict[int, Spot]:
    """
    Tell where the open handoffs of one thread stand, by their numbers.

    Of several that wait the last one leads (`standing.opened`); what another owner has
    made wait behind somebody else's stands nowhere.
    """
    found: dict[int, Spot] = {}
    waiting: list[Handoff] = []
    for row in thread:
        each = row.handoff
        if each.state == WAITING and row.owner == QUEUE:
            waiting.append(each)
        elif each.state == HELD and row.owner == owner.agent(str(each.agent)):
            turn = (each.claimed_at, each.number)
            found[each.number] = Spot(None, Place(turn, each.number, each.agent))
    if waiting:
        leading = max(waiting, key=lambda each: (each.requested_at, each.number))
        found[leading.number] = _waiting(leading)
    return found


def _waiting(found: Handoff) -> Spot:
    turn = (-found.priority, found.requested_at, found.number)
    near, late = None, found.promised_at
    if late is not None:
        near = late - max(NEAR, (late - found.requested_at) / NEAR_SHARE)
    place = Place(turn, found.number, None, near, late)
    return Spot((found.language, found.skill), place)
