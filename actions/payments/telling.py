"""
Telling about invoices: fields for the words that the domain keeps.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.executor import CollectingDispatcher

from actions import formatting
from actions.payments.books import Books
from actions.services import Services
from crm_connector.model import Invoice, Money, Order, OrderStatus
from crm_connector.profile.facts import Fact


def tell_order(
    dispatcher: CollectingDispatcher,
    order: Order,
    books: Books,
    lang: str,
    house: Services,
) -> None:
    """
    What was billed for one order; without an invoice its total, and why no more.
    """
    invoices = books.of(order)
    for fact in invoices:
        tell_invoice(dispatcher, fact.value, order, lang, house)
    if invoices:
        return
    response = "utter_invoice_total"
    if books.are_kept(order):
        # What was billed may stand where nobody answers.
        response = "utter_invoice_not_yet"
        if order.status is OrderStatus.CANCELLED:
            response = "utter_invoice_never"
        if not books.are_heard(order):
            response = "utter_invoice_unheard"
    dispatcher.utter_message(
        response=response,
        number=formatting.digits(order.number, lang),
        total=formatting.money(order.total, lang),
    )


def tell_invoice(
    dispatcher: CollectingDispatcher,
    invoice: Invoice,
    order: Order | None,
    lang: str,
    house: Services,
) -> None:
    """
    What was billed, what was paid and given back of it, and what is left to pay.
    """
    fields = {
        "invoice": formatting.digits(invoice.number, lang),
        "total": formatting.money(invoice.total, lang),
        "day": formatting.day(invoice.billed_on, lang),
        "number": formatting.digits(order.number if order else "", lang),
    }
    response = "utter_invoice"
    if order is None:
        response = "utter_invoice_alone"
    elif invoice.number == order.number:
        response = "utter_invoice_of_order"
    dispatcher.utter_message(response=response, **fields)
    is_cancelled = order is not None and order.status is OrderStatus.CANCELLED
    _tell_paid(dispatcher, invoice, lang, is_cancelled=is_cancelled)
    if invoice.refunded is not None and invoice.refunded.amount > 0:
        dispatcher.utter_message(
            response="utter_part_invoice_refunded",
            refunded=formatting.money(invoice.refunded, lang),
        )
    if not is_cancelled:
        tell_due(dispatcher, invoice, lang, house)


def _tell_paid(
    dispatcher: CollectingDispatcher, invoice: Invoice, lang: str, *, is_cancelled: bool
) -> None:
    part = "utter_part_invoice_unpaid"
    if invoice.unpaid.amount <= 0:
        part = "utter_part_invoice_paid"
    elif is_cancelled:
        # Nobody pays for it any more.
        part = "utter_part_invoice_cancelled"
    elif invoice.paid.amount <= 0:
        part = "utter_part_invoice_nothing"
    dispatcher.utter_message(
        response=part,
        paid=formatting.money(invoice.paid, lang),
        unpaid=formatting.money(invoice.unpaid, lang),
    )


def tell_due(
    dispatcher: CollectingDispatcher, invoice: Invoice, lang: str, house: Services
) -> None:
    """
    By when the rest is to be paid, where that is known and there is a rest.
    """
    if invoice.due_on is None or invoice.unpaid.amount <= 0:
        return
    is_over = invoice.due_on < house.now().date()
    dispatcher.utter_message(
        response=f"utter_part_invoice_{'overdue' if is_over else 'due'}",
        due=formatting.day(invoice.due_on, lang),
    )


def tell_left(
    dispatcher: CollectingDispatcher,
    unpaid: Sequence[Fact[Invoice]],
    lang: str,
    house: Services,
) -> None:
    """
    What is left to pay, invoice by invoice, and together where that is one currency.
    """
    for fact in unpaid:
        invoice = fact.value
        number = invoice.order_number or invoice.number
        response = f"utter_left_of_{'order' if invoice.order_number else 'invoice'}"
        if invoice.paid.amount <= 0:
            response += "_whole"
        dispatcher.utter_message(
            response=response,
            number=formatting.digits(number, lang),
            total=formatting.money(invoice.total, lang),
            unpaid=formatting.money(invoice.unpaid, lang),
        )
        tell_due(dispatcher, invoice, lang, house)
    amounts = [fact.value.unpaid for fact in unpaid]
    if len(amounts) > 1 and len({each.currency for each in amounts}) == 1:
        together = Money(sum(each.amount for each in amounts), amounts[0].currency)
        dispatcher.utter_message(
            response="utter_left_together", unpaid=formatting.money(together, lang)
        )
