"""
From what a system of the shop said about a bill to the texts of the paper.

Nothing is added to what is known: a bill that tells no lines has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, tzinfo
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from actions import formatting
from actions.papers import Bill
from bot.invoices.amounts import in_words
from bot.invoices.paper import Labelled, Letterhead, Line, Paper, Total
from crm_connector.model import Address, Money, Order, OrderStatus

Words = Mapping[str, str]

_FILE = Path(__file__).with_name("words.yml")
_LONGEST = 300
"""Characters of one text: a page is no place for more."""
_JOINER = "\u200c"


@cache
def words() -> Mapping[str, Words]:
    """
    The paper's own words by language.
    """
    content = yaml.safe_load(_FILE.read_text("utf-8"))
    return MappingProxyType(
        {lang: MappingProxyType(of) for lang, of in content.items()}
    )


def paper_of(bill: Bill, head: Letterhead, zone: tzinfo, at: datetime) -> Paper:
    """
    Give what stands on the paper that is made at this moment, in the shop's `zone`.
    """
    lang, invoice, order = bill.language, bill.invoice, bill.order
    own = words()[lang]
    is_cancelled = order is not None and order.status is OrderStatus.CANCELLED
    lines = tuple(_lines(order, lang)) if order and bill.has_lines else ()
    remarks = [] if lines else [own["no_lines"]]
    if is_cancelled:
        remarks.append(own["cancelled"])
    said = in_words(invoice.total, lang)
    return Paper(
        language=lang,
        head=head,
        title=own["title"],
        number=_plain(invoice.number),
        facts=tuple(_facts(bill, own, zone)),
        customer=tuple(_customer(bill, own)),
        columns=_columns(own, invoice.total, lang),
        lines=lines,
        totals=tuple(_totals(bill, own, bool(lines), is_cancelled)),
        words=(own["in_words"], said) if said else None,
        remarks=tuple(remarks),
        origins=tuple(_origins(bill, own, zone, bool(lines))),
        page=own["page"],
        at=at,
    )


def _facts(bill: Bill, own: Words, zone: tzinfo) -> Iterator[Labelled]:
    lang, invoice, order = bill.language, bill.invoice, bill.order
    yield own["number"], formatting.digits(_plain(invoice.number), lang)
    yield own["billed_on"], formatting.short_day(invoice.billed_on, lang)
    number = order.number if order else invoice.order_number
    if number:
        yield own["order"], formatting.digits(_plain(number), lang)
    if order:
        placed = order.placed_at.astimezone(zone).date()
        yield own["ordered_on"], formatting.short_day(placed, lang)
    if invoice.due_on is not None and invoice.unpaid.amount > 0:
        yield own["due_on"], formatting.short_day(invoice.due_on, lang)


def _customer(bill: Bill, own: Words) -> Iterator[Labelled]:
    lang = bill.language
    if bill.name:
        yield own["customer"], _plain(bill.name)
    where = bill.order.ship_to if bill.order else None
    if where is not None:
        yield own["ship_to"], _address(where)
        if where.postal_code:
            yield own["postal_code"], formatting.digits(_plain(where.postal_code), lang)


def _address(place: Address) -> str:
    """
    In one line, in the order and with the commas of its own letters.

    In Persian and Arabic the city comes first, in Latin letters the street.
    """
    parts = (place.province or "", place.city, *place.lines)
    is_arabic = any("\u0600" <= char <= "\u06ff" for part in parts for char in part)
    if not is_arabic:
        parts = (*place.lines, place.city, place.province or "")
    known = dict.fromkeys(each for part in parts if (each := _plain(part)))
    return ("، " if is_arabic else ", ").join(known)


def _columns(own: Words, total: Money, lang: str) -> tuple[str, str, str, str, str]:
    unit = formatting.currency(Money(0, total.currency), lang)
    return (
        own["place"],
        own["item"],
        own["quantity"],
        f"{own['unit_price']} ({unit})",
        f"{own['line_total']} ({unit})",
    )


def _lines(order: Order, lang: str) -> Iterator[Line]:
    for line in order.lines:
        price = line.unit_price
        every = Money(price.amount * line.quantity, price.currency)
        yield Line(
            item=_plain(_called(line.names, lang) or line.product_id),
            details=_plain(_called(line.variants, lang)),
            quantity=formatting.number(line.quantity, lang),
            unit_price=formatting.sum_of(price, lang),
            total=formatting.sum_of(every, lang),
        )


def _called(texts: Mapping[str, str], lang: str) -> str:
    return texts.get(lang) or next(iter(texts.values()), "")


def _totals(
    bill: Bill, own: Words, has_lines: bool, is_cancelled: bool
) -> Iterator[Total]:
    lang, invoice = bill.language, bill.invoice
    total = invoice.total
    if has_lines and bill.order is not None:
        added = sum(each.unit_price.amount * each.quantity for each in bill.order.lines)
        difference = total.amount - added
        parts = tuple(_parts(bill.order, difference))
        if parts:
            yield _total(own["lines_total"], Money(added, total.currency), lang)
            for part, amount in parts:
                yield _total(own[part], Money(amount, total.currency), lang)
    yield Total(own["total"], _signed(total, lang), main=True)
    yield _total(own["paid"], invoice.paid, lang)
    if invoice.refunded is not None and invoice.refunded.amount:
        yield _total(own["refunded"], invoice.refunded, lang)
    if not is_cancelled:
        yield _total(own["left"], invoice.unpaid, lang)


def _parts(order: Order, difference: int) -> Iterator[tuple[str, int]]:
    """
    What the sum of the lines differs by from the total, as far as the order tells.
    """
    told, is_told = 0, False
    for part, money, sign in (
        ("discount", order.discount, -1),
        ("shipping", order.shipping, 1),
    ):
        if money is not None and money.currency == order.total.currency:
            told, is_told = told + sign * money.amount, True
            if money.amount:
                yield part, sign * money.amount
    if difference != told:
        yield ("other" if is_told else "difference"), difference - told


def _total(label: str, amount: Money, lang: str) -> Total:
    return Total(label, _signed(amount, lang))


def _signed(amount: Money, lang: str) -> str:
    """
    With a minus that stays left of its number in a text from right to left.
    """
    number = formatting.sum_of(amount, lang)
    if amount.amount < 0:
        number = formatting.left_to_right(number)
    return f"{number} {formatting.currency(amount, lang)}"


def _origins(bill: Bill, own: Words, zone: tzinfo, has_lines: bool) -> Iterator[str]:
    """
    Who says so, and of when it is: of the bill, and of its lines if that differs.
    """
    lang, order = bill.language, bill.order
    yield _origin(
        own, "source", bill.called(bill.invoice.source), bill.as_of, lang, zone
    )
    if order is None or not has_lines or order.source == bill.invoice.source:
        return
    called = bill.called(order.source)
    yield _origin(own, "items_source", called, order.as_of, lang, zone)


def _origin(
    own: Words, word: str, called: str, as_of: datetime, lang: str, zone: tzinfo
) -> str:
    # On paper nobody knows which day was "today".
    when = formatting.as_of(as_of.astimezone(zone), date.min, lang)
    if not called:
        return own[f"{word}_unnamed"].format(as_of=when)
    return own[word].format(source=called, as_of=when)


def _plain(text: str) -> str:
    """
    One line without what cannot be printed, of a length that fits.
    """
    # What joins letters of Persian is none of what counts as printable.
    kept = (char if char.isprintable() or char == _JOINER else " " for char in text)
    line = " ".join("".join(kept).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
