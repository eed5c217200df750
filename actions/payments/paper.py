"""
The invoice itself, handed out as a file in the chat.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.papers import Bill, NotPrinted, Papers, Sheet
from actions.payments.books import Books, Invoices
from actions.services import Services
from crm_connector.model import Invoice, Order
from crm_connector.profile.facts import Fact, Field

# So many are sent with one message.
MOST = 5


@dataclass(frozen=True)
class Wanted:
    """
    An invoice to be printed, with its order where that is known.

    It `has_lines` if the order's lines are its own: where one bill is all that the
    order comes to. Of parts of an order nobody says which lines they are for.
    """

    fact: Fact[Invoice]
    order: Order | None = None
    has_lines: bool = False


def wanted(
    orders: Iterable[Order], alone: Invoices, books: Books
) -> tuple[Wanted, ...]:
    """
    The invoices of these orders; `alone`, which say no order, where there are none.
    """
    of_orders = []
    for order in orders:
        invoices = books.of(order)
        whole = len(invoices) == 1 and bool(order.lines)
        for fact in invoices:
            has_lines = whole and fact.value.total == order.total
            of_orders.append(Wanted(fact, order, has_lines))
    known = {id(each.fact) for each in of_orders}
    rest = (Wanted(fact) for fact in alone if id(fact) not in known)
    return (*of_orders, *rest)


async def hand_out(
    dispatcher: CollectingDispatcher,
    conversation: str,
    papers: Sequence[Wanted],
    lang: str,
    house: Services,
) -> None:
    """
    Send the papers, or say how one gets them where there are none to send.
    """
    printer = house.papers
    if printer is None or not papers:
        dispatcher.utter_message(response="utter_invoice_copy")
        return
    name = await _name(house)
    sheets: list[Sheet] = []
    for each in papers[:MOST]:
        sheet = await _printed(printer, conversation, each, name, lang, house)
        if sheet is None:
            break
        sheets.append(sheet)
    if not sheets:
        dispatcher.utter_message(response="utter_invoice_copy")
        return
    dispatcher.utter_message(
        response="utter_invoice_paper",
        json_message={"files": [asdict(each) for each in sheets]},
    )
    if len(papers) > len(sheets):
        dispatcher.utter_message(response="utter_invoice_paper_which")


def tell_way(dispatcher: CollectingDispatcher, books: Books) -> None:
    """
    How one gets the paper of one of the invoices that were told.
    """
    sends = books.house.papers is not None and books.invoices
    way = "utter_invoice_paper_which" if sends else "utter_invoice_copy"
    dispatcher.utter_message(response=way)


def tell_stranger(dispatcher: CollectingDispatcher, house: Services) -> None:
    """
    How one gets the paper, to who has not proven who they are.
    """
    sends = house.papers is not None and house.gate.tells(Field.INVOICES)
    way = "utter_get_invoice_here" if sends else "utter_get_invoice"
    dispatcher.utter_message(response=way)


async def _name(house: Services) -> str:
    profile = await house.gate.profile(services.identity(), fields=(Field.NAME,))
    return profile.name.value if profile.name else ""


async def _printed(
    printer: Papers,
    conversation: str,
    each: Wanted,
    name: str,
    lang: str,
    house: Services,
) -> Sheet | None:
    sources = {each.fact.source, each.order.source if each.order else ""}
    called = {source: house.called(source, lang) or "" for source in sources}
    bill = Bill(
        invoice=each.fact.value,
        language=lang,
        as_of=each.fact.as_of,
        order=each.order,
        has_lines=each.has_lines,
        name=name,
        sources=called,
    )
    try:
        return await printer.invoice(conversation, bill)
    except NotPrinted:
        return None
