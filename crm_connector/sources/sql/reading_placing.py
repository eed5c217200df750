"""
Reading the operation `place_order` from a mapping file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from crm_connector.operations import MethodKind
from crm_connector.sources.document import Section, nearest
from crm_connector.sources.sql.defaults import FORMATS, Defaults, zone
from crm_connector.sources.sql.entries import Now
from crm_connector.sources.sql.fields import Column, Table, TimeFormat
from crm_connector.sources.sql.parts import (
    HistoryMapping,
    LineMapping,
    OrderMapping,
    VariantMapping,
    read_part,
)
from crm_connector.sources.sql.placing import (
    Expected,
    Figure,
    Following,
    Given,
    GoodsMapping,
    NewId,
    NewRow,
    PlacingMapping,
    RememberedOrder,
    Way,
    Written,
    compared,
)

_COUNTRY = re.compile(r"[A-Z]{2}")
_KINDS = tuple(each.value for each in MethodKind)
_ADDRESS = frozenset(
    {
        Figure.CUSTOMER,
        Figure.NAME,
        Figure.STREET,
        Figure.CITY,
        Figure.PROVINCE,
        Figure.POSTAL_CODE,
        Figure.COUNTRY,
        Figure.PHONE,
    }
)
_OF_LINE = frozenset(
    {
        Figure.POSITION,
        Figure.PRODUCT,
        Figure.VARIANT,
        Figure.QUANTITY,
        Figure.UNIT_PRICE,
        Figure.LINE_TOTAL,
    }
)
_AFTER = frozenset(Figure) - _OF_LINE
_OF_ORDER = _AFTER - {Figure.ORDER, Figure.NUMBER}


def read_placing(
    section: Section, defaults: Defaults, parts: Mapping[str, Any]
) -> PlacingMapping:
    """
    The operation `place_order` in a mapping of these parts; raises `BadMapping`.
    """
    section.only(
        ("deliveries", "order", "line", "remember"),
        ("goods", "address", "history", "payment", "link"),
    )
    orders: OrderMapping = parts["orders"]
    lines: LineMapping = parts["lines"]
    history: HistoryMapping | None = parts.get("history")
    if orders.ship_to is None:
        raise section.wrong("order", "needs orders.columns.ship_to")
    order = _row(section, "order", orders.rows.table, _OF_ORDER, ids=False)
    number = orders.number.column
    if number not in order.values or orders.number.column.table != order.table.alias:
        raise section.section("order").wrong(
            "set", f"must say how {number.name!r}, the order's number, is made"
        )
    remember, remembered = _remember(section.section("remember"))
    link = section.text("link") if "link" in section.content else None
    if link is not None and ("{token}" not in link or remember.token is None):
        raise section.wrong("link", "needs {token} in it, and remember.columns.token")
    others = []
    if "history" in section.content:
        if history is None:
            raise section.wrong("history", "needs the part `history`")
        table = history.rows.table
        others.append(_row(section, "history", table, _AFTER, ids=False))
    if "payment" in section.content:
        others.append(_row(section, "payment", None, _AFTER, ids=False))
    return PlacingMapping(
        goods=_goods(section, defaults, parts.get("variants")),
        ways=_ways(section.section("deliveries")),
        order=order,
        number=number,
        line=_row(section, "line", lines.rows.table, frozenset(Figure), ids=False),
        remember=remember,
        remembered=remembered,
        address=(
            _row(section, "address", None, _ADDRESS, ids=True)
            if "address" in section.content
            else None
        ),
        others=tuple(others),
        link=link,
    )


def _goods(
    section: Section, defaults: Defaults, variants: VariantMapping | None
) -> GoodsMapping:
    """
    What is sold: the variants, unless the file says it apart.
    """
    if "goods" in section.content:
        return read_part(GoodsMapping, section.section("goods"), defaults, {})
    if variants is None or variants.price is None:
        raise section.wrong("goods", "is missing, and the part `variants` has no price")
    return GoodsMapping(
        rows=variants.rows,
        id=variants.id,
        product=variants.product,
        price=variants.price,
        stock=variants.quantity,
    )


def _row(
    owner: Section,
    name: str,
    table: Table | None,
    known: Collection[Figure],
    *,
    ids: bool,
) -> NewRow:
    """
    A row of this table, or else of the one that the file names.
    """
    section = owner.section(name)
    needed_ = ("set",) if table is not None else ("table", "set")
    section.only((*needed_, "id", "same") if ids else needed_, ("schema",))
    if table is None:
        called = section.text("table")
        schema = section.text("schema") if "schema" in section.content else None
        table = Table(called, called, schema, section.at("table"))
    settings = section.section("set")
    values = {
        Column(table.alias, each, settings.at(each)): _value(settings, each, known)
        for each in settings.content
    }
    same = []
    for each in section.texts("same"):
        column = Column(table.alias, each, section.at("same"))
        if column not in values:
            raise section.wrong("same", f"{each!r} is not among what is set")
        same.append(column)
    id_ = Column(table.alias, section.text("id"), section.at("id")) if ids else None
    return NewRow(table, values, id_, tuple(same))


def _value(section: Section, name: str, known: Collection[Figure]) -> Written:
    value = section.content[name]
    if value is None or isinstance(value, (str, int)):
        return value
    if not isinstance(value, dict) or not value:
        raise section.wrong(name, "must be a value, {of: ...} or {now: format}")
    said = section.section(name)
    if "of" in said.content:
        said.only(("of",), ("else",))
        words = [each.value for each in known]
        otherwise = said.content.get("else")
        if not isinstance(otherwise, (str, int, type(None))):
            raise said.wrong("else", "must be a value")
        return Given(Figure(said.choice("of", words, "")), otherwise)
    if "next" in said.content:
        said.only(("next",), ("prefix",))
        prefix = said.text("prefix") if "prefix" in said.content else ""
        return Following(said.whole("next", 1), prefix)
    if "new" in said.content:
        said.only(("new",))
        said.choice("new", ("uuid",), "")
        return NewId()
    kind = "expected" if "expected" in said.content else "now"
    said.only((kind,), ("zone",))
    format_, clock = TimeFormat(said.choice(kind, FORMATS, "iso")), zone(said)
    if kind == "now":
        if format_ is TimeFormat.JALALI and clock is None:
            raise said.wrong("zone", "is missing: by which clock is it?")
        return Now(format_, clock)
    if format_ not in (TimeFormat.ISO, TimeFormat.DATE, TimeFormat.JALALI):
        raise said.wrong("expected", "must be a day: iso, date or jalali")
    return Expected(format_, clock)


def _remember(section: Section) -> tuple[RememberedOrder, NewRow]:
    """
    Where the wish is kept: without that an order could be placed twice.
    """
    section.only(("table", "columns"), ("schema", "set"))
    name = section.text("table")
    schema = section.text("schema") if "schema" in section.content else None
    table = Table(name, name, schema, section.at("table"))
    columns = section.section("columns")
    columns.only(("key", "order"), ("token",))
    named = {
        each: Column(name, columns.text(each), columns.at(each))
        for each in columns.content
    }
    remember = RememberedOrder(table, named["key"], named["order"], named.get("token"))
    settings = section.section("set")
    values: dict[Column, Written] = {
        Column(name, each, settings.at(each)): _value(settings, each, _AFTER)
        for each in settings.content
    }
    values |= {remember.key: Given(Figure.KEY), remember.order: Given(Figure.ORDER)}
    if remember.token is not None:
        values[remember.token] = Given(Figure.TOKEN)
    return remember, NewRow(table, values)


def _ways(section: Section) -> tuple[Way, ...]:
    if not section.content:
        raise section.wrong("", "must name a way of delivery")
    return tuple(_way(section.section(each), each) for each in section.content)


def _way(section: Section, name: str) -> Way:
    section.only(
        ("names", "price", "pay"), ("free_above", "days", "cities", "countries")
    )
    names, pay = section.section("names"), section.section("pay")
    price = _amount(section, "price")
    for each in pay.content:
        if each not in _KINDS:
            near = nearest(each, _KINDS)
            raise pay.wrong(each, f"must be of {', '.join(_KINDS)}{near}")
    if not pay.content:
        raise section.wrong("pay", "must say how it may be paid for")
    days = section.content.get("days")
    is_span = isinstance(days, list) and len(days) == len(("least", "most"))
    if days is not None and (
        not is_span
        or not all(isinstance(each, int) for each in days)
        or not 0 <= days[0] <= days[1]
    ):
        raise section.wrong("days", "must be [least, most]")
    free = "free_above" in section.content
    countries = [each.upper() for each in section.texts("countries")]
    if any(not _COUNTRY.fullmatch(each) for each in countries):
        raise section.wrong("countries", "must be codes of two letters, such as IR")
    return Way(
        id=name,
        names={each: names.text(each) for each in names.content},
        price=price,
        free_above=_amount(section, "free_above") if free else None,
        days=(days[0], days[1]) if days is not None else None,
        cities=frozenset(map(compared, section.texts("cities"))),
        countries=frozenset(countries),
        pay={MethodKind(each): pay.text(each) for each in pay.content},
    )


def _amount(section: Section, name: str) -> int:
    value = section.content[name]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise section.wrong(name, "must be an amount in the smallest unit")
    return value


def split_off(section: Section, name: str) -> tuple[Section, Section | None]:
    """
    A section without one of its settings, and that one by itself if it is there.
    """
    if name not in section.content:
        return section, None
    rest = {each: value for each, value in section.content.items() if each != name}
    return Section(section.file, section.place, rest), section.section(name)
