"""
How it stands with the money for an order, by what the shop's systems say.
"""

from dataclasses import replace

import pytest

from actions.payments.standing import Standing, standing_of
from crm_connector.attempts import AttemptState, PaymentAttempt
from crm_connector.model import Invoice, Money, OrderStatus
from crm_connector.operations import MethodKind
from tests.fakes.orders import NOW, an_order

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
        # Another try is under way.
        ((FAILED, PENDING), Standing.PENDING),
        ((REFUNDED, PENDING), Standing.PENDING),
        ((PENDING, FAILED), Standing.FAILED),
        # Not every one was broken off.
        ((FAILED, BROKEN_OFF), Standing.FAILED),
        ((PENDING, BROKEN_OFF), Standing.PENDING),
        ((BROKEN_OFF, BROKEN_OFF), Standing.CANCELLED),
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


def test_what_came_in_another_currency_nobody_can_reckon():
    found = standing_of(PLACED, tries(PAID, currency="USD"))

    assert (found.standing, found.paid) == (Standing.UNKNOWN, None)


def test_what_is_missing_of_a_part_is_told():
    found = standing_of(PLACED, tries(PAID, FAILED, amount=60))

    assert found.standing is Standing.PART_PAID
    assert (found.paid, found.left) == (Money(60, "IRT"), Money(40, "IRT"))


def test_what_is_left_at_the_door_is_told():
    found = standing_of(
        PLACED, tries(PAID, amount=60) + tries(PENDING, kind=MethodKind.CASH)
    )

    assert (found.standing, found.left) == (Standing.AT_DOOR, Money(40, "IRT"))


def test_what_the_shop_has_is_paid_whatever_became_of_the_tries():
    order = replace(PLACED, paid=PLACED.total)

    found = standing_of(order, tries(FAILED))

    assert (found.standing, found.last) == (Standing.PAID, None)


@pytest.mark.parametrize(
    ("kept", "standing", "surplus"),
    [
        # The order was made smaller, and the difference was given back.
        (70, Standing.PAID, None),
        (100, Standing.TWICE, 30),
        # Two amounts that are not the same are no payment made again.
        (None, Standing.PAID, None),
    ],
)
def test_a_card_and_a_gift_card_are_no_second_payment(kept, standing, surplus):
    paid = None if kept is None else Money(kept, "IRT")
    order = replace(PLACED, total=Money(70, "IRT"), paid=paid)
    parts = [
        *tries(PAID, amount=80),
        *tries(PAID, amount=20, kind=MethodKind.GIFT_CARD),
    ]

    found = standing_of(order, parts)

    assert found.standing is standing
    assert (found.surplus and found.surplus.amount) == surplus


def test_one_of_two_payments_that_has_gone_back_is_no_surplus():
    order = replace(PLACED, paid=PLACED.total)

    assert standing_of(order, tries(PAID, PAID)).standing is Standing.PAID


def test_who_pays_at_the_door_has_no_trouble():
    found = standing_of(PLACED, tries(PENDING, kind=MethodKind.CASH))

    assert (found.standing, found.standing.is_unpaid) == (Standing.AT_DOOR, False)


@pytest.mark.parametrize(
    ("states", "standing"),
    [
        ((BROKEN_OFF,), Standing.OVER),
        ((PENDING,), Standing.OVER),
        ((REFUNDED,), Standing.REFUNDED),
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


def an_invoice(paid, *, refunded=None, total=100, currency="IRT"):
    """
    A bill of which so much was paid, and given back.
    """
    back = None if refunded is None else Money(refunded, currency)
    return Invoice(
        *("1", "7", "7", NOW.date(), None, Money(total, currency)),
        *(Money(total - paid, currency), "fake", NOW, back),
    )


@pytest.mark.parametrize(
    ("invoices", "standing", "paid", "left"),
    [
        ([an_invoice(100)], Standing.PAID, 100, None),
        ([an_invoice(0)], Standing.PENDING, 0, None),
        ([an_invoice(30)], Standing.PART_PAID, 30, 70),
        ([an_invoice(100), an_invoice(0)], Standing.PART_PAID, 100, 100),
        ([an_invoice(0), an_invoice(5, currency="USD")], Standing.UNKNOWN, None, None),
    ],
)
def test_invoices_tell_how_much_came_and_how_much_is_left(
    invoices, standing, paid, left
):
    found = standing_of(PLACED, None, invoices)

    assert found.standing is standing
    assert (found.paid and found.paid.amount) == paid
    assert (found.left and found.left.amount) == left


@pytest.mark.parametrize(
    ("invoice", "kept", "standing", "paid"),
    [
        (an_invoice(0), None, Standing.OVER, 0),
        # Nobody says what became of it.
        (an_invoice(100), None, Standing.OVER_UNTOLD, 100),
        (an_invoice(100, refunded=0), None, Standing.OVER_PAID, 100),
        (an_invoice(100, refunded=60), None, Standing.OVER_PAID, 40),
        (an_invoice(100, refunded=100), None, Standing.REFUNDED, 100),
        (an_invoice(100), 0, Standing.GOES_BACK, 100),
        (an_invoice(100, refunded=0), 0, Standing.GOES_BACK, 100),
        (an_invoice(100), 40, Standing.OVER_PAID, 40),
        (None, 40, Standing.OVER_PAID, 40),
    ],
)
def test_what_was_paid_for_a_cancelled_order_is_not_forgotten(
    invoice, kept, standing, paid
):
    order = replace(CANCELLED, paid=None if kept is None else Money(kept, "IRT"))

    found = standing_of(order, None, [invoice] if invoice else [])

    assert (found.standing, found.paid.amount) == (standing, paid)


@pytest.mark.parametrize(
    ("kept", "standing"), [(0, Standing.GOES_BACK), (100, Standing.OVER_PAID)]
)
def test_what_the_shop_still_has_tells_whether_it_goes_back(kept, standing):
    order = replace(CANCELLED, paid=Money(kept, "IRT"))

    assert standing_of(order, tries(PAID)).standing is standing
