"""
The tables and columns that one part of a mapping file names, as typed fields.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from enum import Enum
from typing import TypeVar

from crm_connector.attempts import AttemptState
from crm_connector.operations import MethodKind
from crm_connector.sources.document import Section, nearest
from crm_connector.sources.sql.defaults import FORMATS, Defaults, done, words, zone
from crm_connector.sources.sql.fields import (
    Amount,
    Column,
    Condition,
    Flag,
    Join,
    Key,
    KeyType,
    Kind,
    Options,
    Outcome,
    Place,
    Reach,
    Rows,
    Scalar,
    Search,
    Status,
    Table,
    Text,
    Texts,
    Time,
    TimeFormat,
    fold,
)

E = TypeVar("E", bound=Enum)

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_TYPES = tuple(each.value for each in KeyType)
_SEARCHES = tuple(each.value for each in Search)
_USUAL_WORDS = {
    **dict.fromkeys(("1", "true", "t", "yes", "y"), True),
    **dict.fromkeys(("0", "false", "f", "no", "n"), False),
}


class Columns:
    """
    Reads one part. Columns are `name` (of its own table) or `joined.name`.

    `keys` says how the ids of the parts above are compared, which others refer to.
    """

    def __init__(
        self,
        section: Section,
        defaults: Defaults,
        keys: Mapping[str, KeyType],
        *,
        required: Collection[str],
        optional: Collection[str],
    ) -> None:
        section.only(("table", "columns"), ("schema", "joins", "where"))
        self._defaults = defaults
        self._keys = keys
        self._own = Table(
            alias=section.text("table"),
            name=section.text("table"),
            schema=_schema(section),
            place=section.at("table"),
        )
        self._aliases = {self._own.alias}
        joins = section.section("joins")
        self._joined = set(joins.content)
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
        if alias not in self._aliases and alias in self._joined:
            raise section.wrong(
                key, f"{alias!r} is joined further down: it has to stand above this"
            )
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

    def has(self, key: str) -> bool:
        """
        Whether the file maps this field.
        """
        return key in self._columns.content

    def key(self, name: str) -> Key:
        """
        An id.
        """
        return self._key(name, ("type",))

    def number(self, name: str) -> Key:
        """
        A number as people say it, which may have something in front.
        """
        return self._key(name, ("type", "prefix"))

    def _key(self, name: str, options: Collection[str]) -> Key:
        spec, column = self._spec(name, options)
        return Key(
            column=column,
            type=KeyType(spec.choice("type", _TYPES, "text")),
            prefix=spec.text("prefix") if "prefix" in spec.content else "",
        )

    def reference(self, name: str, part: str) -> Key:
        """
        A column that holds another part's id, and so is compared as that is.
        """
        _, column = self._spec(name, ())
        if part not in self._keys:
            raise self._columns.wrong(name, f"needs the part `{part}`")
        return Key(column=column, type=self._keys[part])

    def customer(self, name: str) -> Key:
        """
        A column that holds a customer's id.
        """
        return self.reference(name, "customers")

    def order(self, name: str) -> Key:
        """
        A column that holds an order's id.
        """
        return self.reference(name, "orders")

    def variant(self, name: str) -> Key:
        """
        A column that holds a variant's id.
        """
        return self.reference(name, "variants")

    def method(self, name: str) -> Key:
        """
        A column that holds the id of what is paid with.
        """
        return self.reference(name, "payment_methods")

    def text(self, name: str) -> Text:
        """
        A text, of one column or of several.
        """
        return self._text(self._columns, name)

    def texts(self, name: str) -> Texts:
        """
        A text by language; empty where the file has none.
        """
        section = self._by_language(name)
        return {each: self._text(section, each) for each in section.content}

    def options(self, name: str) -> Options:
        """
        Texts by language and by the name of the option.
        """
        section = self._by_language(name)
        return Options(
            {
                language: {each: self._text(named, each) for each in named.content}
                for language in section.content
                for named in (section.section(language),)
            }
        )

    def _by_language(self, name: str) -> Section:
        section = self._columns.section(name)
        for language in section.content:
            if not _LANGUAGE.fullmatch(language):
                raise section.wrong(language, "must be a language, such as fa or en")
        return section

    def _text(self, section: Section, key: str) -> Text:
        spec = self._long(section, key, ("values",))
        columns = self._several(section, key, spec)
        if "values" not in spec.content:
            return Text(columns)
        values = spec.section("values")
        means = {word: values.text(word) for word in values.content}
        return Text(
            columns,
            values={fold(word): meaning for word, meaning in means.items()},
            # Of several words for one thing the first is written.
            words={meaning: word for word, meaning in reversed(means.items())},
        )

    def _several(self, section: Section, key: str, spec: Section) -> tuple[Column, ...]:
        names = spec.content["column"]
        return tuple(
            self._column(*_named(section, key, spec, name))
            for name in (names if isinstance(names, list) and names else [names])
        )

    def reach(self, name: str) -> Reach:
        """
        Phones or e-mail addresses, one in each column.
        """
        spec = self._long(self._columns, name, ("type", "search"))
        return Reach(
            columns=self._several(self._columns, name, spec),
            type=KeyType(spec.choice("type", ("text", "integer"), "text")),
            search=Search(spec.choice("search", _SEARCHES, "index")),
        )

    def place(self, name: str) -> Place:
        """
        An address.
        """
        section = self._columns.section(name)
        section.only(
            ("lines", "city"), ("name", "province", "postal_code", "country", "phone")
        )
        return Place(**{each: self._text(section, each) for each in section.content})

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
            format=TimeFormat(spec.choice("format", FORMATS, usual.value)),
            zone=zone(spec) or self._defaults.zone,
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
        if "values" in spec.content:
            return Status(column, words(spec, "values"), done(spec, "values"))
        return Status(column, self._defaults.words, self._defaults.done)

    def kind(self, name: str) -> Kind:
        """
        A kind of paying; without `values` the database's words are ours.
        """
        return Kind(*self._words_for(name, MethodKind))

    def outcome(self, name: str) -> Outcome:
        """
        What became of a try to pay; without `values` the database's words are ours.
        """
        return Outcome(*self._words_for(name, AttemptState))

    def _words_for(self, name: str, kind: type[E]) -> tuple[Column, Mapping[str, E]]:
        """
        A column, and what its words mean.
        """
        spec, column = self._spec(name, ("values",))
        known = [str(each.value) for each in kind]
        if "values" not in spec.content:
            return column, {each: kind(each) for each in known}
        section = spec.section("values")
        for word, meaning in section.content.items():
            if meaning not in known:
                near = nearest(str(meaning), known)
                raise section.wrong(word, f"must be one of {', '.join(known)}{near}")
        return column, {fold(w): kind(m) for w, m in section.content.items()}

    def flag(self, name: str) -> Flag:
        """
        Yes or no; its own `values` stand in for the usual ways to write that.
        """
        spec, column = self._spec(name, ("values",))
        if "values" not in spec.content:
            return Flag(column, _USUAL_WORDS)
        section = spec.section("values")
        for word, meaning in section.content.items():
            if not isinstance(meaning, bool):
                raise section.wrong(word, "must be true or false")
        return Flag(column, {fold(w): bool(m) for w, m in section.content.items()})


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
