"""
The invoice of my order; how much did I pay, and is anything left to pay?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.orders import at_hand, finding, offering
from actions.orders.asked import Asked
from actions.orders.at_hand import AtHand
from actions.orders.choosing import Finding, Note
from actions.orders.reference import OrderReference, in_ascii, reference_of
from actions.orders.telling import say_how_many
from actions.payments import left, paper, sums, telling
from actions.payments.asking import About, asked_of
from actions.payments.books import MOST_READ, Books, Invoices
from actions.services import Services
from actions.shared import last_told
from actions.shared.ages import say_ages, say_silent
from actions.shared.edge import CustomerAction, Event, did, forgotten, language_of
from actions.shared.last_told import Of
from crm_connector.errors import NotProven
from crm_connector.model import Invoice
from crm_connector.profile.facts import Fact

# So many invoices are told that say no order.
MOST_ALONE = 3
_NAME = "action_get_invoice"


class ActionGetInvoice(CustomerAction):
    """
    Tells what was billed and paid for the order that is meant, or what is left to pay.

    Who asks for the invoice itself gets it as a file beside that.
    """

    pending = at_hand.INVOICE

    def name(self) -> str:
        """
        The name in the domain.
        """
        return _NAME

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        Amounts only of orders that were found; how one gets the paper, to everybody.
        """
        house, lang = services.services(), language_of(tracker)
        hand = AtHand.read(tracker.get_slot(at_hand.SLOT), house.clock())
        reference, asked, about = reference_of(tracker), Asked(), asked_of(tracker)
        try:
            most = MOST_READ if about.sums is None else finding.MOST
            books = await Books.read(house, most)
            is_of_all = reference.is_empty and (about.anything or not hand.number)
            if about.left and is_of_all and books.are_kept():
                hand = await left.tell(dispatcher, books, asked, hand, lang)
                return _after(tracker, hand, is_told=True)
            if about.sums is not None and _is_of_all(reference, about):
                if books.are_kept():
                    hand = await sums.tell(dispatcher, books, asked, about, hand, lang)
                else:
                    await sums.tell_orders(dispatcher, asked, about.period, lang, house)
                if about.paper:
                    paper.tell_way(dispatcher, books)
                return _after(tracker, hand, is_told=True)
            found = await finding.find(asked, reference, hand, ended=True)
        except NotProven:
            if about.paper:
                paper.tell_stranger(dispatcher, house)
            raise
        invoices = _to_tell(found, books)
        facts: list[Fact[Any]] = [
            *asked.facts(found.meant or found.to_choose),
            *invoices,
        ]
        last_told.note(house, Of.INVOICES, facts, orders=found.meant)
        say_ages(dispatcher, facts, asked.missing, lang, house)
        if found.note is Note.NO_OTHER:
            dispatcher.utter_message(response="utter_order_no_other")
        for order in found.meant:
            telling.tell_order(dispatcher, order, books, lang, house)
        if found.note is Note.NO_ORDERS:
            _tell_alone(dispatcher, invoices, lang, house)
        offering.offer(dispatcher, found, lang, wish=self.pending)
        say_how_many(dispatcher, reference.numbers, lang)
        say_silent(dispatcher, facts, asked.missing, lang, house)
        if about.paper and (found.meant or invoices):
            wanted = paper.wanted(found.meant, invoices, books)
            await paper.hand_out(dispatcher, tracker.sender_id, wanted, lang, house)
        hand = offering.after(hand, found, house.clock())
        return _after(tracker, hand, is_told=bool(found.meant or invoices))


def _after(tracker: Tracker, hand: AtHand, *, is_told: bool) -> list[Event]:
    """
    What is kept: the order at hand, and for an agent that amounts were told.
    """
    kept: list[Event] = [*forgotten(), SlotSet(at_hand.SLOT, hand.slot)]
    return [*kept, did(tracker, _NAME)] if is_told else kept


def _is_of_all(reference: OrderReference, about: About) -> bool:
    """
    Whether no order was named: the number of a year is none's.
    """
    numbers = (*reference.numbers, *filter(None, (reference.unread,)))
    rest = replace(reference, numbers=(), unread=None)
    return rest.is_empty and about.years.issuperset(map(in_ascii, numbers))


def _to_tell(found: Finding, books: Books) -> Invoices:
    if found.note is Note.NO_ORDERS:
        return books.invoices[:MOST_ALONE]
    return tuple(fact for order in found.meant for fact in books.of(order))


def _tell_alone(
    dispatcher: CollectingDispatcher,
    invoices: Sequence[Fact[Invoice]],
    lang: str,
    house: Services,
) -> None:
    if not invoices:
        dispatcher.utter_message(response="utter_order_none")
    for fact in invoices:
        telling.tell_invoice(dispatcher, fact.value, None, lang, house)
