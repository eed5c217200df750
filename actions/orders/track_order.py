"""
Where is my order?
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.orders import (
    anothers,
    at_hand,
    missing,
    news,
    offering,
    others,
    parcel,
    telling,
)
from actions.orders.asked import Asked
from actions.orders.at_hand import AtHand
from actions.orders.choosing import Finding, Note
from actions.orders.finding import RECENT, find
from actions.orders.reference import reference_of
from actions.shared import last_told, outcome, person
from actions.shared.ages import say_ages, say_silent
from actions.shared.edge import CustomerAction, Event, did, forgotten, language_of
from actions.shared.last_told import Of
from actions.shared.pending import meant
from crm_connector.model import OrderStatus

# What is said of a finding before the orders themselves.
_FIRST = {
    Note.NO_ORDERS: "utter_order_none",
    Note.NONE_OPEN: "utter_order_none_open",
    Note.NO_OTHER: "utter_order_no_other",
}


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
        _, text = meant(tracker)
        reference = others.meant_by(reference_of(tracker), text)
        # Of a number it is looked whether it is theirs.
        if not reference.numbers and await anothers.are_asked(text):
            dispatcher.utter_message(response="utter_orders_anothers")
            return forgotten()
        asked = Asked()
        is_missing = missing.says_missing(text)
        came = None
        if is_missing and reference.is_empty:
            # It is none of those that are still to come.
            came = missing.delivered(await asked.newest(RECENT), hand)
        found = Finding(meant=(came,)) if came else await find(asked, reference, hand)
        found = others.each_of(found, text)
        facts = asked.facts(found.meant or found.to_choose)
        last_told.note(house, Of.ORDERS, facts, orders=found.meant)
        say_ages(dispatcher, facts, asked.missing, lang, house)
        if found.note in _FIRST:
            dispatcher.utter_message(response=_FIRST[found.note])
        for order in found.meant:
            asks_code = reference.asks_code
            telling.tell(dispatcher, order, lang, house, asks_code=asks_code)
        if found.meant and parcel.asks_hour(text):
            dispatcher.utter_message(response="utter_part_no_hour")
        offering.offer(dispatcher, found, lang, wish=self.pending)
        telling.say_how_many(dispatcher, reference.numbers, lang)
        say_silent(dispatcher, facts, asked.missing, lang, house)
        hand = offering.after(hand, found, house.clock())
        numbers = [order.number for order in found.meant]
        beside = await outcome.tell_beside(dispatcher, tracker, numbers)
        is_theirs = any(e.status is OrderStatus.DELIVERED for e in found.meant)
        if is_missing and is_theirs and not beside:
            # Who has it instead only people can find out.
            beside = await person.beyond_us(dispatcher, tracker, insists=True)
        done = [did(tracker, self.name())] if found.meant else []
        # What they may be asked beside it goes before.
        is_asked = bool(found.to_choose or beside)
        question = await news.offer(
            dispatcher, tracker, house, found.meant, is_asked=is_asked
        )
        hand_on = SlotSet(at_hand.SLOT, hand.slot)
        return [*forgotten(), hand_on, *done, *beside, *question]
