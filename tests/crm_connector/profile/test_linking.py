"""
A person is found in the other sources, if nothing speaks against it, and asked else.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from crm_connector.identity import ledger, present
from crm_connector.identity.identifiers import Identifier, Kind, Rules
from crm_connector.identity.why import why
from crm_connector.model import Assurance, Loyalty
from crm_connector.profile import rules
from crm_connector.profile.asking import Asking
from crm_connector.profile.assemble import Profiles
from crm_connector.profile.facts import Field, Lack, Missing, Profile
from crm_connector.profile.keeper import Keeper
from crm_connector.profile.linking import Linking
from tests.crm_connector.identity.people import (
    PHONE,
    RULES,
    link,
    meet,
    merge,
    shop,
    split,
    telegram,
)
from tests.crm_connector.small_shop import DELIVERED, JOHN, NOW, SARA, SHIPPED
from tests.fakes.source import FakeSource

LOYAL = replace(SARA, id="9", name="Sara Ahmady", emails=(), source="club")
POINTS = Loyalty("9", 120, "silver", "club", NOW)


class House:
    """
    A shop and its club, which know nothing of each other.
    """

    def __init__(
        self,
        connection,
        blocked: frozenset[Identifier] = frozenset(),
        checked: tuple[str, ...] = ("shop", "club"),
    ):
        self.connection = connection
        self.now = 0.0
        known = [replace(each, source="shop") for each in (SARA, JOHN)]
        self.shop = FakeSource(known, [DELIVERED, SHIPPED], name="shop")
        self.club = FakeSource([LOYAL], name="club")
        self.club.loyalties["9"] = POINTS
        self.keeper = Keeper(lambda: self.now)
        asking = Asking([self.shop, self.club], self.keeper, clock=lambda: self.now)
        linking = Linking(
            asking,
            self.run,
            self.run,
            Rules(blocked=blocked),
            checked=checked,
            clock=lambda: NOW,
        )
        self.profiles = Profiles(
            asking,
            self.run,
            rules.load(),
            linking=linking,
            seconds=30,
            clock=lambda: NOW,
        )
        self.sara = meet(connection, shop(1, "shop"))

    async def run(self, work):
        """
        On the ledger.
        """
        return work(self.connection)

    async def of_sara(self, **options) -> Profile:
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


@pytest.mark.parametrize("is_proven", [False, True])
async def test_what_is_found_stays_with_whom_it_was_learnt_of(
    house: House, is_proven: bool
) -> None:
    """
    Also if that one was somebody else's person when it was found.
    """
    connection = house.connection
    phone = "+989127654321"
    house.club.customers["9"] = replace(JOHN, id="9", source="club", phones=(phone,))
    john = meet(connection, shop(2, "shop"))
    if is_proven:
        # The shop has no phone of his; he has proven the club's.
        link(
            connection,
            john,
            Identifier(Kind.PHONE, phone),
            assurance=Assurance.PROVEN,
        )
    else:
        known = house.shop.customers["2"]
        house.shop.customers["2"] = replace(known, phones=(phone,))
    merged = merge(connection, john, house.sara)
    profile = await house.of_sara()
    assert [fact.value for fact in profile.loyalty] == [POINTS]

    split(connection, merged)

    (found,) = present.people(connection, shop(9, "club"))
    assert found == present.root(connection, john)
    assert found != present.root(connection, house.sara)


async def test_the_club_knows_her_by_the_phone_that_the_shop_has(house: House) -> None:
    profile = await house.of_sara()

    assert [fact.value for fact in profile.loyalty] == [POINTS]
    assert profile.name is not None
    assert profile.unsure == ()
    assert len(profile.orders) == 2
    assert "the phone and the name agree" in " ".join(why(house.connection, house.sara))


async def test_only_once_and_for_good(house: House) -> None:
    await house.of_sara()
    asked = house.club.asked
    house.now = 10_000

    assert (await house.of_sara(fields=[Field.LOYALTY])).loyalty
    assert house.club.asked == asked + 1


async def test_what_only_the_points_are_wanted_for_is_found_too(house: House) -> None:
    profile = await house.of_sara(fields=[Field.LOYALTY])

    assert profile.loyalty
    assert profile.orders == ()


async def test_another_name_at_her_phone_is_a_question_and_tells_nothing(
    house: House,
) -> None:
    house.club.customers["9"] = replace(LOYAL, name="علی احمدی")

    profile = await house.of_sara()

    assert profile.loyalty == ()
    assert [each.record.id for each in profile.unsure] == ["9"]
    assert present.people(house.connection, shop(9, "club")) == ()


async def test_what_somebody_undid_is_not_done_again(house: House) -> None:
    await house.of_sara()
    (merged,) = present.merges(house.connection)
    ledger.split(
        house.connection, merged.number, by="agent 7", reason="her mother", now=NOW
    )
    house.now = 10_000

    assert (await house.of_sara()).loyalty == ()
    assert present.merges(house.connection) == ()


async def test_what_the_customer_called_somebody_elses_is_not_asked_again(
    house: House,
) -> None:
    house.club.customers["8"] = replace(LOYAL, id="8", name="علی احمدی")
    assert len((await house.of_sara()).unsure) == 2

    ali = meet(house.connection, shop(8, "club"))
    ledger.keep_apart(
        house.connection, house.sara, ali, by="customer", reason="no", now=NOW
    )
    profile = await house.of_sara()

    # With Ali's card out of the way, only hers fits.
    assert profile.unsure == ()
    assert [fact.value for fact in profile.loyalty] == [POINTS]


async def test_a_card_that_is_another_customers_joins_no_two_customers(
    house: House,
) -> None:
    john = meet(house.connection, shop(2, "shop"))
    card = meet(house.connection, shop(9, "club"))
    ledger.merge(
        house.connection, john, card, by="customer", reason="", now=NOW, rules=RULES
    )

    profile = await house.of_sara()

    assert profile.loyalty == ()
    assert present.root(house.connection, house.sara) == house.sara


async def test_who_proved_a_phone_on_telegram_is_found_in_every_source(
    house: House,
) -> None:
    person = meet(house.connection, telegram(5))
    assert (await house.profiles.of(person)).orders == ()

    link(house.connection, person, PHONE, assurance=Assurance.PROVEN)
    assert SARA.phones == (PHONE.value,)
    profile = await house.profiles.of(person)

    assert len(profile.orders) == 2
    assert profile.loyalty
    assert present.root(house.connection, person) == house.sara


async def test_a_phone_that_was_only_said_finds_nobody(house: House) -> None:
    person = meet(house.connection, telegram(5))
    link(house.connection, person, PHONE)

    profile = await house.profiles.of(person)

    assert (profile.orders, profile.unsure) == ((), ())


async def test_the_shops_own_phone_finds_nobody(connection) -> None:
    house = House(connection, blocked=frozenset({PHONE}))
    house.shop.customers["1"] = replace(SARA, emails=())

    profile = await house.of_sara()
    await house.keeper.close()

    assert (profile.loyalty, profile.unsure) == ((), ())
    assert len(profile.orders) == 2


async def test_a_record_that_is_nobodys_is_not_joined(connection) -> None:
    house = House(connection, blocked=frozenset({shop(9, "club")}))

    profile = await house.of_sara()
    await house.keeper.close()

    assert profile.loyalty == ()
    assert len(profile.orders) == 2


async def test_a_proven_phone_does_not_outweigh_a_name_that_was_not_heard(
    house: House,
) -> None:
    house.club.customers["9"] = replace(LOYAL, name="علی احمدی")
    link(house.connection, house.sara, PHONE, assurance=Assurance.PROVEN)
    house.shop.go_down()

    assert (await house.of_sara()).loyalty == ()

    house.shop.come_back()
    house.now = 10_000
    profile = await house.of_sara()
    assert profile.loyalty == ()
    assert [each.record.id for each in profile.unsure] == ["9"]


async def test_too_many_of_a_kind_are_not_joined_by_a_rule(house: House) -> None:
    for number in range(RULES.limits[Kind.PHONE]):
        link(
            house.connection,
            house.sara,
            Identifier(Kind.PHONE, f"+98935000001{number}"),
        )
    in_club = meet(house.connection, shop(9, "club"))
    link(house.connection, in_club, PHONE)

    profile = await house.of_sara()

    assert profile.loyalty == ()
    assert present.root(house.connection, in_club) == in_club


async def test_a_club_that_is_down_keeps_nobody_from_their_orders(
    house: House,
) -> None:
    house.club.go_down()

    profile = await house.of_sara()

    assert len(profile.orders) == 2
    assert profile.lacks(Field.LOYALTY) == (Missing("club", Field.LOYALTY, Lack.DOWN),)
    house.club.come_back()
    assert (await house.of_sara()).loyalty


async def test_who_is_found_by_two_at_once_is_whole_for_both(house: House) -> None:
    """
    The second of them finds that it is written down already.
    """
    profiles = await asyncio.gather(house.of_sara(), house.of_sara())

    assert [len(each.loyalty) for each in profiles] == [1, 1]


async def test_a_phone_that_the_shop_never_checked_opens_nothing(connection) -> None:
    """
    Who wrote somebody else's number and name down is not that person elsewhere.
    """
    house = House(connection, checked=())

    profile = await house.of_sara()

    assert profile.loyalty == ()
    (unsure,) = profile.unsure
    assert unsure.record.id == "9"
    assert "nobody has proven" in unsure.reason
