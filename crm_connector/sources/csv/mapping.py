"""
The mapping file: which exported file holds what, and under which heading.

The format is described in `docs/developer/csv-source.md`. What is optional there may be
absent here: the field is None or empty, and so is that part of every record.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import NamedTuple, TypeVar

from crm_connector.sources.csv.values import folded
from crm_connector.sources.document import Section, read

VERSION = 1
ENCODINGS = {
    "utf-8": "utf-8",
    # Of a file that does not say by a mark which byte comes first: Windows' way.
    "utf-16": "utf-16-le",
    "windows-1256": "cp1256",
    "windows-1252": "cp1252",
}
"""What a file may be written in, and Python's name for it."""
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
DECIMALS = {"point": ".", "comma": ","}
YES, NO = "yes", "no"
T = TypeVar("T")


@dataclass(frozen=True)
class Heading:
    """
    The heading of a column; `place` is where the mapping file names it.
    """

    name: str
    place: str


@dataclass(frozen=True)
class Text:
    """
    One or more columns; `values` maps the words in them, if there are any.
    """

    headings: tuple[Heading, ...]
    values: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Amount:
    """
    A column of numbers: `value * multiply_by / divide_by` is a whole number of ours.
    """

    heading: Heading
    multiply_by: int = 1
    divide_by: int = 1


@dataclass(frozen=True)
class FileMapping:
    """
    A file and how it is written; without a `delimiter` it is found out.
    """

    part: str
    path: Path
    encoding: str
    delimiter: str | None

    def headings(self) -> Iterator[Heading]:
        """
        Every heading that the file must have.
        """
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, Text):
                yield from value.headings
            elif isinstance(value, Amount):
                yield value.heading


@dataclass(frozen=True)
class CustomersFile(FileMapping):
    """
    The people the shop knows; each column of `phone` and `email` holds one.
    """

    id: Text
    name: Text
    phone: Text | None
    email: Text | None
    language: Text | None


@dataclass(frozen=True)
class LoyaltyFile(FileMapping):
    """
    What customers have collected.
    """

    customer: Text
    points: Amount
    tier: Text | None


@dataclass(frozen=True)
class ShelfFile(FileMapping):
    """
    What products cost, and how many there are.
    """

    product: Text
    price: Amount | None
    quantity: Amount | None
    in_stock: Text | None


@dataclass(frozen=True)
class FilesMapping:
    """
    The whole mapping. `decimal` is the sign before what is less than one.
    """

    file: str
    source: str
    country: str
    currency: str | None
    decimal: str
    customers: CustomersFile | None
    loyalty: LoyaltyFile | None
    shelf: ShelfFile | None


def load(path: Path) -> FilesMapping:
    """
    Read a mapping file; raises `BadMapping` with the file and the place of a mistake.
    """
    top = read(path)
    parts = ("customers", "loyalty", "shelf")
    top.only(("version", "source"), ("country", "money", "numbers", *parts))
    if top.content["version"] != VERSION:
        raise top.wrong("version", f"must be {VERSION}")
    if not any(part in top.content for part in parts):
        raise top.wrong("customers", f"one of {', '.join(parts)} must be there")
    money, numbers = top.section("money"), top.section("numbers")
    money.only((), ("currency", "multiply_by", "divide_by"))
    numbers.only((), ("decimal",))
    mapping = FilesMapping(
        file=str(path),
        source=top.text("source"),
        country=top.country("country"),
        currency=money.currency("currency"),
        decimal=DECIMALS[numbers.choice("decimal", DECIMALS, "point")],
        customers=_customers(top, path.parent),
        loyalty=_loyalty(top, path.parent),
        shelf=_shelf(top, path.parent),
    )
    if mapping.shelf and mapping.shelf.price and mapping.currency is None:
        raise top.wrong("money.currency", "is missing, and shelf has prices")
    return mapping


class _Written(NamedTuple):
    part: str
    path: Path
    encoding: str
    delimiter: str | None


