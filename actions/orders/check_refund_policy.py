"""
What can be returned, until when, and how does the money come back?
"""

from __future__ import annotations

import json

from rasa_sdk.executor import CollectingDispatcher

from actions.changing import turning
from actions.changing.state.deal import Seen
from actions.changing.state.wishes import Kind
from actions.orders import ruled
from actions.shared.voice import Voice
from crm_connector.model import OrderLine
from crm_connector.operations import Operation
from crm_connector.policies.deciding import Allowed, Forbidden, Why, decide, is_of

_RETURN = Operation.RETURN_ITEMS
# What came broken or wrong may still be taken back where other things are not.
_MAY_BE_FAULTS = frozenset({Why.TOO_LATE, Why.CATEGORY})


class ActionCheckRefundPolicy(ruled.TellsRule):
    """
    Tells the rule, and which things of the customer's own order it is about.
    """

    wish, kind, operation = "check_refund_policy", Kind.RETURN, _RETURN

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_check_refund_policy"

    def tell_allowed(
        self, dispatcher: CollectingDispatcher, made: Allowed, seen: Seen, voice: Voice
    ) -> None:
        """
        Say what can be returned, until when and at what cost.
        """
        _tell_things(dispatcher, made, seen, voice)

    def tell_refused(
        self, dispatcher: CollectingDispatcher, why: Forbidden, seen: Seen, voice: Voice
    ) -> bool:
        """
        Say why nothing can; True where what came broken or wrong can, all the same.
        """
        if why.why is Why.STATUS and seen.order.status.is_open:
            number = voice.number(seen.order.number)
            dispatcher.utter_message(response="utter_return_not_yet", number=number)
        else:
            super().tell_refused(dispatcher, why, seen, voice)
        return why.why in _MAY_BE_FAULTS and _tell_faults(dispatcher, seen, voice)

    def offer(
        self, dispatcher: CollectingDispatcher, made: Allowed | None, seen: Seen
    ) -> None:
        """
        Where it is done in the chat.
        """
        if turning.takes(self.kind.value) and _RETURN in seen.can:
            button = json.dumps({"order_number": seen.order.number})
            dispatcher.utter_message(
                response="utter_offer_return", give_back=f"/{self.kind.value}{button}"
            )


def _tell_things(
    dispatcher: CollectingDispatcher, made: Allowed, seen: Seen, voice: Voice
) -> None:
    order, terms = seen.order, seen.rule(_RETURN).terms

    def thing(line: OrderLine) -> str:
        text = voice.thing(line, line.quantity - line.returned)
        if is_of(line, terms.unopened):
            return voice.of("utter_return_only_unopened", thing=text)
        return text

    fields = {
        "number": voice.number(order.number),
        "items": voice.lines([thing(line) for line in made.lines]),
    }
    if made.until is None:
        dispatcher.utter_message(response="utter_return_now", **fields)
    else:
        until = voice.until(made.until)
        dispatcher.utter_message(response="utter_return_until", until=until, **fields)
    left = [line for line in order.lines if is_of(line, terms.never)]
    if left:
        items = voice.listed(map(voice.name, left))
        dispatcher.utter_message(response="utter_return_not_these", items=items)
    if made.fee.amount:
        fee = voice.money(made.fee)
        dispatcher.utter_message(response="utter_return_fee", fee=fee)


def _tell_faults(dispatcher: CollectingDispatcher, seen: Seen, voice: Voice) -> bool:
    """
    Say until when what came broken or wrong may be told; False where it may not.
    """
    order, number = seen.order, voice.number(seen.order.number)
    for reason in seen.rule(_RETURN).faults:
        made = decide(
            *(seen.policies, _RETURN, order, seen.now),
            reason=reason,
            done=order.done,
        )
        if not isinstance(made, Allowed):
            continue
        if made.until is None:
            dispatcher.utter_message(response="utter_return_faults", number=number)
        else:
            dispatcher.utter_message(
                response="utter_return_faults_until",
                number=number,
                until=voice.until(made.until),
            )
        return True
    return False
