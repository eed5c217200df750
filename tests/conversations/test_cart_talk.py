"""
What people really say of a cart of the demo shop, in four ways of writing.
"""

import pytest

from actions.formatting import digits
from tests.conversations import demo_orders
from tests.conversations.carts import (
    BUY,
    POST,
    SHALL_I,
    WALLET,
    bought,
    read_back,
)
from tests.conversations.changes import ANSWERED_IN, NO, THANKS, WAYS, YES, said
from tests.conversations.changes import SHALL_I as CHANGES

SECOND = {"fa": "دومی", "fa-Latn": "dovomi", "ar": "الثانية", "en": "the second"}
ONE = {"fa": "۱", "fa-Latn": "1", "ar": "١", "en": "1"}
COFFEE = {
    "fa": "می‌خوام یه قهوه بخرم",
    "fa-Latn": "mikham ye ghahve bekharam",
    "ar": "أريد شراء قهوة",
    "en": "I want to buy coffee",
}
NO_SUCH = {"fa": "۲۰۰ گرمی", "fa-Latn": "200 gerami", "ar": "٢٠٠ غرام", "en": "200 g"}
NOT_THERE = {
    "fa": "این را نداریم",
    "ar": "بهذه المواصفات",
    "en": "There is no “Damoosh",
}
SAME = {
    "fa": "همون آدرس خونه",
    "fa-Latn": "hamun adrese ghabli",
    "ar": "نفس العنوان",
    "en": "same address as before",
}
WHICH_WAY = {"fa": "با کدام روش", "ar": "بأي طريقة", "en": "In which way"}
UNCLEAR = {"fa": "متوجه نشدم", "ar": "لم أفهم", "en": "did not understand"}
COURIER = {"fa": "پیک", "fa-Latn": "ba peyk", "ar": "مع المندوب", "en": "Chabok riders"}
CHEAPEST = {
    "fa": "ارزون ترین ارسال",
    "fa-Latn": "arzun tarin ersal",
    "ar": "ارخص توصيل",
    "en": "the cheapest delivery",
}
THREE = {
    "fa": "نه سه تاش کن",
    "fa-Latn": "na se tash kon",
    "ar": "خليها ثلاثة",
    "en": "actually make it 3",
}
ALTOGETHER = {
    "fa": "چند میشه کلا؟",
    "fa-Latn": "kolan chand mishe?",
    "ar": "كم المجموع",
    "en": "how much altogether?",
}
CASH = {
    "fa": "پرداخت در محل",
    "fa-Latn": "pardakht dar mahal",
    "ar": "الدفع عند الاستلام",
    "en": "cash on delivery",
}
GO = {
    "fa": "خب آره همین کارو بکن",
    "fa-Latn": "bezan berim",
    "ar": "ايوه اعمل كذا",
    "en": "ok yes do that",
}
COMPLAINT = {
    "fa": "شکایت دارم از برخوردتون",
    "fa-Latn": "shekayat daram az barkhordetun",
    "ar": "عندي شكوى على الخدمة",
    "en": "I have a complaint about your service",
}
OFFERS = {
    "fa": "تخفیفی برای من دارید؟",
    "fa-Latn": "takhfifi baraye man darid?",
    "ar": "هل عندكم عروض لي؟",
    "en": "any offers for me?",
}
TRACK = {
    "fa": "سفارشم کجاست؟",
    "fa-Latn": "sefaresham kojast?",
    "ar": "أين طلبي؟",
    "en": "where is my order?",
}


def delivered(buyer):
    """
    The total of what was bought in the chat.
    """
    return [total for _, _, _, total, _ in bought(buyer)]


@pytest.mark.parametrize("way", WAYS)
async def test_a_choice_by_its_place_and_a_weight_that_there_is_not(cart_buyer, way):
    lang = ANSWERED_IN[way]
    await cart_buyer.says(COFFEE[way])
    asked = said(await cart_buyer.says(SECOND[way]))
    assert "250" in asked or "۲۵۰" in asked or "٢٥٠" in asked

    told = said(await cart_buyer.says(NO_SUCH[way]))
    assert NOT_THERE[lang] in told
    assert UNCLEAR[lang] not in told
    asked = said(await cart_buyer.says(ONE[way]))

    assert WHICH_WAY[lang] in asked
    told = said(await cart_buyer.says(ONE[way]))
    assert SHALL_I[lang] in told
    assert bought(cart_buyer) == []


@pytest.mark.parametrize("way", WAYS)
async def test_the_address_of_before_and_a_delivery_by_what_it_is(cart_buyer, way):
    lang = ANSWERED_IN[way]
    await cart_buyer.says(BUY[way])
    await cart_buyer.says(ONE[way])

    asked = said(await cart_buyer.says(SAME[way]))
    assert WHICH_WAY[lang] in asked
    assert UNCLEAR[lang] not in asked
    told = said(await cart_buyer.says(COURIER[way]))
    assert SHALL_I[lang] in told
    told = said(await cart_buyer.says(CHEAPEST[way]))

    assert POST[lang] in told
    await cart_buyer.says(YES[way])
    assert delivered(cart_buyer) == [2_310_000]


