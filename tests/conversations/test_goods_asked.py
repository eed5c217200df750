"""
Prices and stock of the demo shop that are asked about, and things that are wanted.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_connector.model import Identity
from tests.conversations.carts import bought
from tests.conversations.changes import ANSWERED_IN, WAYS, said
from tests.conversations.demo_orders import value, write

PRICE = {
    "fa": "کیف پول رانوش چنده؟",
    "fa-Latn": "kife pule ranoosh chande?",
    "ar": "كم سعر محفظة نقود من رانوش؟",
    "en": "how much is the Ranoosh wallet?",
}
IN_STOCK = {"fa": "موجود است", "ar": "المتوفر من", "en": "in stock"}
WANTED = {
    "fa": "یه کفش دویدن گامند میخوام",
    "fa-Latn": "ye kafshe davidane gamand mikham",
    "ar": "ابغى حذاء جري من غاماند",
    "en": "I'd like running shoes from Gamand",
}
WHICH = {
    "fa": ("را چطور می‌خواهید؟", "را می‌خواهید؟"),
    "ar": ("كيف تريد", "تريد؟"),
    "en": ("Which kind of", "would you like?"),
}
CANNOT_SEE = {
    "fa": "از این‌جا نمی‌بینم",
    "ar": "لا أرى",
    "en": "I can't see the stock",
}


@pytest.mark.parametrize("way", WAYS)
async def test_a_price_is_told_with_what_there_is(cart_buyer, way):
    lang = ANSWERED_IN[way]

    told = said(await cart_buyer.says(PRICE[way]))

    assert IN_STOCK[lang] in told
    assert CANNOT_SEE[lang] not in told
    assert any(each.isdigit() for each in told)


async def test_strangers_are_told_the_same(cart_buyer):
    known = said(await cart_buyer.says(PRICE["en"]))
    cart_buyer.who = Identity()

    assert said(await cart_buyer.says(PRICE["en"])) == known


async def test_what_is_told_can_be_ordered_by_its_button(cart_buyer):
    await cart_buyer.says(PRICE["en"])

    asked = said(await cart_buyer.presses("Order this"))

    assert "Which kind of “Ranoosh wallet”" in asked


async def test_out_of_stock_is_said_and_not_sold(cart_buyer):
    name = "Ranoosh wallet"
    question = "SELECT id FROM products WHERE name_en = ?"
    product = value(cart_buyer.file, question, name)
    empty = "UPDATE variants SET stock = 0 WHERE product_id = ?"
    write(cart_buyer.file, empty, product)

    told = said(await cart_buyer.says("is the Ranoosh wallet in stock?"))

    assert f"“{name}” is out of stock now." in told
    assert not cart_buyer.buttons


async def test_a_price_that_is_old_has_its_time(cart_buyer, monkeypatch):
    variants = cart_buyer.source.variants

    async def of_yesterday(ids):
        found = await variants(ids)
        old = cart_buyer.now - timedelta(days=1)
        return {
            id_: tuple(replace(each, as_of=old) for each in pieces)
            for id_, pieces in found.items()
        }

    assert "This is as of" not in said(await cart_buyer.says(PRICE["en"]))
    monkeypatch.setattr(cart_buyer.source, "variants", of_yesterday)

    assert "This is as of" in said(await cart_buyer.says(PRICE["en"]))


async def test_a_shop_whose_system_tells_nothing_says_so(talk):
    told = said(await talk.says("is the wallet in stock?"))

    assert CANNOT_SEE["en"] in told


@pytest.mark.parametrize("way", WAYS)
async def test_who_wants_a_thing_begins_a_cart(cart_buyer, way):
    lang = ANSWERED_IN[way]

    asked = said(await cart_buyer.says(WANTED[way]))

    assert any(each in asked for each in WHICH[lang])
    assert bought(cart_buyer) == []


async def test_who_wants_to_look_is_shown_and_sold_nothing(cart_buyer):
    told = said(await cart_buyer.says("I want to see running shoes"))

    assert "This is what I found for “running shoes”" in told
    assert "would you like?" not in told


async def test_whoever_asks_for_no_product_is_asked_which(cart_buyer):
    told = said(await cart_buyer.says("چنده؟"))

    assert "نام کالایی را در این پیام پیدا نکردم" in told


@pytest.mark.parametrize(
    ("way", "again"),
    [("fa", "چند؟"), ("fa-Latn", "chande?"), ("ar", "بكم؟"), ("en", "how much?")],
)
async def test_how_much_is_of_what_was_named_right_before(cart_buyer, way, again):
    before = said(await cart_buyer.says(PRICE[way]))

    assert said(await cart_buyer.says(again)) == before

    await cart_buyer.says("thanks")
    assert said(await cart_buyer.says(again)) != before
