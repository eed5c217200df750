"""
Taking what is said into the wishes, and doing what was agreed to.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.changing import turning, wishes
from actions.changing.journey import Journey
from actions.changing.message import Message
from actions.changing.turning import MISSING, REQUESTED, TOLD_BY_RULES
from actions.changing.wishes import Came, Kind, Open, Wishes
from actions.orders import at_hand
from actions.orders.about_order import SAME_AGAIN
from actions.orders.at_hand import AtHand
from actions.shared import outcome, person
from actions.shared.edge import PENDING, CustomerAction, Event, forgotten
from actions.shared.talk import SLOT as TALK

_LISTEN = "action_listen"
_PRESSED = "order_wish"


class ValidateOrderWishForm(CustomerAction):
    """
    Rasa's form asks it after each message; what it does not take, others answer.
    """

    pending = "order_wish"

    def name(self) -> str:
        """
        The name in the domain, which Rasa makes of that of the form.
        """
        return "validate_order_wish_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        As every customer's action; where the shop gave no answer, the question stands.

        Who has to prove who they are first is waited for without the form.
        """
        events = await super().run(dispatcher, tracker, domain)
        named = {each.get("name") for each in events if each.get("value") is not None}
        if events == [] or any(each.get("name") == REQUESTED for each in events):
            return events
        if PENDING not in named and turning.wishes_of(tracker).is_asking:
            return [*events, SlotSet(REQUESTED, MISSING)]
        return [*events, *_ended()]

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        The wishes as they are now; nothing where the message is about something else.
        """
        kept = turning.wishes_of(tracker)
        if turning.has_left(tracker):
            return await _back(dispatcher, tracker, kept)
        message = turning.message_of(tracker)
        trip = turning.journey(tracker)
        if turning.begins_now(tracker):
            if message.intent in wishes.INTENTS:
                if not turning.takes(message.intent):
                    return [
                        SlotSet(REQUESTED, None),
                        FollowupAction(TOLD_BY_RULES),
                    ]
                promised = await _promised(dispatcher, tracker, message)
                if promised is not None:
                    return [*promised, *_ended()]
                start = Wishes(past=kept.past, asked=kept.asked)
                now = await trip.begin(start, message, Kind(message.intent))
            else:
                now = await trip.go_on(kept)
        elif message.intent in wishes.INTENTS and not kept.open:
            now = await trip.begin(kept, message, Kind(message.intent))
        else:
            heard = await _heard(trip, kept, message, turning.pressed(tracker))
            if heard is None:
                return []
            now = heard
        return await _events(dispatcher, tracker, trip, kept, now)


async def _promised(
    dispatcher: CollectingDispatcher, tracker: Tracker, message: Message
) -> list[Event] | None:
    """
    The promise of a person that is open for this very thing, told again; else None.
    """
    if message.intent not in SAME_AGAIN:
        return None
    named = message.names or ((message.at_hand,) if message.at_hand else ())
    return await outcome.tell_again(dispatcher, tracker, named)


async def _heard(
    trip: Journey, kept: Wishes, message: Message, carried: str | None
) -> Wishes | None:
    if message.intent == _PRESSED:
        answer = kept.answer_in(carried or "")
        if answer is None:
            return None
        message = replace(message, answer=answer, text="")
    return await trip.hear(kept, message)


async def _events(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    trip: Journey,
    before: Wishes,
    now: Wishes,
) -> list[Event]:
    house = services.services()
    turning.utter(dispatcher, trip.says)
    for_people = now.for_people or trip.hands_over
    is_over = not now.is_asking
    now = replace(now, for_people=for_people and not is_over, again=0)
    events: list[Event] = [
        *forgotten(),
        SlotSet(wishes.SLOT, turning.at_now(now).slot),
        *_noted(tracker, before, now),
    ]
    if trip.told:
        hand = AtHand.read(tracker.get_slot(at_hand.SLOT), house.clock())
        hand = hand.told(trip.told[-1], house.clock())
        events.append(SlotSet(at_hand.SLOT, hand.slot))
    if not is_over:
        return [*events, SlotSet(REQUESTED, MISSING)]
    if for_people:
        events += await person.beyond_us(dispatcher, tracker, insists=True)
    return [*events, *_ended()]


def _noted(tracker: Tracker, before: Wishes, now: Wishes) -> list[Event]:
    """
    What was done and refused, as an agent finds it.
    """
    new = [each for each in now.past if each not in before.past]
    clock, talk = services.services().clock, person.talk_of(tracker)
    for each in new:
        operation = each.wish.operation
        # As its intent is called, where it has one.
        name = each.wish.kind.value
        if name not in wishes.INTENTS and operation is not None:
            name = operation.value
        if each.came is Came.DONE:
            talk = talk.done(name, clock())
        elif each.came in (Came.REFUSED, Came.PERSON):
            talk = talk.refused(name, each.why, clock())
    return [SlotSet(TALK, talk.slot)] if new else []


async def _back(
    dispatcher: CollectingDispatcher, tracker: Tracker, kept: Wishes
) -> list[Event]:
    """
    After something else was answered: the question stands, if there is one.
    """
    at_hand = kept.at_hand
    if at_hand is not None and at_hand.asked is Open.MORE:
        # It was refused, and they have come to something else.
        over = replace(kept.ended(Came.LEFT), open=())
        return [SlotSet(wishes.SLOT, over.slot), *_ended()]
    if not kept.is_asking:
        return _ended()
    again = replace(kept, again=kept.again + 1)
    trip = turning.journey(tracker)
    if kept.question.lang != trip.voice.lang:
        again = await trip.go_on(again)
    return [SlotSet(wishes.SLOT, again.slot), SlotSet(REQUESTED, MISSING)]


def _ended() -> list[Event]:
    return [SlotSet(REQUESTED, None), FollowupAction(_LISTEN)]
