"""
Asking for other words, and offering a person or the telephone the second time.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.people_there import Signs
from actions.shared import person
from actions.shared.edge import Event


class ActionRephrase(Action):
    """
    Says that the message was not understood; the second time in a row, who can help.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_rephrase"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Ask for other words and count how often in a row.
        """
        times = min(float(tracker.get_slot("misunderstood") or 0.0) + 1, 10.0)
        counted = SlotSet("misunderstood", times)
        desk = services.services().desk
        if desk is not None:
            talk = person.talk_of(tracker)
            needed = desk.needed(
                Signs(
                    not_understood=int(times),
                    guessed=talk.guessed,
                    settled=talk.settled,
                )
            )
            offered = await person.by_table(dispatcher, tracker, needed)
            if offered is not None:
                return [counted, *offered]
        dispatcher.utter_message(
            response="utter_rephrase" if times < 2 else "utter_rephrase_again"
        )
        return [counted]
