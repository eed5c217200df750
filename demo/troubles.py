"""
What a shop's customers ask about most: late orders, and orders in two parcels.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from demo.clock import DAY, day_of
from demo.orders import Order
from demo.parcels import can_be_split, split

_UNDER_WAY = ("shipped", "out_for_delivery")
# Of a hundred orders at work or under way, how many are late today, and by how much.
_LATE = 7
_MOST_DAYS_LATE = 3
# Of a hundred orders with so many lines, how many go in two parcels.
_SPLIT = 4
_LINES = 3
# Chance alone would hardly split an open order.
_OPEN_SPLIT = 5


def add_troubles(
    seed: int, carriers: Mapping[str, Any], orders: Sequence[Order]
) -> list[Order]:
    """
    The same orders, some of them late today and some of them sent in two parcels.
    """
    rng = random.Random(f"{seed}:troubles")
    return _split(rng, carriers, _delay(rng, carriers, orders))


def _delay(
    rng: random.Random, carriers: Mapping[str, Any], orders: Sequence[Order]
) -> list[Order]:
    at_work = [o for o in orders if o.journey.status in ("preparing", *_UNDER_WAY)]
    promises = {o.id: _broken_promises(carriers, o) for o in at_work}
    able = [number for number, days in promises.items() if days]
    count = min(len(able), round(len(at_work) * _LATE / 100))
    late = {number: rng.choice(promises[number]) for number in rng.sample(able, count)}
    return [
        replace(o, journey=replace(o.journey, expected_day=late[o.id]))
        if o.id in late
        else o
        for o in orders
    ]


def _broken_promises(carriers: Mapping[str, Any], order: Order) -> range:
    """
    The days before today that the shop could have promised in earnest.
    """
    fewest, _ = carriers[order.delivery_method]["days"]
    first = day_of(order.journey.steps[0].at) + max(1, fewest)
    shipped = order.journey.at("shipped")
    if shipped is not None:
        first = max(first, day_of(shipped))
    return range(max(first, -_MOST_DAYS_LATE), 0)


def _split(
    rng: random.Random, carriers: Mapping[str, Any], orders: Sequence[Order]
) -> list[Order]:
    able = [o for o in orders if len(o.lines) >= _LINES and can_be_split(o.journey)]
    under_way = [o for o in able if o.journey.status in _UNDER_WAY]
    chosen = {o.id for o in able if rng.randrange(100) < _SPLIT}
    # Those that left longest ago: of these the first parcel is there already.
    by_age = sorted(under_way, key=_days_on_road, reverse=True)
    chosen |= {o.id for o in by_age[:_OPEN_SPLIT]}
    return [
        replace(o, parcels=split(rng, carriers, o.parcels[0], o.journey))
        if o.id in chosen
        else o
        for o in orders
    ]


def _days_on_road(order: Order) -> int:
    return -(order.journey.at("shipped") or 0) // DAY
