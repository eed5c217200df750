"""
Journeys that tests begin: with a customer of a shop that goes by its rules.
"""

from pathlib import Path

from bench._tasks.house import SHOP
from crm_connector.model import OrderStatus
from tests.actions.changing.shops import (
    FakeShop,
    Talk,
    an_order,
    rules,
)

RETAILER = rules(SHOP.with_name("policies.yml"))
STRICT = rules(Path(__file__).with_name("rules.yml"))
DELIVERED = OrderStatus.DELIVERED


def talk(*orders, policies=RETAILER):
    """
    A customer of a shop with these orders.
    """
    return Talk(FakeShop(policies, *(orders or (an_order(),))))


def strict(*orders, lang="en"):
    """
    A customer of a shop that takes things out of an order, and asks for reasons.
    """
    return Talk(FakeShop(STRICT, *(orders or (an_order(),))), lang[:2])


async def read_back(made):
    """
    As far as the question whether order W1001 shall be cancelled.
    """
    await made.begins("Please cancel order W1001, I no longer need it")
    assert made.asked == "utter_ask_wish_cancel_order"
    return made
