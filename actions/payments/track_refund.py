"""
Where is the money that I am to get back?
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.orders.about_order import ActionAboutOrder
from actions.orders.asked import Asked
from actions.orders.finding import MOST
from actions.orders.reference import reference_of
from actions.payments import money_back
from actions.payments.books import Books, Invoices
from actions.services import Services
from actions.shared import last_told
from actions.shared.ages import say_ages, say_silent
from actions.shared.edge import language_of, told_log
from actions.shared.last_told import Of
from actions.shared.likeness import fold
from actions.shared.pending import meant
from actions.shared.sayings import listed
from actions.store.topics import by_rules
from crm_connector.errors import CrmError, NotProven
from crm_connector.model import Invoice, Money, Order, OrderStatus

WORDS = Path(__file__).with_name("refunds.yml")
# So many are told one by one.
MOST_TOLD = 5


class ActionTrackRefund(ActionAboutOrder):
    """
    Tells what goes back and what has; where nothing is known of it, who knows more.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_track_refund"

    async def tell(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        numbers: tuple[str, ...],
    ) -> None:
        """
        Of the one order that is meant for certain; of all, where none was named.
        """
        house, lang = services.services(), language_of(tracker)
        _, text = meant(tracker)
        said = fold(text)
        wants_all = listed(WORDS, "all").search(said) is not None
        is_named = not reference_of(tracker).is_empty
        if await self._tell_known(
            dispatcher, lang, numbers, is_named=is_named, wants_all=wants_all
        ):
            return
        books, orders = await self._read(house, numbers)
        is_of_all = not numbers or wants_all
        given: Invoices = ()
        if books is not None and not is_of_all:
            given = _given(tuple(f for order in orders for f in books.of(order)))
            # Not of the order just spoken of: perhaps of another one.
            is_of_all = not given and reference_of(tracker).is_empty
        if books is not None and is_of_all:
            given = _given(books.invoices)
        if books is not None and given:
            _tell_given(dispatcher, given, lang, house)
            if listed(WORDS, "when").search(said) is not None:
                dispatcher.utter_message(response="utter_refund_when_unknown")
            if is_of_all and not books.are_heard():
                dispatcher.utter_message(response="utter_sum_unheard")
            return
        order = formatting.digits(" / ".join(numbers), lang)
        response = "utter_track_refund"
        if is_of_all and books is not None and _is_known(books):
            dispatcher.utter_message(response="utter_refund_none")
            if not numbers:
                response = "utter_track_refund_of_which"
        if orders and all(map(_is_cancelled, orders)):
            response = "utter_track_refund_cancelled"
        rules = by_rules(house, lang)
        dispatcher.utter_message(response=response, order=order, number=order, **rules)

    async def _tell_known(
        self,
        dispatcher: CollectingDispatcher,
        lang: str,
        numbers: tuple[str, ...],
        *,
        is_named: bool,
        wants_all: bool,
    ) -> bool:
        """
        Tell it from the orders, where a system says what goes back of their money.

        Whether there was something to say so.
        """
        house, asked = services.services(), Asked()
        try:
            found = [await asked.numbered(number) for number in numbers]
            meant = tuple(order for each in found for order in each)
            answer = None
            if not wants_all and money_back.are_told(meant):
                answer = money_back.of_orders(meant, is_named=is_named)
            elif is_named and not wants_all:
                # Of another one's number, or of a system that does not tell.
                return False
            if answer is None:
                orders = await asked.newest(MOST)
                if not money_back.are_told(orders):
                    return False
                of = money_back.of_all if wants_all else money_back.under_way
                answer = of(orders)
        except NotProven:
            return False
        except CrmError as error:
            told_log(self.name(), error)
            return False
        told = tuple({id(each.order): each.order for each in answer.told}.values())
        facts = asked.facts(told or meant)
        last_told.note(house, Of.REFUNDS, facts)
        say_ages(dispatcher, facts, asked.missing, lang, house)
        money_back.tell(dispatcher, answer, lang, house)
        say_silent(dispatcher, facts, asked.missing, lang, house)
        return True

    async def _read(
        self, house: Services, numbers: tuple[str, ...]
    ) -> tuple[Books | None, tuple[Order, ...]]:
        """
        The invoices, and the orders of these numbers; nothing where nobody can tell.
        """
        try:
            books = await Books.read(house)
            if len(numbers) > 1:
                return None, ()
            return books, await Asked().numbered(numbers[0]) if numbers else ()
        except NotProven:
            return None, ()
        except CrmError as error:
            told_log(self.name(), error)
            return None, ()


def _given(invoices: Invoices) -> Invoices:
    return tuple(fact for fact in invoices if _refunded(fact.value) is not None)


def _refunded(invoice: Invoice) -> Money | None:
    given = invoice.refunded
    return given if given is not None and given.amount > 0 else None


def _is_known(books: Books) -> bool:
    """
    Whether all systems answered, and tell of each invoice what was given back.
    """
    return (
        books.are_heard()
        and bool(books.invoices)
        and all(fact.value.refunded is not None for fact in books.invoices)
    )


def _is_cancelled(order: Order) -> bool:
    return order.status is OrderStatus.CANCELLED


def _tell_given(
    dispatcher: CollectingDispatcher, given: Invoices, lang: str, house: Services
) -> None:
    """
    Order by order, and together where that is one currency of one system.
    """
    told = given[:MOST_TOLD]
    last_told.note(house, Of.REFUNDS, given)
    say_ages(dispatcher, told, (), lang, house)
    for fact in told:
        number = fact.value.order_number
        dispatcher.utter_message(
            response="utter_refund_given"
            if number
            else "utter_refund_given_of_invoice",
            order=formatting.digits(number or fact.value.number, lang),
            refunded=formatting.money(_refunded(fact.value) or fact.value.total, lang),
        )
    if len(given) > 1 and len({fact.source for fact in given}) == 1:
        _tell_together(dispatcher, [_refunded(fact.value) for fact in given], lang)
    if len(given) > len(told):
        dispatcher.utter_message(response="utter_refund_more")


def _tell_together(
    dispatcher: CollectingDispatcher, amounts: Sequence[Money | None], lang: str
) -> None:
    known = [each for each in amounts if each is not None]
    if len({each.currency for each in known}) == 1:
        together = Money(sum(each.amount for each in known), known[0].currency)
        dispatcher.utter_message(
            response="utter_refund_together", refunded=formatting.money(together, lang)
        )
