"""
Raw values of drivers: what they mean, and which ones make no sense.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_connector.model import OrderStatus
from crm_connector.sources.sql import values
from crm_connector.sources.sql.fields import (
    Amount,
    Column,
    Flag,
    Status,
    Text,
    Time,
    TimeFormat,
)
from tests.crm_connector.small_shop import at

COLUMN = Column("orders", "x", "orders.columns.x")
TEHRAN = ZoneInfo("Asia/Tehran")
NINE = at("2026-05-01T09:00")


def time(format_: str, zone: ZoneInfo | None = None) -> Time:
    """
    A field of this format.
    """
    return Time(COLUMN, TimeFormat(format_), zone)


@pytest.mark.parametrize(
    ("raw", "format_", "zone"),
    [
        ("2026-05-01T09:00:00+00:00", "iso", None),
        ("2026-05-01T09:00:00Z", "iso", None),
        ("2026-05-01 09:00:00z", "iso", TEHRAN),
        ("2026-05-01T12:30:00+03:30", "iso", None),
        ("2026-05-01 12:30:00.000+0330", "iso", None),
        ("2026-05-01 11:00:00+02", "iso", None),
        (" 2026-05-01 09:00 +00:00 ", "iso", None),
        ("2026-05-01 12:30:00", "iso", TEHRAN),
        (1777626000, "epoch_seconds", None),
        ("1777626000", "epoch_seconds", None),
        (1777626000.0, "epoch_seconds", TEHRAN),
        (1777626000000, "epoch_milliseconds", None),
        (Decimal("1777626000000"), "epoch_milliseconds", None),
        (datetime(2026, 5, 1, 9, tzinfo=timezone.utc), "native", None),
        (datetime(2026, 5, 1, 12, 30), "native", TEHRAN),  # noqa: DTZ001 - as drivers do
        ("2026-05-01 12:30", "date", TEHRAN),
        ("1405/02/11 12:30:00", "jalali", TEHRAN),
        ("1405-2-11T12:30", "jalali", TEHRAN),
        ("۱۴۰۵/۰۲/۱۱ - ۱۲:۳۰", "jalali", TEHRAN),
        ("14050211 12:30", "jalali", TEHRAN),
    ],
)
def test_one_moment_is_written_in_many_ways(
    raw: object, format_: str, zone: ZoneInfo | None
) -> None:
    moment = values.moment(raw, time(format_, zone))

    assert moment == NINE
    assert moment.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2026-05-01 09:00:00.5Z", NINE + timedelta(milliseconds=500)),
        ("2026-05-01 09:00:00.123456789Z", NINE + timedelta(microseconds=123456)),
    ],
)
def test_parts_of_a_second_are_kept(raw: str, expected: datetime) -> None:
    assert values.moment(raw, time("iso")) == expected


@pytest.mark.parametrize(
    ("raw", "format_"),
    [
        ("2026-05-01", "date"),
        ("2026-05-01", "iso"),
        (date(2026, 5, 1), "date"),
        (date(2026, 5, 1), "native"),
        ("1405/02/11", "jalali"),
        (14050211, "jalali"),
    ],
)
def test_a_day_taken_for_a_moment_is_its_beginning_in_the_zone(
    raw: object, format_: str
) -> None:
    moment = values.moment(raw, time(format_, TEHRAN))

    assert moment == at("2026-04-30T20:30")


@pytest.mark.parametrize("raw", [None, ""])
@pytest.mark.parametrize("format_", [each.value for each in TimeFormat])
def test_no_moment_is_none(raw: object, format_: str) -> None:
    assert values.moment(raw, time(format_)) is None
    assert values.day(raw, time(format_)) is None


BEFORE_1900 = "is before 1900; for Persian dates say `format: jalali`"


@pytest.mark.parametrize(
    ("raw", "format_", "why"),
    [
        ("yesterday", "iso", "is not a moment in ISO form"),
        ("2026/05/01", "iso", "is not a moment in ISO form"),
        (1777626000, "iso", "is not a moment in ISO form"),
        ("۲۰۲۶-۰۵-۰۱ ۰۹:۰۰", "iso", "is not a moment in ISO form"),
        ("2026-05-01 09:00:00", "iso", "has no offset, and the mapping gives no zone"),
        ("2026-02-30 09:00:00Z", "iso", "is not a moment that exists"),
        ("2026-05-01 25:00:00Z", "iso", "is not a moment that exists"),
        ("0001-01-01 00:00:00+14:00", "iso", "is out of range"),
        ("soon", "epoch_seconds", "is not a number"),
        (True, "epoch_seconds", "is not a number"),
        (10**20, "epoch_seconds", "is out of range"),
        (float("nan"), "epoch_milliseconds", "is not a number"),
        ("2026-05-01T09:00:00Z", "native", "is not a native moment"),
        (1777626000, "native", "is not a native moment"),
        ("1.5.2026", "date", "is not a day"),
        ("2026-02-30", "date", "is not a day that exists"),
        ("2026-02-30 09:00", "date", "is not a moment that exists"),
        ("1405-02-11 09:00", "iso", BEFORE_1900),
        ("1405-02-11", "date", BEFORE_1900),
        (date(1405, 2, 11), "native", BEFORE_1900),
        ("2026/05/01", "jalali", "is not a Persian date, such as 1405/08/03"),
        ("1405/2-11", "jalali", "is not a Persian date, such as 1405/08/03"),
        ("1405/12/30", "jalali", "is not a day that exists"),
        ("1405/02/11", "jalali", "has no offset, and the mapping gives no zone"),
    ],
)
def test_what_is_no_moment_makes_no_sense(raw: object, format_: str, why: str) -> None:
    with pytest.raises(values.Nonsense) as fault:
        values.moment(raw, time(format_))

    assert str(fault.value) == why


@pytest.mark.parametrize(
    ("raw", "format_", "zone", "expected"),
    [
        ("2026-05-01", "date", None, date(2026, 5, 1)),
        (date(2026, 5, 1), "date", TEHRAN, date(2026, 5, 1)),
        ("2026-05-01 23:30:00", "iso", TEHRAN, date(2026, 5, 1)),
        ("2026-05-01T21:30:00+00:00", "iso", TEHRAN, date(2026, 5, 2)),
        ("2026-05-01T21:30:00+00:00", "iso", None, date(2026, 5, 1)),
        (1777671000, "epoch_seconds", TEHRAN, date(2026, 5, 2)),
        ("2026-05-01 23:30:00", "date", TEHRAN, date(2026, 5, 1)),
        ("2026-05-01T21:30:00Z", "date", TEHRAN, date(2026, 5, 2)),
        (NINE.replace(hour=21), "date", TEHRAN, date(2026, 5, 2)),
        ("1405/02/11", "jalali", None, date(2026, 5, 1)),
        ("1403/12/30", "jalali", None, date(2025, 3, 20)),
    ],
)
def test_a_day_is_one_by_the_clock_of_its_zone(
    raw: object, format_: str, zone: ZoneInfo | None, expected: date
) -> None:
    assert values.day(raw, time(format_, zone)) == expected


@pytest.mark.parametrize(
    ("raw", "multiply_by", "divide_by", "expected"),
    [
        (1200000, 1, 1, 1200000),
        ("1200000", 1, 1, 1200000),
        (" 1200000.00 ", 1, 1, 1200000),
        (Decimal("1200000.00"), 1, 1, 1200000),
        (1200000.0, 1, 1, 1200000),
        (12000000, 1, 10, 1200000),
        (47.84, 100, 1, 4784),
        (0.29, 100, 1, 29),
        (0.1 + 0.2, 100, 1, 30),
        (64.77 * 3, 100, 1, 19431),
        (0, 1, 1, 0),
    ],
)
def test_amounts_come_in_whole_units(
    raw: object, multiply_by: int, divide_by: int, expected: int
) -> None:
    amount = values.number(raw, Amount(COLUMN, multiply_by, divide_by))

    assert amount == expected
    assert isinstance(amount, int)


@pytest.mark.parametrize(
    ("raw", "divide_by", "why"),
    [
        (-1, 1, "is negative"),
        ("many", 1, "is not a number"),
        ("1,200", 1, "is not a number"),
        ("", 1, "is not a number"),
        (None, 1, "is not a number"),
        (True, 1, "is not a number"),
        pytest.param(b"5", 1, "is not a number", id="bytes"),
        (float("inf"), 1, "is not a number"),
        (Decimal("NaN"), 1, "is not a number"),
        (47.84, 1, "is not a whole number"),
        (47.0001, 1, "is not a whole number"),
        (15, 10, "is not a whole number"),
    ],
)
def test_what_is_no_amount_makes_no_sense(
    raw: object, divide_by: int, why: str
) -> None:
    with pytest.raises(values.Nonsense) as fault:
        values.number(raw, Amount(COLUMN, 1, divide_by))

    assert str(fault.value) == why


@given(st.integers(min_value=0, max_value=10**15))
def test_cents_survive_being_a_float(cents: int) -> None:
    raw = float(Decimal(cents) / 100)

    assert values.number(raw, Amount(COLUMN, multiply_by=100)) == cents


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  Sara ", "Sara"),
        ("", None),
        ("  ", None),
        (None, None),
        (17, "17"),
        (Decimal("17"), "17"),
        (UUID(int=5), "00000000-0000-0000-0000-000000000005"),
    ],
)
def test_text_is_trimmed_and_empty_text_is_none(
    raw: object, expected: str | None
) -> None:
    assert values.text(raw, Text((COLUMN,))) == expected


@pytest.mark.parametrize("raw", [bytearray(b"Sara"), 1.5, True, NINE])
def test_what_is_no_text_makes_no_sense(raw: object) -> None:
    with pytest.raises(values.Nonsense, match="is not text"):
        values.text(raw, Text((COLUMN,)))


def test_a_texts_words_are_mapped() -> None:
    field = Text((COLUMN,), {"post": "پست"})

    assert values.text(" POST ", field) == "پست"
    assert values.text(None, field) is None
    with pytest.raises(values.Nonsense, match="does not know"):
        values.text("pigeon", field)


def test_a_status_is_mapped_whatever_its_capitals() -> None:
    field = Status(COLUMN, {"in transit": OrderStatus.SHIPPED, "3": None})

    assert values.status("In Transit ", field) == OrderStatus.SHIPPED
    assert values.status(3, field) is None


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (None, "has no status"),
        ("", "has no status"),
        ("lost", "is a status that the mapping does not know"),
    ],
)
def test_a_status_that_nobody_knows_makes_no_sense(raw: object, why: str) -> None:
    field = Status(COLUMN, {"sent": OrderStatus.SHIPPED})

    with pytest.raises(values.Nonsense) as fault:
        values.status(raw, field)

    assert str(fault.value) == why


@pytest.mark.parametrize(
    ("format_", "zone", "expected"),
    [
        ("iso", None, "2026-05-01T09:00:00+00:00"),
        ("iso", TEHRAN, "2026-05-01T12:30:00"),
        ("epoch_seconds", None, 1777626000),
        ("epoch_milliseconds", TEHRAN, 1777626000000),
        ("native", None, NINE),
        ("native", TEHRAN, datetime(2026, 5, 1, 12, 30)),  # noqa: DTZ001 (by that clock)
        ("date", TEHRAN, date(2026, 5, 1)),
        ("jalali", TEHRAN, "1405/02/11 12:30:00"),
    ],
)
def test_a_moment_that_is_written_is_read_as_the_same(
    format_: str, zone: ZoneInfo | None, expected: object
) -> None:
    written = values.moment_written(NINE, TimeFormat(format_), zone)

    assert written == expected
    if format_ != "date":
        assert values.moment(written, time(format_, zone)) == NINE


USUAL = Flag(COLUMN, {"1": True, "true": True, "0": False, "false": False})


@pytest.mark.parametrize(
    ("raw", "expected"),
    [(1, True), (0, False), (True, True), ("FALSE ", False), (None, None), ("", None)],
)
def test_a_flag_is_yes_no_or_unknown(raw: object, expected: bool | None) -> None:
    assert values.flag(raw, USUAL) is expected


@pytest.mark.parametrize("raw", [2, "perhaps", 1.5])
def test_what_is_neither_yes_nor_no_makes_no_sense(raw: object) -> None:
    with pytest.raises(values.Nonsense):
        values.flag(raw, USUAL)


@pytest.mark.parametrize(
    ("raw", "expected"), [(3, 3), (-2, 0), (2.9, 2), ("7", 7), (Decimal("0.5"), 0)]
)
def test_stock_is_what_is_there_in_whole_things(raw: object, expected: int) -> None:
    assert values.stock(raw, Amount(COLUMN)) == expected
