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
from actions.shared import person
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
        desk = services.services().desk
        hand = await order_meant(tracker, self.name())
        events: list[Event] | None = None
        if desk is not None:
            settled = person.talk_of(tracker).settled
            needed = desk.needed(intent="complaint", settled=settled)
            again = desk.needed(intent="complaint")
            is_called = needed and not (needed.is_offered or person.asks_first(tracker))
            if services.is_waiting() or is_called:
                reason = needed.reason if needed else person.ASKED
                called = await person.call(
                    dispatcher,
                    tracker,
                    reason,
                    response="utter_complaint_taken",
                    waiting="utter_complaint_waiting",
                )
                events = [] if called else None
            elif again is not None:
                events = await person.offer(dispatcher, tracker, again.reason)
        if events is None:
            order = formatting.digits(hand.number, language_of(tracker))
            dispatcher.utter_message(response="utter_complaint", order=order)
        return [SlotSet(at_hand.SLOT, hand.slot), *(events or [])]
