"""
A packet in words: what was wanted of orders is called by what it comes to.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.changing.state.wishes import UNSETTLED, Open
from bot.desk import wordings
from bot.engine.titles import titles
from bot.handoff.packet import Asked, Wish, read, record
from tests.bot.desk.counter import PACKET

CALLED = wordings.names({"cancel_order": {"fa": "لغو سفارش", "en": "Cancel an order"}})


def test_what_was_wanted_of_orders_is_named() -> None:
    packet = replace(
        PACKET,
        asked=(
            Asked(
                "get_refund", "cancel_order", "21963", "refused", "status", "پولمو بده"
            ),
            Asked("exchange", "", "21928", "open"),
            Asked("something_new", came="open"),
        ),
    )

    first, second, third = wordings.told(record(packet), CALLED)["asked"]

    assert first["title"]["fa"] == "لغو سفارش"
    assert (first["order"], first["came"]) == ("21963", "refused")
    assert first["words"] == "پولمو بده"
    assert second["title"]["fa"] == "تعویض کالا"
    # What nobody has named yet stands for itself.
    assert "something new" in third["title"]["en"].replace("_", " ")


def test_a_packet_that_cannot_be_read_is_given_as_it_is() -> None:
    assert wordings.told({"version": 99}, CALLED) == {"version": 99}


RETURN = Asked(
    "report_damaged_item",
    "return_items",
    "21847",
    "open",
    words="لیوان آبی شکسته رسید … این هم عکسش",
    details={"lines": ["2"], "reason": "damaged", "photo": True},
)
ALL = wordings.names(titles())


def test_the_next_step_is_what_was_collected() -> None:
    step = wordings.to_do(RETURN, ALL)
    assert "عکس را ببینید" in step["fa"]
    assert "سفارش \u2068۲۱۸۴۷\u2069" in step["fa"]
    assert "look at the photo" in step["en"]
    assert set(step) == {"fa", "ar", "en"}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"details": {"missing": "options"}}, "ask for colour or size"),
        ({"details": {}}, "have the customer agree"),
        ({"came": "person", "why": "no_rule", "details": {}}, "the shop's system"),
        ({"operation": "", "order": "", "details": {}}, "go on from there"),
    ],
)
def test_the_next_step_asks_for_what_is_missing(
    changed: dict[str, Any], words: str
) -> None:
    assert words in wordings.to_do(replace(RETURN, **changed), ALL)["en"]


@pytest.mark.parametrize(
    ("operation", "fa", "ar", "en"),
    [
        ("cancel_order", "لغو سفارش ", "إلغاء الطلب ", "Cancel order "),
        ("change_items", "تغییر کالاهای سفارش ", "تغيير منتجات الطلب ", "order "),
        ("return_items", "مرجوع کردن سفارش ", "إرجاع منتجات من الطلب ", "of order "),
    ],
)
def test_the_order_is_named_once(operation: str, fa: str, ar: str, en: str) -> None:
    step = wordings.to_do(replace(RETURN, operation=operation), ALL)
    for language, begins in (("fa", f"{fa}\u2068۲"), ("ar", f"{ar}\u2068٢")):
        assert step[language].startswith(begins), step[language]
    assert f"{en}\u20682" in step["en"]


@pytest.mark.parametrize("missing", [each.value for each in Open])
def test_all_that_can_be_missing_has_a_name(missing: str) -> None:
    step = wordings.to_do(replace(RETURN, details={"missing": missing}), ALL)
    is_question = missing not in ("confirm", "more")
    assert ("still ask for" in step["en"]) == is_question


@pytest.mark.parametrize("missing", ["account", "payment"])
def test_what_is_done_and_not_settled_is_not_done_again(missing: str) -> None:
    unsettled = replace(RETURN, why=UNSETTLED, details={"missing": missing})
    step = wordings.to_do(unsettled, ALL)
    assert "that is done; ask for" in step["en"]
    assert "Change the order" not in step["en"]
    assert "انجام شده است" in step["fa"]


def test_a_wish_that_nobody_understood_is_none() -> None:
    lost = replace(PACKET, wish=replace(PACKET.wish, intent="nlu_fallback"))
    assert read(record(lost)).wish.intent == ""


def test_the_wish_to_go_by_is_the_one_at_hand() -> None:
    lost = Wish("nlu_fallback", "این هم عکسش", "fa")
    packet = replace(PACKET, wish=lost, asked=(replace(RETURN, came="done"),))
    assert packet.wanted == lost
    packet = replace(packet, asked=(replace(RETURN, order="1", came="person"), RETURN))
    assert packet.wanted == Wish("report_damaged_item", "لیوان آبی شکسته رسید", "fa")
    assert [each.order for each in packet.to_do] == ["21847", "1"]
