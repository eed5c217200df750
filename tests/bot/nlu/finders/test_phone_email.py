"""
Telephone numbers and e-mail addresses, and what is neither.
"""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.finders import email, phone
from bot.nlu.text import normalize_with_places


def found(finder, text, *args):
    """
    The values and surfaces that one finder gives.
    """
    normal = normalize_with_places(text)
    return [
        (thing.value, text[slice(*normal.span(thing.start, thing.end))])
        for thing in finder.find(normal, *args)
    ]


def phones(text, *args):
    """
    The telephone numbers of a text.
    """
    return [value for value, _ in found(phone, text, *args)]


@pytest.mark.parametrize(
    "text",
    [
        "09123456789",
        "۰۹۱۲ ۳۴۵ ۶۷۸۹",
        "٠٩١٢٣٤٥٦٧٨٩",
        "0912-345-67-89",
        "0912.345.6789",
        "9123456789",
        "912 345 6789",
        "+98 912 345 6789",
        "+98 (0) 912 345 6789",
        "00989123456789",
        "0098 912 345 6789",
        "989123456789",
        "شمارم09123456789هست",
        "tel:09123456789",
        "my number is 9123456789",
        "سفارش با شماره 09123456789",
        "رقمي ٠٩١٢٣٤٥٦٧٨٩ لو سمحت",
        "shomaram 0912 345 6789 e",
    ],
)
def test_an_iranian_mobile_is_found_however_it_is_grouped(text):
    assert phones(text) == ["+989123456789"]


@pytest.mark.parametrize(
    "text", ["09554887042", "my number is 09554887042", "شماره‌م ۰۹۵۵۴۸۸۷۰۴۲ کد بفرست"]
)
def test_a_mobile_of_a_range_that_no_list_has_is_found_by_its_length(text):
    assert phones(text) == ["+989554887042"]
    assert phones(text.replace("2", "22").replace("۲", "۲۲")) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("02188776655", "+982188776655"),
        ("021-88776655", "+982188776655"),
        ("(021) 8877 6655", "+982188776655"),
        ("+971 50 123 4567", "+971501234567"),
        ("00966501234567", "+966501234567"),
        ("٠٠٩٦٦ ٥٠ ١٢٣ ٤٥٦٧", "+966501234567"),
        ("+1 415 555 2671", "+14155552671"),
        ("+447911123456", "+447911123456"),
    ],
)
def test_landlines_and_foreign_numbers_are_found(text, value):
    assert found(phone, text) == [(value, text)]


def test_a_number_without_a_country_is_of_the_region_given():
    assert phones("050 123 4567", "AE") == ["+971501234567"]
    assert phones("050 123 4567") == []


@pytest.mark.parametrize("text", ["0509876543", "07911123456", "01012345678"])
def test_a_mobile_of_another_country_is_kept_as_it_was_typed(text):
    assert phones(text) == [text]
    assert phones(f"کد رهگیری {text}") == []


def test_two_numbers_are_both_found():
    both = ["+989123456789", "+989351234567"]

    assert phones("09123456789 09351234567") == both
    assert phones("0912 345 6789 0935 123 4567") == both
    assert phones("09123456789 10042") == both[:1]


@pytest.mark.parametrize(
    "text",
    [
        "10042",
        "10042 10077",
        "سفارش 9121234567",
        "کد رهگیری 9121234567",
        "کد رهگیری: 021234567890123456789012",
        "tracking number 09121234567",
        "9121234567 تومان",
        "قیمت 9,121,234,567",
        "09,121,234,567",
        "6037 9912 3456 7890",
        "IR06 0120 0000 0000 1234 5678 90",
        "کد ملی 0012345678",
        "2026-11-22 09:30",
        "01.02.2026 12:30",
        "TP-09121234567",
        "order number 02188776655",
        "2 500 000 تومان",
        "0912 345 678",
        "12345678901234567890",
    ],
)
def test_orders_prices_and_codes_are_no_telephone_numbers(text):
    assert phones(text) == []


@given(st.integers(0, 9_999_999), st.sampled_from(["0912", "+98912", "0098912"]))
def test_any_mobile_is_found_in_its_one_form(rest, head):
    (value,) = phones(f"{head}{rest:07}")

    assert value == f"+98912{rest:07}"
    assert phonenumbers.is_valid_number(phonenumbers.parse(value))


@pytest.mark.parametrize(
    ("text", "value", "surface"),
    [
        ("ali@Gmail.COM", "ali@gmail.com", "ali@Gmail.COM"),
        ("Aaron.Miller@bookkeeping.co.uk.", "Aaron.Miller@bookkeeping.co.uk", None),
        ("ایمیلمali.reza@gmail.comهست", "ali.reza@gmail.com", "ali.reza@gmail.com"),
        ("بريدي:sara_k+shop@mail.ae", "sara_k+shop@mail.ae", "sara_k+shop@mail.ae"),
        ("ali۱۲@gmail.com", "ali12@gmail.com", "ali۱۲@gmail.com"),
        ("(x@y-z.io)", "x@y-z.io", "x@y-z.io"),
    ],
)
def test_an_address_is_read_from_the_text_as_typed(text, value, surface):
    assert found(email, text) == [(value, surface or text.rstrip("."))]


def test_two_addresses_are_both_found():
    assert [v for v, _ in found(email, "a@b.com,c@d.org")] == ["a@b.com", "c@d.org"]


@pytest.mark.parametrize(
    "text", ["@insta", "a@b", "foo@bar.c", "ali@", "@", "a..b@c.de", "2 @ 5.99"]
)
def test_other_signs_at_are_no_addresses(text):
    assert found(email, text) == []
