"""
Cells: numbers as people and programs write them, and Excel's marks.
"""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_connector.sources.csv import values
from crm_connector.sources.csv.values import Nonsense


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12500", 12_500),
        (" 12,500 ", 12_500),
        ("12500.00", 12_500),
        ("۱۲۵۰۰", 12_500),
        ("١٢٥٠٠", 12_500),
        ("۱۲٬۵۰۰", 12_500),
        ("۱۲،۵۰۰", 12_500),
        ("1٬234٬567", 1_234_567),
        ("12 500", 12_500),
        ("12\u00a0500", 12_500),
        ("12'500", 12_500),
        ("12’500", 12_500),
        ("'12500", 12_500),
        ('="12500"', 12_500),
        ("\u200e12,500\u200e", 12_500),
        ("12,500.000", 12_500),
        ("۱۲۵۰۰٫۰", 12_500),
        ("+7", 7),
        ("0", 0),
        ("-0", 0),
    ],
)
def test_numbers_however_written(cell: str, expected: int) -> None:
    assert values.number(cell) == expected


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("", "empty"),
        ("'", "empty"),
        ("  ", "empty"),
        ("many", "not a number"),
        ("12a", "not a number"),
        ("1,5", "not a number"),
        ("1,23,456", "not a number"),
        ("1,234.567,890", "not a number"),
        ("1٬234,567", "not a number"),
        ("1234,567", "not a number"),
        ("9.12E+09", "not a number"),
        ("0x10", "not a number"),
        ("1_000", "not a number"),
        ("½", "not a number"),
        ("²", "not a number"),
        ("9" * 40, "not a number"),
        ("-3", "negative"),
        ("12.5", "not a whole number"),
    ],
)
def test_what_is_no_number_is_none(cell: str, why: str) -> None:
    with pytest.raises(Nonsense, match=why):
        values.number(cell)


def test_the_decimal_sign_is_what_the_mapping_says() -> None:
    assert values.number("12.500,00", decimal=",") == 12_500
    assert values.number("47,84", decimal=",", multiply_by=100) == 4_784
    assert values.number("47.84", multiply_by=100) == 4_784
    with pytest.raises(Nonsense):
        values.number("47,84")


@given(st.integers(0, 10**15), st.sampled_from("0۰٠"), st.sampled_from([",", "٬", ""]))
def test_a_number_is_read_as_it_was_written(value: int, zero: str, by: str) -> None:
    written = f"{value:,}".replace(",", by)
    written = "".join(
        chr(ord(zero) + int(each)) if each.isdecimal() else each for each in written
    )

    assert values.number(written) == value


@given(st.text(max_size=20))
def test_no_cell_does_more_than_make_no_sense(cell: str) -> None:
    values.text(cell)
    values.key(cell)
    values.folded(cell)
    with suppress(Nonsense):
        assert values.number(cell) >= 0


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("'09121234567", "09121234567"),
        ('="09121234567"', "09121234567"),
        ("'+98912", "+98912"),
        ("'t Hooft", "'t Hooft"),
        (" Sara ", "Sara"),
        ("\ufeffSara", "Sara"),
        ("\u200f", None),
        ("", None),
        ("می‌خواهم", "می‌خواهم"),
    ],
)
def test_excels_marks_are_no_part_of_a_text(cell: str, expected: str | None) -> None:
    assert values.text(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("'0041", "0041"), ("۰۰۴۱", "0041"), ("'A-7", "A-7"), (" ' ", None)],
)
def test_an_id_keeps_its_zeros(cell: str, expected: str | None) -> None:
    assert values.key(cell) == expected


def test_headings_are_compared_as_people_see_them() -> None:
    assert values.folded(" كد  مشتري ") == values.folded("کد مشتری")
    assert values.folded("شماره‌ی ۱") == values.folded("شمارهی 1")
    assert values.folded("E-Mail") == values.folded("e-mail")
