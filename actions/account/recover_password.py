"""
I forgot my password.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.account import pages
from actions.account.troubles import trouble_of
from actions.shared.edge import Event, text_of


class ActionRecoverPassword(Action):
    """
    Names the page where another one is set; where that fails it is handed over.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_recover_password"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Nobody is ever asked for a password.
        """
        if pages.has_failed(tracker):
            return await pages.hand_over(dispatcher, tracker)
        dispatcher.utter_message(response="utter_recover_password")
        # Who tells of a code or a link that does not come has been there.
        if trouble_of(text_of(tracker)) is not None:
            return await pages.hand_over(dispatcher, tracker)
        return await pages.say_if_it_fails(dispatcher, tracker)
