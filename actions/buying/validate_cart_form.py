"""
Taking what is said into the cart, and ordering what was agreed to.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.buying import draft as drafting
from actions.buying import shop, turning
from actions.buying.draft import Draft
from actions.buying.trip import REORDER, Message, Trip
from actions.changing import turning as changing
from actions.shared.edge import Event, did
from actions.shared.form_actions import Validation
from actions.shared.forms import REQUESTED, ended

_TOLD_OF_ORDER = "action_about_order"


class ValidateCartForm(Validation[Draft, Message]):
    """
    The form of a cart.
    """

    pending = "cart"
    form = turning.FORM
    slot = drafting.SLOT
    intents = turning.INTENTS
    kept = staticmethod(turning.draft_of)
    message = staticmethod(turning.message_of)
    trip = staticmethod(turning.trip)
    other = changing.FORM
    other_kept = staticmethod(changing.wishes_of)

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "validate_cart_form"

    async def begin(self, trip: Trip, kept: Draft, message: Message) -> Draft:
        """
        With what is asked for in the cart.
        """
        return await trip.begin(kept, message)

    async def opened(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        trip: Trip,
        kept: Draft,
        message: Message,
    ) -> Draft | list[Event]:
        """
        The same, where something is bought in the chat; else how it is done.
        """
        if shop.sells():
            return await trip.begin(kept, message)
        if message.intent == REORDER:
            return [SlotSet(REQUESTED, None), FollowupAction(_TOLD_OF_ORDER)]
        dispatcher.utter_message(response="utter_place_order")
        return ended()

    def noted(self, tracker: Tracker, before: Draft, now: Draft) -> list[Event]:
        """
        That an order was placed.
        """
        return [did(tracker, "place_order")] if now.placed != before.placed else []
