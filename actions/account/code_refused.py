"""
A one-time code was wrong: told by the channel, and nobody has written it.
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
from actions.shared.talk import SLOT as TALK


class ActionCodeRefused(Action):
    """
    Counts it; the field for codes has said so already. Offers a person by the table.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_code_refused"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Stay silent below the shop's number.
        """
        house = services.services()
        talk = person.talk_of(tracker).wrong_code(self.name(), house.clock())
        kept, desk = SlotSet(TALK, talk.slot), house.desk
        if desk is None:
            return [kept]
        needed = desk.needed(Signs(wrong_codes=talk.wrong_codes, settled=talk.settled))
        return [kept, *(await person.by_table(dispatcher, tracker, needed) or ())]
