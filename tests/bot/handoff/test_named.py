"""
The numbers of orders that a customer has named.
"""

import pytest

from bot.handoff.named import numbers_in


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("My order never arrived!! my number is 21962", ("21962",)),
        ("شماره‌ام ۲۱۹۶۲ است", ("21962",)),
        ("رقم الطلب ٢١٩٦٢ من فضلك", ("21962",)),
        ("call me on 09121234567", ()),
        ("it was 250000 toman on 1405/09/02", ()),
        ("here are photos", ()),
    ],
)
def test_numbers_of_orders_alone_are_found(text, numbers):
    assert numbers_in([text]) == numbers


def test_each_is_told_once_and_the_latest_three():
    texts = [f"order {number}" for number in (10001, 10002, 10001, 10003, 10004)]
    assert numbers_in(texts) == ("10002", "10003", "10004")
