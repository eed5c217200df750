"""
What each kind of reading and writing needs, and that nothing goes below it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone

import pytest

from crm_connector import access
from crm_connector.access import ATTENDED_FOR, NEEDS, Access, Agreed, Attended
from crm_connector.errors import NotConfirmed, NotProven
from crm_connector.identity.ageing import by_code
from crm_connector.identity.consent import Purpose, Statement
from crm_connector.model import Assurance, Identity, Yes

NOW = datetime(2026, 5, 10, 6, 30, tzinfo=timezone.utc)
WISH = ("cancel_order", "10042")
YES = Yes("1", WISH, "key-1")

Standing = Mapping[Purpose, Statement]

WAYS: dict[Access, Callable[[Identity, Yes | None], object]] = {
    Access.PROFILE: lambda who, _: access.access_profile(who, NOW),
    Access.ORDERS: lambda who, _: access.access_orders(who, NOW),
    Access.CHANGE: lambda who, yes: access.access_change(who, NOW, yes, WISH),
    Access.DECLARE: lambda who, _: access.access_declare(who, NOW),
    Access.CLAIM: lambda who, yes: access.access_claim(who, NOW, yes, WISH),
    Access.DESK: lambda who, _: access.access_desk(Attended(who, NOW), NOW),
    Access.DESK_CHANGE: lambda who, yes: access.access_desk_change(
        Attended(who, NOW), NOW, yes, WISH
    ),
    Access.EXPORT: lambda who, _: access.access_export(who, NOW),
    Access.ERASE: lambda who, yes: access.access_erase(who, NOW, yes, WISH),
}


def somebody(level: Assurance) -> Identity:
    """
    Sara, at this level now.
    """
    return Identity("1", level, by_code("web", NOW))


def test_the_levels_are_those_of_the_design() -> None:
    assert {each: (need.level, need.yes) for each, need in NEEDS.items()} == {
        Access.PROFILE: (Assurance.PROVEN, False),
        Access.ORDERS: (Assurance.PROVEN, False),
        Access.CHANGE: (Assurance.PROVEN, True),
        Access.DECLARE: (Assurance.PROVEN, False),
        Access.CLAIM: (Assurance.FRESH_CODE, True),
        Access.DESK: (Assurance.PROVEN, False),
        Access.DESK_CHANGE: (Assurance.PROVEN, True),
        Access.EXPORT: (Assurance.FRESH_CODE, False),
        Access.ERASE: (Assurance.FRESH_CODE, True),
    }


def test_every_way_is_tried_here() -> None:
    functions = {name for name in vars(access) if name.startswith("access_")}

    assert set(WAYS) == set(Access)
    assert functions == {f"access_{each.value}" for each in Access}


@pytest.mark.parametrize("way", Access)
@pytest.mark.parametrize("level", Assurance)
def test_below_its_level_nothing_goes(way: Access, level: Assurance) -> None:
    if level >= NEEDS[way].level:
        expected = Agreed("1", YES.key) if NEEDS[way].yes else "1"
        assert WAYS[way](somebody(level), YES) == expected
        return
    with pytest.raises(NotProven) as caught:
        WAYS[way](somebody(level), YES)
    assert caught.value.needed is NEEDS[way].level


@pytest.mark.parametrize("way", Access)
def test_nobody_is_nobody_at_any_level(way: Access) -> None:
    with pytest.raises(NotProven):
        WAYS[way](Identity(None, Assurance.FRESH_CODE, by_code("web", NOW)), YES)


@pytest.mark.parametrize("way", Access)
def test_a_yes_is_asked_for_where_it_is_needed(way: Access) -> None:
    sara = somebody(Assurance.FRESH_CODE)

    if NEEDS[way].yes:
        anothers, other = Yes("2", WISH, "k"), Yes("1", ("cancel_order", "7"), "k")
        for no_yes in (None, anothers, other):
            with pytest.raises(NotConfirmed):
                WAYS[way](sara, no_yes)
    else:
        assert WAYS[way](sara, None) == "1"


@pytest.mark.parametrize("way", [Access.CLAIM, Access.EXPORT, Access.ERASE])
def test_a_code_of_fifteen_minutes_ago_is_not_fresh(way: Access) -> None:
    almost = by_code("web", NOW - timedelta(minutes=15, microseconds=-1))
    old = by_code("web", NOW - timedelta(minutes=15))

    assert WAYS[way](Identity("1", Assurance.FRESH_CODE, almost), YES)
    with pytest.raises(NotProven) as caught:
        WAYS[way](Identity("1", Assurance.FRESH_CODE, old), YES)
    assert caught.value.needed is Assurance.FRESH_CODE


def test_the_desk_goes_by_what_was_proven_when_they_wrote() -> None:
    night = by_code("web", NOW - timedelta(hours=20))
    sara = Identity("1", Assurance.FRESH_CODE, night)
    wrote = NOW - timedelta(hours=19)

    # By now the code has ended, which ends the chat's own reading and not the desk's.
    with pytest.raises(NotProven):
        access.access_profile(sara, NOW)
    assert access.access_desk(Attended(sara, wrote), NOW) == "1"
    with pytest.raises(NotProven):
        access.access_desk(Attended(sara, NOW - timedelta(hours=7)), NOW)


def test_the_desk_forgets_whom_it_was_asked_by_long_ago() -> None:
    sara = somebody(Assurance.PROVEN)

    assert access.access_desk(Attended(sara, NOW), NOW + ATTENDED_FOR) == "1"
    later = NOW + ATTENDED_FOR + timedelta(seconds=1)
    with pytest.raises(NotProven):
        access.access_desk(Attended(sara, NOW), later)


def said(*, is_granted: bool, purpose: Purpose = Purpose.ORDER_NEWS) -> Standing:
    """
    What Sara has said about a purpose.
    """
    return {purpose: Statement(1, purpose, is_granted, "Shall I?", "web en", NOW)}


def test_the_clock_looks_only_at_orders_of_those_who_want_it() -> None:
    assert access.may_follow("1", said(is_granted=True)) == "1"
    refused = said(is_granted=False)
    other = said(is_granted=True, purpose=Purpose.SERVICE)
    for standing in (refused, other, {}):
        with pytest.raises(NotConfirmed):
            access.may_follow("1", standing)
