"""
Which ways money may take, and which piece the place of another.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_connector.choices import PaymentMethod
from crm_connector.model import Money, OrderStatus
from crm_connector.operations import MethodKind
from crm_connector.policies.paying import (
    Payable,
    arrives,
    choices,
    payable,
)
from crm_connector.policies.swapping import Piece, Swap, swap
from crm_connector.policies.terms import Policies, Rule, Span, Way
from tests.crm_connector.policies.rules import at_leisure

DELIVERED = frozenset({OrderStatus.DELIVERED})
CARD = PaymentMethod("card_1", MethodKind.CARD)
PAYPAL = PaymentMethod("paypal_1", MethodKind.PAYPAL)
GIFT = PaymentMethod("gift_1", MethodKind.GIFT_CARD, Money(5_000, "USD"))
WALLET = PaymentMethod("wallet_1", MethodKind.WALLET, Money(0, "USD"))
ALL = (GIFT, CARD, PAYPAL, WALLET)
BACK = Money(-100, "USD")

ways = st.frozensets(st.sampled_from(Way))
methods = st.sampled_from(ALL)


def rule(*allowed: Way) -> Rule:
    """
    A rule that lets money go these ways.
    """
    return Rule(DELIVERED, ways=frozenset(allowed))


def test_a_refund_goes_back_or_onto_a_gift_card() -> None:
    found = choices(rule(Way.ORIGINAL, Way.GIFT_CARD), ALL, "paypal_1", BACK)

    assert found == (PAYPAL, GIFT)


def test_what_was_paid_with_stands_first() -> None:
    assert choices(rule(Way.ANY), ALL, "card_1", BACK) == (CARD, GIFT, PAYPAL, WALLET)


def test_without_knowing_what_was_paid_with_none_is_the_original() -> None:
    assert choices(rule(Way.ORIGINAL), ALL, None, BACK) == ()


@pytest.mark.parametrize(
    ("due", "found"),
    [
        (Money(5_000, "USD"), Payable.YES),
        (Money(5_001, "USD"), Payable.TOO_LITTLE),
        (Money(1, "EUR"), Payable.TOO_LITTLE),
        (Money(0, "EUR"), Payable.YES),
    ],
)
def test_a_gift_card_has_to_cover_what_is_due(due: Money, found: Payable) -> None:
    assert payable(rule(Way.ANY), GIFT, "card_1", due) is found


def test_a_gift_card_of_which_nobody_knows_what_is_on_it_covers_nothing() -> None:
    unknown = PaymentMethod("gift_2", MethodKind.GIFT_CARD)

    found = payable(rule(Way.GIFT_CARD), unknown, None, Money(1, "USD"))

    assert found is Payable.TOO_LITTLE


@at_leisure
@given(ways, methods, st.integers(-9_000, 9_000))
def test_what_is_not_among_the_ways_is_never_used(
    allowed: frozenset[Way], method: PaymentMethod, due: int
) -> None:
    found = payable(rule(*allowed), method, CARD.id, Money(due, "USD"))

    if found is not Payable.NOT_ALLOWED:
        assert (
            Way.ANY in allowed
            or (Way.ORIGINAL in allowed and method == CARD)
            or (Way.GIFT_CARD in allowed and method == GIFT)
            or (Way.WALLET in allowed and method == WALLET)
        )


def test_how_long_it_takes_depends_on_where_it_goes() -> None:
    at_once, slow = Span(0, 0, working=False), Span(5, 7, working=True)
    policies = Policies(takes={MethodKind.GIFT_CARD: at_once, None: slow})

    assert arrives(policies, GIFT) == at_once
    assert at_once.is_at_once
    assert arrives(policies, CARD) == slow
    assert arrives(Policies(), CARD) is None


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (Piece("p1", "blue", in_stock=True), Swap.YES),
        (Piece("p1", "blue", in_stock=False), Swap.NOT_IN_STOCK),
        (Piece("p1", "blue"), Swap.NOT_IN_STOCK),
        (Piece("p2", "blue", in_stock=True), Swap.OTHER_PRODUCT),
        (Piece("p1", "red", in_stock=True), Swap.SAME),
    ],
)
def test_a_piece_is_swapped_for_another_one_of_the_same_product(
    new: Piece, found: Swap
) -> None:
    assert swap(Rule(DELIVERED), Piece("p1", "red"), new) is found


def test_the_very_same_takes_its_place_only_where_the_shop_says_so() -> None:
    old, new = Piece("p1", "red"), Piece("p1", "red", in_stock=True)

    assert swap(Rule(DELIVERED, same_variant=True), old, new) is Swap.YES
