"""
No.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.shared.edge import CustomerAction, Event
from actions.smalltalk.answers import answered


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
        With nothing open it is only heard.
        """
        events = await answered(dispatcher, tracker, is_yes=False)
        if events is None:
            dispatcher.utter_message(response="utter_deny")
        return events or []
