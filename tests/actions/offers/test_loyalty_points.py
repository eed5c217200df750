"""
What is said around points: rules, totals, and cards that are not there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timezone

import pytest

from actions.offers.loyalty_points import ActionLoyaltyPoints
from actions.services import Services
from crm_connector.identity import ledger
from crm_connector.identity.ageing import by_code, by_shop
from crm_connector.identity.identifiers import Identifier, Kind, Rules
from crm_connector.model import Assurance, ContactKind, Identity, Loyalty
from tests.conversations.wishes import SHOP
from tests.fakes.acting import says
from tests.fakes.clock import FakeClock
from tests.fakes.house import FakeHouse
from tests.fakes.orders import a_customer
from tests.fakes.source import FakeSource

CLOCK = FakeClock()
PROVEN = Identity("7", Assurance.PROVEN, by_shop(CLOCK()))
FRESH = Identity("7", Assurance.FRESH_CODE, by_code("web", CLOCK()))
TOTAL = [
    ("fa", "روی هم چند امتیاز دارم؟"),
    ("fa", "ruye ham chand emtiaz daram?"),
    ("ar", "كم مجموع نقاطي؟"),
    ("en", "how many points in total?"),
]
OTHER_CARD = [
    ("fa", "کارت دیگری هم دارم"),
    ("ar", "لدي بطاقة أخرى"),
    ("en", "I have another card"),
]
RULES = [
    ("fa", "امتیازم تا کی اعتبار داره؟", "until"),
    ("fa", "ba emtiazam chi mitunam bekharam", "worth"),
    ("ar", "هل أستطيع تحويل نقاطي إلى أختي؟", "give"),
    ("en", "do my points expire?", "until"),
]


@dataclass
class Club:
    """
    A shop that counts points, and a club that may be silent.
    """

    shop: FakeSource
    card: FakeSource

    async def says(
        self, who: Identity, lang: str, text: str, **more: object
    ) -> list[str]:
        house = FakeHouse(self.shop, self.card, clock=CLOCK)
        settings = replace(Services(house.gate, CLOCK, timezone.utc), **more)  # type: ignore[arg-type]
        said = await says(ActionLoyaltyPoints(), settings, who, text, lang)
        return [message["response"] for message in said]


@pytest.fixture
def club() -> Club:
    """
    The customer has points of the shop; in the club she is not.
    """
    shop = FakeSource([a_customer()], clock=CLOCK)
    shop.loyalties["7"] = Loyalty("7", 230, None, "fake", CLOCK())
    card = FakeSource([], name="club", clock=CLOCK)
    card.loyalties["9"] = Loyalty("9", 5, None, "club", CLOCK())
    return Club(shop, card)


@pytest.mark.parametrize(("lang", "text"), TOTAL)
async def test_these_are_all_is_said_only_where_all_were_heard(
    club: Club, lang: str, text: str
) -> None:
    assert "utter_points_all" in await club.says(PROVEN, lang, text)

    club.card.go_down()
    said = await club.says(PROVEN, lang, text)
    assert "utter_points" in said
    assert "utter_points_all" not in said


@pytest.mark.parametrize(("lang", "text"), OTHER_CARD)
async def test_that_there_is_no_other_card_is_said_only_where_it_is_known(
    club: Club, lang: str, text: str
) -> None:
    codes = frozenset({ContactKind.PHONE})
    nobody_looked, none = "utter_points_elsewhere_people", "utter_points_elsewhere_call"

    assert (await club.says(PROVEN, lang, text))[-1] == nobody_looked
    assert (await club.says(FRESH, lang, text, codes_reach=codes))[-1] == none

    club.card.go_down()
    said = await club.says(FRESH, lang, text, codes_reach=codes)
    assert said[-1] == nobody_looked


@pytest.mark.parametrize(("lang", "text", "asked"), RULES)
async def test_no_more_than_that_is_said_after_a_rule_alone(
    club: Club, lang: str, text: str, asked: str
) -> None:
    assert await club.says(PROVEN, lang, text, shop=SHOP) == [
        "utter_points_rules",
        f"utter_points_{asked}",
    ]
    assert await club.says(PROVEN, lang, text) == [f"utter_points_{asked}_unruled"]


@pytest.mark.parametrize(
    ("lists", "told"),
    [({}, ""), ({"club": {"en": "the green card"}}, " (the green card)")],
)
async def test_a_card_is_asked_about_by_the_name_of_its_own_list(
    club: Club, lists: dict[str, dict[str, str]], told: str
) -> None:
    other = replace(a_customer("9", "علی رضایی"), source="club")
    club.card.customers["9"] = other
    house = FakeHouse(club.shop, club.card, clock=CLOCK)
    settings = Services(
        house.gate,
        CLOCK,
        timezone.utc,
        wording=lambda response, language, **fields: response,
        lists=lists,
    )
    await proves_phone(house)
    said = await says(ActionLoyaltyPoints(), settings, FRESH, TOTAL[-1][1], "en")

    assert [m["response"] for m in said][-1] == "utter_ask_same_person"
    assert said[-1]["list"] == told
    # A card in question is no sign that these are all.
    assert "utter_points_all" not in [m["response"] for m in said]


async def proves_phone(house: FakeHouse) -> None:
    """
    She has typed the code that went to her telephone.
    """
    person = await house.gate.person(FRESH)
    phone = Identifier(Kind.PHONE, a_customer().phones[0])
    await house.ledger.write(
        lambda connection: ledger.link(
            connection,
            person,
            phone,
            assurance=Assurance.FRESH_CODE,
            source="code",
            now=CLOCK(),
            rules=Rules(),
        )
    )
