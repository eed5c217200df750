"""
What the packet tells of the talk so far: what the bot did, and what it could not do.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.account import marketing
from actions.changing.state.wishes import Came as Became
from actions.changing.state.wishes import Kind, Open, Past, Pick, Wishes
from actions.changing.state.wishes import Wish as OrderWish
from actions.offers.loyalty_points import ActionLoyaltyPoints
from actions.orders.list_orders import ActionListOrders
from actions.orders.track_order import ActionTrackOrder
from actions.payments.get_invoice import ActionGetInvoice
from actions.shared import talk
from actions.shared.edge import CustomerAction
from actions.shared.talk import Talk
from bot.conversations.inbox import CODE_SENT
from bot.conversations.messages import Choice, Turn
from bot.engine.handing_over import asked_of, deeds_of
from bot.engine.noted import noted
from bot.engine.store import OpenTurn
from bot.handoff.packet import Came
from crm_connector.errors import Refused
from crm_connector.identity.ageing import by_shop
from crm_connector.model import Assurance, Identity, Loyalty
from tests.fakes.clock import FakeClock
from tests.fakes.house import FakeHouse
from tests.fakes.orders import NOW, a_customer, an_order
from tests.fakes.source import FakeSource

CUSTOMER = Identity("7", Assurance.PROVEN, by_shop(NOW))


class NotAllowed(CustomerAction):
    """
    An action that a system of the shop's does not allow.
    """

    pending = "something"

    def name(self) -> str:
        """
        No action of the domain.
        """
        return "action_not_allowed"

    async def answer(self, *_: Any) -> list[dict[str, Any]]:
        """
        It is not allowed.
        """
        raise Refused("It is sent already.")


@pytest.fixture(autouse=True)
def configured() -> Iterator[None]:
    """
    A shop with the customer of the fakes.
    """
    clock = FakeClock()
    source = FakeSource([a_customer()], [an_order("21963")])
    source.loyalties["7"] = Loyalty("7", 320, None, "fake", NOW)
    house = FakeHouse(source, clock=clock)
    services.configure(services.Services(house.gate, clock, timezone.utc))
    yield
    services.configure(None)


def tracker_of(slots: dict[str, Any]) -> Tracker:
    """
    A conversation in English with these slots.
    """
    named = {"entity": "order_number", "value": "21963"}
    message = {"text": "21963?", "intent": {"name": "x"}, "entities": [named]}
    return Tracker(
        "x", {"language": "en", **slots}, message, [], False, None, {}, "action"
    )


def after(
    run: Any, slots: dict[str, Any] | None = None, who: Identity = CUSTOMER
) -> Talk:
    """
    The talk as the events of an action leave it.
    """
    kept = {talk.SLOT: (slots or {}).get(talk.SLOT)}
    with services.acting_for(who):
        for event in asyncio.run(run(CollectingDispatcher(), tracker_of(slots or {}))):
            if event["event"] == "slot":
                kept[event["name"]] = event["value"]
    return Talk.read(kept[talk.SLOT], services.services().clock())


def test_what_the_bot_did_is_told_beside_what_failed_in_order() -> None:
    minute = timedelta(minutes=1)
    so_far = Talk().failed("action_b", "SourceUnavailable", "erp", NOW + minute)
    so_far = so_far.done("action_c", NOW + 2 * minute)
    so_far = replace(so_far, did=(*so_far.did, *Talk().done("action_a", NOW).did))
    found = deeds_of(so_far, NOW + 3 * minute)
    assert [(each.action, each.came) for each in found] == [
        ("action_a", Came.DONE),
        ("action_b", Came.FAILED),
        ("action_c", Came.DONE),
    ]
    assert found[0].at == NOW


@pytest.mark.parametrize(
    "action",
    [ActionTrackOrder(), ActionListOrders(), ActionGetInvoice(), ActionLoyaltyPoints()],
)
def test_what_was_told_of_theirs_is_a_deed(action: CustomerAction) -> None:
    found = after(lambda d, t: action.run(d, t, {}))
    assert [(each.action, each.came) for each in found.did] == [(action.name(), "done")]


@pytest.mark.parametrize(
    "action",
    [ActionTrackOrder(), ActionListOrders(), ActionGetInvoice(), ActionLoyaltyPoints()],
)
def test_where_nothing_was_told_nothing_was_done(action: CustomerAction) -> None:
    """
    Strangers hear no more than how to sign in.
    """
    found = after(lambda d, t: action.run(d, t, {}), who=Identity())
    assert found.did == ()


def test_a_code_that_was_asked_for_is_noted_and_nothing_else_changes() -> None:
    tracker = DialogueStateTracker(
        "c", [TextSlot(talk.SLOT, [], influence_conversation=False)]
    )
    before = Talk().failed("action_track_order", "SourceUnavailable", "erp", NOW)
    tracker.update(SlotSet(talk.SLOT, before.slot))
    turn = Turn("c", "", NOW, Identity(), choice=Choice(CODE_SENT))
    state = noted(turn, OpenTurn(tracker), Domain.empty())
    assert state is not None
    after = Talk.read(json.loads(state)["slots"][talk.SLOT], NOW)
    assert replace(after, did=()) == before
    assert [(each.action, each.came) for each in after.did] == [
        ("action_code_sent", "done")
    ]
    for other in (None, Choice("code_refused")):
        turn = Turn("c", "hello", NOW, Identity(), choice=other)
        assert noted(turn, OpenTurn(tracker), Domain.empty()) is None


def test_adverts_that_were_stopped_are_a_deed() -> None:
    found = after(lambda d, t: marketing.stop(d, t, "no adverts, please"))
    assert [(each.action, each.came) for each in found.did] == [
        ("action_newsletter_subscription", "done")
    ]


def test_what_a_system_does_not_allow_is_refused_and_no_failure() -> None:
    found = after(lambda d, t: NotAllowed().run(d, t, {}))
    (deed,) = deeds_of(found, services.services().clock())
    assert (deed.action, deed.came, deed.why) == (
        "action_not_allowed",
        Came.REFUSED,
        "Refused",
    )
    assert found.failures == ()


def test_what_was_wanted_of_orders_goes_along_with_all_that_was_said():
    refused = OrderWish(Kind.CANCEL, number="21963", texts=("cancel 21963",))
    open_one = OrderWish(
        Kind.EXCHANGE,
        number="21928",
        texts=("exchange the shoes", "the blue ones"),
        picks=(Pick("5", variant="12"),),
    )
    kept = Wishes((open_one,), (Past(refused, Became.REFUSED, "status"),), customer="7")
    slot = replace(kept, at=NOW.timestamp()).slot
    turn = Turn("talk", "a person, please", NOW, CUSTOMER, None)

    first, second = asked_of(slot, turn)

    assert (first.kind, first.order, first.came) == ("cancel_order", "21963", "refused")
    assert (first.why, first.words) == ("status", "cancel 21963")
    assert (second.came, second.words) == ("open", "exchange the shoes … the blue ones")
    assert second.details["changes"][0]["variant"] == "12"
    assert "missing" not in second.details
    asking = replace(kept, open=(open_one.asking(Open.METHOD),), at=NOW.timestamp())
    assert asked_of(asking.slot, turn)[1].details["missing"] == "method"
    assert asked_of(slot, replace(turn, identity=Identity())) == ()
