"""
Where is the money that I am to get back?
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.orders.about_order import ActionAboutOrder
from actions.orders.asked import Asked
from actions.payments.books import Books
from actions.shared.edge import language_of, told_log
from crm_connector.errors import CrmError
from crm_connector.model import Money


class ActionTrackRefund(ActionAboutOrder):
    """
    Tells what has been given back; where nothing is known of it, who knows more.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_track_refund"

    async def tell(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        numbers: tuple[str, ...],
    ) -> None:
        """
        The money given back is told of the one order that is meant for certain.
        """
        lang = language_of(tracker)
        given = await self._given(numbers[0]) if len(numbers) == 1 else ()
        order = formatting.digits(" / ".join(numbers), lang)
        if not given:
            dispatcher.utter_message(response="utter_track_refund", order=order)
        for each in given:
            dispatcher.utter_message(
                response="utter_refund_given",
                order=order,
                refunded=formatting.money(each, lang),
            )

    async def _given(self, number: str) -> tuple[Money, ...]:
        try:
            orders = await Asked().numbered(number)
            books = await Books.read(services.services())
        except CrmError as error:
            told_log(self.name(), error)
            return ()
        bills = [fact.value for order in orders for fact in books.of(order)]
        given = [bill.refunded for bill in bills if bill.refunded is not None]
        return tuple(each for each in given if each.amount > 0)
