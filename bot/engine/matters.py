"""
Which wishes are one and the same matter, and in what order several are answered.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations

from actions.changing.state.wishes import INTENTS
from actions.orders import at_hand

CHANGES = "changes"
"""Stands for every wish about an order: they are read together, by their form."""
_BUYS = frozenset({"place_order", "reorder"})
FORMS = frozenset({CHANGES, "place_order"})
PEOPLE = frozenset({"contact_human_agent", "delete_my_data"})
# Their yes or no comes before that to a form, which leads back to its question.
_ASKS_BACK = frozenset({"newsletter_subscription", "payment_issue", "review"})
GOODS = frozenset(
    {"search_product", "check_price", "check_availability", "recommend_products"}
)
"""Questions for something of the catalogue, which mean nothing without its name."""
THINGS = frozenset({"product", "product_word", "category", "brand"})
"""The entities that name it."""
TOLD = frozenset({"recover_password", "report_damaged_item"})
"""Who tells of one of these wants something done."""
TOLD_WITH_A_CHANGE = frozenset({"track_refund"})
"""What is asked of a change is in its read-back: when the money comes, and where to."""
NOT_TOLD = frozenset({"check_payment_methods"})
"""How one can pay is told by nothing that it is kin to."""
# What is asked of one of these beside another is as often the same matter.
_KIN = (
    frozenset({CHANGES, "check_cancellation_fee", "check_refund_policy"}),
    frozenset({"track_order", "delivery_period", "track_refund"}),
    frozenset({"track_order", "list_orders", "export_my_data"}),
    frozenset({"list_orders", "get_invoice"}),
    frozenset({"loyalty_points", "my_offers"}),
    frozenset({"loyalty_points", "check_cancellation_fee"}),
    frozenset({CHANGES, "recover_password", "edit_account"}),
    frozenset({CHANGES, "check_warranty"}),
    frozenset({"recover_password", "list_orders", *_BUYS}),
    frozenset({CHANGES, "delivery_period"}),
    frozenset({CHANGES, "track_refund", "check_payment_methods"}),
    frozenset({"contact_human_agent", "contact_customer_service"}),
    frozenset({"contact_customer_service", "store_locations"}),
    frozenset({"edit_account", "recover_password", "delete_my_data", "export_my_data"}),
    frozenset(
        {
            *(_BUYS | GOODS),
            *("delivery_options", "delivery_period", "check_refund_policy"),
            *("check_warranty", "check_payment_methods", "my_offers"),
        }
    ),
)
_ORDERS = frozenset({at_hand.TRACK, at_hand.INVOICE, "list_orders", "track_refund"})
OWN = _ORDERS | {
    *(CHANGES, "place_order", "loyalty_points", "edit_account"),
    "newsletter_subscription",
}
"""What nobody else is told; of all others everybody may know something."""

Matter = tuple[str, Collection[str], Collection[str]]
"""A group of wishes, the numbers of the orders, and the goods, that they name."""


def group_of(intent: str) -> str:
    """
    What an intent is answered together with: its own name, for most.
    """
    if intent in INTENTS:
        return CHANGES
    return "place_order" if intent in _BUYS else intent


def are_kin(one: str, other: str) -> bool:
    """
    Whether two groups are often one and the same matter.
    """
    return one == other or any({one, other} <= kin for kin in _KIN)


def are_apart(matters: Sequence[Matter]) -> bool:
    """
    Whether there are several, of which no two are often one and the same matter.

    What names other orders, or other goods, is another matter whatever it asks.
    """
    if len({group for group, _, _ in matters}) < 2:
        return False
    return all(
        not are_kin(one[0], other[0]) or _names_another(one, other)
        for one, other in combinations(matters, 2)
    )


def rank(group: str) -> int:
    """
    What is told comes first, and what asks something back last.
    """
    if group in PEOPLE:
        return 5
    if group in _ASKS_BACK:
        return 4
    if group in FORMS:
        # What is in the cart takes several questions, and a change mostly one.
        return 3 if group == CHANGES else 2
    return 1 if group in _ORDERS else 0


def _names_another(one: Matter, other: Matter) -> bool:
    return any(
        bool(mine) and bool(theirs) and set(mine).isdisjoint(theirs)
        for mine, theirs in ((one[1], other[1]), (one[2], other[2]))
    )
