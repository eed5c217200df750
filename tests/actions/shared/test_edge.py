"""
What the connector raises, in words: whose turn it is decides, not where it came from.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timezone
from typing import Any

import pytest
import structlog
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.shared.edge import CustomerAction, response_to, told_log
from bot import HOUSE
from crm_connector.errors import (
    BadMapping,
    BadSourceData,
    CodeOver,
    CodeWrong,
    CrmError,
    CustomerNotFound,
    NotConfirmed,
    NotProven,
    NotSupported,
    OutcomeUnknown,
    Refused,
    SourceUnavailable,
    TooManyCodes,
)
from crm_connector.identity.ageing import by_contact, by_shop
from crm_connector.model import Assurance, ContactKind, Identity
from tests.fakes.clock import FakeClock
from tests.fakes.house import FakeHouse
from tests.fakes.orders import NOW
from tests.fakes.source import FakeSource

BOTH = frozenset(ContactKind)
PHONES = frozenset({ContactKind.PHONE})
CUSTOMER = Identity("7", Assurance.PROVEN, by_shop(NOW))
FRESH = NotProven("No fresh code.", needed=Assurance.FRESH_CODE)
WEAK = NotProven("Nobody is signed in.")


class Raising(CustomerAction):
    """
    An action to which one thing happens.
    """

    pending = "something"

    # The engine makes every action that it finds, this one among them.
    def __init__(self, error: CrmError | None = None) -> None:
        self.error = error or CrmError("Nothing happened.")

    def name(self) -> str:
        """
        No action of the domain.
        """
        return "action_raising"

    async def answer(self, *_: Any) -> list[dict[str, Any]]:
        """
        It happens.
        """
        raise self.error


@pytest.fixture(autouse=True)
def configured() -> Iterator[None]:
    """
    A shop without codes.
    """
    clock = FakeClock()
    house = FakeHouse(FakeSource(), clock=clock)
    services.configure(services.Services(house.gate, clock, timezone.utc))
    yield
    services.configure(None)


def heard(
    error: CrmError,
    *,
    who: Identity = Identity(),  # noqa: B008 - frozen
    reach: frozenset[ContactKind] = frozenset(),
    channel: str = "web",
) -> dict[str, Any]:
    """
    The one response that somebody hears to whom this happens.
    """
    services.configure(replace(services.services(), codes_reach=reach))
    dispatcher = CollectingDispatcher()
    tracker = Tracker("x", {}, {"text": "hi"}, [], False, None, {}, "")
    acting = services.acting_for(who, channel=channel)
    with acting, structlog.testing.capture_logs():
        asyncio.run(Raising(error).run(dispatcher, tracker, {}))
    (message,) = dispatcher.messages
    return {"response": message["response"], **message["custom"], **message}


@pytest.mark.parametrize(
    ("error", "response"),
    [
        (CodeWrong("x", left=3), "utter_code_wrong"),
        (CodeOver("x"), "utter_code_over"),
        (TooManyCodes("x", retry_after=5), "utter_too_many_codes"),
        (NotConfirmed("x"), "utter_confirm_first"),
        (NotSupported("x"), "utter_not_possible_here"),
        (CustomerNotFound("x"), "utter_not_on_file"),
        (Refused("x"), "utter_change_refused"),
        (OutcomeUnknown("x"), "utter_outcome_unknown"),
        (BadSourceData("x"), "utter_source_puzzling"),
        (SourceUnavailable("x"), "utter_source_down"),
        (BadMapping("x"), "utter_source_down"),
    ],
)
def test_each_branch_has_its_own_words(error: CrmError, response: str) -> None:
    assert heard(error)["response"] == response


def test_only_the_shops_own_trouble_is_called_so() -> None:
    ours = {"utter_source_puzzling", "utter_source_down"}
    theirs = [
        each
        for each in (CodeWrong("x", left=0), CodeOver("x"), NotConfirmed("x"))
        if response_to(each) in ours
    ]
    assert theirs == []


@pytest.mark.parametrize(
    ("error", "level"), [(NotConfirmed("x"), "info"), (BadSourceData("x"), "error")]
)
def test_only_what_somebody_has_to_mend_is_an_error_in_the_log(
    error: CrmError, level: str
) -> None:
    with structlog.testing.capture_logs() as logs:
        told_log("action", error)
    assert [each["log_level"] for each in logs] == [level]


def test_all_these_words_are_in_the_domain() -> None:
    shared = (HOUSE / "bot" / "domain" / "shared.yml").read_text(encoding="utf-8")
    known = yaml.safe_load(shared)["responses"]
    said = {heard(error)["response"] for error in (WEAK, FRESH, Refused("x"))}
    said |= {heard(error, reach=BOTH)["response"] for error in (WEAK, FRESH)}
    said.add(heard(FRESH, who=CUSTOMER, reach=BOTH)["response"])
    assert said <= set(known)


@pytest.mark.parametrize("error", [WEAK, FRESH])
def test_a_stranger_may_sign_in_by_code_where_the_shop_sends_codes(
    error: NotProven,
) -> None:
    asked = heard(error, reach=BOTH)
    assert (asked["response"], asked["codes_to"]) == ("utter_sign_in_by_code", "any")
    assert heard(error, reach=PHONES)["codes_to"] == "phone"
    assert heard(error)["response"] == "utter_sign_in_first"


def test_a_customer_proves_anew_without_saying_who_they_are() -> None:
    asked = heard(FRESH, who=CUSTOMER, reach=BOTH)
    assert asked["response"] == "utter_prove_again"
    # Where no code can be sent there is no such way.
    assert heard(FRESH, who=CUSTOMER)["response"] == "utter_not_possible_here"


def test_a_customer_whose_proof_has_ended_signs_in_as_anybody() -> None:
    asked = heard(WEAK, who=CUSTOMER, reach=BOTH)
    assert asked["response"] == "utter_sign_in_by_code"


@pytest.mark.parametrize("reach", [frozenset(), BOTH])
@pytest.mark.parametrize("error", [WEAK, FRESH])
def test_on_telegram_the_number_is_asked_for_whatever_codes_the_shop_sends(
    error: NotProven, reach: frozenset[ContactKind]
) -> None:
    known = Identity(None, Assurance.CHANNEL)
    asked = heard(error, who=known, reach=reach, channel="telegram")
    assert asked["response"] == "utter_sign_in_by_code"
    assert asked["codes_to"] == "number"


def test_on_telegram_too_a_fresh_code_takes_a_shop_that_sends_one() -> None:
    proof = by_contact("telegram", NOW)
    who = Identity("7", Assurance.PROVEN, proof)
    asked = heard(FRESH, who=who, reach=PHONES, channel="telegram")
    assert asked["response"] == "utter_prove_again"
    asked = heard(FRESH, who=who, channel="telegram")
    assert asked["response"] == "utter_not_possible_here"


@pytest.mark.parametrize("error", [WEAK, FRESH])
def test_in_a_group_nobody_is_asked_for_their_number(error: NotProven) -> None:
    asked = heard(error, reach=BOTH, channel="telegram")
    assert asked["response"] == "utter_sign_in_in_private"
