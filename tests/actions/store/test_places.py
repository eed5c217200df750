"""
How far places are from each other, and which branch is nearest.
"""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.store.places import EARTH_RADIUS, Place, apart, by_distance, place_of
from bot import HOUSE
from bot.shop import load_shop

BRANCHES = load_shop(HOUSE / "demo" / "shop.yml").branches
VANAK = Place(35.7575, 51.4100)
HALF_ROUND = math.pi * EARTH_RADIUS

# Others may be at work on the same two cores.
at_leisure = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
places = st.builds(
    Place,
    st.floats(-90, 90, allow_nan=False),
    st.floats(-180, 180, allow_nan=False),
)


@pytest.mark.parametrize(
    ("one", "other", "kilometres"),
    [
        # Heathrow and JFK; Mehrabad and Mashhad; Sydney and Santiago.
        (Place(51.4700, -0.4543), Place(40.6413, -73.7781), 5540),
        (Place(35.6892, 51.3134), Place(36.2352, 59.6410), 752),
        (Place(-33.9399, 151.1753), Place(-33.3930, -70.7858), 11_340),
        (Place(90, 0), Place(-90, 77), 20_015),
        (Place(0, 179.5), Place(0, -179.5), 111),
    ],
)
def test_known_ways_are_as_long_as_they_are(one, other, kilometres):
    assert apart(one, other) / 1000 == pytest.approx(kilometres, rel=0.005)


def test_what_is_close_is_told_to_the_metre():
    """
    A thousandth of a degree of latitude, where the cosine of so small an angle is 1.
    """
    north = Place(VANAK.latitude + 1e-5, VANAK.longitude)
    assert apart(VANAK, north) == pytest.approx(HALF_ROUND / 180e5, rel=1e-6)


@at_leisure
@given(places, places, places)
def test_it_is_a_distance(one, other, third):
    way = apart(one, other)
    assert 0 <= way <= HALF_ROUND * (1 + 1e-9)
    assert way == pytest.approx(apart(other, one), abs=1e-6)
    assert apart(one, one) == pytest.approx(0, abs=1e-6)
    assert apart(one, third) <= way + apart(other, third) + 1


def test_the_nearest_branch_comes_first():
    found = by_distance(BRANCHES, VANAK)
    assert [branch.key for _, branch in found][:2] == [
        "tehran-valiasr",
        "tehran-tehranpars",
    ]
    assert {branch.key for _, branch in found} == {each.key for each in BRANCHES}
    assert [far for far, _ in found] == sorted(far for far, _ in found)
    assert found[0][0] == pytest.approx(423, abs=5)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("90.001", "0"),
        ("-91", "0"),
        ("0", "180.5"),
        ("nan", "51"),
        ("35", "nan"),
        ("inf", "0"),
        ("1e999", "0"),
        ("", ""),
        ("north", "51"),
    ],
)
def test_senseless_numbers_are_no_place(latitude, longitude):
    assert place_of(latitude, longitude) is None


@at_leisure
@given(places)
def test_every_place_is_read_from_its_numbers(place):
    assert place_of(str(place.latitude), str(place.longitude)) == place
