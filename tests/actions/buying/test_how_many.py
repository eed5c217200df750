"""
How many, at whatever is asked; and what the cart comes to.
"""

from __future__ import annotations

import pytest

from actions.buying.counting import Count, count_in, place_in
from actions.buying.draft import Open
from tests.actions.buying.carts import confirming

THREE = [
    ("en", "actually make it 3"),
    ("en", "could you make it three?"),
    ("fa", "نه سه تاش کن"),
    ("fa", "نه سه‌تاش کن"),
    ("fa", "na se tash kon"),
    ("fa", "۳ تا باشه"),
    ("ar", "خليها ثلاثة"),
    ("ar", "لا ابي ثلاث قطع"),
]


@pytest.mark.parametrize(("chat", "text"), THREE, indirect=["chat"])
@pytest.mark.parametrize("wish", ["a Tabesh t-shirt", "I want a wallet", "coffee"])
async def test_how_many_may_be_said_at_any_question(chat, wish, text) -> None:
    await chat.wants(wish)
    asked = chat.draft.open

    await chat.says(text, "deny")

    assert [each.quantity for each in chat.draft.items] == [3]
    assert chat.draft.open is asked


@pytest.mark.parametrize(("chat", "text"), THREE, indirect=["chat"])
async def test_how_many_may_be_said_when_it_is_read_back(chat, text) -> None:
    await confirming(chat, "I want a wallet")

    await chat.says(text, "change_order")

    assert [each.quantity for each in chat.draft.items] == [3]
    assert chat.draft.open is Open.CONFIRM


@pytest.mark.parametrize(
    ("text", "many"),
    [
        ("one more", 3),
        ("add two more please", 4),
        ("one less", 1),
        ("yes but make it 5", 5),
        ("یکی دیگه هم بذار", 3),
        ("زيد وحدة ثانية", 3),
    ],
)
async def test_one_more_than_there_are(chat, text, many) -> None:
    await confirming(chat, "two wallets")

    await chat.says(text, "change_order")

    assert [each.quantity for each in chat.draft.items] == [many]


@pytest.mark.parametrize(
    "text",
    [
        "send it to another address",
        "in red instead",
        "یه آدرس دیگه",
        "yek adres dige",
        "size 42",
        "به شماره 09121234567 زنگ بزنید",
        "postal code 7134567890",
        "a different colour",
        "the wallet one",
    ],
)
def test_no_count(text) -> None:
    assert count_in(text, ["wallet"]) is None


@pytest.mark.parametrize("text", ["سه تا", "two of them", "three wallets", "la", "200"])
def test_no_place(text) -> None:
    assert place_in(text, 3) is None


def test_as_many_as_can_be_bought() -> None:
    assert Count(90, 1).of(50) == 99
    assert Count(9, -1).of(2) == 1


async def test_of_several_things_it_is_asked_which(chat) -> None:
    await confirming(chat)

    told = await chat.says("make it three", "change_order")

    assert "which of them" in told
    assert [each.quantity for each in chat.draft.items] == [1, 2]
    await chat.says("three wallets", "change_order")
    assert [each.quantity for each in chat.draft.items] == [3, 2]


SUM = [
    ("en", "how much altogether?"),
    ("fa", "چند میشه کلا؟"),
    ("fa", "kolan chand mishe?"),
    ("ar", "كم المجموع"),
]


@pytest.mark.parametrize(("chat", "text"), SUM, indirect=["chat"])
async def test_what_it_comes_to_is_said_before_the_delivery_is_known(
    chat, text
) -> None:
    await chat.wants("two wallets and a Tabesh t-shirt")
    assert chat.draft.open is Open.VARIANT
    sums = {"en": "800,000", "fa": "۸۰۰٬۰۰۰", "ar": "٨٠٠٬٠٠٠"}

    told = await chat.says(text, "check_price")

    assert sums[chat.lang] in told
    assert chat.draft.open is Open.VARIANT


@pytest.mark.parametrize(("chat", "text"), SUM, indirect=["chat"])
async def test_what_it_comes_to_is_read_back(chat, text) -> None:
    await confirming(chat, "two wallets")
    totals = {"en": "845,000", "fa": "۸۴۵٬۰۰۰", "ar": "٨٤٥٬٠٠٠"}

    told = await chat.says(text, "check_price")

    assert totals[chat.lang] in told
    assert chat.draft.open is Open.CONFIRM


async def test_with_the_delivery_where_that_is_known(chat) -> None:
    await confirming(chat, "two wallets")
    await chat.says("no", "deny")

    told = await chat.says("what is in my cart?", "place_order")

    assert "Safarin wallet × 2: 800,000 toman" in told
    assert "Altogether: 845,000 toman" in told


async def test_nothing_is_known_of_what_is_not_chosen(chat) -> None:
    await chat.wants("I want to buy coffee")

    told = await chat.says("how much is it all together?", "check_price")

    assert "coffee" in told
    assert "depends on which one" in told
    assert chat.draft.open is Open.WHICH


@pytest.mark.parametrize("text", ["how much is delivery?", "هزینه ارسال چقدر میشه؟"])
async def test_the_price_of_the_delivery_is_another_question(chat, text) -> None:
    await confirming(chat)

    assert await chat.says(text, "delivery_options") is None
