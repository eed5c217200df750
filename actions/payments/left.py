"""
What is left to pay of all that was billed; and whether that is all there is to say.
"""

from __future__ import annotations

from dataclasses import dataclass

from rasa_sdk.executor import CollectingDispatcher

from actions.orders.asked import Asked, Orders
from actions.orders.at_hand import AtHand
from actions.orders.finding import MOST
from actions.orders.reference import open_orders
from actions.payments import telling
from actions.payments.books import MOST_READ, Books, Invoices
from actions.shared import last_told
from actions.shared.ages import say_ages
from actions.shared.edge import told_log
from actions.shared.last_told import Of
from crm_connector.errors import CrmError, NotProven
from crm_connector.model import OrderStatus
from crm_connector.profile.facts import Field

# So many are told of which something is left to pay.
MOST_LEFT = 5


@dataclass(frozen=True)
class Looked:
    """
    The orders, to set against the invoices; `are_heard` is whether these are all.
    """

    orders: Orders
    are_heard: bool


async def tell(
    dispatcher: CollectingDispatcher,
    books: Books,
    asked: Asked,
    hand: AtHand,
    lang: str,
) -> AtHand:
    """
    Say what is left to pay, invoice by invoice; gives what is at hand after it.
    """
    house = books.house
    looked = await look(books, asked)
    unpaid = unpaid_of(books, looked.orders)
    told, more = unpaid[:MOST_LEFT], unpaid[MOST_LEFT:]
    # That nothing is left is of its time as well.
    last_told.note(house, Of.LEFT, told or books.invoices)
    say_ages(dispatcher, told or books.invoices, (), lang, house)
    telling.tell_left(dispatcher, told, lang, house)
    if more:
        dispatcher.utter_message(response="utter_left_more")
    if not looked.are_heard and any(fact.value.order_number for fact in told):
        dispatcher.utter_message(response="utter_left_perhaps_cancelled")
    if not books.are_heard():
        dispatcher.utter_message(response="utter_left_unheard")
    elif not unpaid:
        is_whole = looked.are_heard and len(books.invoices) < MOST_READ
        is_all = is_whole and are_billed(books, looked.orders)
        response = "utter_left_nothing" if is_all else "utter_left_none_billed"
        dispatcher.utter_message(response=response)
    numbers = [each for fact in told if (each := fact.value.order_number)]
    now = house.clock()
    return (
        hand.told(numbers[0], now) if len(numbers) == 1 else hand.listed(numbers, now)
    )


async def look(books: Books, asked: Asked) -> Looked:
    """
    What was billed is told though nobody can look at its orders.
    """
    if not books.house.gate.tells(Field.ORDERS):
        return Looked((), are_heard=True)
    try:
        orders = await asked.newest(MOST)
    except NotProven:
        raise
    except CrmError as error:
        told_log("action_get_invoice", error)
        return Looked((), are_heard=False)
    return Looked(orders, are_heard=not asked.missing)


def unpaid_of(books: Books, orders: Orders) -> Invoices:
    """
    Those of which something is left; nobody pays any more for what was cancelled.
    """
    void = books.of_cancelled(orders)
    return tuple(
        fact
        for fact in books.invoices
        if fact.value.unpaid.amount > 0 and id(fact) not in void
    )


def are_billed(books: Books, orders: Orders) -> bool:
    """
    Whether each of these orders that may still be to be paid has its invoice.
    """
    is_open = {(each.source, each.number) for each in open_orders(orders)}
    return all(
        books.of(order)
        or order.status is OrderStatus.CANCELLED
        or (books.are_kept(order) and (order.source, order.number) not in is_open)
        for order in orders
    )
