"""
I don't need anybody any more.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.shared import person
from actions.shared.edge import Event
from actions.shared.talk import SLOT as TALK


class ActionWithdrawPerson(Action):
    """
    Takes back the wish for a person, if one is still to come.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_withdraw_person"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        A button of a wish that is over says so.
        """
        if services.is_waiting():
            services.withdraw_person()
            dispatcher.utter_message(response="utter_person_withdrawn")
            now = services.services().clock()
            talk = person.talk_of(tracker).withdrawn(now)
            return [SlotSet(TALK, talk.slot)]
        dispatcher.utter_message(response="utter_person_not_waiting")
        return []
