"""
What an operation writes into a column, and how a mapping says it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from crm_connector.operations import Reason
from crm_connector.sources.document import Section, nearest
from crm_connector.sources.sql.defaults import FORMATS, Defaults, zone
from crm_connector.sources.sql.fields import Column, Scalar, Table, TimeFormat

WISH, ORDER, DUE = "wish", "order", "due"
LINE, NEW, PAYMENT = "line", "new", "payment"
PLUS = "plus"
FACTS = {
    WISH: ("key", "reason", "method"),
    ORDER: ("id", "number", "customer"),
    DUE: ("amount", "signed", "sign"),
    LINE: ("id", "product", "variant", "quantity", "price", "discount", "total"),
    NEW: ("variant", "quantity", "price", "discount", "total", "difference"),
    PAYMENT: ("id", "method", "amount"),
}
"""Of what settings may speak, and what of it."""
_RAISED_BY = ("due", "gross", "discount")
_REASONS = tuple(each.value for each in Reason)
MORE, LESS, NONE = "more", "less", "none"
_SIGNS = (MORE, LESS, NONE)


@dataclass(frozen=True)
class Scale:
    """
    From our smallest unit of money to the database's: the way back of `Amount`.
    """

    multiply_by: int
    divide_by: int


@dataclass(frozen=True)
class Now:
    """
    The moment of writing; by the clock of `zone`, and then without an offset.
    """

    format: TimeFormat
    zone: ZoneInfo | None


@dataclass(frozen=True)
class Fact:
    """
    Something of what is being done: the `amount` of the `payment`.

    With `words` it is written as one of them; amounts of money go by `scale`.
    """

    of: str
    name: str
    words: Mapping[str, Scalar] | None
    scale: Scale


@dataclass(frozen=True)
class Plus:
    """
    What stands in the column, and this amount more.
    """

    name: str
    scale: Scale


Entry = Scalar | Now | Fact | Plus


@dataclass(frozen=True)
class Setting:
    """
    A column and what is written into it.
    """

    column: Column
    value: Entry


def read_settings(
    section: Section,
    table: Table,
    defaults: Defaults,
    known: Collection[str] = (WISH, ORDER),
) -> tuple[Setting, ...]:
    """
    The settings of a section, which may speak of `known`; raises `BadMapping`.
    """
    return tuple(
        Setting(
            Column(table.alias, name, section.at(name)),
            _entry(section, name, defaults, known),
        )
        for name in section.content
    )


def _entry(
    section: Section, name: str, defaults: Defaults, known: Collection[str]
) -> Entry:
    value = section.content[name]
    if value is None or isinstance(value, (str, int)):
        return value
    if not isinstance(value, dict):
        raise section.wrong(name, "must be a value, or {now: format}")
    spec = section.section(name)
    of = [each for each in spec.content if each in ("now", *known)]
    if len(of) != 1:
        near = nearest(next(iter(spec.content), ""), ("now", *known))
        raise section.wrong(
            name, f"must say one of now, {', '.join(known)}: {{now: iso}}{near}"
        )
    if of == ["now"]:
        return _now(spec)
    spec.only(of, ("values", "multiply_by", "divide_by"))
    scale = Scale(
        spec.whole("multiply_by", defaults.multiply_by),
        spec.whole("divide_by", defaults.divide_by),
    )
    if of == [PLUS]:
        return Plus(spec.choice(PLUS, _RAISED_BY, ""), scale)
    fact = spec.choice(of[0], FACTS[of[0]], "")
    return Fact(of[0], fact, _words(spec, of[0], fact), scale)


def _now(spec: Section) -> Now:
    spec.only(("now",), ("zone",))
    format_, clock = TimeFormat(spec.choice("now", FORMATS, "iso")), zone(spec)
    if format_ is TimeFormat.JALALI and clock is None:
        # Nothing in such a text says that it would be in UTC.
        raise spec.wrong("zone", "is missing: by which clock is it, as Asia/Tehran?")
    return Now(format_, clock)


def _words(spec: Section, of: str, name: str) -> Mapping[str, Scalar] | None:
    """
    The database's own words for a reason, or for whether there is more or less to pay.
    """
    known = {(WISH, "reason"): _REASONS, (DUE, "sign"): _SIGNS}.get((of, name))
    if "values" not in spec.content:
        if (of, name) == (DUE, "sign"):
            raise spec.wrong("values", "is missing: {more: payment, less: refund}")
        return None
    if known is None:
        raise spec.wrong("values", f"there are no words for {of}: {name}")
    section = spec.section("values")
    for word in section.content:
        if word not in known:
            near = nearest(word, known)
            raise section.wrong(word, f"must be of {', '.join(known)}{near}")
    return dict(section.content)
