"""
Change my number, my e-mail, my name, my address.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.account import pages
from actions.account.troubles import is_beyond_the_page
from actions.orders import at_hand, finding, telling
from actions.orders.asked import Asked
from actions.orders.at_hand import AtHand
from actions.orders.reference import open_orders, reference_of
from actions.shared.edge import Event, language_of, text_of, told_log
from actions.shared.sayings import bare, listed
from crm_connector.errors import CrmError, NotProven
from crm_connector.model import Order

WORDS = Path(__file__).with_name("details.yml")
_ADDRESS = "address"
# An "e-mail address" is none to live at.
_DETAILS = ("password", "email", _ADDRESS, "phone", "name")
_OF_ORDERS = "change_shipping_address"


def detail_of(text: str) -> str | None:
    """
    The detail of an account that a message names, if it is one that we know.
    """
    said = bare(text)
    found = (each for each in _DETAILS if listed(WORDS, each).search(said))
    return next(found, None)


class ActionEditAccount(Action):
    """
    Names the page for it; what the page cannot do is handed over.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_edit_account"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        An address that an order is sent to is the order's: that is done elsewhere.
        """
        if pages.has_failed(tracker):
            return await pages.hand_over(dispatcher, tracker)
        text = text_of(tracker)
        detail = detail_of(text)
        if detail == _ADDRESS:
            events = await _of_an_order(dispatcher, tracker)
            if events is not None:
                return events
        which = f"utter_edit_account_{detail}" if detail else "utter_edit_account"
        dispatcher.utter_message(response=which)
        if is_beyond_the_page(text):
            return await pages.hand_over(dispatcher, tracker)
        events = await pages.say_if_it_fails(dispatcher, tracker)
        if detail == _ADDRESS:
            await _say_what_is_under_way(dispatcher, tracker)
        return events


async def _of_an_order(
    dispatcher: CollectingDispatcher, tracker: Tracker
) -> list[Event] | None:
    """
    Answer for the order whose address it is; None where the message names none.
    """
    house, reference = services.services(), reference_of(tracker)
    if not (reference.numbers or reference.ordinal):
        return None
    hand = AtHand.read(tracker.get_slot(at_hand.SLOT), house.clock())
    try:
        numbers = await finding.named(Asked(), reference, hand)
    except NotProven:
        numbers = ()
    except CrmError as error:
        told_log("action_edit_account", error)
        numbers = ()
    order = formatting.digits(" / ".join(numbers), language_of(tracker))
    dispatcher.utter_message(response=f"utter_{_OF_ORDERS}", order=order)
    if len(numbers) == 1:
        hand = hand.told(numbers[0], house.clock())
    return [SlotSet(at_hand.SLOT, hand.slot)]


async def _say_what_is_under_way(
    dispatcher: CollectingDispatcher, tracker: Tracker
) -> None:
    """
    Another address in the account changes nothing of orders that are under way.
    """
    orders: tuple[Order, ...] = ()
    try:
        orders = open_orders(await Asked().newest(finding.RECENT))
    except NotProven:
        return
    except CrmError as error:
        # The page was told; of the orders nothing has to be said.
        told_log("action_edit_account", error)
    if orders:
        telling.offer(
            dispatcher,
            orders,
            language_of(tracker),
            response="utter_orders_keep_their_address",
            wish=_OF_ORDERS,
        )