@pytest.mark.parametrize("way", WAYS)
async def test_how_many_how_much_and_cash_in_the_middle(cart_buyer, way):
    lang = ANSWERED_IN[way]
    sums = {"fa": "۳٬۴۶۵٬۰۰۰", "ar": "٣٬٤٦٥٬٠٠٠", "en": "3,465,000"}
    await cart_buyer.says(BUY[way])
    await cart_buyer.says(CASH[way])
    await cart_buyer.says(ONE[way])
    await cart_buyer.says(THREE[way])

    told = said(await cart_buyer.says(ALTOGETHER[way]))

    assert sums[lang] in told
    assert WHICH_WAY[lang] in told
    await cart_buyer.says(CHEAPEST[way])
    done = said(await cart_buyer.says(GO[way]))
    assert "/demo/pay/" not in done
    assert [row[1:4] for row in bought(cart_buyer)] == [(21, 3, 3_465_000)]


@pytest.mark.parametrize("way", WAYS)
async def test_a_yes_in_many_words_is_one_to_the_read_back_alone(cart_buyer, way):
    lang = ANSWERED_IN[way]
    await cart_buyer.says(BUY[way])
    await cart_buyer.says(GO[way])
    assert bought(cart_buyer) == []
    await cart_buyer.says(ONE[way])
    told = said(await cart_buyer.says(GO[way]))
    assert WHICH_WAY[lang] in told
    assert bought(cart_buyer) == []
    await cart_buyer.presses(POST[lang])

    await cart_buyer.says(GO[way])

    assert len(bought(cart_buyer)) == 1


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("between", [COMPLAINT, OFFERS], ids=["complaint", "offers"])
async def test_a_yes_to_something_else_orders_nothing(cart_buyer, way, between):
    lang = ANSWERED_IN[way]
    await read_back(cart_buyer, way)
    told = said(await cart_buyer.says(between[way]))
    assert SHALL_I[lang] not in told

    told = said(await cart_buyer.says(YES[way]))

    assert bought(cart_buyer) == []
    # Behind that it is put again, and then a yes is to it.
    assert SHALL_I[lang] in told
    assert WALLET[lang] in told
    await cart_buyer.says(YES[way])
    assert len(bought(cart_buyer)) == 1


@pytest.mark.parametrize("way", WAYS)
async def test_after_a_no_something_else_is_not_led_back_to_the_cart(cart_buyer, way):
    lang = ANSWERED_IN[way]
    await read_back(cart_buyer, way)
    await cart_buyer.says(NO[way])

    for text in (TRACK[way], THANKS[way]):
        told = said(await cart_buyer.says(text))
        assert WALLET[lang] not in told
        assert SHALL_I[lang] not in told
    await cart_buyer.says(YES[way])

    assert bought(cart_buyer) == []


async def test_another_thing_is_added_and_taken_out_again(cart_buyer):
    await read_back(cart_buyer, "fa")

    asked = said(await cart_buyer.says("یه شامپو هم اضافه کن"))
    assert "شامپو" in asked
    told = said(await cart_buyer.says("بی‌خیال شامپو"))

    assert SHALL_I["fa"] in told
    assert "شامپو" not in told
    await cart_buyer.says("بله")
    assert [row[1:3] for row in bought(cart_buyer)] == [(21, 2)]


async def test_a_cheaper_one_is_shown_and_chosen(cart_buyer):
    await read_back(cart_buyer, "en")

    asked = said(await cart_buyer.says("is there a cheaper one?"))
    assert "Safarin wallet: 890,000" in " ".join(cart_buyer.buttons)
    assert "Which" in asked
    await cart_buyer.says("1")
    told = said(await cart_buyer.says("black"))

    assert "Safarin wallet (black) × 2" in told
    assert bought(cart_buyer) == []


async def test_what_deletes_a_thing_deletes_no_data(cart_buyer):
    await cart_buyer.says("mikham ye ketri bekharam")

    told = said(await cart_buyer.says("ketri ro hazf kon"))

    assert cart_buyer.meta["intent"]["name"] == "delete_my_data"
    assert "سبدتان خالی است" in told


GIVES_UP = {
    "fa": "کلا نخواستم، کنسلش کن",
    "fa-Latn": "kanselesh kon",
    "ar": "الغي الطلب كله",
    "en": "cancel everything",
}
PERSON = {"fa": "همکارانم", "ar": "زملائي", "en": "colleagues"}
BARE = {"fa": "لغو", "fa-Latn": "kansel", "ar": "إلغاء", "en": "cancel"}


@pytest.mark.parametrize("way", WAYS)
async def test_who_gives_up_buying_is_offered_nobody(cart_buyer, way):
    cart_buyer.sign_in(demo_orders.to_cancel(cart_buyer.file).customer)
    await cart_buyer.says(COFFEE[way])

    told = said(await cart_buyer.says(GIVES_UP[way]))

    assert told
    assert PERSON[ANSWERED_IN[way]] not in told
    assert CHANGES[ANSWERED_IN[way]] not in told


@pytest.mark.parametrize("way", WAYS)
async def test_the_bare_word_is_of_the_one_open_order(buyer, way):
    order = demo_orders.to_cancel(buyer.file)
    buyer.sign_in(order.customer)

    told = said(await buyer.says(BARE[way]))

    lang = ANSWERED_IN[way]
    assert digits(order.number, lang) in told
    assert CHANGES[lang] in told


@pytest.mark.parametrize(
    "text", ["یه عسل آویشن پرانه ۴۵۰ گرمی میخوام", "سفارش بده عسل گون پرانه"]
)
async def test_honey_is_sold_by_its_own_name(cart_buyer, text):
    cart_buyer.sign_in(demo_orders.to_cancel(cart_buyer.file).customer)

    told = said(await cart_buyer.says(text))

    assert "از من برنمی‌آید" not in told
    assert "نشانی" in told or "را چطور می‌خواهید" in told
