"""
Which number in a message may be one of an order.
"""

from __future__ import annotations

import pytest

from actions.orders.reference import OrderReference


@pytest.mark.parametrize(
    "text",
    [
        *("where is the 450 g honey", "honey 450 grams please", "the 250ml one"),
        *("عسل ۴۵۰ گرمی کجاست؟", "شامپو ۴۰۰ میلی‌لیتر", "asal 450 gerami kojast"),
        *("وين العسل 450 غرام", "شامبو ٤٠٠ مل"),
    ],
)
def test_so_much_of_something_is_no_order(text: str) -> None:
    assert OrderReference.read([], text).unread is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *[("where is 450", "450"), ("order 450 green", "450")],
        *[("سفارش ۴۵۰ کجاست؟", "۴۵۰"), ("وين الطلب 450؟", "450")],
    ],
)
def test_another_number_may_be_one(text: str, number: str) -> None:
    assert OrderReference.read([], text).unread == number


@pytest.mark.parametrize(
    "text",
    [
        "send it to 14 Hafez St, Shiraz, 7183611111",
        "بفرستید شیراز، خیابان حافظ، پلاک ۱۴، ۷۱۸۳۶۱۱۱۱۱",
        "befrestid shiraz, khiaban hafez, 71836-11111",
    ],
)
def test_ten_digits_are_of_no_order_beside_a_city_alone(text: str) -> None:
    city = {"entity": "city", "value": "shiraz"}

    assert OrderReference.read([city], text).unread is None
    assert OrderReference.read([], text).unread is not None
