"""
What does it cost to cancel an order, and until when can one?
"""

from __future__ import annotations

import json
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.changing import saying, turning
from actions.changing.deal import Deal, Seen
from actions.changing.steps import Refuse, instead
from actions.changing.voice import Voice
from actions.changing.wishes import Kind, Wish
from actions.orders import ruled
from actions.shared.edge import Event
from actions.shared.forms import utter
from crm_connector.model import Money
from crm_connector.operations import Operation
from crm_connector.policies.deciding import Allowed, Forbidden, Why, decide

_WISH = "check_cancellation_fee"
_CANCEL = Operation.CANCEL_ORDER


class ActionCheckCancellationFee(Action):
    """
    Tells the rule, and what it comes to for the customer's own order.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_check_cancellation_fee"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Nothing is cancelled by it.
        """
        return await ruled.tell(dispatcher, tracker, _WISH, _CANCEL, _tell)


def _tell(
    dispatcher: CollectingDispatcher, seen: Seen, voice: Voice, offers: bool
) -> None:
    order = seen.order
    made = decide(seen.policies, _CANCEL, order, seen.now, done=order.done)
    if isinstance(made, Forbidden):
        if made.why is not Why.CANNOT_TELL:
            step = Refuse(_CANCEL, made, instead(_CANCEL, seen))
            wish = Wish(Kind.CANCEL)
            said = saying.refused(step, wish, seen, voice, contests=False)
            utter(dispatcher, said)
        return
    _tell_cost(dispatcher, made, seen, voice)
    if made.until is not None:
        dispatcher.utter_message(
            response="utter_part_cancel_until", until=voice.until(made.until)
        )
    if not offers:
        return
    if not turning.takes(Kind.CANCEL.value):
        dispatcher.utter_message(response="utter_part_by_people")
        return
    is_ours = _CANCEL in seen.can and not (made.fee.amount or seen.is_for_people)
    button = json.dumps({"order_number": order.number})
    dispatcher.utter_message(
        response="utter_offer_cancel" if is_ours else "utter_offer_cancel_by_people",
        cancel=f"/{Kind.CANCEL.value}{button}",
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
