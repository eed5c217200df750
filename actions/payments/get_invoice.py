"""
The invoice of my order; how much did I pay, and is anything left to pay?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.orders import at_hand, offering, telling
from actions.orders.asked import Asked
from actions.orders.at_hand import AtHand
from actions.orders.choosing import Finding, Note
from actions.orders.finding import find
from actions.orders.reference import reference_of
from actions.services import Services
from actions.shared.ages import say_ages, say_silent
from actions.shared.edge import CustomerAction, Event, forgotten, language_of
from crm_connector.errors import NotProven
from crm_connector.model import Invoice, Order
from crm_connector.profile.facts import Fact, Field

# So many invoices are told that say no order.
MOST_ALONE = 3

Invoices = tuple[Fact[Invoice], ...]


@dataclass(frozen=True)
class Books:
    """
    What the shop's systems say of the customer's invoices.

    `kept` is whether any of them keeps invoices, `heard` whether all of those answered.
    """

    invoices: Invoices
    kept: bool
    heard: bool

    def of(self, order: Order) -> Invoices:
        """
        Those of one order.
        """
        number = order.number.casefold()
        return tuple(
            fact
            for fact in self.invoices
            if (fact.value.order_number or "").casefold() == number
        )


class ActionGetInvoice(CustomerAction):
    """
    Tells what was billed for the order that is meant, and how one gets the paper.
    """

    pending = at_hand.INVOICE

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_get_invoice"

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        Amounts only of orders that were found; how it is done is told to everybody.
        """
        house, lang = services.services(), language_of(tracker)
        hand = AtHand.read(tracker.get_slot(at_hand.SLOT), house.clock())
        reference, asked = reference_of(tracker), Asked()
        try:
            found = await find(asked, reference, hand)
            books = await _books(house)
        except NotProven:
            dispatcher.utter_message(response="utter_get_invoice")
            raise
        told = _to_tell(found, books)
        facts: list[Fact[Any]] = [*asked.facts(found.meant or found.to_choose), *told]
        say_ages(dispatcher, facts, asked.missing, lang, house)
        if found.note is Note.NO_OTHER:
            dispatcher.utter_message(response="utter_order_no_other")
        for order in found.meant:
            _tell_order(dispatcher, order, books, lang, house)
        if found.note is Note.NO_ORDERS:
            _tell_alone(dispatcher, told, lang, house)
        offering.offer(dispatcher, found, lang, wish=self.pending)
        telling.say_how_many(dispatcher, reference.numbers, lang)
        say_silent(dispatcher, facts, asked.missing, lang, house)
        if found.meant or told:
            dispatcher.utter_message(response="utter_invoice_copy")
        hand = offering.after(hand, found, house.clock())
        return [*forgotten(), SlotSet(at_hand.SLOT, hand.slot)]


async def _books(house: Services) -> Books:
    profile = await house.gate.profile(services.identity(), fields=(Field.INVOICES,))
    return Books(
        profile.invoices,
        kept=house.gate.tells(Field.INVOICES),
        heard=not profile.lacks(Field.INVOICES),
    )


def _to_tell(found: Finding, books: Books) -> Invoices:
    if found.note is Note.NO_ORDERS:
        return books.invoices[:MOST_ALONE]
    return tuple(fact for order in found.meant for fact in books.of(order))


def _tell_order(
    dispatcher: CollectingDispatcher,
    order: Order,
    books: Books,
    lang: str,
    house: Services,
) -> None:
    invoices = books.of(order)
    for fact in invoices:
        _tell_invoice(dispatcher, fact.value, order, lang, house)
    if invoices:
        return
    response = "utter_invoice_total"
    if books.kept:
        # What was billed may stand where nobody answers.
        response = "utter_invoice_not_yet" if books.heard else "utter_invoice_unheard"
    dispatcher.utter_message(
        response=response,
        number=formatting.digits(order.number, lang),
        total=formatting.money(order.total, lang),
    )


def _tell_alone(
    dispatcher: CollectingDispatcher,
    invoices: Sequence[Fact[Invoice]],
    lang: str,
    house: Services,
) -> None:
    if not invoices:
        dispatcher.utter_message(response="utter_order_none")
    for fact in invoices:
        _tell_invoice(dispatcher, fact.value, None, lang, house)


def _tell_invoice(
    dispatcher: CollectingDispatcher,
    invoice: Invoice,
    order: Order | None,
    lang: str,
    house: Services,
) -> None:
    fields = {
        "invoice": formatting.digits(invoice.number, lang),
        "total": formatting.money(invoice.total, lang),
        "day": formatting.day(invoice.billed_on, lang),
    }
    if order is None:
        dispatcher.utter_message(response="utter_invoice_alone", **fields)
    else:
        number = formatting.digits(order.number, lang)
        dispatcher.utter_message(response="utter_invoice", number=number, **fields)
    if invoice.unpaid.amount <= 0:
        dispatcher.utter_message(response="utter_part_invoice_paid")
        return
    unpaid = formatting.money(invoice.unpaid, lang)
    dispatcher.utter_message(response="utter_part_invoice_unpaid", unpaid=unpaid)
    if invoice.due_on is not None:
        is_over = invoice.due_on < house.now().date()
        dispatcher.utter_message(
            response=f"utter_part_invoice_{'overdue' if is_over else 'due'}",
            due=formatting.day(invoice.due_on, lang),
        )
