"""
A profile is whole when all answer in time, and honest when they do not.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.identity import consent
from crm_connector.identity.consent import Purpose, Statement
from crm_connector.identity.errors import NoSuchEntry
from crm_connector.model import Loyalty
from crm_connector.profile import rules
from crm_connector.profile.asking import Asking
from crm_connector.profile.assemble import Profiles
from crm_connector.profile.facts import Field, Lack, Missing
from crm_connector.profile.keeper import Keeper
from tests.crm_connector.identity.people import meet, merge, shop, split
from tests.crm_connector.small_shop import (
    CANCELLED,
    DELIVERED,
    JOHN,
    JOHNS,
    NOW,
    SARA,
    SHIPPED,
)
from tests.fakes.source import FakeSource

POINTS = Loyalty("9", 120, "silver", "club", NOW)
IN_THE_CLUB = replace(
    SARA,
    id="9",
    name="Sara Ahmadi",
    phones=("+982188881111", *SARA.phones),
    emails=(),
    language=None,
    source="club",
    as_of=NOW - timedelta(days=30),
)


class House:
    """
    Two sources, a ledger in which one person is a customer of both, and a clock.
    """

    def __init__(self, connection, seconds: float = 30) -> None:
        self.connection = connection
        self.now = 0.0
        self.shop = FakeSource(
            [SARA, JOHN], [DELIVERED, SHIPPED, CANCELLED, JOHNS], name="shop"
        )
        self.club = FakeSource([IN_THE_CLUB], name="club")
        self.club.loyalties["9"] = POINTS
        self.keeper = Keeper(lambda: self.now)
        asking = Asking([self.shop, self.club], self.keeper, clock=lambda: self.now)
        self.profiles = Profiles(
            asking, self.read, rules.load(), seconds=seconds, clock=lambda: NOW
        )
        self.sara = meet(connection, shop(1, "shop"))
        self.in_club = meet(connection, shop(9, "club"))
        self.merged = merge(connection, self.sara, self.in_club)

    async def read(self, work):
        """
        What the ledger says.
        """
        return work(self.connection)

    async def of_sara(self, **options):
        """
        Her profile.
        """
        return await self.profiles.of(self.sara, **options)


@pytest.fixture
async def house(connection) -> AsyncIterator[House]:
    """
    All of it, and nothing under way afterwards.
    """
    house = House(connection)
    yield house
    await house.keeper.close()


async def test_everything_from_everywhere_each_with_source_age_and_rule(
    house: House,
) -> None:
    profile = await house.of_sara()

    assert profile.name is not None
    assert profile.name.value == SARA.name
    assert (profile.name.source, profile.name.as_of) == ("shop", NOW)
    assert profile.name.rule == "the newest"
    assert profile.language is not None
    assert profile.language.rule == "the only source"
    assert [(fact.value, fact.source) for fact in profile.phones] == [
        (SARA.phones[0], "shop"),
        ("+982188881111", "club"),
    ]
    assert [fact.value for fact in profile.loyalty] == [POINTS]
    assert [fact.value for fact in profile.orders] == [CANCELLED, SHIPPED, DELIVERED]
    assert profile.missing == ()
    facts = (profile.name, profile.phones[0], *profile.orders, *profile.loyalty)
    assert not any(fact.is_late for fact in facts)
    # The club's list is of a month ago, however lately it was read.
    assert profile.phones[1].is_late


@pytest.fixture
async def impatient(connection) -> AsyncIterator[House]:
    """
    The same, which waits for half a second.
    """
    house = House(connection, seconds=0.5)
    yield house
    await house.keeper.close()


async def test_only_what_is_wanted_is_asked_for(house: House) -> None:
    profile = await house.of_sara(fields=[Field.LOYALTY])

    assert profile.loyalty
    assert (profile.name, profile.orders) == (None, ())
    assert (house.shop.asked, house.club.asked) == (0, 1)


async def test_nobody_has_no_profile(house: House) -> None:
    with pytest.raises(NoSuchEntry):
        await house.profiles.of(999)


async def test_somebody_of_whom_only_we_know_has_an_empty_one(house: House) -> None:
    stranger = meet(house.connection, shop(1, "a source that was closed"))

    profile = await house.profiles.of(stranger)

    assert (profile.name, profile.orders, profile.missing) == (None, (), ())


async def test_after_a_split_each_has_their_own(house: House) -> None:
    await house.of_sara()
    split(house.connection, house.merged)

    sara, loyal = await house.of_sara(), await house.profiles.of(house.in_club)

    assert sara.loyalty == ()
    assert loyal.orders == ()
    assert loyal.name is not None
    assert loyal.name.value == "Sara Ahmadi"


async def test_a_slow_source_is_not_waited_for_longer_than_the_budget(
    impatient: House,
) -> None:
    house = impatient
    house.club.delay = 30

    profile = await house.of_sara()

    assert profile.name is not None
    assert len(profile.orders) == 3
    assert Missing("club", Field.LOYALTY, Lack.LATE) in profile.missing
    assert {each.source for each in profile.missing} == {"club"}
    assert profile.lacks(Field.LOYALTY) == (Missing("club", Field.LOYALTY, Lack.LATE),)


@pytest.mark.parametrize(
    ("failure", "why"),
    [
        (SourceUnavailable("down"), Lack.DOWN),
        (BadSourceData("odd"), Lack.NONSENSE),
        (SourceRejected("password"), Lack.REFUSED),
        (CrmError("?"), Lack.REFUSED),
    ],
)
async def test_what_a_broken_source_would_have_told_is_named(
    house: House, failure: CrmError, why: Lack
) -> None:
    house.shop.fault = failure

    profile = await house.of_sara()

    assert profile.orders == ()
    assert profile.lacks(Field.ORDERS) == (Missing("shop", Field.ORDERS, why),)
    assert profile.name is not None
    assert profile.name.source == "club"
    assert profile.loyalty


async def test_a_customer_who_is_gone_from_a_source_is_no_fault(house: House) -> None:
    del house.club.customers["9"]
    del house.club.loyalties["9"]
    house.club.loyalties["8"] = POINTS

    profile = await house.of_sara()

    assert profile.loyalty == ()
    assert profile.missing == ()


async def test_an_old_answer_of_a_dead_source_says_that_it_is_late(
    house: House,
) -> None:
    await house.of_sara()
    house.shop.go_down()
    house.now = 3600 * 5

    profile = await house.of_sara()

    assert [fact.is_late for fact in profile.orders] == [True] * 3
    assert profile.lacks(Field.ORDERS) == (Missing("shop", Field.ORDERS, Lack.DOWN),)
    assert profile.orders[0].as_of == NOW
    assert profile.name is not None
    assert not profile.name.is_late

    house.now = 3600 * 24 * 30
    assert (await house.of_sara()).orders == ()


async def test_an_old_answer_stands_in_for_a_slow_source(impatient: House) -> None:
    house = impatient
    await house.of_sara()
    house.shop.delay = 30
    house.now = 3600 * 5

    profile = await house.of_sara()

    assert [fact.is_late for fact in profile.orders] == [True] * 3
    assert profile.lacks(Field.ORDERS) == (Missing("shop", Field.ORDERS, Lack.LATE),)


async def test_a_late_answer_is_there_for_the_next_one(impatient: House) -> None:
    house = impatient
    house.club.gate.clear()
    assert (await house.of_sara()).loyalty == ()
    house.club.gate.set()

    assert (await house.of_sara()).loyalty
    # Its customer, points and orders, each once.
    assert house.club.asked == 3


async def test_each_source_is_asked_once_however_many_ask(house: House) -> None:
    house.shop.delay = house.club.delay = 0.01

    profiles = await asyncio.gather(*(house.of_sara() for _ in range(200)))

    assert all(profile.missing == () for profile in profiles)
    assert (house.shop.asked, house.club.asked) == (2, 3)


async def test_a_dead_source_is_left_alone_after_a_while(house: House) -> None:
    house.shop.go_down()
    for _ in range(10):
        await house.of_sara()
    asked = house.shop.asked
    for _ in range(10):
        await house.of_sara()

    assert house.shop.asked == asked
    house.shop.come_back()
    house.now = 60
    await house.of_sara()
    assert (await house.of_sara()).orders


async def test_what_we_changed_is_asked_for_anew(house: House) -> None:
    await house.of_sara()
    house.shop.all_orders.remove(SHIPPED)

    assert len((await house.of_sara()).orders) == 3
    house.profiles.forget("shop", "1")
    assert len((await house.of_sara()).orders) == 2


@pytest.mark.parametrize("answer", [None, False])
async def test_without_consent_there_is_nothing_for_that_purpose(
    house: House, answer: bool | None
) -> None:
    if answer is not None:
        said(house, answer)

    profile = await house.of_sara(purpose=Purpose.MARKETING)

    assert (profile.name, profile.orders, profile.loyalty) == (None, (), ())
    assert {each.why for each in profile.missing} == {Lack.NOT_AGREED}
    assert house.shop.asked == 0
    assert (await house.of_sara()).orders


async def test_with_consent_there_is_everything_for_that_purpose(
    house: House,
) -> None:
    yes = said(house, True)

    profile = await house.of_sara(purpose=Purpose.MARKETING)

    assert profile.orders
    assert profile.consent == {Purpose.MARKETING: yes}
    assert (await house.of_sara(purpose=Purpose.ANALYTICS)).orders == ()


def said(house: House, is_granted: bool) -> Statement:
    """
    What Sara answered when she was asked whether we may write to her.
    """
    statement = Statement(
        house.sara, Purpose.MARKETING, is_granted, "May we write?", "web", NOW
    )
    consent.say(house.connection, statement)
    return statement
