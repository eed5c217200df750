"""
Whoever changes their mind before the yes, or leaves the cart.
"""

from __future__ import annotations

import pytest

from actions.buying.draft import Open
from tests.actions.buying.carts import bought, confirming


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("make it three wallets", {"wallet-1": 3, "turkish-1": 2}),
        ("remove the wallet", {"turkish-1": 2}),
        ("no coffee please, remove it: the Turkish coffee", {"wallet-1": 1}),
        ("add a kettle too", {"wallet-1": 1, "turkish-1": 2, "kettle-1": 1}),
        ("a kettle instead of the wallet", {"turkish-1": 2, "kettle-1": 1}),
    ],
)
async def test_before_the_yes_the_cart_may_be_changed(
    chat, source, text, items
) -> None:
    await confirming(chat)
    before = chat.draft.digest

    read_back = await chat.says(text, "place_order", sure=False)

    assert {i.variant: i.quantity for i in chat.draft.items} == items
    assert chat.draft.open is Open.CONFIRM
    assert chat.draft.digest != before
    assert "Shall I place the order?" in read_back
    assert bought(source) == []


async def test_another_piece_is_asked_for_before_the_yes(chat) -> None:
    await confirming(chat, "a white Tabesh t-shirt in L")

    read_back = await chat.says("in red instead")

    assert "Tabesh t-shirt (red, L)" in read_back


async def test_another_way_to_pay_and_to_deliver(chat, source) -> None:
    await confirming(chat)

    read_back = await chat.says("I'd rather pay cash on delivery")
    assert "Payment: in cash on delivery" in read_back
    read_back = await chat.says("the fastest delivery please")
    assert "Chabok Riders: 85,000 toman" in read_back
    done = await chat.says("yes please")

    assert "You pay on delivery." in done
    assert bought(source) == [([("wallet-1", 1), ("turkish-1", 2)], "تهران", 885_000)]
    assert source.payable == set()


async def test_another_address(chat, source) -> None:
    await confirming(chat)

    asked = await chat.says("send it to another address")
    assert "Where shall we send it?" in asked
    assert len(chat.titles) == 2
    read_back = await chat.presses("مریم رضایی, آزادی")

    # The rider does not go there, and post is what was wanted.
    assert "To: مریم رضایی, آزادی ۸, شیراز" in read_back
    await chat.says("yes")
    assert bought(source) == [([("wallet-1", 1), ("turkish-1", 2)], "شیراز", 845_000)]


async def test_a_no_asks_what_should_be_otherwise(chat, source) -> None:
    await confirming(chat)

    assert "What should be different?" in await chat.says("no", "deny")
    assert "× 3" in await chat.says("three wallets")
    left = await chat.says("never mind")

    assert "nothing was ordered" in left
    assert chat.draft.items == ()
    assert bought(source) == []


@pytest.mark.parametrize(
    ("chat", "text"),
    [
        ("en", "never mind"),
        ("fa", "بی‌خیال"),
        ("ar", "خلاص"),
        ("fa", "bikhial"),
        ("en", "cancel it"),
        ("fa", "لغوش کن"),
        ("ar", "ما ابي شي"),
        ("en", "I don't want anything"),
    ],
    indirect=["chat"],
)
async def test_a_cart_may_be_left_at_any_time(chat, source, text) -> None:
    await chat.wants("I want a Tabesh t-shirt")

    await chat.says(text)

    assert chat.draft.items == ()
    assert chat.draft.open is None
    assert bought(source) == []


async def test_the_last_thing_taken_out_leaves_an_empty_cart(chat) -> None:
    await confirming(chat, "I want a wallet")

    told = await chat.says("remove the wallet", "change_order")

    assert "Your cart is empty." in told
    assert chat.draft.open is Open.THING


@pytest.mark.parametrize(
    ("chat", "text"),
    [("en", "a kettle instead"), ("fa", "به جاش کتری"), ("ar", "بدلها غلاية")],
    indirect=["chat"],
)
async def test_something_else_instead_of_the_only_thing(chat, text) -> None:
    await confirming(chat, "I want a wallet")

    await chat.says(text, "change_order")

    assert [each.variant for each in chat.draft.items] == ["kettle-1"]


async def test_one_of_several_is_taken_out(chat) -> None:
    await confirming(chat, "three wallets")

    await chat.says("remove one wallet", "change_order")

    assert [(e.variant, e.quantity) for e in chat.draft.items] == [("wallet-1", 2)]


async def test_a_thing_more_while_another_is_chosen(chat) -> None:
    await chat.wants("I want to buy coffee")

    await chat.says("add a kettle too", "search_product")

    assert [each.words for each in chat.draft.items] == ["coffee", "kettle"]
    assert chat.draft.open is Open.WHICH


async def test_two_wishes_in_one_message(chat) -> None:
    await confirming(chat, "I want a wallet")

    read_back = await chat.says("make it 2 and send it by courier", "change_order")

    assert "Safarin wallet × 2" in read_back
    assert "Chabok Riders" in read_back


@pytest.mark.parametrize("text", ["is there a cheaper one?", "too expensive"])
async def test_a_cheaper_one_of_the_same_kind(chat, source, text) -> None:
    await confirming(chat, "I want a Safarin wallet")

    told = await chat.says(text, "my_offers")

    assert "none cheaper than “Safarin wallet”" in told
    assert chat.draft.open is Open.CONFIRM
    assert bought(source) == []
