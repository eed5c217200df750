"""
Going on with what a stranger asked, now that they have signed in.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.account import marketing
from actions.account.about_signing_in import ActionAboutSigningIn
from actions.account.newsletter_subscription import (
    STOP_SLOT,
    ActionNewsletterSubscription,
)
from actions.buying.payment_link import ActionPaymentLink
from actions.offers.loyalty_points import ActionLoyaltyPoints
from actions.orders.check_warranty import ActionCheckWarranty
from actions.orders.list_orders import ActionListOrders
from actions.orders.order_news import ActionOrderNews
from actions.orders.track_order import ActionTrackOrder
from actions.payments.get_invoice import ActionGetInvoice
from actions.payments.payment_issue import ActionPaymentIssue
from actions.shared.edge import PENDING, CustomerAction, Event, forgotten
from actions.shared.pending import meant, was_known
from actions.smalltalk.about_told import ActionAboutTold
from crm_connector.profile.facts import Field

_WISHES: dict[str, type[CustomerAction]] = {
    wish.pending: wish
    for wish in (
        ActionTrackOrder,
        ActionListOrders,
        ActionGetInvoice,
        ActionLoyaltyPoints,
        ActionPaymentLink,
        ActionPaymentIssue,
        ActionNewsletterSubscription,
        ActionAboutSigningIn,
        ActionCheckWarranty,
        ActionAboutTold,
        ActionOrderNews,
    )
}
# These are of forms, which take up what waits for them.
_FORMS = {"order_wish": "order_wish_form", "cart": "cart_form"}


class ActionSignedIn(CustomerAction):
    """
    Welcomes the customer and takes up the wish that waited for the signing in.
    """

    pending = ActionTrackOrder.pending

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_signed_in"

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        Say hello by name and grant the wish; with nothing waiting, stay silent.
        """
        wish = _WISHES.get(tracker.get_slot(PENDING))
        stop = tracker.get_slot(STOP_SLOT)
        form = _FORMS.get(tracker.get_slot(PENDING))
        if wish is None and not stop and form is None:
            return []
        await _welcome(dispatcher, tracker)
        events: list[Event] = []
        if stop:
            # First: it holds, whatever becomes of the other wish.
            events += await marketing.stop(dispatcher, tracker, stop)
            events.append(SlotSet(STOP_SLOT, None))
            _, waited = meant(tracker)
            if wish is ActionNewsletterSubscription and waited == stop:
                return [*events, *forgotten()]
        if wish is not None:
            events += await wish().answer(dispatcher, tracker)
        if form is not None:
            events.append(FollowupAction(form))
        return events


async def _welcome(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """
    By name; whoever was here before the proof is not welcomed again.
    """
    if was_known(tracker):
        dispatcher.utter_message(response="utter_proven_again")
        return
    gate = services.services().gate
    profile = await gate.profile(services.identity(), fields=(Field.NAME,))
    if profile.name is not None:
        dispatcher.utter_message(response="utter_signed_in", name=profile.name.value)
