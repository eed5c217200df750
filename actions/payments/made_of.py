"""
"Why only 555,000?": what an amount is made of that was told just before.

It is read anew: what is told is what stands there now, and only to whom it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.executor import CollectingDispatcher

from actions import formatting
from actions.orders import telling as orders_telling
from actions.orders.asked import Asked
from actions.orders.at_hand import AtHand
from actions.orders.finding import MOST
from actions.payments import left, sums, telling
from actions.payments.asking import About, Sums
from actions.payments.books import Books
from actions.payments.periods import Span
from actions.services import Services
from actions.shared import last_told
from actions.shared.ages import say_ages, say_silent
from actions.shared.last_told import Of
from crm_connector.model import Money, Order, OrderLine

# So many lines of an order are told, and so many orders of a sum.
MOST_LINES = 12
MOST_SHOWN = 5


async def tell_sum(
    dispatcher: CollectingDispatcher,
    period: Span | None,
    hand: AtHand,
    lang: str,
    house: Services,
) -> AtHand:
    """
    The invoices of these days, or the orders where nobody bills; what is at hand then.

    May raise `CrmError`.
    """
    asked, books = Asked(), await Books.read(house)
    if books.are_kept():
        if sums.invoices_in(books, period):
            dispatcher.utter_message(response="utter_sum_made_of")
        each = About(False, False, anything=True, sums=Sums.EACH, period=period)
        return await sums.tell(dispatcher, books, asked, each, hand, lang)
    orders = sums.orders_in(await asked.newest(MOST), period, house)
    facts = asked.facts(orders)
    last_told.note(house, Of.SUM, facts, period=period)
    say_ages(dispatcher, facts, asked.missing, lang, house)
    if not orders:
        dispatcher.utter_message(response="utter_order_none")
        return hand
    shown = orders[:MOST_SHOWN]
    dispatcher.utter_message(
        response="utter_sum_made_of_orders",
        shown=formatting.number(len(shown), lang),
        count=formatting.number(len(orders), lang),
    )
    for order in shown:
        orders_telling.show(dispatcher, order, lang, house)
    say_silent(dispatcher, facts, asked.missing, lang, house)
    return hand.listed((order.number for order in shown), house.clock())


async def tell_left(
    dispatcher: CollectingDispatcher, lang: str, house: Services
) -> None:
    """
    Each invoice of which something is left: its sum, what was paid and what was not.

    May raise `NotProven`.
    """
    asked, books = Asked(), await Books.read(house)
    looked = await left.look(books, asked)
    unpaid = left.unpaid_of(books, looked.orders)[: left.MOST_LEFT]
    last_told.note(house, Of.LEFT, unpaid or books.invoices)
    say_ages(dispatcher, unpaid or books.invoices, (), lang, house)
    if unpaid:
        dispatcher.utter_message(response="utter_left_made_of")
    elif books.are_heard():
        dispatcher.utter_message(response="utter_left_none_billed")
    of = {id(fact): order for order in looked.orders for fact in books.of(order)}
    for fact in unpaid:
        telling.tell_invoice(dispatcher, fact.value, of.get(id(fact)), lang, house)
    if not books.are_heard():
        dispatcher.utter_message(response="utter_left_unheard")


async def tell_orders(
    dispatcher: CollectingDispatcher, numbers: Sequence[str], lang: str, house: Services
) -> None:
    """
    The lines of the one order with this number, and the rest of its total.

    Of several orders, or of none, only what they are: all that there is on file. May
    raise `CrmError`.
    """
    asked = Asked()
    found = await asked.numbered(numbers[0]) if len(numbers) == 1 else ()
    facts = asked.facts(found)
    if not found:
        dispatcher.utter_message(response="utter_orders_made_of")
        return
    last_told.note(house, Of.ORDERS, facts, orders=found)
    say_ages(dispatcher, facts, asked.missing, lang, house)
    for order in found:
        _tell_lines(dispatcher, order, lang)


def _tell_lines(dispatcher: CollectingDispatcher, order: Order, lang: str) -> None:
    number = formatting.digits(order.number, lang)
    total = formatting.money(order.total, lang)
    currency = order.total.currency
    is_told = order.lines and all(
        line.unit_price.currency == currency for line in order.lines
    )
    if not is_told:
        dispatcher.utter_message(
            response="utter_order_made_of_unseen", number=number, total=total
        )
        return
    goods = sum(line.unit_price.amount * line.quantity for line in order.lines)
    lines = [_line(line, lang) for line in order.lines[:MOST_LINES]]
    if len(order.lines) > MOST_LINES:
        lines.append("…")
    dispatcher.utter_message(
        response="utter_order_made_of",
        number=number,
        lines="\n".join(lines),
        goods=formatting.money(Money(goods, currency), lang),
    )
    rest = order.total.amount - goods
    if rest:
        dispatcher.utter_message(
            response=f"utter_part_order_{'more' if rest > 0 else 'less'}",
            rest=formatting.money(Money(abs(rest), currency), lang),
            total=total,
        )


def _line(line: OrderLine, lang: str) -> str:
    name = str(line.names.get(lang) or next(iter(line.names.values()), ""))
    each = formatting.money(line.unit_price, lang)
    times = f"{formatting.number(line.quantity, lang)} × " if line.quantity > 1 else ""
    return f"• {formatting.as_written(name, lang)}: {times}{each}"
