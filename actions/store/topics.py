"""
What the shop says for everybody: its own texts, and its rules where it has such.
"""

from __future__ import annotations

from collections.abc import Mapping

from actions.changing.telling import rules
from actions.services import Services
from actions.shop import Shop

OFFERS = "offers"
# What answers which wish; each topic that the shop wrote about is told.
TOPICS = {
    "delivery_options": ("delivery",),
    "check_refund_policy": (rules.RETURNS, rules.REFUNDS),
    "check_cancellation_fee": (rules.CANCELLATION,),
    "check_payment_methods": ("payment",),
}


def is_told(house: Services, wish: str) -> bool:
    """
    Whether there is something to say for everybody who wants this.
    """
    return any(
        rules.are_told(house.policies, topic) or is_written(house.shop, topic)
        for topic in TOPICS[wish]
    )


def by_rules(house: Services, lang: str) -> Mapping[str, str]:
    """
    The fields of responses that the rules fill in the place of the shop's texts.
    """
    return rules.fields(house.policies, house.wording, lang, house.zone)


def is_written(shop: Shop | None, topic: str) -> bool:
    """
    Whether the shop says anything about this topic.
    """
    if shop is None:
        return False
    return bool(shop.offers) if topic == OFFERS else topic in shop.policies
