"""
What is a yes to the cart that was read back, and what is none.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.buying.draft import Open
from tests.actions.buying.carts import bought, confirming


@pytest.mark.parametrize(
    "text", ["ok", "thanks", "lol", "how much is delivery?", "yes?", "maybe", ""]
)
async def test_what_is_no_yes_orders_nothing(chat, source, text) -> None:
    await confirming(chat)

    await chat.says(text)

    assert bought(source) == []
    assert chat.draft.open is Open.CONFIRM


async def test_a_question_in_the_middle_is_for_others(chat) -> None:
    await confirming(chat)

    assert await chat.says("what time do you open tomorrow?", "store_hours") is None


YES = (
    ("en", "ok yes do that"),
    ("en", "go ahead"),
    ("en", "yes please go ahead and order it"),
    ("en", "perfect, place it"),
    ("fa", "بزن بریم"),
    ("fa", "خب آره همین کارو بکن"),
    ("fa", "همه چی درسته، ثبت کن"),
    ("fa", "areh hamin karo bokon"),
    ("fa", "bezan berim"),
    ("ar", "ايوه اعمل كذا"),
    ("ar", "تمام توكل على الله"),
    ("ar", "نعم اكمل الطلب"),
)


@pytest.mark.parametrize(("chat", "text"), YES, indirect=["chat"])
async def test_a_yes_in_many_words_orders_what_was_read_back(
    chat, source, text
) -> None:
    await confirming(chat, "I want a wallet")

    await chat.says(text, "affirm")

    assert [lines for lines, _, _ in bought(source)] == [[("wallet-1", 1)]]


@pytest.mark.parametrize(("chat", "text"), YES, indirect=["chat"])
async def test_a_yes_to_any_other_question_orders_nothing(chat, source, text) -> None:
    await chat.wants("I want a wallet")
    assert chat.draft.open is Open.DELIVERY

    await chat.says(text, "affirm")

    assert bought(source) == []


@pytest.mark.parametrize(
    "text",
    [
        "yes but in red",
        "yes, 2",
        "yes cancel it",
        "don't order it",
        "ok great",
        "آره ولی دو تا",
        "ثبت نکن",
        "سفارش نده",
        "لا تطلب",
        "خوبه مرسی",
        "why not?",
    ],
)
async def test_what_is_more_or_less_than_a_yes_orders_nothing(
    chat, source, text
) -> None:
    await confirming(chat)

    await chat.says(text, "affirm")

    assert bought(source) == []


async def test_a_yes_behind_something_else_is_for_that(chat, source) -> None:
    await confirming(chat)
    # Something else was answered, and the cart was not put again behind it.
    chat.draft = replace(chat.draft, is_behind=True)

    assert await chat.says("yes", "affirm") is None
    assert await chat.says("no", "deny") is None
    assert await chat.says("ok", "affirm") is None
    again = await chat.says("place the order", "place_order")

    assert "Shall I place the order?" in again
    assert bought(source) == []
    await chat.says("yes", "affirm")
    assert len(bought(source)) == 1


async def test_after_a_no_a_yes_reads_it_back_once_more(chat, source) -> None:
    await confirming(chat)
    await chat.says("no", "deny")

    again = await chat.says("yes order it", "affirm")

    assert "Shall I place the order?" in again
    assert bought(source) == []


async def test_a_second_no_leaves_the_cart(chat, source) -> None:
    await confirming(chat)
    await chat.says("no", "deny")

    left = await chat.says("no", "deny")

    assert "nothing was ordered" in left
    assert chat.draft.items == ()


@pytest.mark.parametrize(
    ("chat", "text"),
    [
        ("en", "let me think about it"),
        ("fa", "بذار فکر کنم"),
        ("fa", "badan mikharam"),
        ("ar", "خليني افكر"),
    ],
    indirect=["chat"],
)
async def test_who_wants_to_think_keeps_the_cart_and_is_not_asked(
    chat, source, text
) -> None:
    await confirming(chat, "I want a wallet")

    await chat.says(text)

    assert chat.draft.open is None
    assert [each.variant for each in chat.draft.items] == ["wallet-1"]
    assert await chat.says("yes", "affirm") is None
    assert bought(source) == []
    await chat.wants("I want to order")
    assert chat.draft.open is Open.CONFIRM
