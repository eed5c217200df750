"""
What all invoices come to, or those of some days; and each of them, where that is asked.

Two systems may have billed the same purchase, and nobody adds toman to dollars: so each
system and each currency has a sum of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rasa_sdk.executor import CollectingDispatcher

from actions import formatting
from actions.orders.asked import Asked, Orders
from actions.orders.at_hand import AtHand
from actions.orders.finding import MOST
from actions.payments import left, telling
from actions.payments.asking import About, Sums
from actions.payments.books import Books, Invoices
from actions.payments.periods import Span
from actions.services import Services
from actions.shared import last_told
from actions.shared.ages import say_ages, say_silent
from actions.shared.last_told import Of
from crm_connector.model import Invoice, Money, OrderStatus
from crm_connector.profile.facts import Fact

# So many invoices are told one by one.
MOST_TOLD = 5


@dataclass(frozen=True)
class Sum:
    """
    What some invoices of one system come to, all in one currency.

    What was billed for orders that were cancelled is neither in `billed` nor `unpaid`.
    """

    source: str
    count: int
    billed: Money
    paid: Money
    refunded: Money
    unpaid: Money


def sums_of(invoices: Invoices, void: frozenset[int]) -> tuple[Sum, ...]:
    """
    A sum for each system and each currency; `void` as `Books.of_cancelled` gives it.
    """
    groups: dict[tuple[str, str], list[Fact[Invoice]]] = {}
    for fact in invoices:
        key = fact.source, fact.value.total.currency
        groups.setdefault(key, []).append(fact)
    return tuple(
        _summed(source, currency, group, void)
        for (source, currency), group in groups.items()
    )


def _summed(
    source: str, currency: str, group: Sequence[Fact[Invoice]], void: frozenset[int]
) -> Sum:
    valid = [fact.value for fact in group if id(fact) not in void]
    every = [fact.value for fact in group]

    def added(amounts: Iterable[Money | None]) -> Money:
        return Money(sum(each.amount for each in amounts if each), currency)

    return Sum(
        source,
        # An invoice that is void and was never paid is nothing any more.
        sum(each in valid or each.paid.amount > 0 for each in every),
        added(each.total for each in valid),
        added(each.paid for each in every),
        added(each.refunded for each in every),
        added(each.unpaid for each in valid),
    )


async def tell(
    dispatcher: CollectingDispatcher,
    books: Books,
    asked: Asked,
    about: About,
    hand: AtHand,
    lang: str,
) -> AtHand:
    """
    Say what was paid of all invoices, or tell each; gives what is at hand after it.
    """
    house = books.house
    looked = await left.look(books, asked)
    within = invoices_in(books, about.period)
    last_told.note(house, Of.SUM, within or books.invoices, period=about.period)
    say_ages(dispatcher, within or books.invoices, (), lang, house)
    if about.sums is Sums.EACH:
        hand = _tell_each(dispatcher, within, looked.orders, books, hand, lang)
    else:
        sums = sums_of(within, books.of_cancelled(looked.orders))
        for each in sums:
            _tell_sum(
                dispatcher, each, within, about.period, len(sums) > 1, lang, house
            )
        if len({each.source for each in sums}) > 1:
            dispatcher.utter_message(response="utter_sum_apart")
    if not within:
        _tell_none(dispatcher, books, about.period, lang)
    _say_what_lacks(dispatcher, books, looked, within, about.period, lang)
    return hand


def invoices_in(books: Books, period: Span | None) -> Invoices:
    """
    The invoices of these days.
    """
    return tuple(
        fact for fact in books.invoices if _is_in(fact.value.billed_on, period)
    )


def orders_in(orders: Orders, period: Span | None, house: Services) -> Orders:
    """
    The orders of these days that were not cancelled.
    """
    return tuple(
        order
        for order in orders
        if order.status is not OrderStatus.CANCELLED
        and _is_in(order.placed_at.astimezone(house.zone).date(), period)
    )


def _is_in(day: date, period: Span | None) -> bool:
    return period is None or period[0] <= day <= period[1]


def _tell_sum(
    dispatcher: CollectingDispatcher,
    each: Sum,
    within: Invoices,
    period: Span | None,
    is_one_of_several: bool,
    lang: str,
    house: Services,
) -> None:
    days = [
        fact.value.billed_on
        for fact in within
        if (fact.source, fact.value.total.currency)
        == (each.source, each.billed.currency)
    ]
    first, last = (min(days), max(days)) if period is None else period
    dispatcher.utter_message(
        response="utter_sum_paid" if period is None else "utter_sum_paid_in",
        paid=formatting.money(each.paid, lang),
        billed=formatting.money(each.billed, lang),
        count=formatting.number(each.count, lang),
        period=formatting.period(first, last, lang),
    )
    called = house.called(each.source, lang)
    if is_one_of_several and called is not None:
        dispatcher.utter_message(response="utter_part_sum_source", source=called)
    if each.refunded.amount > 0:
        dispatcher.utter_message(
            response="utter_part_sum_refunded",
            refunded=formatting.money(each.refunded, lang),
        )
    if each.unpaid.amount > 0:
        dispatcher.utter_message(
            response="utter_part_sum_unpaid",
            unpaid=formatting.money(each.unpaid, lang),
        )


def _tell_each(
    dispatcher: CollectingDispatcher,
    within: Invoices,
    orders: Orders,
    books: Books,
    hand: AtHand,
    lang: str,
) -> AtHand:
    """
    The newest, one by one, and how many there are.
    """
    house = books.house
    of = {id(fact): order for order in orders for fact in books.of(order)}
    told = within[:MOST_TOLD]
    for fact in told:
        telling.tell_invoice(dispatcher, fact.value, of.get(id(fact)), lang, house)
    if len(within) > len(told):
        dispatcher.utter_message(
            response="utter_invoices_more",
            shown=formatting.number(len(told), lang),
            count=formatting.number(len(within), lang),
        )
    numbers = [each for fact in told if (each := fact.value.order_number)]
    return hand.listed(numbers, house.clock()) if numbers else hand


def _tell_none(
    dispatcher: CollectingDispatcher, books: Books, period: Span | None, lang: str
) -> None:
    if period is not None:
        dispatcher.utter_message(
            response="utter_sum_none_in", period=formatting.period(*period, lang)
        )
    elif books.are_heard():
        dispatcher.utter_message(response="utter_sum_none")


def _say_what_lacks(
    dispatcher: CollectingDispatcher,
    books: Books,
    looked: left.Looked,
    within: Invoices,
    period: Span | None,
    lang: str,
) -> None:
    """
    Say of which invoices nothing is known: it is no sum of all then.
    """
    if not books.are_heard():
        dispatcher.utter_message(response="utter_sum_unheard")
    if _may_have_older(books, period):
        oldest = min(fact.value.billed_on for fact in books.invoices)
        dispatcher.utter_message(
            response="utter_sum_older", day=formatting.day(oldest, lang)
        )
    in_time = tuple(
        order
        for order in looked.orders
        if _is_in(order.placed_at.astimezone(books.house.zone).date(), period)
    )
    if within and not all(
        books.of(order) or order.status is OrderStatus.CANCELLED for order in in_time
    ):
        dispatcher.utter_message(response="utter_sum_unbilled")


def _may_have_older(books: Books, period: Span | None) -> bool:
    """
    Whether a system gave as many as it was asked for, and none before these days.
    """
    days: dict[tuple[str, str], list[date]] = {}
    for fact in books.invoices:
        key = fact.source, fact.value.customer_id
        days.setdefault(key, []).append(fact.value.billed_on)
    return any(
        len(each) >= MOST and (period is None or period[0] <= min(each))
        for each in days.values()
    )


async def tell_orders(
    dispatcher: CollectingDispatcher,
    asked: Asked,
    period: Span | None,
    lang: str,
    house: Services,
) -> None:
    """
    Where nobody keeps invoices: what the orders come to, as far as that is known.

    May raise `CrmError`.
    """
    orders = await asked.newest(MOST)
    valid = orders_in(orders, period, house)
    facts = asked.facts(orders)
    last_told.note(house, Of.SUM, facts, period=period)
    say_ages(dispatcher, facts, asked.missing, lang, house)
    if not valid:
        response = "utter_order_none" if period is None else "utter_sum_no_orders_in"
        named = formatting.period(*period, lang) if period else ""
        dispatcher.utter_message(response=response, period=named)
    totals: dict[tuple[str, str], list[int]] = {}
    for order in valid:
        key = order.source, order.total.currency
        totals.setdefault(key, []).append(order.total.amount)
    for (_, currency), amounts in totals.items():
        days = [order.placed_at.astimezone(house.zone).date() for order in valid]
        first, last = period or (min(days), max(days))
        dispatcher.utter_message(
            response="utter_sum_of_orders",
            total=formatting.money(Money(sum(amounts), currency), lang),
            count=formatting.number(len(amounts), lang),
            period=formatting.period(first, last, lang),
        )
    if len(orders) >= MOST:
        dispatcher.utter_message(response="utter_sum_older_orders")
    say_silent(dispatcher, facts, asked.missing, lang, house)
