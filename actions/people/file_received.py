"""
A photo or a file, and nothing said with it.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.shared import person
from actions.shared.edge import Event


class ActionFileReceived(Action):
    """
    Says that the bot cannot look at it and that it is kept for who can.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_file_received"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Offers a person, but does not ask with every picture of a row.
        """
        if services.is_waiting():
            dispatcher.utter_message(response="utter_file_waiting")
            return []
        offered = await person.offer(
            dispatcher, tracker, person.ASKED, response="utter_offer_person_file"
        )
        if offered is not None:
            return offered
        comes = await person.comes(tracker)
        dispatcher.utter_message(
            response="utter_file_again" if comes else "utter_file_nobody"
        )
        return []
