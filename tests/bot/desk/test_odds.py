"""
What a customer says of an order, beside what the shop's system says of it.
"""

from __future__ import annotations

import pytest

from bot.desk.odds import DAMAGED_NOT_SENT, at_odds

DAMAGED = [
    "سفارش ۲۱۹۹۳ پاره رسید",
    "baste residam pare bood",
    "الطلب 21990 وصل مكسورًا",
    "my order came torn",
]


@pytest.mark.parametrize("text", DAMAGED)
@pytest.mark.parametrize("status", ["placed", "paid", "preparing"])
def test_what_is_not_sent_cannot_have_come_damaged(text: str, status: str) -> None:
    assert at_odds(status, "contact_human_agent", ["hello", text]) == DAMAGED_NOT_SENT


@pytest.mark.parametrize("status", ["shipped", "delivered", "cancelled", None])
def test_what_is_sent_may_have(status: str | None) -> None:
    assert at_odds(status, "report_damaged_item", DAMAGED) is None


def test_the_wish_says_it_too() -> None:
    assert at_odds("paid", "report_damaged_item", ["see the photo"]) == DAMAGED_NOT_SENT


@pytest.mark.parametrize(
    "text", ["سفارشم کجاست؟", "where is my order?", "أين طلبي؟", "cancel it please"]
)
def test_who_only_asks_is_believed(text: str) -> None:
    assert at_odds("paid", "track_order", [text]) is None
