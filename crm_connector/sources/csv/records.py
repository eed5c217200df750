"""
Rows of an exported file turned into records, and what of it makes no sense.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Generic, TypeVar

from crm_connector import contacts
from crm_connector.errors import BadSourceData
from crm_connector.model import (
    Contact,
    ContactKind,
    Customer,
    Loyalty,
    Money,
    ShelfItem,
)
from crm_connector.sources.csv import values
from crm_connector.sources.csv.mapping import (
    YES,
    Amount,
    CustomersFile,
    FilesMapping,
    Heading,
    LoyaltyFile,
    ShelfFile,
    Text,
)
from crm_connector.sources.csv.table import Line

R = TypeVar("R", Customer, Loyalty, ShelfItem)
Cells = Mapping[Heading, str]

LANGUAGES = ("fa", "ar", "en")


@dataclass
class Content(Generic[R]):
    """
    What a file holds: records by id, and why lines (as they are counted) are left out.

    `disputed` are ids of which two rows say different things: neither is believed. But
    `ids` names everybody whose rows have a contact, so that none is alone with it.
    """

    as_of: datetime
    records: dict[str, R] = field(default_factory=dict)
    disputed: set[str] = field(default_factory=set)
    left_out: dict[int, str] = field(default_factory=dict)
    ids: dict[Contact, tuple[str, ...]] = field(default_factory=dict)

    def get(self, id_: str, source: str) -> R | None:
        """
        The record with this id; raises `BadSourceData` where it is disputed.
        """
        if id_ in self.disputed:
            raise BadSourceData("Two rows have one id.", source=source)
        return self.records.get(id_)


Reading = Callable[[FilesMapping, Iterable[Line], datetime], Content[R]]


def customers(
    mapping: FilesMapping, lines: Iterable[Line], as_of: datetime
) -> Content[Customer]:
    """
    The customers of these rows, also by their contacts.
    """
    part = _there(mapping.customers)
    ids: dict[Contact, dict[str, None]] = defaultdict(dict)

    def read(cells: Cells) -> tuple[str, Customer]:
        id_, customer = _customer(mapping, part, cells, as_of)
        for kind, found in (
            (ContactKind.PHONE, customer.phones),
            (ContactKind.EMAIL, customer.emails),
        ):
            for value in found:
                ids[Contact(kind, value)][id_] = None
        return id_, customer

    content = _content(lines, as_of, read)
    content.ids = {contact: tuple(found) for contact, found in ids.items()}
    return content


def loyalty(
    mapping: FilesMapping, lines: Iterable[Line], as_of: datetime
) -> Content[Loyalty]:
    """
    What the customers of these rows have collected.
    """
    part = _there(mapping.loyalty)
    return _content(lines, as_of, lambda at: _loyalty(mapping, part, at, as_of))


def shelf(
    mapping: FilesMapping, lines: Iterable[Line], as_of: datetime
) -> Content[ShelfItem]:
    """
    The products of these rows.
    """
    part = _there(mapping.shelf)
    return _content(lines, as_of, lambda at: _item(mapping, part, at, as_of))


def _content(
    lines: Iterable[Line], as_of: datetime, read: Callable[[Cells], tuple[str, R]]
) -> Content[R]:
    content: Content[R] = Content(as_of)
    for line in lines:
        if line.cells is None:
            content.left_out[line.number] = "has not the form of a row"
            continue
        try:
            id_, record = read(line.cells)
        except values.Nonsense as exc:
            content.left_out[line.number] = str(exc)
            continue
        if id_ in content.disputed or content.records.get(id_, record) != record:
            content.records.pop(id_, None)
            content.disputed.add(id_)
            content.left_out[line.number] = "says another thing than a row of its id"
        else:
            content.records[id_] = record
    return content


def _customer(
    mapping: FilesMapping, part: CustomersFile, cells: Cells, as_of: datetime
) -> tuple[str, Customer]:
    id_ = _id(part.id, cells)
    language = _text(part.language, cells)
    # "fa-IR" and "en_GB" are fa and en; a language we do not speak is as good as none.
    short = re.split(r"[-_]", language.casefold())[0] if language else None
    return id_, Customer(
        id=id_,
        name=_text(part.name, cells) or "",
        phones=contacts.phones(_each(part.phone, cells), mapping.country),
        emails=contacts.emails(_each(part.email, cells)),
        language=short if short in LANGUAGES else None,
        source=mapping.source,
        as_of=as_of,
    )


def _loyalty(
    mapping: FilesMapping, part: LoyaltyFile, cells: Cells, as_of: datetime
) -> tuple[str, Loyalty]:
    id_ = _id(part.customer, cells)
    return id_, Loyalty(
        customer_id=id_,
        points=_number(part.points, cells, mapping),
        tier=_text(part.tier, cells),
        source=mapping.source,
        as_of=as_of,
    )


def _item(
    mapping: FilesMapping, part: ShelfFile, cells: Cells, as_of: datetime
) -> tuple[str, ShelfItem]:
    id_ = _id(part.product, cells)
    price = _optional(part.price, cells, mapping)
    quantity = _optional(part.quantity, cells, mapping)
    said = _text(part.in_stock, cells)
    in_stock = None if said is None else said == YES
    if in_stock is None and quantity is not None:
        in_stock = quantity > 0
    return id_, ShelfItem(
        product_id=id_,
        price=None if price is None else Money(price, mapping.currency or ""),
        in_stock=in_stock,
        quantity=quantity,
        source=mapping.source,
        as_of=as_of,
    )


def _id(part: Text, cells: Cells) -> str:
    heading = part.headings[0]
    return _of(heading, lambda: _must(values.key(cells[heading])))


def _each(part: Text | None, cells: Cells) -> list[str]:
    """
    The texts of all columns that hold any, each on its own.
    """
    if part is None:
        return []
    words = part.values
    found = (
        values.text(cells[each])
        if words is None
        else _of(each, partial(values.word, cells[each], words))
        for each in part.headings
    )
    return [each for each in found if each is not None]


def _text(part: Text | None, cells: Cells) -> str | None:
    return " ".join(_each(part, cells)) or None


def _number(amount: Amount, cells: Cells, mapping: FilesMapping) -> int:
    return _of(
        amount.heading,
        lambda: values.number(
            cells[amount.heading],
            decimal=mapping.decimal,
            multiply_by=amount.multiply_by,
            divide_by=amount.divide_by,
        ),
    )


def _optional(amount: Amount | None, cells: Cells, mapping: FilesMapping) -> int | None:
    if amount is None or values.text(cells[amount.heading]) is None:
        return None
    return _number(amount, cells, mapping)


T = TypeVar("T")


def _of(heading: Heading, read: Callable[[], T]) -> T:
    """
    What is read; where that makes no sense, the heading stands before the reason.
    """
    try:
        return read()
    except values.Nonsense as exc:
        raise values.Nonsense(f"{heading.name} {exc}") from None


def _must(found: str | None) -> str:
    if found is None:
        raise values.Nonsense("is empty")
    return found


P = TypeVar("P")


def _there(part: P | None) -> P:
    if part is None:
        raise ValueError("the mapping does not speak of this")
    return part
