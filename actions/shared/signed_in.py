"""
Going on with what a stranger asked, now that they have signed in.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.shared.edge import CustomerAction, Event


class ActionSignedIn(CustomerAction):
    """
    Welcomes the customer and takes up the wish that waited for the signing in.
    """

    pending = "track_order"

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_signed_in"

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        Say hello by name, then follow up; with nothing waiting, stay silent.
        """
        pending = tracker.get_slot("orders_pending")
        if not pending:
            return []
        customer = await services.services().gate.customer(services.identity())
        dispatcher.utter_message(response="utter_signed_in", name=customer.name)
        return [SlotSet("orders_pending", None), FollowupAction(f"action_{pending}")]
