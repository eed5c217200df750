"""
I can't sign in, the code does not come, it says that my number is wrong.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.account import pages
from actions.account.signing_in import About
from actions.account.troubles import trouble_of
from actions.shared.edge import PENDING, Event, entities_of, text_of
from actions.shared.proving import is_possible_here
from crm_connector.model import Assurance


class ActionRegistrationProblems(Action):
    """
    Says what may be wrong and what to try, how it stands in this chat, and who helps.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_registration_problems"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Whether there is an account with a number is told to nobody.
        """
        if pages.has_failed(tracker):
            return await pages.hand_over(dispatcher, tracker)
        said = ((e["entity"], e["value"]) for e in entities_of(tracker))
        is_missing = (pages.ASPECT, About.MISSING.value) in said
        trouble = "code_missing" if is_missing else trouble_of(text_of(tracker))
        response = "utter_registration_problems"
        dispatcher.utter_message(
            response=f"{response}_{trouble}" if trouble else response
        )
        _say_how_it_stands_here(dispatcher, tracker)
        if trouble is None:
            return await pages.say_if_it_fails(dispatcher, tracker)
        return await pages.hand_over(dispatcher, tracker)


def _say_how_it_stands_here(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """
    The chat has its own way in, which does not depend on the site's.

    Whoever was just asked to sign in has it before them.
    """
    house = services.services()
    if house.gate.level(services.identity()) >= Assurance.PROVEN:
        dispatcher.utter_message(response="utter_part_signed_in_here")
    elif is_possible_here() and tracker.get_slot(PENDING) is None:
        dispatcher.utter_message(response="utter_part_sign_in_here")
