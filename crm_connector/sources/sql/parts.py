"""
One part of a mapping file (customers, orders ...) turned into typed fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar
from zoneinfo import ZoneInfo

from crm_connector.model import OrderStatus
from crm_connector.sources.document import Section, nearest
from crm_connector.sources.sql.fields import (
    Amount,
    Column,
    Condition,
    Join,
    Key,
    KeyType,
    Rows,
    Scalar,
    Status,
    Table,
    Text,
    Texts,
    Time,
    TimeFormat,
    fold,
)

Words = Mapping[str, "OrderStatus | None"]
T = TypeVar("T")

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_FORMATS = tuple(each.value for each in TimeFormat)
_TYPES = tuple(each.value for each in KeyType)


@dataclass(frozen=True)
class Defaults:
    """
    What the top of the file says for all parts.
    """

    currency: str | None
    multiply_by: int
    divide_by: int
    format: TimeFormat
    zone: ZoneInfo | None
    words: Words

    @classmethod
    def read(cls, top: Section) -> Defaults:
        """
        The settings `money`, `times` and `statuses`.
        """
        money = top.section("money")
        money.only((), ("currency", "multiply_by", "divide_by"))
        times = top.section("times")
        times.only((), ("format", "zone"))
        return cls(
            currency=money.currency("currency"),
            multiply_by=money.whole("multiply_by", 1),
            divide_by=money.whole("divide_by", 1),
            format=TimeFormat(times.choice("format", _FORMATS, "iso")),
            zone=_zone(times),
            words=_words(top, "statuses"),
        )


def _zone(section: Section) -> ZoneInfo | None:
    if "zone" not in section.content:
        return None
    try:
        return ZoneInfo(section.text("zone"))
    except (KeyError, OSError, ValueError) as exc:
        raise section.wrong(
            "zone", "is not a time zone, such as Asia/Tehran or UTC"
        ) from exc


def _words(owner: Section, key: str) -> Words:
    section = owner.section(key)
    known = [status.value for status in OrderStatus]
    words: dict[str, OrderStatus | None] = {}
    for word, meaning in section.content.items():
        if meaning is not None and meaning not in known:
            near = nearest(str(meaning), known)
            raise section.wrong(
                word, f"must be one of {', '.join(known)}, or null{near}"
            )
        if fold(word) in words:
            raise section.wrong(word, "this word stands twice")
        words[fold(word)] = None if meaning is None else OrderStatus(meaning)
    if not words:
        raise owner.wrong(key, "must map the database's words to ours")
    return words


class Part:
    """
    Reads one part. Columns are `name` (of its own table) or `joined.name`.
    """

    def __init__(
        self,
        section: Section,
        defaults: Defaults,
        *,
        required: Collection[str],
        optional: Collection[str],
    ) -> None:
        section.only(("table", "columns"), ("schema", "joins", "where"))
        self._defaults = defaults
        self._own = Table(
            alias=section.text("table"),
            name=section.text("table"),
            schema=_schema(section),
            place=section.at("table"),
        )
        self._aliases = {self._own.alias}
        joins = section.section("joins")
        self.rows = Rows(
            table=self._own,
            joins=tuple(self._join(joins, alias) for alias in joins.content),
            where=self._where(section, self._own.alias),
        )
        self._columns = section.section("columns")
        self._columns.only(required, optional)

    def _join(self, joins: Section, alias: str) -> Join:
        section = joins.section(alias)
        section.only(("match",), ("table", "schema", "where"))
        if alias in self._aliases:
            raise joins.wrong(alias, "this name is taken; give another and `table`")
        match = section.section("match")
        if not match.content:
            raise section.wrong("match", "must name columns: its_column: this_column")
        table = section.text("table", alias)
        named = section.at("table") if "table" in section.content else joins.at(alias)
        pairs = tuple(
            (
                self._column(match, left, left),
                Column(alias, match.text(left), match.at(left)),
            )
            for left in match.content
        )
        self._aliases.add(alias)
        return Join(
            table=Table(
                alias=alias,
                name=table,
                schema=_schema(section) or self._own.schema,
                place=named,
            ),
            match=pairs,
            where=self._where(section, alias),
        )

    def _where(self, section: Section, alias: str) -> tuple[Condition, ...]:
        where = section.section("where")
        return tuple(
            Condition(Column(alias, name, where.at(name)), _values(where, name))
            for name in where.content
        )

    def _column(self, section: Section, key: str, name: object) -> Column:
        if not isinstance(name, str) or not name:
            raise section.wrong(key, "must name a column")
        alias, dot, column = name.partition(".")
        if not dot:
            return Column(self._own.alias, name, section.at(key))
        if alias not in self._aliases:
            near = nearest(alias, self._aliases)
            raise section.wrong(key, f"{alias!r} is not joined above{near}")
        return Column(alias, column, section.at(key))

    def _spec(self, key: str, options: Collection[str]) -> tuple[Section, Column]:
        """
        A field's settings and its column; `x: name` is short for `x: {column: name}`.
        """
        spec = self._long(self._columns, key, options)
        return spec, self._column(*_named(self._columns, key, spec))

    def _long(self, section: Section, key: str, options: Collection[str]) -> Section:
        value = section.content[key]
        if not isinstance(value, dict):
            return Section(section.file, section.at(key), {"column": value})
        spec = section.section(key)
        spec.only(("column",), options)
        return spec

    def optional(self, read: Callable[[str], T], key: str) -> T | None:
        """
        What `read` makes of the field, or None where the file has none.
        """
        return read(key) if key in self._columns.content else None

    def key(self, name: str, *, prefix: bool = False) -> Key:
        """
        An id or a number.
        """
        spec, column = self._spec(name, ("type", "prefix") if prefix else ("type",))
        return Key(
            column=column,
            type=KeyType(spec.choice("type", _TYPES, "text")),
            prefix=spec.text("prefix") if "prefix" in spec.content else "",
        )

    def reference(self, name: str, type_: KeyType) -> Key:
        """
        A column that holds another part's id, and so is compared as that is.
        """
        _, column = self._spec(name, ())
        return Key(column=column, type=type_)

    def text(self, name: str) -> Text:
        """
        A text, of one column or of several.
        """
        return self._text(self._columns, name)

    def texts(self, name: str) -> Texts:
        """
        A text by language; empty where the file has none.
        """
        section = self._columns.section(name)
        for language in section.content:
            if not _LANGUAGE.fullmatch(language):
                raise section.wrong(language, "must be a language, such as fa or en")
        return {each: self._text(section, each) for each in section.content}

    def _text(self, section: Section, key: str) -> Text:
        spec = self._long(section, key, ("values",))
        names = spec.content["column"]
        return Text(
            columns=tuple(
                self._column(*_named(section, key, spec, name))
                for name in (names if isinstance(names, list) and names else [names])
            ),
            values=_text_values(spec) if "values" in spec.content else None,
        )

    def time(self, name: str) -> Time:
        """
        A moment.
        """
        return self._time(name, self._defaults.format)

    def day(self, name: str) -> Time:
        """
        A day; a moment is the day that it falls on by the clock of its zone.
        """
        return self._time(name, TimeFormat.DATE)

    def _time(self, name: str, usual: TimeFormat) -> Time:
        spec, column = self._spec(name, ("format", "zone"))
        return Time(
            column=column,
            format=TimeFormat(spec.choice("format", _FORMATS, usual.value)),
            zone=_zone(spec) or self._defaults.zone,
        )

    def money(self, name: str) -> Amount:
        """
        An amount of money, in the database's unit of it.
        """
        spec, column = self._spec(name, ("multiply_by", "divide_by"))
        return Amount(
            column=column,
            multiply_by=spec.whole("multiply_by", self._defaults.multiply_by),
            divide_by=spec.whole("divide_by", self._defaults.divide_by),
        )

    def count(self, name: str) -> Amount:
        """
        A number of things.
        """
        _, column = self._spec(name, ())
        return Amount(column=column)

    def status(self, name: str) -> Status:
        """
        A status; its own `values` stand in for the file's `statuses`.
        """
        spec, column = self._spec(name, ("values",))
        words = self._defaults.words
        if "values" in spec.content:
            words = _words(spec, "values")
        return Status(column=column, words=words)


def _named(
    section: Section, key: str, spec: Section, name: object = None
) -> tuple[Section, str, object]:
    """
    Where a column is named (`x`, or `x.column` in the long form), and its name.
    """
    name = spec.content["column"] if name is None else name
    is_long = isinstance(section.content[key], dict)
    return (spec, "column", name) if is_long else (section, key, name)


def _schema(section: Section) -> str | None:
    return section.text("schema") if "schema" in section.content else None


def _values(where: Section, name: str) -> tuple[Scalar, ...]:
    value = where.content[name]
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(v, (str, int, type(None))) for v in values):
        raise where.wrong(name, "must be a value or a list of values")
    return tuple(values)


def _text_values(spec: Section) -> Mapping[str, str]:
    section = spec.section("values")
    return {fold(word): section.text(word) for word in section.content}
