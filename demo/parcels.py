"""
What the carriers have: mostly one parcel an order, now and then two.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from demo.clock import DAY, day_of
from demo.journey import Journey, at_work

# The second parcel leaves at least this many minutes after the first.
_APART = 60


@dataclass(frozen=True)
class Parcel:
    """
    What the carrier has; `status` is the carrier's own, the minutes count from today.
    """

    carrier: str
    tracking_code: str
    status: str
    shipped: int
    delivered: int | None


def make_parcel(
    rng: random.Random, carriers: Mapping[str, Any], method: str, journey: Journey
) -> Parcel | None:
    """
    The one parcel of an order, None as long as it has not left.
    """
    shipped = journey.at("shipped")
    if shipped is None:
        return None
    code = _code(rng, carriers, method)
    return Parcel(method, code, _status(journey), shipped, journey.at("delivered"))


def can_be_split(journey: Journey) -> bool:
    """
    Whether there is time for a second parcel to leave after the first.
    """
    shipped = journey.at("shipped")
    return shipped is not None and shipped + _APART < _leaves_before(journey)


def split(
    rng: random.Random, carriers: Mapping[str, Any], whole: Parcel, journey: Journey
) -> tuple[Parcel, Parcel]:
    """
    Two parcels in place of a whole one: the second is the slower one.

    The order's own steps are those of the first parcel to leave and of the last one to
    arrive, so of an open order the first parcel may be there already.
    """
    soonest, end = whole.shipped + _APART, _leaves_before(journey)
    later = at_work(rng, whole.shipped + rng.randrange(_APART, 2 * DAY))
    second = Parcel(
        whole.carrier,
        _code(rng, carriers, whole.carrier),
        whole.status,
        later if later < end else soonest,
        whole.delivered,
    )
    # Nobody sends the first parts by a way that is slower than the rest.
    carrier = "courier" if whole.carrier == "post" else whole.carrier
    there = _first_arrival(rng, carriers[carrier]["days"], whole, journey)
    status = whole.status
    if there is not None and status != "returned":
        status = "delivered"
    first = Parcel(
        carrier,
        whole.tracking_code
        if carrier == whole.carrier
        else _code(rng, carriers, carrier),
        status,
        whole.shipped,
        there,
    )
    return first, second


def _first_arrival(
    rng: random.Random, days: tuple[int, int], whole: Parcel, journey: Journey
) -> int | None:
    """
    When the first of two parcels arrives, None when that is still to come.
    """
    soonest = day_of(whole.shipped) + max(1, days[0])
    slowest = day_of(whole.shipped) + days[1]
    # Before the second one goes to the rider, or before today.
    before = journey.at("out_for_delivery") or 0
    last = min(slowest, day_of(before) - 1)
    if soonest <= last:
        return rng.randint(soonest, last) * DAY + rng.randrange(10 * 60, 19 * 60)
    # Too little time on the road to tell them apart: one rider brings both.
    return whole.delivered


def _leaves_before(journey: Journey) -> int:
    return journey.at("out_for_delivery") or 0


def _status(journey: Journey) -> str:
    return {"shipped": "in_transit"}.get(journey.status, journey.status)


def _code(rng: random.Random, carriers: Mapping[str, Any], carrier: str) -> str:
    # Long random codes: two alike would take thousands of such shops.
    digits = "".join(rng.choices("0123456789", k=14))
    return f"{carriers[carrier]['prefix']}{digits}"
