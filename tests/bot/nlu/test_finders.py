"""
What is found in a message, and what looks like it and is not.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.finders import Finders
from bot.nlu.text import normalize_with_places

FINDERS = Finders(
    {
        "shoes": "shoes",
        "کفش": "shoes",
        "حذاء": "shoes",
        "kafsh": "shoes",
        "گوشی": "phone",
        "قهوه": "coffee",
        "قهوه ساز": "coffee maker",
        "قهوه‌ساز": "coffee maker",
        "headphone": "headphones",
        "شنطة": "bag",
    }
)


def found(text: str, kind: str) -> list[str]:
    """
    The values of one kind in a text.
    """
    things = FINDERS.find(normalize_with_places(text))
    return [thing.value for thing in things if thing.entity == kind]


@pytest.mark.parametrize(
    "text",
    [
        "10042",
        "۱۰۰۴۲",
        "١٠٠٤٢",
        "سفارش ۱۰۰۴۲ کجاست",
        "#10042",
        "order no. 10042?",
        "HM-10042",
        "shomare10042 kojast",
        "no10042",
        "سفارش10042رو میگم",
        "وين طلبي رقم ١٠٠٤٢؟",
        "10042.",
    ],
)
def test_order_numbers_are_found_in_any_digits(text):
    """
    With a prefix, a sign or a word attached.
    """
    assert found(text, "order_number") == ["10042"]


def test_two_order_numbers_are_both_found():
    """
    Side by side they are not a telephone number.
    """
    assert found("10042 و 10077", "order_number") == ["10042", "10077"]
    assert found("10042, 10077", "order_number") == ["10042", "10077"]


@pytest.mark.parametrize(
    "text",
    [
        "refund it to gift_card_1725971",
        "my paypal (paypal_8049766)",
        "320 Cedar Avenue, Suite 116, San Antonio, TX 78219, USA",
        "my zip code is 78219",
        "کد پستی ۷۱۳۴۵",
        "الرمز البريدي 71345",
    ],
)
def test_ids_of_cards_and_what_ends_an_address_are_no_order_numbers(text):
    assert found(text, "order_number") == []


@pytest.mark.parametrize(
    "text",
    [
        "سفارش Y5JGE8VUN3CHL6PA رو لغو کنید",
        "Y5JGE8VUN3CHL6PAرو میگم",
        "sefaresh y5jge8vun3chl6pa kojast",
        "أين الطلب Y5JGE8VUN3CHL6PA؟",
        "y5jge8vun3chl6pa",
    ],
)
def test_the_codes_that_vendure_makes_are_order_numbers(text):
    assert found(text, "order_number") == ["Y5JGE8VUN3CHL6PA"]


@pytest.mark.parametrize(
    "text",
    [
        "tracking code Y5JGE8VUN3CHL6PA",
        "کد رهگیری من Y5JGE8VUN3CHL6PA",
        "رقم الشحنة: Y5JGE8VUN3CHL6PA",
        "internationalise",
        "an iPhone15ProMax256 please",
        "Y5JGE8VUN3CHL6PAX",
        "Y5JGE8VUN3CHL6P0",
        "y5jge8vun3chl6pa@shop.example",
    ],
)
def test_what_is_no_such_code_is_no_order_number(text):
    assert found(text, "order_number") == []


def test_letters_of_a_number_are_in_capitals_as_shops_write_them():
    assert found("cancel order #w7602708", "order_number") == ["W7602708"]


@pytest.mark.parametrize(
    "text",
    [
        "09121234567",
        "0912 345 6789",
        "+98 21 8877 6655",
        "۱٬۲۰۰٬۰۰۰",
        "12000 تومن",
        "۵۰۰۰۰ هزار تومان",
        "$2500",
        "2500 dollars",
        "1403/05/12",
        "2024-11-22",
        "12:30",
        "123",
        "123456789",
        "سال 1403",
        "5000 گرم",
        "1234abcd",
        "trk12345678",
        "RR12345678IR",
    ],
)
def test_phones_prices_dates_and_measures_are_no_order_numbers(text):
    """
    They look alike, and each has its sign.
    """
    assert found(text, "order_number") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("آخری", "last"),
        ("آخرین سفارشم کجاست", "last"),
        ("سفارش آخرم", "last"),
        ("همون اخریه", "last"),
        ("the last one", "last"),
        ("my latest order", "last"),
        ("most recent order", "last"),
        ("الأخير", "last"),
        ("آخر طلب", "last"),
        ("طلبي الأخير", "last"),
        ("akhari", "last"),
        ("sefareshe akharam", "last"),
        ("اولی", "1"),
        ("the first one", "1"),
        ("الأول", "1"),
        ("avali", "1"),
        ("دومیه", "2"),
        ("سفارش دومم", "2"),
        ("my second order", "2"),
        ("الثاني", "2"),
        ("dovomi", "2"),
        ("سومی", "3"),
        ("the third one", "3"),
        ("شماره ۲", "2"),
        ("number 3 please", "3"),
        ("2", "2"),
        ("۲", "2"),
        ("اون یکی", "other"),
        ("the other one", "other"),
        ("الطلب الآخر", "other"),
        ("الطلبية الأخرى", "other"),
        ("لا، الآخر", "other"),
    ],
)
def test_places_of_orders_are_found(text, value):
    """
    The last, and the first ones of a list.
    """
    assert found(text, "order_ordinal") == [value]


@pytest.mark.parametrize(
    "text",
    [
        "کد رهگیریش چنده",
        "کد پیگیری بسته‌م رو بدید",
        "شمارهٔ مرسوله",
        "بارکد پستی",
        "code rahgirish chande",
        "kode marsoole",
        "shomareye peygiri",
        "ما هو رمز التتبع",
        "رقم شحنتي",
        "رقم البوليصة",
        "what's its tracking code",
        "tracking no?",
        "the waybill number please",
    ],
)
def test_the_code_of_a_parcel_is_asked_for(text):
    """
    By the names it has with shops and carriers.
    """
    assert found(text, "order_detail") == ["tracking_code"]


@pytest.mark.parametrize(
    "text",
    [
        "کد پستی من عوض شده",
        "کد تخفیف دارید؟",
        "پیگیری سفارش",
        "track my order number 5",
        "رقم الطلب 10042",
        "my order number is 10042",
    ],
)
def test_other_codes_and_numbers_are_no_codes_of_parcels(text):
    """
    Addresses, discounts and orders have theirs.
    """
    assert found(text, "order_detail") == []


@pytest.mark.parametrize(
    "text",
    [
        "last week",
        "i ordered last month",
        "هفته آخر",
        "آخرین بار کی خرید کردم",
        "just a second",
        "first of all hello",
        "بالاخره رسید",
        "اليوم الآخر",
        "2 تا کفش",
        "where is order 10042",
    ],
)
def test_other_firsts_and_lasts_are_no_orders(text):
    """
    Weeks, times and figures of speech.
    """
    assert found(text, "order_ordinal") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("speak English", "en"),
        ("انگلیسی حرف بزن", "en"),
        ("تكلم بالإنجليزية", "en"),
        ("engelisi benevis", "en"),
        ("فارسی حرف بزن", "fa"),
        ("farsi benevis", "fa"),
        ("persian please", "fa"),
        ("تكلم بالعربية", "ar"),
        ("arabi lotfan", "ar"),
        ("arabic", "ar"),
    ],
)
def test_languages_are_found(text, value):
    """
    By their names in each of the languages.
    """
    assert found(text, "language") == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("کفش‌ها", "shoes"),
        ("کفش ها", "shoes"),
        ("کفشهامو میگم", "shoes"),
        ("the shoes", "shoes"),
        ("الحذاء", "shoes"),
        ("وين حذائي", "shoes"),
        ("kafsham", "shoes"),
        ("kafshaye man", "shoes"),
        ("گوشیم", "phone"),
        ("headphones", "headphones"),
        ("قهوه ساز", "coffee maker"),
        ("قهوه‌سازم", "coffee maker"),
        ("شنطتي", "bag"),
    ],
)
def test_product_words_are_found_with_what_grammar_adds(text, value):
    """
    The longest name wins; the value is the canonical noun.
    """
    assert found(text, "product_word") == [value]


@given(st.text(max_size=120))
def test_finders_find_inside_any_text(text):
    """
    Nothing is found outside the text, and nothing raises.
    """
    normal = normalize_with_places(text)
    for thing in FINDERS.find(normal):
        start, end = normal.span(thing.start, thing.end)
        assert 0 <= start < end <= len(text)
