"""
What changes come to: nobody pays or gets back a unit more than the lines cost.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_connector import reckoning
from crm_connector.choices import LineChange, LinePart, Variant
from crm_connector.errors import Refused
from crm_connector.model import Money, Order, OrderLine, OrderStatus
from tests.crm_connector.policies.rules import at_leisure

NOW = datetime(2026, 5, 10, 6, 30, tzinfo=timezone.utc)
amounts = st.integers(0, 10**9)


def toman(amount: int) -> Money:
    """
    So many toman.
    """
    return Money(amount, "IRT")


def line(id_: str, price: int, quantity: int, off: int = 0) -> OrderLine:
    """
    A line of cups.
    """
    cups = OrderLine("cup", {"en": "Cup"}, {}, quantity, toman(price), id=id_)
    return replace(cups, variant_id="small", discount=toman(off) if off else None)


def order(*lines: OrderLine) -> Order:
    """
    An order of these.
    """
    total = sum(reckoning.worth(each).amount for each in lines)
    return Order(
        *("1", "1", OrderStatus.PAID, NOW, None, lines, (), (), toman(total)),
        *("fake", NOW),
    )


def cup(id_: str, price: int | None, *, in_stock: bool | None = True) -> Variant:
    """
    A kind of cup.
    """
    money = None if price is None else toman(price)
    return Variant(id_, "cup", {}, money, in_stock, "fake", NOW)


@st.composite
def lines(draw: st.DrawFn) -> OrderLine:
    """
    A line with something taken off, or nothing.
    """
    price, quantity = draw(amounts), draw(st.integers(1, 50))
    return line("l", price, quantity, draw(st.integers(0, price * quantity)))


@at_leisure
@given(lines())
def test_all_pieces_together_cost_what_the_line_cost(one: OrderLine) -> None:
    off = 0 if one.discount is None else one.discount.amount

    assert reckoning.worth(one).amount == one.unit_price.amount * one.quantity - off


@at_leisure
@given(lines(), st.data())
def test_sent_back_one_after_the_other_no_more_is_given_back_than_at_once(
    one: OrderLine, data: st.DataObject
) -> None:
    left, back = one.quantity, 0
    while left:
        some = data.draw(st.integers(1, left))
        at_hand = replace(one, returned=one.quantity - left)
        (gone,) = reckoning.returned(order(at_hand), (LinePart("l", some),))
        assert gone.difference.amount <= 0
        back -= gone.difference.amount
        left -= some

    assert 0 <= back <= reckoning.worth(one).amount


@at_leisure
@given(lines(), amounts, st.integers(1, 50))
def test_the_new_line_costs_what_it_says(
    one: OrderLine, price: int, quantity: int
) -> None:
    large = {"large": cup("large", price)}
    change = LineChange("l", "large", quantity)

    (becomes,) = reckoning.changed(order(one), (change,), large)

    after = line("l", price, quantity, becomes.discount.amount)
    assert becomes.discount.amount >= 0
    assert reckoning.worth(after) == becomes.new_worth
    assert becomes.difference.amount == (
        becomes.new_worth.amount - reckoning.worth(one).amount
    )
    if one.discount is None:
        assert becomes.new_worth.amount == price * quantity


@at_leisure
@given(lines())
def test_the_very_same_again_costs_nothing(one: OrderLine) -> None:
    same = {"small": cup("small", one.unit_price.amount)}
    wishes = (LineChange("l", "small"),)

    assert reckoning.changed(order(one, line("m", 1, 1)), wishes, same)[
        0
    ].difference == (toman(0))
    assert reckoning.exchanged(order(one), wishes, same)[0].difference == toman(0)


def test_a_tenth_off_stays_a_tenth_off() -> None:
    cheap = order(line("l", 1000, 2, 200), line("m", 500, 1))

    (dear,) = reckoning.changed(
        cheap, (LineChange("l", "large"),), {"large": cup("large", 2000)}
    )
    (three,) = reckoning.changed(cheap, (LineChange("l", quantity=3),), {})
    (none,) = reckoning.changed(cheap, (LineChange("l", quantity=0),), {})

    assert (dear.difference, dear.discount) == (toman(1800), toman(400))
    assert (three.difference, three.discount) == (toman(900), toman(300))
    assert (none.difference, none.new_quantity) == (toman(-1800), 0)
    assert reckoning.due((dear, three), "IRT") == toman(2700)


def test_all_of_an_order_is_taken_back_for_what_it_cost() -> None:
    cheap = order(line("l", 1000, 2, 200), line("m", 500, 1))

    assert reckoning.due(reckoning.cancelled(cheap), "IRT") == toman(-2300)


def test_what_is_on_its_way_back_cannot_come_back_again() -> None:
    some = order(replace(line("l", 1000, 3), returned=2))

    (rest,) = reckoning.returned(some, (LinePart("l"),))
    assert (rest.quantity, rest.difference) == (1, toman(-1000))
    with pytest.raises(Refused):
        reckoning.returned(some, (LinePart("l", 2),))
    with pytest.raises(Refused):
        reckoning.exchanged(some, (LineChange("l", None, 2),), {})


@pytest.mark.parametrize(
    "variant",
    [
        cup("other", 1000),
        cup("large", None),
        cup("large", 1000, in_stock=False),
        replace(cup("large", 1000), product_id="pot"),
        replace(cup("large", 1000), price=Money(1000, "USD")),
    ],
)
def test_what_a_line_cannot_become(variant: Variant) -> None:
    cups = order(line("l", 1000, 1), line("m", 1000, 1))
    wish = (LineChange("l", "large"),)

    with pytest.raises(Refused):
        reckoning.changed(cups, wish, {variant.id: variant})
    with pytest.raises(Refused):
        reckoning.exchanged(cups, wish, {variant.id: variant})


def test_what_nobody_tells_of_stock_is_left_to_the_rules() -> None:
    unknown = {"large": cup("large", 1500, in_stock=None)}
    wish = (LineChange("l", "large"),)

    (becomes,) = reckoning.changed(order(line("l", 1000, 1)), wish, unknown)

    assert becomes.variant_id == "large"
