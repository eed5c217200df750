"""
How an order is paid for that was placed: by which way, how much is left, and where.
"""

from __future__ import annotations

from pathlib import Path

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.buying.shop import GateShop
from actions.changing.reading import Known, orders_meant
from actions.orders import at_hand
from actions.orders.asked import Asked
from actions.orders.at_hand import AtHand
from actions.orders.finding import MOST
from actions.orders.reference import reference_of
from actions.services import Services
from actions.shared.edge import language_of, told_log
from actions.shared.pending import meant
from actions.shared.sayings import bare, listed
from actions.shared.voice import Voice
from crm_connector.choices import PaymentMethod
from crm_connector.errors import CrmError, NotProven, NotSupported
from crm_connector.model import Money, Order, OrderStatus
from crm_connector.operations import MethodKind
from crm_connector.refunds import RefundState

WORDS = Path(__file__).with_name("owed.yml")
_OVER = (OrderStatus.CANCELLED, OrderStatus.RETURNED)
# So many are told of where none was named.
_MOST_TOLD = 3


def asks_to_pay(text: str) -> bool:
    """
    Whether a text says that an order is not paid for yet, or asks until when it may be.
    """
    return _says(text, "to_pay") and not _says(text, "as_such")


def asks_how_they_pay(text: str) -> bool:
    """
    Whether somebody asks how, when or where they themselves pay.
    """
    is_theirs = _says(text, "to_pay") or _says(text, "paying")
    return is_theirs and not _says(text, "as_such")


async def tell(dispatcher: CollectingDispatcher, tracker: Tracker) -> bool:
    """
    Say it of the order that is meant, or of those not paid for; whether there is one.
    """
    _, text = meant(tracker)
    house, lang = services.services(), language_of(tracker)
    if not asks_how_they_pay(text):
        return False
    try:
        found = await _meant(tracker, text, lang)
        if not found:
            return False
        methods = await _methods(house)
        voice = Voice(lang, house.wording, house.zone)
        for order in found:
            await _tell_of(dispatcher, order, methods, voice)
    except (NotProven, NotSupported):
        return False
    except CrmError as error:
        told_log("action_check_payment_methods", error)
        return False
    used = {each.id: each.kind for each in methods}
    owed = [each for each in found if _is_owed(each)]
    is_elsewhere = any(
        not each.is_unpaid or used.get(each.paid_with or "") is not MethodKind.CASH
        for each in owed
    )
    if owed and (is_elsewhere or _says(text, "otherwise")):
        dispatcher.utter_message(response="utter_pay_order_no_link")
    return True


async def _meant(tracker: Tracker, text: str, lang: str) -> list[Order]:
    """
    Those of which it is known what was paid: by number, by a thing, or spoken of last.
    """
    orders = [
        order
        for order in await Asked().newest(MOST)
        if order.status not in _OVER and order.paid is not None
    ]
    named = reference_of(tracker).numbers
    if named:
        return [order for order in orders if order.number in named]
    unpaid = [order for order in orders if _is_owed(order)]
    by_words = orders_meant(text, lang, Known(orders=tuple(orders)))
    if by_words:
        of_words = [order for order in orders if order.number in by_words]
        # The same was bought before: what is not paid for is what it is about.
        return ([e for e in of_words if _is_owed(e)] or of_words)[:1]
    house = services.services()
    hand = AtHand.read(tracker.get_slot(at_hand.SLOT), house.clock())
    spoken_of = [order for order in orders if order.number == hand.number]
    # "How can I pay?" is of ways to pay as such where nothing of it is left to pay.
    is_paid_for = spoken_of and not unpaid and _says(text, "to_pay")
    if is_paid_for or (spoken_of and _is_owed(spoken_of[0])):
        return spoken_of
    return unpaid[:_MOST_TOLD]


def _is_owed(order: Order) -> bool:
    """
    Whether something of it is still to be paid.
    """
    return _left(order) > 0


def _left(order: Order) -> int:
    """
    What the shop still gets for it, in the smallest unit.

    Where money went back, or may have, it is not told whether the order costs less
    since: nothing is said to be left then.
    """
    gone = [
        each
        for each in order.refunds or ()
        if each.state is not RefundState.AWAITS_GOODS
    ]
    may_be_gone = order.refunds is None and not order.is_unpaid
    if order.paid is None or gone or may_be_gone:
        return 0
    return max(0, order.total.amount - order.paid.amount)


async def _methods(house: Services) -> tuple[PaymentMethod, ...]:
    try:
        return await house.gate.changes.payment_methods(services.identity())
    except NotSupported:
        return ()


async def _tell_of(
    dispatcher: CollectingDispatcher,
    order: Order,
    methods: tuple[PaymentMethod, ...],
    voice: Voice,
) -> None:
    number = voice.number(order.number)
    if not _is_owed(order):
        dispatcher.utter_message(response="utter_pay_order_paid", number=number)
        return
    # What came on top of a paid order may be paid by another way, which nobody tells.
    by = order.paid_with if order.is_unpaid else None
    used = next((each for each in methods if each.id == by), None)
    left = Money(_left(order), order.total.currency)
    fields = {"number": number, "unpaid": voice.money(left)}
    if used is None:
        dispatcher.utter_message(response="utter_pay_order_left_unknown", **fields)
    elif used.kind is MethodKind.CASH:
        dispatcher.utter_message(response="utter_pay_order_door", **fields)
    else:
        fields["method"] = voice.method(used)
        dispatcher.utter_message(response="utter_pay_order_left", **fields)
    if order.is_unpaid and (used is None or used.kind is not MethodKind.CASH):
        link = await GateShop(services.services()).payment_link(order.number)
        if link is not None:
            dispatcher.utter_message(
                response="utter_payment_link", number=number, link=link
            )


def _says(text: str, kind: str) -> bool:
    return listed(WORDS, kind).search(bare(text)) is not None
