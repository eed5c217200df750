"""
What does it cost to cancel an order, and until when can one?
"""

from __future__ import annotations

import json

from rasa_sdk.executor import CollectingDispatcher

from actions.changing import turning
from actions.changing.state.deal import Deal, Seen
from actions.changing.state.wishes import Kind
from actions.changing.telling import saying
from actions.orders import ruled
from actions.shared.voice import Voice
from crm_connector.model import Money
from crm_connector.operations import Operation
from crm_connector.policies.deciding import Allowed

_CANCEL = Operation.CANCEL_ORDER


class ActionCheckCancellationFee(ruled.TellsRule):
    """
    Tells the rule, and what it comes to for the customer's own order.
    """

    wish, kind, operation = "check_cancellation_fee", Kind.CANCEL, _CANCEL

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_check_cancellation_fee"

    def tell_allowed(
        self, dispatcher: CollectingDispatcher, made: Allowed, seen: Seen, voice: Voice
    ) -> None:
        """
        Say what it costs now, and until when that is so.
        """
        _tell_cost(dispatcher, made, seen, voice)
        if made.until is not None:
            dispatcher.utter_message(
                response="utter_part_cancel_until", until=voice.until(made.until)
            )

    def offer(
        self, dispatcher: CollectingDispatcher, made: Allowed | None, seen: Seen
    ) -> None:
        """
        By whom it is cancelled.
        """
        if made is None:
            return
        if not turning.takes(self.kind.value):
            dispatcher.utter_message(response="utter_part_by_people")
            return
        is_ours = _CANCEL in seen.can and not (made.fee.amount or seen.is_for_people)
        button = json.dumps({"order_number": seen.order.number})
        by = "" if is_ours else "_by_people"
        dispatcher.utter_message(
            response=f"utter_offer_cancel{by}", cancel=f"/{self.kind.value}{button}"
        )


def _tell_cost(
    dispatcher: CollectingDispatcher, made: Allowed, seen: Seen, voice: Voice
) -> None:
    order, number = seen.order, voice.number(seen.order.number)
    if not made.fee.amount:
        money = saying.money(Deal(_CANCEL, order.number, made), seen, voice)
        dispatcher.utter_message(
            response="utter_cancel_now_free", number=number, money=money
        )
        return
    paid, fee = order.paid or order.total, voice.money(made.fee)
    if order.is_unpaid or paid.currency != made.fee.currency:
        dispatcher.utter_message(
            response="utter_cancel_now_fee_unpaid", number=number, fee=fee
        )
        return
    rest = Money(paid.amount - made.fee.amount, paid.currency)
    response = "utter_cancel_now_fee" if rest.amount > 0 else "utter_cancel_now_fee_all"
    if order.paid is None:
        response += "_if_paid"
    dispatcher.utter_message(
        response=response,
        number=number,
        fee=fee,
        total=voice.money(paid),
        rest=voice.money(rest),
    )
