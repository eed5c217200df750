"""
Buying in the chat of the demo shop, in four ways of writing: from a wish to an order.
"""

import shutil
import sqlite3
from contextlib import closing

import pytest

from actions import services
from bot import HOUSE
from bot.conversations.cards import hidden
from bot.conversations.messages import Choice
from bot.goods import CatalogueGoods
from bot.nlu.catalogue import CatalogueReader
from bot.nlu.catalogue import replace as replace_catalogue
from crm_connector.sources.sql import SqlSource
from tests.conversations.changes import ANSWERED_IN, NEVER_MIND, NO, WAYS, YES, said
from tests.conversations.conftest import Talk
from tests.conversations.wishes import SHOP, SUNDAY_NOON

SITE = "http://127.0.0.1:5005"
BUY = {
    "fa": "می‌خوام دو تا کیف پول رانوش بخرم",
    "fa-Latn": "mikham do ta wallet ranoosh bekharam",
    "ar": "أريد شراء محفظة نقود من رانوش عدد 2",
    "en": "I want to buy two Ranoosh wallets",
}
BLACK = {"fa": "مشکی", "fa-Latn": "meshki", "ar": "أسود", "en": "black"}
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
POST = {"fa": "پست پیشتاز", "ar": "البريد السريع", "en": "Express Post"}
OF_CART = {
    "fa": "ارسال سبدتان به",
    "ar": "توصيل سلتك إلى",
    "en": "Delivery of your cart",
}
WALLET = {"fa": "کیف پول رانوش", "ar": "محفظة نقود من رانوش", "en": "Ranoosh wallet"}
SHALL_I = {
    "fa": "سفارش بدهم؟",
    "ar": "هل أقدّم الطلب؟",
    "en": "Shall I place the order?",
}
WHICH_KIND = {"fa": "چطور می‌خواهید؟", "ar": "كيف تريد", "en": "Which kind of"}
NOTHING = {
    "fa": "چیزی سفارش داده نشد",
    "ar": "لم يُطلب شيء",
    "en": "nothing was ordered",
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
# Of the demo shop: what somebody has who lives in Tehran.
WHO = "1"


@pytest.fixture
async def buyer(rasa_engine, demo_shop_of, tmp_path):
    """
    A customer of the demo shop who is signed in; `buyer.file` is its database.
    """
    file = tmp_path / "shop.db"
    shutil.copyfile(demo_shop_of(SUNDAY_NOON.date()), file)
    source = SqlSource.open(
        f"sqlite:///{file}",
        HOUSE / "demo" / "mapping.yml",
        clock=lambda: made.now,
        site=SITE,
    )
    made = Talk(rasa_engine, source, seconds=30)
    made.now, made.file = SUNDAY_NOON, file
    reader = CatalogueReader(source, clock=lambda: made.now, seconds=60)
    await reader.refresh()
    made.open(shop=SHOP, goods=CatalogueGoods())
    made.sign_in(WHO)
    yield made
    services.configure(None)
    replace_catalogue(None)
    await source.close()


def rows(buyer, question):
    with closing(sqlite3.connect(buyer.file)) as database:
        return database.execute(question).fetchall()


def bought(buyer):
    """
    What was bought in the chat: customer, product, how many, total, status.
    """
    return rows(
        buyer,
        "SELECT o.customer_id, l.product_id, l.quantity, o.total, o.status"
        " FROM orders o JOIN order_lines l ON l.order_id = o.id"
        " WHERE o.channel = 'chat' ORDER BY o.id, l.position",
    )


async def read_back(buyer, way):
    """
    Two black wallets by post, which have just been read back.
    """
    lang = ANSWERED_IN[way]
    asked = said(await buyer.says(BUY[way]))
    assert WHICH_KIND[lang] in asked
    assert WALLET[lang] in asked
    asked = said(await buyer.says(BLACK[way]))
    assert any(title.startswith(POST[lang]) for title in buyer.buttons)
    told = said(await buyer.presses(POST[lang]))
    assert SHALL_I[lang] in told
    assert WALLET[lang] in told
    return told


@pytest.mark.parametrize("way", WAYS)
async def test_two_wallets_are_bought_after_a_yes(buyer, way):
    lang = ANSWERED_IN[way]
    await read_back(buyer, way)
    assert bought(buyer) == []

    done = said(await buyer.says(YES[way]))

    # Post is free above 1,500,000 toman.
    assert bought(buyer) == [(1, 21, 2, 2_310_000, "placed")]
    ((number, token),) = rows(
        buyer,
        "SELECT number, token FROM checkouts JOIN orders ON orders.id = order_id",
    )
    assert f"{SITE}/demo/pay/{token}" in done
    again = said(await buyer.says(LINK[way]))
    assert f"{SITE}/demo/pay/{token}" in again
    assert buyer.meta["intent"]["name"] == "payment_link"
    assert number.isdigit()
    assert lang in ("fa", "ar", "en")
    # A second yes is to nothing.
    await buyer.says(YES[way])
    assert len(bought(buyer)) == 1


@pytest.mark.parametrize("way", WAYS)
async def test_a_question_between_is_answered_and_the_cart_stays(buyer, way):
    lang = ANSWERED_IN[way]
    await read_back(buyer, way)

    first, *rest = await buyer.says(DELIVERY[way])

    assert buyer.meta["intent"]["name"] == "delivery_options"
    # Of this very cart, to where it goes.
    assert OF_CART[lang] in first.text
    assert POST[lang] in first.text
    assert SHALL_I[lang] not in first.text
    assert SHALL_I[lang] in said(rest)
    assert bought(buyer) == []
    await buyer.says(YES[way])
    assert len(bought(buyer)) == 1


@pytest.mark.parametrize("way", WAYS)
async def test_never_mind_leaves_the_cart(buyer, way):
    await read_back(buyer, way)

    assert NOTHING[ANSWERED_IN[way]] in said(await buyer.says(NEVER_MIND[way]))

    await buyer.says(YES[way])
    assert bought(buyer) == []


@pytest.mark.parametrize("way", WAYS)
async def test_after_a_no_it_may_be_otherwise(buyer, way):
    lang = ANSWERED_IN[way]
    await read_back(buyer, way)
    await buyer.says(NO[way])
    assert bought(buyer) == []
    three = {"fa": "سه تا باشه", "fa-Latn": "se ta bashe", "ar": "ثلاث قطع"}

    told = said(await buyer.says(three.get(way, "make it three")))

    assert SHALL_I[lang] in told
    await buyer.says(YES[way])
    assert [(product, many) for _, product, many, _, _ in bought(buyer)] == [(21, 3)]


@pytest.mark.parametrize("way", WAYS)
async def test_the_last_order_once_more(buyer, way):
    lang = ANSWERED_IN[way]
    await read_back(buyer, way)
    await buyer.says(YES[way])

    await buyer.says(AGAIN[way])
    told = said(await buyer.presses(POST[lang]))

    assert SHALL_I[lang] in told
    assert WALLET[lang] in told
    assert len(bought(buyer)) == 1
    await buyer.says(YES[way])
    assert [row[1:3] for row in bought(buyer)] == [(21, 2), (21, 2)]


@pytest.mark.parametrize("way", WAYS)
async def test_the_number_of_a_card_is_refused(buyer, way):
    lang = ANSWERED_IN[way]
    await read_back(buyer, way)

    # As the inbox hands it on.
    first, *rest = await buyer.says(hidden(CARD[way]))

    assert NO_CARDS[lang] in first.text
    assert SHALL_I[lang] in said(rest)
    assert bought(buyer) == []


async def test_strangers_sign_in_and_go_on(buyer):
    buyer.who = type(buyer.who)()
    asked = said(await buyer.says(BUY["en"]))
    assert WHICH_KIND["en"] not in asked

    buyer.sign_in(WHO)

    asked = said(await buyer.happens(Choice("signed_in")))

    assert WHICH_KIND["en"] in asked
    assert WALLET["en"] in asked


async def test_a_button_that_is_over_buys_nothing(buyer):
    await read_back(buyer, "en")
    yes = buyer.buttons["Yes, place the order"]
    await buyer.says(NEVER_MIND["en"])

    await buyer.asks(yes.choice, yes.title)

    assert bought(buyer) == []


async def test_where_nothing_is_sold_the_site_is_told(buyer):
    buyer.open(shop=SHOP)

    (told,) = await buyer.says(BUY["en"])

    assert SHOP.website in told.text
    (told,) = await buyer.says(AGAIN["en"])
    assert SHOP.website in told.text
    assert bought(buyer) == []
