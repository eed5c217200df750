"""
All finders together: one reading of each piece of a message.
"""

from datetime import date

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.finders import Finders, Found
from bot.nlu.text import normalize_with_places

TODAY = date(2026, 11, 22)
FINDERS = Finders({"shoes": "shoes", "کفش": "shoes"})
SETTLED = {
    "phone",
    "email",
    "amount",
    "date",
    "order_number",
    "order_ordinal",
    "quantity",
}


def found(text, finders=FINDERS):
    """
    Kinds and values of a text, in their order.
    """
    things = finders.find(normalize_with_places(text), TODAY)
    return [(thing.entity, thing.value) for thing in things]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "سفارش ۱۰۰۴۲ فردا میرسه؟",
            [("order_number", "10042"), ("date", "2026-11-23")],
        ),
        ("سفارش 10042 تا فردا", [("order_number", "10042"), ("date", "2026-11-23")]),
        ("سفارش ۱۴۰۵/۸/۳۰", [("date", "2026-11-21")]),
        ("order 1405/13/40", []),
        ("سفارش آخر هفته پیش", [("date", "2026-11-19/2026-11-20")]),
        ("سفارش دوم مهر", [("date", "2026-09-24")]),
        ("09123456789@gmail.com", [("email", "09123456789@gmail.com")]),
        ("shoes@example.com", [("email", "shoes@example.com")]),
        ("دو تا کفش زیر ۲ میلیون", None),
        ("شماره 09123456789", [("phone", "+989123456789")]),
        ("10042 تومن", [("amount", "10042 IRT")]),
        ("number 3", [("order_ordinal", "3")]),
        (
            "order 10042 from 20 aban",
            [("order_number", "10042"), ("date", "2026-11-11")],
        ),
    ],
)
def test_each_piece_of_a_message_has_one_reading(text, expected):
    if expected is None:
        expected = [
            ("quantity", "2"),
            ("product_word", "shoes"),
            ("amount", "2000000 IRT"),
        ]
    assert found(text) == expected


def test_a_further_finder_is_asked_as_well():
    finders = Finders(further=[lambda normal: [Found("brand", "nike", 0, 4)]])

    assert found("nike 10042", finders) == [
        ("brand", "nike"),
        ("order_number", "10042"),
    ]


PIECES = (
    "10042 ۱۰۰۴۲ 09123456789 ali@x.com 2 تا میلیون تومن $50 فردا آخر هفته سفارش "
    "order 1405/8/30 1405/13/40 دوم مهر next monday last week k 300 x2 عدد number 3 "
    "اول the ريال قطعتين قبل يومين +98 912 345 6789 - , . و o hezar do ta aban"
)
ROWS = st.lists(st.sampled_from(PIECES.split()), max_size=20).map(" ".join)


@given(st.one_of(st.text(max_size=120), ROWS))
def test_readings_of_different_kinds_stand_apart_and_their_values_parse(text):
    normal = normalize_with_places(text)
    things = FINDERS.find(normal, TODAY)

    for thing in things:
        start, end = normal.span(thing.start, thing.end)
        assert 0 <= start < end <= len(text)
        _parses(thing)
    settled = [thing for thing in things if thing.entity in SETTLED]
    for one in settled:
        for other in settled:
            if one.entity != other.entity:
                assert one.end <= other.start or other.end <= one.start


def _parses(thing):
    if thing.entity == "quantity":
        assert int(thing.value) > 0
    elif thing.entity == "amount":
        number, code = thing.value.split()
        assert float(number) >= 0
        assert len(code) == 3
    elif thing.entity == "date":
        assert all(date.fromisoformat(day) for day in thing.value.split("/"))
    elif thing.entity == "phone":
        assert phonenumbers.is_valid_number(phonenumbers.parse(thing.value))
    elif thing.entity == "email":
        assert thing.value.count("@") == 1


def test_a_number_in_the_name_of_a_product_is_no_quantity():
    """
    It is the shop's own name, which no list of models has.
    """
    names = [Found("product", "7", 0, 7)]
    finders = Finders(further=(lambda normal: names,))
    assert found("lamp x3", finders) == [("product", "7")]
    assert ("quantity", "2") in found("lamp x3 2 ta", finders)


@pytest.mark.parametrize("text", ["09121234567 ta", "1405/8/30 ta", "order 10042 ta"])
def test_telephones_dates_and_orders_are_no_quantities(text):
    """
    Not even with a word for pieces behind them.
    """
    assert "quantity" not in [entity for entity, _ in found(text)]
