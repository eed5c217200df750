"""
Can I talk to a person?
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.shared import person
from actions.shared.edge import Event


class ActionContactHumanAgent(Action):
    """
    Calls one, or names the telephone of a shop that nobody answers for in the chat.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_contact_human_agent"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Asked again, it tells how long they still have to wait.
        """
        if not await person.call(dispatcher, tracker, person.ASKED):
            dispatcher.utter_message(response="utter_contact_people")
        return []
