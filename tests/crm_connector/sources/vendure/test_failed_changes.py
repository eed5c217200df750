"""
A change that went wrong: known to be undone, or unknown, and done once at the end.
"""

import copy

import httpx
import pytest

from crm_connector.errors import (
    OutcomeUnknown,
    Refused,
)
from tests.crm_connector.sources.vendure import shop
from tests.crm_connector.sources.vendure.captured import load
from tests.crm_connector.sources.vendure.faults import CHANGES, CODE, UNKNOWN, cases


@pytest.mark.parametrize(("change", "step", "error"), cases(CHANGES, (UNKNOWN, None)))
async def test_a_change_without_an_answer_is_unknown_and_done_once(
    hasty, fake, change, step, error
):
    before = len(fake.asked)
    looks = 1
    fake.then(*[None] * looks, step)

    with pytest.raises(OutcomeUnknown):
        await change(hasty)
    # Not sent again by itself.
    assert len(fake.asked) == before + looks + 1
    done = await change(hasty)

    again = await change(hasty)
    assert again == done
    # What was paid for a cancelled order is sent once, too.
    assert [fake.asked.count(each) for each in ("Cancel", "Refund")] in ([1, 1], [0, 1])
    refunds = [r for o in fake.orders for p in o["payments"] for r in p["refunds"]]
    assert len(refunds) == fake.asked.count("Refund")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_a_change_is_carried_out_once_though_the_session_had_ended(
    hasty, fake, change
):
    # The look is answered; then the session ends, and only the change hears of it.
    def end(name, said):
        fake.end_sessions()
        return said

    fake.then(end)

    await change(hasty)

    assert fake.sign_ins == 2
    refunds = [r for o in fake.orders for p in o["payments"] for r in p["refunds"]]
    assert len(refunds) == fake.asked[-2:].count("Refund")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("kind", ["SomethingNewError", "MultipleOrderError"])
async def test_a_refusal_is_one_and_changes_nothing(hasty, fake, change, kind):
    before = copy.deepcopy(fake.orders)
    refusal = {"cancelOrder": {"__typename": kind}, "refundOrder": {"__typename": kind}}

    def refuse(name, said):
        fake.orders = copy.deepcopy(before)
        return httpx.Response(200, json={"data": refusal})

    fake.then(None, refuse)

    with pytest.raises(Refused):
        await change(hasty)


async def test_half_a_cancellation_is_unknown(hasty, fake):
    # Vendure takes the lines out first; then a shop's own rule may forbid the state.
    error = {"cancelOrder": {"__typename": "OrderStateTransitionError"}}

    def forbid(name, said):
        (order,) = [each for each in fake.orders if each["code"] == CODE]
        order["state"] = "PaymentSettled"
        return httpx.Response(200, json={"data": error})

    fake.then(None, forbid)

    with pytest.raises(OutcomeUnknown):
        await CHANGES["cancel"](hasty)


async def test_who_was_quicker_has_cancelled_it_too(hasty, fake):
    error = load("cancel-again")
    fake.then(None, lambda name, said: httpx.Response(200, json=error))

    cancelled = await CHANGES["cancel"](hasty)

    assert cancelled.status is shop.CANCELLED.status


async def test_a_refund_that_failed_is_refused_and_may_be_tried_again(hasty, fake):
    fake.refund_state = "Failed"
    with pytest.raises(Refused):
        await CHANGES["refund"](hasty)

    fake.refund_state = "Pending"
    refund = await CHANGES["refund"](hasty)

    assert refund.is_settled is False
    assert await CHANGES["refund"](hasty) == refund
