"""
The way of one order: which status it had when, from the click to the door.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from demo.clock import DAY, day_of

# Of a thousand orders, how many end otherwise or come late.
_CANCELLED, _RETURNED, _LATE = 45, 35, 50
_OPENS, _CLOSES = 8 * 60, 20 * 60


@dataclass(frozen=True)
class Step:
    """
    The order got this status in this minute.
    """

    status: str
    at: int


@dataclass(frozen=True)
class Journey:
    """
    What has happened to an order until today, and what was promised.

    `asked_back` is the minute in which the customer announced a return.
    """

    steps: tuple[Step, ...]
    expected_day: int | None
    asked_back: int | None

    @property
    def status(self) -> str:
        """
        Where the order stands.
        """
        return self.steps[-1].status

    def at(self, status: str) -> int | None:
        """
        When the order got this status, if it did.
        """
        for step in self.steps:
            if step.status == status:
                return step.at
        return None


def make_journey(
    rng: random.Random,
    placed: int,
    paid_after: int | None,
    days: tuple[int, int],
    *,
    smooth: bool,
) -> Journey:
    """
    Let an order go its way and stop it at the first moment of today.

    `paid_after` is in minutes, None when it is paid at the door; `days` are the fewest
    and most days on the road; a `smooth` order is neither cancelled nor returned.
    """
    steps = [Step("placed", placed)]
    ready = placed
    if paid_after is not None:
        ready = placed + paid_after
        steps.append(Step("paid", ready))
    preparing = at_work(rng, ready + rng.randrange(60, 10 * 60))
    steps.append(Step("preparing", preparing))
    if not smooth and rng.randrange(1000) < _CANCELLED:
        cancelled = _cancelled(rng, steps)
        if cancelled[-1].at < 0:
            return Journey(tuple(cancelled), None, None)
    shipped = at_work(rng, preparing + rng.randrange(3 * 60, 20 * 60))
    steps.append(Step("shipped", shipped))
    on_road = rng.randint(*days)
    promised = max(day_of(placed) + days[1] + 2, day_of(shipped) + days[1])
    if not smooth and rng.randrange(1000) < _LATE:
        on_road += days[1] + rng.randrange(1, 3)
    steps += _handed_over(rng, shipped, on_road)
    delivered = steps[-1].at
    asked_back: int | None = None
    if not smooth and rng.randrange(1000) < _RETURNED:
        asked_back = delivered + rng.randrange(DAY, 5 * DAY)
        steps.append(Step("returned", asked_back + rng.randrange(DAY, 3 * DAY)))
    # A shop that sees a delay says so; `demo.troubles` breaks a few promises after all.
    if promised < 0 <= day_of(delivered):
        promised = day_of(delivered)
    return _until_today(steps, promised, asked_back)


def _cancelled(rng: random.Random, steps: list[Step]) -> list[Step]:
    kept = steps[: rng.randint(1, len(steps))]
    later = steps[len(kept)].at if len(kept) < len(steps) else kept[-1].at + 8 * 60
    # It lies before the step that it prevents.
    gap = max(2, later - kept[-1].at)
    return [*kept, Step("cancelled", kept[-1].at + rng.randrange(1, gap))]


def _handed_over(rng: random.Random, shipped: int, on_road: int) -> list[Step]:
    arrives = day_of(shipped) + on_road
    left_at_noon = shipped % DAY > 12 * 60
    if on_road == 0 and left_at_noon:
        arrives += 1
    earliest = shipped + 30
    # Half of the parcels go to the rider on the evening before.
    if arrives > day_of(shipped) + 1 and rng.random() < 0.5:
        out = (arrives - 1) * DAY + rng.randrange(17 * 60, _CLOSES)
        there = arrives * DAY + rng.randrange(9 * 60, 14 * 60)
    else:
        out = max(earliest, arrives * DAY + rng.randrange(_OPENS, 11 * 60))
        there = max(out + 30, arrives * DAY + rng.randrange(13 * 60, _CLOSES))
    return [Step("out_for_delivery", out), Step("delivered", there)]


def _until_today(
    steps: list[Step], promised: int | None, asked_back: int | None
) -> Journey:
    if asked_back is not None and asked_back >= 0:
        asked_back = None
    return Journey(tuple(s for s in steps if s.at < 0), promised, asked_back)


def at_work(rng: random.Random, minute: int) -> int:
    """
    The minute itself, or the next morning when nobody works then.
    """
    hour = minute % DAY
    if hour < _OPENS:
        return minute - hour + _OPENS + rng.randrange(60)
    if hour >= _CLOSES:
        return minute - hour + DAY + _OPENS + rng.randrange(60)
    return minute
