"""
A complaint.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.orders import at_hand
from actions.people.about import order_meant
from actions.people_there import Signs
from actions.shared import outcome, person
from actions.shared.edge import Event, language_of


class ActionComplaint(Action):
    """
    Passes it to a person as the shop's table says, or tells where it can be brought.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_complaint"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        What somebody has seen to already is not passed on again unasked.

        The order that it is about comes to hand, where whoever is called finds it.
        """
        hand = await order_meant(tracker, self.name())
        events: list[Event] | None = None
        if not services.is_waiting():
            # Somebody is at it: what they promised comes before another one.
            numbers = {hand.number} - {""}
            events = await outcome.tell_again(dispatcher, tracker, numbers)
        if events is None:
            events = await _passed_on(dispatcher, tracker)
        if events is None:
            order = formatting.digits(hand.number, language_of(tracker))
            dispatcher.utter_message(response="utter_complaint", order=order)
        return [SlotSet(at_hand.SLOT, hand.slot), *(events or [])]


async def _passed_on(
    dispatcher: CollectingDispatcher, tracker: Tracker
) -> list[Event] | None:
    """
    Call a person, or offer one to whom somebody has seen; None where neither was done.
    """
    desk = services.services().desk
    if desk is None:
        return None
    settled = person.talk_of(tracker).settled
    needed = desk.needed(Signs(intent="complaint", settled=settled))
    again = desk.needed(Signs(intent="complaint"))
    is_called = needed and not (needed.is_offered or person.asks_first(tracker))
    if services.is_waiting() or is_called:
        called = await person.call(
            dispatcher,
            tracker,
            needed.reason if needed else person.ASKED,
            response="utter_complaint_taken",
            waiting="utter_complaint_waiting",
        )
        return [] if called else None
    if again is None:
        return None
    return await person.offer(dispatcher, tracker, again.reason)
