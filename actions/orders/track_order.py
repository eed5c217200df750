"""
Where is my order?
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.orders import at_hand, telling
from actions.orders.asked import Asked
from actions.orders.at_hand import AtHand
from actions.orders.choosing import Finding, Note
from actions.orders.finding import find
from actions.orders.reference import reference_of
from actions.shared.ages import say_ages, say_silent
from actions.shared.edge import CustomerAction, Event, forgotten, language_of

# What is said of a finding before the orders themselves ...
_FIRST = {
    Note.NO_ORDERS: "utter_order_none",
    Note.NONE_OPEN: "utter_order_none_open",
    Note.NO_OTHER: "utter_order_no_other",
}
# ... and with those that may be chosen, or alone where there are none.
_WITH_CHOICE = {
    Note.UNKNOWN_NUMBER: "utter_order_not_found",
    Note.NO_SUCH_PRODUCT: "utter_order_no_such_product",
    Note.SEVERAL: "utter_order_choose",
    Note.ONE_AT_A_TIME: "utter_order_one_at_a_time",
}
_ALONE = {Note.UNKNOWN_NUMBER: "utter_order_not_found_alone"}


class ActionTrackOrder(CustomerAction):
    """
    Finds the order that is meant and tells where it is, or asks which one.
    """

    pending = "track_order"

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_track_order"

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        Tell each order that was found; offer those that may be meant.
        """
        house = services.services()
        lang = language_of(tracker)
        hand = AtHand.read(tracker.get_slot(at_hand.SLOT), house.clock())
        reference = reference_of(tracker)
        asked = Asked()
        found = await find(asked, reference, hand)
        facts = asked.facts(found.meant or found.to_choose)
        say_ages(dispatcher, facts, asked.missing, lang, house)
        if found.note in _FIRST:
            dispatcher.utter_message(response=_FIRST[found.note])
        for order in found.meant:
            asks_code = reference.asks_code
            telling.tell(dispatcher, order, lang, house, asks_code=asks_code)
        _offer(dispatcher, found, lang)
        telling.say_how_many(dispatcher, reference.numbers, lang)
        say_silent(dispatcher, facts, asked.missing, lang, house)
        hand = _after(hand, found, house)
        return [*forgotten(), SlotSet(at_hand.SLOT, hand.slot)]


def _offer(dispatcher: CollectingDispatcher, found: Finding, lang: str) -> None:
    responses = _WITH_CHOICE if found.to_choose else _ALONE
    if found.note not in responses:
        return
    unknown = formatting.digits(found.unknown, lang)
    telling.offer(
        dispatcher,
        found.to_choose,
        lang,
        response=responses[found.note],
        number=unknown,
        product=found.unknown,
    )


def _after(hand: AtHand, found: Finding, house: services.Services) -> AtHand:
    """
    What is at hand when this has been answered.
    """
    now = house.clock()
    if found.meant:
        hand = hand.told(found.meant[-1].number, now)
    elif found.note is Note.UNKNOWN_NUMBER:
        # A number that is no order's is none to come back to.
        hand = hand.told("", now)
    offered = found.to_choose[: telling.MOST_BUTTONS]
    return hand.asked((o.number for o in offered), now) if offered else hand
