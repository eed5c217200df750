"""
What is said around the orders that were found: notes, and those to choose from.
"""

from __future__ import annotations

from datetime import datetime

from rasa_sdk.executor import CollectingDispatcher

from actions import formatting
from actions.orders import telling
from actions.orders.at_hand import AtHand
from actions.orders.choosing import Finding, Note

# What is said with the orders that may be chosen, or alone where there are none.
_WITH_CHOICE = {
    Note.UNKNOWN_NUMBER: "utter_order_not_found",
    Note.NO_SUCH_PRODUCT: "utter_order_no_such_product",
    Note.SEVERAL: "utter_order_choose",
    Note.ONE_AT_A_TIME: "utter_order_one_at_a_time",
}
_ALONE = {Note.UNKNOWN_NUMBER: "utter_order_not_found_alone"}


def offer(
    dispatcher: CollectingDispatcher, found: Finding, lang: str, *, wish: str
) -> None:
    """
    Offer what may be meant; whatever is chosen is wanted for this `wish`.
    """
    responses = _WITH_CHOICE if found.to_choose else _ALONE
    if found.note not in responses:
        return
    unknown = formatting.digits(found.unknown, lang)
    telling.offer(
        dispatcher,
        found.to_choose,
        lang,
        response=responses[found.note],
        wish=wish,
        number=unknown,
        product=found.unknown,
    )


def after(hand: AtHand, found: Finding, now: datetime) -> AtHand:
    """
    What is at hand when this has been answered.
    """
    if found.meant:
        hand = hand.told(found.meant[-1].number, now)
    elif found.note is Note.UNKNOWN_NUMBER:
        # A number that is no order's is none to come back to.
        hand = hand.told("", now)
    offered = found.to_choose[: telling.MOST_BUTTONS]
    return hand.asked((o.number for o in offered), now) if offered else hand
