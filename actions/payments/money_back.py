"""
Money that goes back to the customer: which of it is asked about, and how it is told.

What is under way counts before what has come: whoever asks waits for that. The order
that was named comes first, then what was asked for last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from rasa_sdk.executor import CollectingDispatcher

from actions import formatting
from actions.orders.asked import Orders
from actions.services import Services
from actions.shared.sayings import bare, listed
from actions.shared.voice import Voice
from crm_connector.model import Money, Order, OrderStatus
from crm_connector.operations import MethodKind
from crm_connector.refunds import OrderRefund, RefundState

WORDS = Path(__file__).with_name("refunds.yml")
# So many are told one by one.
MOST_TOLD = 5
_LONG_AGO = datetime.min.replace(tzinfo=timezone.utc)
_OVER = (OrderStatus.CANCELLED, OrderStatus.RETURNED)


def asks_of_money_back(text: str) -> bool:
    """
    Whether it is asked how much comes back, where it goes, or when.
    """
    return listed(WORDS, "of_done").search(bare(text)) is not None


@dataclass(frozen=True)
class Back:
    """
    A refund with the order that it is of.
    """

    order: Order
    refund: OrderRefund

    @property
    def at(self) -> datetime:
        """
        When there was last something new of it, as far as that is known.
        """
        return self.refund.paid_at or self.refund.asked_at or _LONG_AGO


@dataclass(frozen=True)
class Answer:
    """
    What is to be told: refunds, or of which order there are none (`without`).

    With `is_over` nothing is under way, and what is told is what was paid last.
    `together` is whether they are told with what they come to, `more` whether there are
    others.
    """

    told: tuple[Back, ...] = ()
    without: Order | None = None
    is_over: bool = False
    together: bool = False
    more: bool = False


def are_told(orders: Iterable[Order]) -> bool:
    """
    Whether the systems of any of these orders tell what goes back of their money.

    Of one that tells it of some orders only, those of another could not be read.
    """
    listed = tuple(orders)
    told = {order.source for order in listed if order.refunds is not None}
    silent = {order.source for order in listed if order.refunds is None}
    return bool(told) and told.isdisjoint(silent)


def of_orders(meant: Orders, *, is_named: bool) -> Answer | None:
    """
    What there is to say of these orders; None where others may be meant.

    Without being named in the very message an order is only the one spoken of: if no
    money of it goes back, another one's may be asked about.
    """
    found = _backs(meant)
    if found:
        waiting = [each for each in found if each.refund.is_under_way]
        return Answer(tuple((waiting or found)[:MOST_TOLD]))
    for order in meant:
        if order.refunds is not None and (is_named or order.status in _OVER):
            return Answer(without=order)
    return None


def of_all(orders: Orders) -> Answer:
    """
    All that goes back or has gone, the newest first.
    """
    found = _backs(orders)
    return Answer(tuple(found[:MOST_TOLD]), together=True, more=len(found) > MOST_TOLD)


def under_way(orders: Orders) -> Answer:
    """
    What they wait for; without any, the cancelled order or the refund that was last.
    """
    found = _backs(orders)
    waiting = [each for each in found if each.refund.is_under_way]
    if waiting:
        return Answer(tuple(waiting[:MOST_TOLD]), more=len(waiting) > MOST_TOLD)
    ended = [order for order in orders if order.status is OrderStatus.CANCELLED]
    last = max(ended, key=_ended_at, default=None)
    newest = found[0].at if found else _LONG_AGO
    if last is not None and last.refunds == () and _ended_at(last) > newest:
        return Answer(without=last)
    return Answer(tuple(found[:1]), is_over=True)


def tell(
    dispatcher: CollectingDispatcher, answer: Answer, lang: str, house: Services
) -> None:
    """
    Say it, refund by refund.
    """
    voice = Voice(lang, house.wording, house.zone)
    if answer.without is not None:
        is_over = answer.without.status is OrderStatus.CANCELLED
        dispatcher.utter_message(
            response=f"utter_refund_none_of_{'cancelled' if is_over else 'order'}",
            number=voice.number(answer.without.number),
        )
        return
    if not answer.told:
        dispatcher.utter_message(response="utter_refund_nothing")
        return
    if answer.is_over:
        dispatcher.utter_message(response="utter_refund_none_under_way")
    for each in answer.told:
        _tell_one(dispatcher, each, voice, house)
    _tell_together(dispatcher, answer, lang)
    if answer.more:
        dispatcher.utter_message(response="utter_refund_more")


def _tell_one(
    dispatcher: CollectingDispatcher, back: Back, voice: Voice, house: Services
) -> None:
    refund = back.refund
    fields = {
        "order": voice.number(back.order.number),
        "refunded": voice.money(refund.amount),
    }
    if refund.state is RefundState.PAID:
        if refund.paid_at is None:
            dispatcher.utter_message(response="utter_refund_given", **fields)
            return
        day = voice.day(refund.paid_at)
        dispatcher.utter_message(response="utter_refund_paid", day=day, **fields)
        return
    dispatcher.utter_message(response=f"utter_refund_{refund.state.value}", **fields)
    is_booked = refund.state is RefundState.RECORDED
    if refund.asked_at is not None:
        dispatcher.utter_message(
            response=f"utter_part_refund_{'booked' if is_booked else 'asked'}_on",
            day=voice.day(refund.asked_at),
        )
    if refund.to in (None, MethodKind.CASH) or is_booked:
        # What was paid at the door goes where they are asked for, not back there.
        return
    method = voice.method_kind(refund.to) if refund.to else ""
    takes = house.policies.takes
    when = voice.arrives(takes.get(refund.to, takes.get(None)))
    response = f"utter_part_refund_goes_{'when' if when else 'to'}"
    dispatcher.utter_message(response=response, method=method, when=when)


def _tell_together(dispatcher: CollectingDispatcher, answer: Answer, lang: str) -> None:
    """
    What those that were paid come to, where that is one currency of one system.
    """
    paid = [each for each in answer.told if not each.refund.is_under_way]
    kinds = {(each.order.source, each.refund.amount.currency) for each in paid}
    if not answer.together or answer.more or len(paid) < 2 or len(kinds) != 1:
        return
    sum_ = sum(each.refund.amount.amount for each in paid)
    together = Money(sum_, paid[0].refund.amount.currency)
    dispatcher.utter_message(
        response="utter_refund_together", refunded=formatting.money(together, lang)
    )


def _backs(orders: Sequence[Order]) -> list[Back]:
    found = [Back(order, each) for order in orders for each in order.refunds or ()]
    return sorted(found, key=lambda back: back.at, reverse=True)


def _ended_at(order: Order) -> datetime:
    return order.changed_at or order.placed_at
