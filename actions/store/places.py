"""
Places on the earth and how far they are from each other. Pure functions.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from actions.shop import Branch

EARTH_RADIUS = 6_371_008.8
"""Metres: the mean radius of the earth (IUGG, from the ellipsoid of GRS 80)."""
_MOST_LATITUDE, _MOST_LONGITUDE = 90.0, 180.0


class Place(NamedTuple):
    """
    Latitude, from -90 to 90, and longitude, from -180 to 180, in degrees.
    """

    latitude: float
    longitude: float


def place_of(latitude: str, longitude: str) -> Place | None:
    """
    The place that two numbers in degrees name; None where there is no such place.
    """
    try:
        place = Place(float(latitude), float(longitude))
    except ValueError:
        return None
    # What is no number (nan) is not below anything.
    is_there = (
        abs(place.latitude) <= _MOST_LATITUDE
        and abs(place.longitude) <= _MOST_LONGITUDE
    )
    return place if is_there else None


def apart(one: Place, other: Place) -> float:
    """
    The way from one to the other along a great circle, in metres.

    By the haversine formula, which stays exact where places are close (R. W. Sinnott,
    Virtues of the Haversine, Sky and Telescope 68 (2), 1984, p. 159). The earth is
    taken for a sphere: that is wrong by half a percent or so.
    """
    (first, west), (second, east) = (map(math.radians, each) for each in (one, other))
    lifted = math.sin((second - first) / 2) ** 2
    turned = math.cos(first) * math.cos(second) * math.sin((east - west) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(min(lifted + turned, 1.0)))


def by_distance(
    branches: Iterable[Branch], here: Place
) -> tuple[tuple[float, Branch], ...]:
    """
    The branches of which is known where they are, with metres to them, nearest first.
    """
    known = (
        (apart(here, Place(*branch.at)), branch)
        for branch in branches
        if branch.at is not None
    )
    return tuple(sorted(known, key=lambda each: each[0]))
