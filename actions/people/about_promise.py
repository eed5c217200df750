"""
What did your colleague promise?
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.shared import outcome
from actions.shared.edge import Event, entities_of
from actions.shared.outcome import PROMISED, Standing


class ActionAboutPromise(Action):
    """
    Tells again what a person has left behind: their words, and until when.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_about_promise"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Promises before all else, the newest first; of the order that was named.

        Unless it is kept or was settled, somebody is offered who can say more.
        """
        house = services.services()
        named = {e["value"] for e in entities_of(tracker) if e["entity"] == "order"}
        known = outcome.theirs(
            tracker.get_slot(outcome.SLOT), services.identity().customer_id, house.now()
        )
        fitting = [each for each in known if each.is_about(named)] or list(known)
        promises = [each for each in fitting if each.settled == PROMISED]
        told = [
            await outcome.tell(dispatcher, tracker, each)
            for each in (promises[::-1] or fitting[-1:])
        ]
        if told and all(how in (Standing.KEPT, None) for how in told):
            return []
        return await outcome.offer(dispatcher, tracker)
