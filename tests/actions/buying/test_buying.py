"""
From "I want two of ..." to an order.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.buying.draft import SLOT, Open
from bot.conversations.messages import Turn
from bot.engine.handing_over import cart_of
from crm_connector.errors import (
    NotProven,
)
from crm_connector.model import Identity
from crm_connector.operations import MethodKind
from tests.actions.buying.carts import bought, confirming, in_arabic, in_persian
from tests.actions.buying.conftest import Chat


async def test_all_in_one_sentence_is_read_back_and_ordered_after_a_yes(
    chat, source
) -> None:
    asked = await chat.wants("I want two of the white Tabesh t-shirt in L")
    assert "Express Post" in " ".join(chat.titles)
    assert "ولیعصر ۱۲" in asked

    read_back = await chat.presses("Express Post")
    assert "• Tabesh t-shirt (white, L) × 2: 1,000,000 toman" in read_back
    assert "Total: 1,045,000 toman" in read_back
    assert "Express Post: 45,000 toman, in 2 to 5 days" in read_back
    assert bought(source) == []

    done = await chat.says("yes", "affirm")
    assert "Order 30000 is placed. Total: 1,045,000 toman." in done
    assert "http://127.0.0.1:5005/pay/30000-" in done
    assert bought(source) == [([("white-L", 2)], "تهران", 1_045_000)]
    assert chat.draft.items == ()
    assert chat.draft.placed == "30000"


@in_persian
async def test_in_persian(chat, source) -> None:
    asked = await chat.wants("میخوام دوتا قهوه سفارش بدم")
    assert "کدام «قهوه»" in asked
    assert any(title.startswith("قهوهٔ ترک دمش: ۲۰۰") for title in chat.titles)

    asked = await chat.says("ترک")
    assert "با کدام روش" in asked
    read_back = await chat.says("با پیک چابک")
    assert "قهوهٔ ترک دمش × ۲: ۴۰۰٬۰۰۰ تومان" in read_back
    assert "مبلغ کل: ۴۸۵٬۰۰۰ تومان" in read_back
    assert "همان روز یا روز بعد" in read_back
    done = await chat.says("بله ثبت کن")
    assert "سفارش ۳۰۰۰۰ ثبت شد" in done
    assert bought(source) == [([("turkish-1", 2)], "تهران", 485_000)]


@in_arabic
async def test_in_arabic(chat, source) -> None:
    asked = await chat.wants("أريد قميصين من تابش")
    assert "المتوفر الآن" in asked
    await chat.says("أحمر")
    asked = await chat.says("مقاس M")
    assert "بأي طريقة" in asked
    read_back = await chat.presses("البريد السريع")
    assert "قميص تابش (أحمر، M) × ٢" in read_back
    done = await chat.says("نعم اطلبه")
    assert "سُجّل الطلب ٣٠٠٠٠" in done
    assert bought(source) == [([("red-M", 2)], "تهران", 1_045_000)]


@in_persian
async def test_in_persian_of_latin_letters(chat, source) -> None:
    await chat.wants("ye ketri mikham")
    read_back = await chat.says("post pishtaz")
    assert "کتری برقی آشیوا: ۱٬۲۰۰٬۰۰۰ تومان" in read_back
    await chat.says("bale")
    assert bought(source) == [([("kettle-1", 1)], "تهران", 1_245_000)]


async def test_what_there_is_of_a_thing_is_what_is_asked_for(chat, source) -> None:
    source.stock["red-M"] = 0

    asked = await chat.wants("a Tabesh t-shirt please")

    assert "color white: size M, L" in asked
    assert len(chat.titles) == 3
    assert not any("red, M" in title for title in chat.titles)
    gone = await chat.says("red in M")
    assert "“Tabesh t-shirt (red, M)” is out of stock now." in gone
    assert chat.draft.open is Open.VARIANT


async def test_what_no_piece_is_is_said(chat) -> None:
    await chat.wants("a Tabesh t-shirt")

    asked = await chat.says("in purple, size L")

    assert "purple" in asked
    assert chat.draft.open is Open.VARIANT


async def test_of_what_is_sold_out_nothing_is_asked(chat, source) -> None:
    source.stock["kettle-1"] = 0

    said = await chat.wants("I want a kettle")

    assert "“Ashiva electric kettle” is out of stock now." in said
    assert "What would you like to buy?" in said


async def test_what_the_shop_has_not_is_said(chat) -> None:
    said = await chat.wants("I want to buy something nice")

    assert said.startswith("What would you like to buy?")
    asked = await chat.says("a kettle and a wallet")
    assert chat.draft.open is Open.DELIVERY
    assert "In which way?" in asked


async def test_who_never_bought_is_asked_where_it_goes(chat, source) -> None:
    source.all_orders = []

    asked = await chat.wants("I want a kettle")
    assert "Where shall we send it?" in asked
    asked = await chat.says("Shiraz, 8 Azadi Street, postal code 7134567890")

    # There is one way only, which is taken.
    assert "Azadi" in asked
    assert "Express Post" in asked
    await chat.says("yes")
    ((_, city, _),) = bought(source)
    assert city.casefold() == "shiraz"


async def test_the_same_thing_twice_is_one_line(chat) -> None:
    await confirming(chat, "a wallet")

    read_back = await chat.wants("and another wallet")

    assert [(each.variant, each.quantity) for each in chat.draft.items] == [
        ("wallet-1", 2)
    ]
    assert "Safarin wallet × 2" in read_back


async def test_after_three_answers_that_are_none_people_take_over(chat) -> None:
    await chat.wants("a Tabesh t-shirt")

    for _ in range(2):
        assert "did not understand" in await chat.says("hmm so well", "nlu_fallback")
    await chat.says("hmm so well", "nlu_fallback")

    assert chat.hands_over
    assert chat.draft.open is None
    # What was collected stays for them.
    assert [each.product for each in chat.draft.items] == ["shirt"]


async def test_strangers_sign_in_first(source) -> None:
    stranger = Chat(source, Identity())

    with pytest.raises(NotProven):
        await stranger.wants("I want a kettle")


async def test_who_pays_is_no_secret_of_the_draft(chat) -> None:
    await confirming(chat)

    assert chat.draft.pay_by in (None, MethodKind.CARD)
    assert "30000" not in (chat.draft.slot or "")


async def test_who_takes_over_finds_the_cart(chat) -> None:
    await chat.wants("two wallets and a Tabesh t-shirt")
    turn = Turn("talk", "", chat.now, chat.who, None, None)

    (asked,) = cart_of({SLOT: chat.draft.slot}, turn)

    assert (asked.kind, asked.came) == ("place_order", "open")
    assert [
        (each["products"], each["variant"], each["quantity"])
        for each in asked.details["items"]
    ] == [(["wallet"], "wallet-1", 2), (["shirt"], "", 1)]
    # In a thread of two nobody is shown what the other wanted.
    assert cart_of({SLOT: chat.draft.slot}, replace(turn, identity=Identity("8"))) == ()
