"""
Yes.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.shared import person
from actions.shared.edge import CustomerAction, Event
from actions.smalltalk.answers import answered


class ActionAffirm(CustomerAction):
    """
    The answer to what was asked, if anything was.
    """

    pending = "loyalty_points"

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_affirm"

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        With nothing open it is only heard; who waits for a person hears their place.
        """
        events = await answered(dispatcher, tracker, is_yes=True)
        if events is not None:
            return events
        is_told = services.is_waiting() and await person.call(
            dispatcher, tracker, person.ASKED
        )
        if not is_told:
            dispatcher.utter_message(response="utter_affirm")
        return []
