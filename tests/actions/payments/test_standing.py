"""
How it stands with the money for an order, by what the shop's systems say.
"""

from dataclasses import replace

import pytest

from actions.payments.standing import Standing, standing_of
from crm_connector.attempts import AttemptState, PaymentAttempt
from crm_connector.model import Money, OrderStatus
from crm_connector.operations import MethodKind
from tests.fakes.orders import an_order

PLACED = replace(an_order("7"), status=OrderStatus.PLACED, total=Money(100, "IRT"))
CANCELLED = replace(PLACED, status=OrderStatus.CANCELLED)
PENDING, PAID, FAILED, BROKEN_OFF, REFUNDED = (
    AttemptState.PENDING,
    AttemptState.PAID,
    AttemptState.FAILED,
    AttemptState.CANCELLED,
    AttemptState.REFUNDED,
)


def tries(*states, amount=100, kind=MethodKind.CARD, currency="IRT"):
    """
    Tries to pay, in this order.
    """
    return [
        PaymentAttempt(str(at), state, Money(amount, currency), None, kind)
        for at, state in enumerate(states)
    ]


@pytest.mark.parametrize(
    ("states", "standing"),
    [
        ((PENDING,), Standing.PENDING),
        ((FAILED,), Standing.FAILED),
        # Another try has been opened since, and nothing came of it yet.
        ((FAILED, PENDING), Standing.FAILED),
        ((FAILED, PAID), Standing.PAID),
        ((PAID, FAILED), Standing.PAID),
        ((BROKEN_OFF,), Standing.CANCELLED),
        ((PAID, PAID), Standing.TWICE),
        ((REFUNDED,), Standing.REFUNDED),
        # What was paid a second time has gone back already.
        ((PAID, REFUNDED), Standing.PAID),
    ],
)
def test_the_tries_to_pay_tell(states, standing):
    assert standing_of(PLACED, tries(*states)).standing is standing


def test_two_halves_are_no_second_payment():
    found = standing_of(PLACED, tries(PAID, PAID, amount=50))

    assert (found.standing, found.surplus) == (Standing.PAID, None)


def test_what_came_too_much_is_told():
    found = standing_of(PLACED, tries(PAID, PAID))

    assert (found.count, found.surplus) == (2, Money(100, "IRT"))


def test_one_payment_above_the_total_is_no_second_one():
    # The order was made smaller since.
    assert standing_of(PLACED, tries(PAID, amount=150)).standing is Standing.PAID


def test_money_of_another_currency_is_not_added():
    assert standing_of(PLACED, tries(PAID, PAID, currency="USD")).paid.amount == 0


def test_who_pays_at_the_door_has_no_trouble():
    found = standing_of(PLACED, tries(PENDING, kind=MethodKind.CASH))

    assert (found.standing, found.standing.is_unpaid) == (Standing.AT_DOOR, False)


@pytest.mark.parametrize(
    ("states", "standing"),
    [
        ((BROKEN_OFF,), Standing.OVER),
        ((PENDING,), Standing.OVER),
        ((REFUNDED,), Standing.OVER),
        ((PAID,), Standing.OVER_PAID),
    ],
)
def test_of_a_cancelled_order_nothing_is_to_be_paid(states, standing):
    found = standing_of(CANCELLED, tries(*states))

    assert (found.standing, found.standing.is_unpaid) == (standing, False)


@pytest.mark.parametrize("attempts", [None, []])
@pytest.mark.parametrize(
    ("status", "standing"),
    [
        (OrderStatus.PLACED, Standing.PENDING),
        (OrderStatus.PAID, Standing.PAID),
        # It may be paid at the door.
        (OrderStatus.SHIPPED, Standing.UNKNOWN),
        (OrderStatus.CANCELLED, Standing.OVER),
    ],
)
def test_without_any_the_orders_status_tells(attempts, status, standing):
    order = replace(PLACED, status=status)

    assert standing_of(order, attempts).standing is standing
