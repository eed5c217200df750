"""
Where an order is paid for, said again.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.buying import turning
from actions.buying.shop import GateShop
from actions.orders.reference import reference_of
from actions.shared.edge import CustomerAction, Event, forgotten, language_of
from actions.shared.voice import Voice
from crm_connector.errors import OrderNotFound
from crm_connector.model import Order, OrderStatus


class ActionPaymentLink(CustomerAction):
    """
    Gives the link of the order that is named, was just placed, or waits to be paid.
    """

    pending = "payment_link"

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_payment_link"

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        Never of what is paid; and somebody else's order is as one that is not.
        """
        house = services.services()
        shop, lang = GateShop(house), language_of(tracker)
        voice = Voice(lang, house.wording, house.zone)
        numbers = reference_of(tracker).numbers
        if not shop.has_page:
            await shop.orders()
            dispatcher.utter_message(response="utter_pay_elsewhere")
            return forgotten()
        if not numbers:
            placed = turning.draft_of(tracker).placed
            numbers = (placed,) if placed else _unpaid(await shop.orders())
        for number in numbers:
            try:
                link = await shop.payment_link(number)
            except OrderNotFound:
                number_ = voice.number(number)
                dispatcher.utter_message(
                    response="utter_cart_no_such_order", number=number_
                )
                return forgotten()
            if link is not None:
                dispatcher.utter_message(
                    response="utter_payment_link",
                    number=voice.number(number),
                    link=link,
                )
                return forgotten()
        dispatcher.utter_message(response="utter_nothing_to_pay")
        return forgotten()


def _unpaid(orders: tuple[Order, ...]) -> tuple[str, ...]:
    """
    The orders that may wait for their money, the newest first.
    """
    return tuple(o.number for o in orders if o.status is OrderStatus.PLACED)
