"""
What a complaint or a review is about, as far as that is certain.
"""

from __future__ import annotations

from rasa_sdk import Tracker

from actions import services
from actions.orders import at_hand, finding
from actions.orders.asked import Asked
from actions.orders.at_hand import AtHand
from actions.orders.reference import reference_of
from actions.shared.edge import told_log
from crm_connector.errors import CrmError, NotProven


async def order_meant(tracker: Tracker, action: str) -> AtHand:
    """
    What is at hand after this message: the order that it names, if it is one of theirs.

    What a stranger names stays as they wrote it. Nothing is asked of a customer who is
    angry, and a source that is down is noted under the name of the `action`.
    """
    now = services.services().clock()
    hand = AtHand.read(tracker.get_slot(at_hand.SLOT), now)
    try:
        numbers = await finding.named(Asked(), reference_of(tracker), hand)
    except NotProven:
        return hand
    except CrmError as error:
        told_log(action, error)
        return hand
    return hand.told(numbers[0], now) if len(numbers) == 1 else hand
