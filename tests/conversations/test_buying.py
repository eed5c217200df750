"""
Buying in the chat of the demo shop, in four ways of writing: from a wish to an order.
"""

import pytest

from bot.conversations.cards import hidden
from bot.conversations.messages import Choice
from tests.conversations.carts import (
    BUY,
    NOTHING,
    POST,
    SHALL_I,
    SITE,
    WALLET,
    WHICH_KIND,
    WHO,
    bought,
    read_back,
    rows,
)
from tests.conversations.changes import ANSWERED_IN, NEVER_MIND, NO, WAYS, YES, said
from tests.conversations.wishes import SHOP

AGAIN = {
    "fa": "همون سفارش قبلی رو دوباره می‌خوام",
    "fa-Latn": "hamun sefaresh ghabli ro dobare mikham",
    "ar": "أريد نفس الطلب السابق مرة أخرى",
    "en": "Order the same again please",
}
LINK = {
    "fa": "لینک پرداخت رو دوباره بده",
    "fa-Latn": "link pardakht ro dobare bede",
    "ar": "أرسل رابط الدفع مرة أخرى",
    "en": "Send me the payment link again",
}
OF_CART = {
    "fa": "ارسال سبدتان به",
    "ar": "توصيل سلتك إلى",
    "en": "Delivery of your cart",
}
DELIVERY = {
    "fa": "هزینه ارسال چنده؟",
    "fa-Latn": "hazine ersal chande?",
    "ar": "كم تكلفة التوصيل؟",
    "en": "How much is delivery?",
}
CARD = {
    "fa": "شماره کارتم 4111 1111 1111 1111 هست",
    "fa-Latn": "shomare kartam 4111 1111 1111 1111 hast",
    "ar": "رقم بطاقتي 4111 1111 1111 1111",
    "en": "my card number is 4111 1111 1111 1111",
}
NO_CARDS = {
    "fa": "شمارهٔ کارت را در گفت‌وگو ننویسید",
    "ar": "لا تكتب رقم البطاقة في المحادثة",
    "en": "Please don't write card numbers in the chat",
}


@pytest.mark.parametrize("way", WAYS)
async def test_two_wallets_are_bought_after_a_yes(cart_buyer, way):
    lang = ANSWERED_IN[way]
    await read_back(cart_buyer, way)
    assert bought(cart_buyer) == []

    done = said(await cart_buyer.says(YES[way]))

    # Post is free above 1,500,000 toman.
    assert bought(cart_buyer) == [(1, 21, 2, 2_310_000, "placed")]
    ((number, token),) = rows(
        cart_buyer,
        "SELECT number, token FROM checkouts JOIN orders ON orders.id = order_id",
    )
    assert f"{SITE}/demo/pay/{token}" in done
    again = said(await cart_buyer.says(LINK[way]))
    assert f"{SITE}/demo/pay/{token}" in again
    assert cart_buyer.meta["intent"]["name"] == "payment_link"
    assert number.isdigit()
    assert lang in ("fa", "ar", "en")
    # A second yes is to nothing.
    await cart_buyer.says(YES[way])
    assert len(bought(cart_buyer)) == 1


@pytest.mark.parametrize("way", WAYS)
async def test_a_question_between_is_answered_and_the_cart_stays(cart_buyer, way):
    lang = ANSWERED_IN[way]
    await read_back(cart_buyer, way)

    first, *rest = await cart_buyer.says(DELIVERY[way])

    assert cart_buyer.meta["intent"]["name"] == "delivery_options"
    # Of this very cart, to where it goes.
    assert OF_CART[lang] in first.text
    assert POST[lang] in first.text
    assert SHALL_I[lang] not in first.text
    assert SHALL_I[lang] in said(rest)
    assert bought(cart_buyer) == []
    await cart_buyer.says(YES[way])
    assert len(bought(cart_buyer)) == 1


@pytest.mark.parametrize("way", WAYS)
async def test_never_mind_leaves_the_cart(cart_buyer, way):
    await read_back(cart_buyer, way)

    assert NOTHING[ANSWERED_IN[way]] in said(await cart_buyer.says(NEVER_MIND[way]))

    await cart_buyer.says(YES[way])
    assert bought(cart_buyer) == []


@pytest.mark.parametrize("way", WAYS)
async def test_after_a_no_it_may_be_otherwise(cart_buyer, way):
    lang = ANSWERED_IN[way]
    await read_back(cart_buyer, way)
    await cart_buyer.says(NO[way])
    assert bought(cart_buyer) == []
    three = {"fa": "سه تا باشه", "fa-Latn": "se ta bashe", "ar": "ثلاث قطع"}

    told = said(await cart_buyer.says(three.get(way, "make it three")))

    assert SHALL_I[lang] in told
    await cart_buyer.says(YES[way])
    assert [(product, many) for _, product, many, _, _ in bought(cart_buyer)] == [
        (21, 3)
    ]


@pytest.mark.parametrize("way", WAYS)
async def test_the_last_order_once_more(cart_buyer, way):
    lang = ANSWERED_IN[way]
    await read_back(cart_buyer, way)
    await cart_buyer.says(YES[way])

    await cart_buyer.says(AGAIN[way])
    told = said(await cart_buyer.presses(POST[lang]))

    assert SHALL_I[lang] in told
    assert WALLET[lang] in told
    assert len(bought(cart_buyer)) == 1
    await cart_buyer.says(YES[way])
    assert [row[1:3] for row in bought(cart_buyer)] == [(21, 2), (21, 2)]


@pytest.mark.parametrize("way", WAYS)
async def test_the_number_of_a_card_is_refused(cart_buyer, way):
    lang = ANSWERED_IN[way]
    await read_back(cart_buyer, way)

    # As the inbox hands it on.
    first, *rest = await cart_buyer.says(hidden(CARD[way]))

    assert NO_CARDS[lang] in first.text
    assert SHALL_I[lang] in said(rest)
    assert bought(cart_buyer) == []


async def test_strangers_sign_in_and_go_on(cart_buyer):
    cart_buyer.who = type(cart_buyer.who)()
    asked = said(await cart_buyer.says(BUY["en"]))
    assert WHICH_KIND["en"] not in asked

    cart_buyer.sign_in(WHO)

    asked = said(await cart_buyer.happens(Choice("signed_in")))

    assert WHICH_KIND["en"] in asked
    assert WALLET["en"] in asked


async def test_a_button_that_is_over_buys_nothing(cart_buyer):
    await read_back(cart_buyer, "en")
    yes = cart_buyer.buttons["Yes, place the order"]
    await cart_buyer.says(NEVER_MIND["en"])

    await cart_buyer.asks(yes.choice, yes.title)

    assert bought(cart_buyer) == []


async def test_where_nothing_is_sold_the_site_is_told(cart_buyer):
    cart_buyer.open(shop=SHOP)

    (told,) = await cart_buyer.says(BUY["en"])

    assert SHOP.website in told.text
    (told,) = await cart_buyer.says(AGAIN["en"])
    assert SHOP.website in told.text
    assert bought(cart_buyer) == []
