"""
One row being read: its fields as the mapping says, and where it stands if one is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TypeVar

from crm_connector import contacts
from crm_connector.attempts import AttemptState
from crm_connector.errors import BadSourceData
from crm_connector.model import Address, Money, OrderStatus
from crm_connector.operations import MethodKind, Operation
from crm_connector.sources.sql import values
from crm_connector.sources.sql.fields import (
    Amount,
    Column,
    Flag,
    Key,
    Kind,
    Options,
    Outcome,
    Place,
    Reach,
    Status,
    Text,
    Texts,
    Time,
)
from crm_connector.sources.sql.mapping import ShopMapping
from crm_connector.sources.sql.parts import PartMapping
from crm_connector.sources.sql.statements import Row

T = TypeVar("T")
U = TypeVar("U")

CURRENCY = re.compile(r"[A-Z]{3}")
COUNTRY = re.compile(r"[A-Z]{2}")
_SAFE_KEY = re.compile(r"[#\w-]{1,40}", re.ASCII)


class BadRow(BadSourceData):
    """
    A row that makes no sense: `where` names the column, `key` the row, and `why`.
    """

    def __init__(
        self, table: str, key: str, where: str, why: str, *, source: str
    ) -> None:
        super().__init__(f"{table}, key {key}, column {where}: {why}", source=source)
        self.key = key
        self.where = where
        self.why = why


class Reading:
    """
    A row of a part, whose `key` says in errors which one it is.
    """

    def __init__(
        self, shop: ShopMapping, part: PartMapping, key: Key, row: Row
    ) -> None:
        self.row = row
        self._shop = shop.defaults
        self._source = shop.source
        self._table = part.rows.table.name
        self._key = key

    def wrong(self, where: Column | Text | str, why: str) -> BadRow:
        """
        The error that names table, key and column, and no value.
        """
        columns = where.columns if isinstance(where, Text) else (where,)
        named = " + ".join(map(str, columns))
        key = str(self.row[self._key.column])
        # A key with an @ or a + is an address or a phone: personal, and not for logs.
        shown = key if _SAFE_KEY.fullmatch(key) else "(hidden)"
        return BadRow(self._table, shown, named, why, source=self._source)

    def _read(self, column: Column, read: Callable[[object, T], U], field: T) -> U:
        try:
            return read(self.row[column], field)
        except values.Nonsense as exc:
            raise self.wrong(column, str(exc)) from exc

    def _must(self, where: Column | Text, value: U | None) -> U:
        if value is None:
            raise self.wrong(where, "is empty")
        return value

    def key_of(self, field: Key) -> str:
        """
        An id or a number; not empty.
        """
        return self._must(field.column, self._read(field.column, values.key, field))

    def optional_key(self, field: Key | None) -> str | None:
        """
        An id, where there is one.
        """
        if field is None:
            return None
        return self._read(field.column, values.key, field)

    def text(self, field: Text | None) -> str | None:
        """
        The texts of all columns, one after the other; None where all are empty.
        """
        if field is None:
            return None
        words = [self._read(each, values.text, field) for each in field.columns]
        return " ".join(each for each in words if each is not None) or None

    def must_text(self, field: Text) -> str:
        """
        The same, and not empty.
        """
        return self._must(field, self.text(field))

    def each_text(self, field: Text | None) -> tuple[str, ...]:
        """
        The texts of all columns that hold any, each on its own.
        """
        if field is None:
            return ()
        words = [self._read(each, values.text, field) for each in field.columns]
        return tuple(each for each in words if each is not None)

    def texts(self, fields: Texts | None) -> dict[str, str]:
        """
        The text of each language that has one.
        """
        found = {}
        for language, field in (fields or {}).items():
            text = self.text(field)
            if text is not None:
                found[language] = text
        return found

    def options(self, field: Options | None) -> dict[str, dict[str, str]]:
        """
        The options that have a text, by language and by their names.
        """
        if field is None:
            return {}
        found = {each: self.texts(of) for each, of in field.texts.items()}
        return {language: named for language, named in found.items() if named}

    def kind(self, field: Kind) -> MethodKind:
        """
        A kind of paying.
        """
        return self._must(field.column, self._read(field.column, values.kind, field))

    def outcome(self, field: Outcome) -> AttemptState:
        """
        What became of a try to pay.
        """
        return self._must(field.column, self._read(field.column, values.outcome, field))

    def optional_kind(self, field: Kind | None) -> MethodKind | None:
        """
        A kind of paying, where there is one.
        """
        if field is None or self.row[field.column] is None:
            return None
        return self.kind(field)

    def done(self, field: Status) -> frozenset[Operation]:
        """
        What a status says that was done.
        """
        return self._read(field.column, values.done, field)

    def status(self, field: Status) -> OrderStatus | None:
        """
        A status; None for a step that customers do not hear of.
        """
        return self._read(field.column, values.status, field)

    def moment(self, field: Time | None) -> datetime | None:
        """
        A moment in UTC.
        """
        if field is None:
            return None
        return self._read(field.column, values.moment, field)

    def must_moment(self, field: Time) -> datetime:
        """
        The same, and not empty.
        """
        return self._must(field.column, self.moment(field))

    def day(self, field: Time | None) -> date | None:
        """
        A day.
        """
        if field is None:
            return None
        return self._read(field.column, values.day, field)

    def must_day(self, field: Time) -> date:
        """
        The same, and not empty.
        """
        return self._must(field.column, self.day(field))

    def optional_number(self, field: Amount | None) -> int | None:
        """
        A number, where there is one.
        """
        if field is None or self.row[field.column] is None:
            return None
        return self._read(field.column, values.number, field)

    def number(self, field: Amount) -> int:
        """
        A number; not empty.
        """
        self._must(field.column, self.row[field.column])
        return self._read(field.column, values.number, field)

    def reach(self, fields: Iterable[Reach | None]) -> list[str]:
        """
        Everything that stands in columns of phones or of e-mail addresses.
        """
        found = (
            self._read(each, values.key, None)
            for field in fields
            if field is not None
            for each in field.columns
        )
        return [each for each in found if each is not None]

    def flag(self, field: Flag | None) -> bool | None:
        """
        Yes or no; None where that is not known.
        """
        if field is None:
            return None
        return self._read(field.column, values.flag, field)

    def stock(self, field: Amount | None) -> int | None:
        """
        How many whole things there are; None where that is not known.
        """
        if field is None or self.row[field.column] is None:
            return None
        return self._read(field.column, values.stock, field)

    def money(self, field: Amount, currency: str) -> Money:
        """
        An amount of money; not empty.
        """
        return Money(self.number(field), currency)

    def some_money(self, field: Amount | None, currency: str) -> Money | None:
        """
        An amount of money, where there is one.
        """
        amount = self.optional_number(field)
        return None if amount is None else Money(amount, currency)

    def currency(self, field: Text | None) -> str:
        """
        The row's own currency, or else the shop's.
        """
        usual = self._shop.currency
        if field is None:
            return usual or ""
        found = self.must_text(field).upper()
        if not CURRENCY.fullmatch(found):
            raise self.wrong(field, "is not a currency")
        if usual not in (None, found):
            raise self.wrong(field, f"is not {usual}")
        return found

    def place(self, field: Place | None) -> Address | None:
        """
        An address; None where neither street nor city is known.
        """
        if field is None:
            return None
        lines, city = self.each_text(field.lines), self.text(field.city)
        if not lines and city is None:
            return None
        country = self.text(field.country)
        phone = contacts.phones([self.text(field.phone)], self._shop.country)
        return Address(
            name=self.text(field.name) or "",
            lines=lines,
            city=city or "",
            province=self.text(field.province),
            postal_code=self.text(field.postal_code),
            # What is no country's code is not told.
            country=country if country and COUNTRY.fullmatch(country) else None,
            phone=next(iter(phone), None),
        )
