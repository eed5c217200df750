"""
Taking what is said into the cart, and ordering what was agreed to.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.buying import draft as drafting
from actions.buying import shop, turning
from actions.buying.draft import Draft
from actions.buying.trip import REORDER, Message, Trip
from actions.buying.turning import INTENTS, MISSING, PRESSED, REQUESTED
from actions.orders import at_hand
from actions.orders.at_hand import AtHand
from actions.shared import person
from actions.shared.edge import CustomerAction, Event, did, forgotten

_LISTEN = "action_listen"
_TOLD_OF_ORDER = "action_about_order"


class ValidateCartForm(CustomerAction):
    """
    Rasa's form asks it after each message; what it does not take, others answer.
    """

    pending = "cart"

    def name(self) -> str:
        """
        The name in the domain, which Rasa makes of that of the form.
        """
        return "validate_cart_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        As every customer's action; where the shop gave no answer, the form ends.
        """
        events = await super().run(dispatcher, tracker, domain)
        if events == [] or any(each.get("name") == REQUESTED for each in events):
            return events
        return [*events, *_ended()]

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        The cart as it is now; nothing where the message is about something else.
        """
        kept = turning.draft_of(tracker)
        if turning.has_left(tracker):
            return await _back(tracker, kept)
        message = turning.message_of(tracker)
        trip = turning.trip(tracker)
        if turning.begins_now(tracker):
            if not shop.sells():
                return _elsewhere(dispatcher, message)
            now = await trip.begin(kept, message)
        elif kept.open is None and message.intent in INTENTS:
            now = await trip.begin(kept, message)
        else:
            heard = await _heard(trip, kept, message, turning.pressed(tracker))
            if heard is None:
                return []
            now = heard
        return await _events(dispatcher, tracker, trip, kept, now)


def _elsewhere(dispatcher: CollectingDispatcher, message: Message) -> list[Event]:
    """
    How it is done where nothing is bought in the chat.
    """
    if message.intent == REORDER:
        return [SlotSet(REQUESTED, None), FollowupAction(_TOLD_OF_ORDER)]
    dispatcher.utter_message(response="utter_place_order")
    return _ended()


async def _heard(
    trip: Trip, kept: Draft, message: Message, carried: str | None
) -> Draft | None:
    if message.intent == PRESSED:
        answer = kept.answer_in(carried or "")
        if answer is None:
            return None
        message = replace(message, answer=answer, text="")
    return await trip.hear(kept, message)


async def _events(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    trip: Trip,
    before: Draft,
    now: Draft,
) -> list[Event]:
    house = services.services()
    turning.utter(dispatcher, trip.says)
    now = turning.at_now(replace(now, again=0))
    events: list[Event] = [*forgotten(), SlotSet(drafting.SLOT, now.slot)]
    if now.placed != before.placed:
        events.append(did(tracker, "place_order"))
    if trip.told:
        hand = AtHand.read(tracker.get_slot(at_hand.SLOT), house.clock())
        hand = hand.told(trip.told[-1], house.clock())
        events.append(SlotSet(at_hand.SLOT, hand.slot))
    if now.is_asking:
        return [*events, SlotSet(REQUESTED, MISSING)]
    if trip.hands_over:
        events += await person.beyond_us(dispatcher, tracker, insists=True)
    return [*events, *_ended()]


async def _back(tracker: Tracker, kept: Draft) -> list[Event]:
    """
    After something else was answered: the question stands, if there is one.
    """
    if not kept.is_asking:
        return _ended()
    again = replace(kept, again=kept.again + 1)
    trip = turning.trip(tracker)
    if kept.question.lang != trip.voice.lang:
        again = await trip.go_on(again)
    return [SlotSet(drafting.SLOT, again.slot), SlotSet(REQUESTED, MISSING)]


def _ended() -> list[Event]:
    return [SlotSet(REQUESTED, None), FollowupAction(_LISTEN)]
