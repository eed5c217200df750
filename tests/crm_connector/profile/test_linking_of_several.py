"""
Several customers of whom people made one: each has what is found of that one alone.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_connector.identity import ledger, present
from crm_connector.identity.ageing import by_code
from crm_connector.identity.errors import AlreadyOne, TooMany
from crm_connector.identity.identifiers import Identifier, Kind, Rules
from crm_connector.model import Assurance, Customer, Identity, Loyalty, Yes
from crm_connector.profile.facts import Field, Profile
from tests.crm_connector.identity.people import shop
from tests.crm_connector.small_shop import NOW, SARA
from tests.fakes.house import FakeHouse
from tests.fakes.source import FakeSource

RULES = Rules()
NAMES = {1: "سارا احمدی", 2: "John Smith", 3: "مریم رضایی", 4: "Ali Karimi"}
NONE_IN_CLUB = 4


def phone(number: int) -> str:
    """
    The telephone that the shop has on file of a customer.
    """
    return f"+98912000000{number}"


def a_card(number: int, **of: object) -> Customer:
    """
    The card of the customer of this number, which is ten times that.
    """
    return replace(
        SARA,
        **{
            "id": str(10 * number),
            "name": NAMES[number],
            "phones": (phone(number),),
            "emails": (),
            **of,
        },
    )


class House:
    """
    A shop with four customers and a club in which three of them have a card.
    """

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.shop = FakeSource([a_card(n, id=str(n)) for n in NAMES], name="shop")
        self.club = FakeSource(
            [a_card(n) for n in NAMES if n != NONE_IN_CLUB], name="club"
        )
        for card in self.club.customers:
            self.club.loyalties[card] = Loyalty(card, int(card), None, "club", NOW)
        self.house = FakeHouse(self.shop, self.club, clock=lambda: NOW)
        self.merges: dict[int, tuple[int, int]] = {}

    def close(self) -> None:
        """
        Nothing is under way afterwards.
        """
        self.loop.run_until_complete(self.house.keeper.close())
        self.loop.close()

    def run(self, work):
        """
        On the ledger.
        """
        return self.loop.run_until_complete(self.house.ledger.write(work))

    def meet(self, number: int, source: str = "shop") -> int:
        """
        Whoever has this number.
        """
        return self.run(
            lambda c: ledger.meet(
                c, shop(number, source), source=source, now=NOW, rules=RULES
            )
        )

    def merge(self, one: int, other: int, source: str = "shop") -> int:
        """
        People find that two are one person.
        """
        pair = self.meet(one), self.meet(other, source)
        number = self.run(
            lambda c: ledger.merge(
                c, *pair, by="agent", reason="they said so", now=NOW, rules=RULES
            )
        )
        self.merges[number] = (one, other)
        return number

    def split(self, number: int) -> None:
        """
        And that they are not.
        """
        del self.merges[number]
        self.run(lambda c: ledger.split(c, number, by="agent", reason="", now=NOW))

    def profile(self, number: int) -> Profile:
        """
        What is known of a customer.
        """
        return self.loop.run_until_complete(
            self.house.profiles.of(self.meet(number), fields=[Field.LOYALTY])
        )

    def cards(self, number: int) -> set[int]:
        """
        The customers whose cards this one hears the points of.
        """
        facts = self.profile(number).loyalty
        return {int(fact.value.customer_id) // 10 for fact in facts}

    def together(self, number: int) -> set[int]:
        """
        Who is one with this customer.
        """
        found, waiting = {number}, [number]
        while waiting:
            here = waiting.pop()
            for pair in self.merges.values():
                if here in pair:
                    waiting += set(pair) - found
                    found |= set(pair)
        return found


@pytest.fixture
def house():
    """
    All of it.
    """
    made = House()
    yield made
    made.close()


@pytest.mark.parametrize("asked_before", [(), (1,), (2,), (1, 2)])
def test_two_who_are_one_have_the_cards_of_both(house: House, asked_before) -> None:
    """
    Whoever of them had been looked for when they were merged.
    """
    for each in asked_before:
        house.cards(each)

    house.merge(1, 2)

    assert house.cards(1) == house.cards(2) == {1, 2}


def test_after_the_split_each_has_their_own(house: House) -> None:
    merged = house.merge(1, 2)
    house.cards(1)

    house.split(merged)

    assert house.cards(1) == {1}
    assert house.cards(2) == {2}


def test_a_card_that_people_gave_to_a_customer_is_that_ones_card(house: House) -> None:
    """
    The customer is not looked for any more, the other one is.
    """
    house.merge(1, 30, source="club")
    house.merge(1, 2)

    assert house.cards(1) == {2, 3}


def test_one_card_goes_to_one_of_two(house: House) -> None:
    """
    The shop has the same person twice.
    """
    house.shop.customers["2"] = a_card(1, id="2", source="shop")
    house.merge(1, 2)

    profile = house.profile(1)

    assert [fact.value.customer_id for fact in profile.loyalty] == ["10"]
    assert profile.unsure == ()


def test_a_card_of_the_other_ones_family_is_asked_about(house: House) -> None:
    """
    Though the first of them has a card.
    """
    house.cards(1)
    house.club.customers["20"] = a_card(2, name="Mary Smith", source="club")

    house.merge(1, 2)
    profile = house.profile(1)

    assert [fact.value.customer_id for fact in profile.loyalty] == ["10"]
    assert [match.record.id for match in profile.unsure] == ["20"]


def test_each_of_the_two_may_say_that_a_card_is_theirs(house: House) -> None:
    """
    Though the other has one; and nobody says it of a second card of their own.
    """
    house.cards(1)
    house.club.customers["20"] = a_card(2, name="Mary Smith", source="club")
    house.merge(1, 2)
    card = house.profile(1).unsure[0].record
    declarations = house.house.gate.declarations

    def may_claim(number: int) -> bool:
        who = Identity(str(number), Assurance.FRESH_CODE, by_code("web", NOW))
        for telephone in (phone(1), phone(2)):
            house.run(
                lambda c, telephone=telephone: ledger.link(
                    c,
                    present.linked(c, shop(number))[0],
                    Identifier(Kind.PHONE, telephone),
                    assurance=Assurance.FRESH_CODE,
                    source="code",
                    now=NOW,
                    rules=RULES,
                )
            )
        return house.loop.run_until_complete(declarations.may_claim(who, card))

    assert not may_claim(1)
    assert may_claim(2)
    who = Identity("2", Assurance.FRESH_CODE, by_code("web", NOW))
    yes = Yes("2", ("claim", "club", "20"), "a button")
    house.loop.run_until_complete(
        declarations.claim(who, ("club", "20"), yes=yes, wording="is it yours?")
    )
    assert house.cards(1) == {1, 2}


STEPS = st.one_of(
    st.tuples(st.just("ask"), st.sampled_from(sorted(NAMES)), st.just(0)),
    st.tuples(
        st.just("merge"), st.sampled_from(sorted(NAMES)), st.sampled_from(sorted(NAMES))
    ),
    st.tuples(st.just("split"), st.integers(0, 5), st.just(0)),
)


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEPS, max_size=12))
def test_merge_then_split_changes_no_cards(steps) -> None:
    """
    Whoever is asked for in between: a person has the cards of those who are the person.
    """
    house = House()
    try:
        for what, one, other in steps:
            if what == "merge":
                try:
                    house.merge(one, other)
                except (AlreadyOne, TooMany):
                    continue
            elif what == "split" and house.merges:
                house.split(sorted(house.merges)[one % len(house.merges)])
            elif what == "ask":
                assert house.cards(one) == house.together(one) - {NONE_IN_CLUB}
        for merged in list(house.merges):
            house.split(merged)
        for each in NAMES:
            assert house.cards(each) == {each} - {NONE_IN_CLUB}
            (own,) = house.run(lambda c, each=each: present.people(c, shop(each)))
            has = house.run(lambda c, own=own: present.links_of(c, own))
            of_club = [
                link.identifier
                for link in has
                if link.identifier.kind is Kind.SHOP_CUSTOMER_ID
                and link.identifier.scope == "club"
            ]
            wanted = [] if each == NONE_IN_CLUB else [shop(10 * each, "club")]
            assert of_club == wanted
    finally:
        house.close()
