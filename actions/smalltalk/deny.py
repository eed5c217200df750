"""
No.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.shared.edge import CustomerAction, Event, text_of
from actions.smalltalk.answers import answered
from actions.smalltalk.asides import gives_up_a_card


class ActionDeny(CustomerAction):
    """
    The answer to what was asked, if anything was.
    """

    pending = "loyalty_points"

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_deny"

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        With nothing open it is only heard; of a card it says who can take it out.
        """
        events = await answered(dispatcher, tracker, is_yes=False)
        if events is None:
            is_card = gives_up_a_card(text_of(tracker))
            response = "utter_same_person_undo" if is_card else "utter_deny"
            dispatcher.utter_message(response=response)
        return events or []