class _Part:
    """
    Reads one part of the mapping.
    """

    def __init__(
        self,
        top: Section,
        name: str,
        folder: Path,
        required: Collection[str],
        optional: Collection[str],
    ) -> None:
        section = top.section(name)
        section.only(("file", "columns"), ("encoding", "delimiter"))
        delimiter = section.choice("delimiter", ("auto", *DELIMITERS), "auto")
        self.written = _Written(
            part=name,
            path=folder / section.text("file"),
            encoding=section.choice("encoding", ENCODINGS, "utf-8"),
            delimiter=DELIMITERS.get(delimiter),
        )
        self._money = top.section("money")
        self._columns = section.section("columns")
        self._columns.only(required, optional)

    def optional(self, field: Callable[[str], T], key: str) -> T | None:
        """
        What `field` makes of it, or None where the mapping has none.
        """
        return field(key) if key in self._columns.content else None

    def _long(self, key: str, options: Collection[str]) -> Section:
        """
        A field's settings; `x: heading` is short for `x: {column: heading}`.
        """
        value = self._columns.content[key]
        if not isinstance(value, dict):
            place = self._columns.at(key)
            return Section(self._columns.file, place, {"column": value})
        spec = self._columns.section(key)
        spec.only(("column",), options)
        return spec

    def _headings(self, key: str, spec: Section) -> tuple[Heading, ...]:
        names = spec.content["column"]
        names = names if isinstance(names, list) and names else [names]
        if not all(isinstance(each, (str, int)) and each != "" for each in names):
            raise self._columns.wrong(key, "must name a column or a list of them")
        return tuple(Heading(str(each), self._columns.at(key)) for each in names)

    def _heading(self, key: str) -> Heading:
        found = self._headings(key, self._long(key, ()))
        if len(found) > 1:
            raise self._columns.wrong(key, "must name one column")
        return found[0]

    def key(self, key: str) -> Text:
        """
        The one column of an id.
        """
        return Text((self._heading(key),))

    def text(self, key: str) -> Text:
        """
        One or more columns.
        """
        spec = self._long(key, ("values",))
        values = None
        if "values" in spec.content:
            words = spec.section("values")
            values = {folded(word): words.text(word) for word in words.content}
        return Text(self._headings(key, spec), values)

    def yes_or_no(self, key: str) -> Text:
        """
        A column of words that mean yes or no.
        """
        spec = self._long(key, ("values",))
        words = spec.section("values")
        if not words.content:
            raise self._columns.wrong(
                key, "must have values, as {yes: true, no: false}"
            )
        for word, meaning in words.content.items():
            if not isinstance(meaning, bool):
                raise words.wrong(word, "must be true or false")
        return Text(
            self._headings(key, spec),
            {folded(word): YES if yes else NO for word, yes in words.content.items()},
        )

    def count(self, key: str) -> Amount:
        """
        A number of things.
        """
        return Amount(self._heading(key))

    def money(self, key: str) -> Amount:
        """
        An amount of money, in the file's unit of it.
        """
        return Amount(
            self._heading(key),
            multiply_by=self._money.whole("multiply_by", 1),
            divide_by=self._money.whole("divide_by", 1),
        )


def _customers(top: Section, folder: Path) -> CustomersFile | None:
    if "customers" not in top.content:
        return None
    part = _Part(
        top, "customers", folder, ("id", "name"), ("phone", "email", "language")
    )
    return CustomersFile(
        **part.written._asdict(),
        id=part.key("id"),
        name=part.text("name"),
        phone=part.optional(part.text, "phone"),
        email=part.optional(part.text, "email"),
        language=part.optional(part.text, "language"),
    )


def _loyalty(top: Section, folder: Path) -> LoyaltyFile | None:
    if "loyalty" not in top.content:
        return None
    part = _Part(top, "loyalty", folder, ("customer", "points"), ("tier",))
    return LoyaltyFile(
        **part.written._asdict(),
        customer=part.key("customer"),
        points=part.count("points"),
        tier=part.optional(part.text, "tier"),
    )


def _shelf(top: Section, folder: Path) -> ShelfFile | None:
    if "shelf" not in top.content:
        return None
    part = _Part(top, "shelf", folder, ("product",), ("price", "quantity", "in_stock"))
    found = ShelfFile(
        **part.written._asdict(),
        product=part.key("product"),
        price=part.optional(part.money, "price"),
        quantity=part.optional(part.count, "quantity"),
        in_stock=part.optional(part.yes_or_no, "in_stock"),
    )
    if not (found.price or found.quantity or found.in_stock):
        raise top.wrong(
            "shelf.columns", "one of price, quantity and in_stock must be there"
        )
    return found
