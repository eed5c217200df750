"""
How the points of one list and of several are told.
"""

from __future__ import annotations

from datetime import timezone

from rasa_sdk.executor import CollectingDispatcher

from actions.offers import points
from actions.services import Services
from crm_connector.model import Loyalty
from crm_connector.profile.facts import Fact, Profile
from tests.fakes.clock import FakeClock
from tests.fakes.house import FakeHouse
from tests.fakes.source import FakeSource

CLOCK = FakeClock()
LISTS = {"club": {"en": "the club card"}, "shop": {"en": "your shop account"}}


def fact(
    source: str, number: str, collected: int, tier: str | None = None
) -> Fact[Loyalty]:
    """
    What one list says of one account.
    """
    value = Loyalty(number, collected, tier, source, CLOCK())
    return Fact(value, source, CLOCK(), "all")


def told(*facts: Fact[Loyalty]) -> list[dict[str, str]]:
    """
    The responses to these facts with their fields.
    """
    house = FakeHouse(FakeSource(), clock=CLOCK)
    services = Services(house.gate, CLOCK, timezone.utc, lists=LISTS)
    dispatcher = CollectingDispatcher()
    profile = Profile(1, loyalty=facts)
    points.tell(dispatcher, profile, "en", services, is_known=bool(facts))
    kept = ("response", "points", "list", "tier", "each")
    return [{k: m[k] for k in kept if k in m} for m in dispatcher.messages]


def test_two_lists_are_told_by_their_names_and_as_apart() -> None:
    assert told(fact("shop", "7", 320), fact("club", "9", 1250, "gold")) == [
        {"response": "utter_points_in", "points": "320", "list": "your shop account"},
        {"response": "utter_points_in", "points": "1,250", "list": "the club card"},
        {"response": "utter_part_tier", "tier": "Gold"},
        {"response": "utter_points_apart"},
    ]


def test_two_accounts_in_one_list_are_one_number() -> None:
    first, parts = told(fact("shop", "7", 697), fact("shop", "8", 150))

    assert first["points"] == "847"
    assert first["list"] == "your shop account"
    assert parts["response"] == "utter_part_points_of"
    assert "697 + 150" in parts["each"]


def test_a_level_that_both_accounts_have_is_told_once() -> None:
    said = told(fact("club", "7", 10, "gold"), fact("club", "8", 20, "طلایی"))

    assert [each.get("tier") for each in said] == [None, None, "Gold"]


def test_nobodys_points_are_said_to_be_none() -> None:
    assert told() == [{"response": "utter_points_none"}]
