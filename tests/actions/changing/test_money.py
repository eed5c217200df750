"""
What is said of money: only what was paid comes back, and nobody promises more.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from actions.changing.state.wishes import Kind
from crm_connector.choices import PaymentMethod
from crm_connector.model import Money, OrderStatus
from crm_connector.operations import MethodKind
from tests.actions.changing.shops import FakeShop, Talk, an_order, rules

STRICT = rules(Path(__file__).with_name("rules.yml"))
NOTHING, SOME = Money(0, "USD"), Money(2500, "USD")
DELIVERED = OrderStatus.DELIVERED
CANCEL = ("Please cancel order W1001, I no longer need it", Kind.CANCEL)
DEARER = ("In order W1001 make the mug blue", Kind.CHANGE)
CHEAPER = ("In order W1001 take out the mug", Kind.CHANGE)


def talk(paid, status=OrderStatus.PLACED, policies=STRICT):
    """
    A customer of a shop that was paid so much for their order.
    """
    return Talk(FakeShop(policies, an_order("W1001", status, paid=paid)))


async def reads_back(made, words):
    """
    What is said of money, once it is known what is wanted.
    """
    text, kind = words
    await made.begins(text, kind)
    if made.asked == "utter_ask_wish_options":
        await made.presses("m2")
    return made.fields["money"]


@pytest.mark.parametrize(
    ("paid", "expected"),
    [
        (Money(4000, "USD"), "<money_back_when amount=40 US dollars, method=Visa 1111"),
        # What is said is what was paid, and not what it costs.
        (SOME, "<money_back_when amount=25 US dollars, method=Visa 1111"),
        (NOTHING, "<money_nothing_paid>"),
        (None, "<money_whatever_paid>"),
    ],
)
@pytest.mark.parametrize("status", [OrderStatus.PLACED, OrderStatus.PAID])
async def test_cancelled_it_gives_back_what_was_paid(paid, expected, status) -> None:
    made = talk(paid, status)

    assert (await reads_back(made, CANCEL)).startswith(expected)

    await made.presses("yes")
    assert made.told[-1] == "utter_wish_done_cancel_order"
    assert made.said[-1].fields["money"].startswith(expected)


async def test_what_nobody_paid_costs_more_and_no_way_to_pay_is_asked() -> None:
    made = talk(NOTHING)

    said = await reads_back(made, DEARER)

    assert made.asked == "utter_ask_wish_change_items"
    assert said == "<money_unpaid_more amount=2 US dollars, total=42 US dollars>"
    await made.presses("yes")
    ((deal, _),) = made.shop.writes
    assert (deal.due, deal.method) == (Money(200, "USD"), None)


async def test_what_nobody_paid_costs_less_and_nothing_comes_back() -> None:
    said = await reads_back(talk(NOTHING), CHEAPER)

    assert said == "<money_unpaid_less amount=10 US dollars, total=30 US dollars>"


@pytest.mark.parametrize(
    ("paid", "response"), [(Money(4000, "USD"), "back"), (None, "back_if_paid")]
)
async def test_what_costs_less_gives_back_what_was_paid(paid, response) -> None:
    said = await reads_back(talk(paid), CHEAPER)

    assert said.startswith(
        f"<money_{response}_when amount=10 US dollars, method=Visa 1111"
    )


async def test_what_nobody_paid_comes_back_for_nothing() -> None:
    made = talk(NOTHING, DELIVERED)
    await made.begins("I want to return the lamp of order W1001", Kind.RETURN)
    await made.presses("changed_mind")

    assert made.asked == "utter_ask_wish_return_items"
    assert made.fields["money"] == "<money_nothing_paid>"


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        (MethodKind.CARD, "<pays_by_shop>"),
        (MethodKind.WALLET, "<pays_at_once method=<method_wallet>>"),
        (MethodKind.CASH, "<pays_at_the_door>"),
        # Nobody but the customer can transfer it.
        (MethodKind.TRANSFER, "<pays_when_asked>"),
    ],
)
async def test_how_more_is_paid_is_told_by_the_way_it_goes(kind, how) -> None:
    way = PaymentMethod("way", kind, Money(9000, "USD"), {"en": "That way"})
    order = an_order("W1001", paid=Money(4000, "USD"), paid_with="way")
    made = Talk(FakeShop(STRICT, order, methods=(way,)))

    said = await reads_back(made, DEARER)

    assert said.split("\n")[1] == how
    await made.presses("yes")
    assert made.said[-1].fields["money"].split("\n")[1] == how


async def test_more_than_was_paid_is_for_people() -> None:
    made = talk(Money(900, "USD"))

    await made.begins(*CHEAPER)

    assert made.hands_over
    assert made.shop.writes == []


async def test_who_has_paid_meanwhile_is_asked_anew() -> None:
    made = talk(NOTHING)
    await reads_back(made, DEARER)
    order = made.shop.held["W1001"]
    made.shop.held["W1001"] = replace(order, paid=order.total)

    await made.presses("yes")

    assert made.shop.writes == []
    assert made.asked == "utter_ask_wish_change_items"
    more = "<money_more amount=2 US dollars, method=Visa 1111>"
    # And how that is paid.
    assert made.fields["money"] == f"{more}\n<pays_by_shop>"
