"""
Warranties: the shop's text, what was bought when, and a person for what has broken.
"""

from dataclasses import replace

import pytest

from actions import services
from bot.conversations.messages import Choice
from bot.handoff.packet import read
from bot.shop_words import shop_words
from crm_connector.model import ContactKind, OrderStatus
from tests.conversations.wishes import SHOP
from tests.fakes.desk import FakeDesk
from tests.fakes.orders import COFFEE, SHOES, an_order

pytestmark = pytest.mark.engine

WAYS = ("fa", "fa-Latn", "ar", "en")
LANG = {"fa": "fa", "fa-Latn": "fa", "ar": "ar", "en": "en"}
PHONE = {lang: words["shop_phone"] for lang, words in shop_words(SHOP).items()}
YES = {"fa": "بله، لطفاً", "ar": "نعم من فضلك", "en": "Yes, please"}
BOUGHT = {"fa": "خرید:", "ar": "الشراء:", "en": "Bought:"}
PAGE = {"fa": "پیش من نیست", "ar": "ليست لدي", "en": "I don't have it here"}
SORRY = {"fa": "بابت خرابی متأسفم", "ar": "أنه تعطّل", "en": "that it broke"}
MINE = {
    "fa": "کفشی که ازتون خریدم تا کی گارانتی داره؟",
    "fa-Latn": "kafshi ke azatun kharidam garantish ta key hast?",
    "ar": "الحذاء الذي اشتريته منكم، إلى متى ضمانه؟",
    "en": "until when is the warranty of the shoes I bought from you?",
}
BROKEN = {
    "fa": "کفشی که خریدم پاره شد، گارانتی شاملش میشه؟",
    "fa-Latn": "kafshi ke kharidam pare shod, garanti shameleshe?",
    "ar": "الحذاء الذي اشتريته منكم تمزق، هل يشمله الضمان؟",
    "en": "the shoes I bought from you fell apart, are they under warranty?",
}
GENERAL = {
    "fa": "جنساتون ضمانت‌نامه دارن؟",
    "fa-Latn": "jensatun zemanat daran?",
    "ar": "هل منتجاتكم مكفولة؟",
    "en": "do the things you sell come with a guarantee?",
}


@pytest.fixture
def owner(talk, shop):
    """
    A customer whose shoes were delivered, and whose coffee is under way.
    """
    talk.sign_in()
    talk.source.all_orders = [
        an_order("21963", OrderStatus.DELIVERED, product=SHOES, days_ago=40),
        an_order("21928", product=COFFEE, days_ago=5),
    ]
    return talk


@pytest.fixture
def desk(talk):
    """
    Somebody is free at the desk of the talk's shop.
    """
    made = FakeDesk()
    services.configure(replace(services.services(), desk=made))
    return made


def said_by(replies):
    """
    All that they say, in one text.
    """
    return "\n".join(reply.text for reply in replies)


@pytest.mark.parametrize("way", WAYS)
async def test_what_was_bought_when_is_told_beside_the_shops_text(owner, way):
    lang = LANG[way]
    said = said_by(await owner.says(MINE[way]))
    assert SHOES[0][lang] in said
    assert COFFEE[0][lang] not in said
    assert BOUGHT[lang] in said
    day = {"fa": "۲۱ مهر ۱۴۰۵", "ar": "١٣ أكتوبر ٢٠٢٦", "en": "13 October 2026"}
    assert day[lang] in said
    assert SHOP.policies["warranty"][lang] in said
    # How long it runs nobody has told us.
    assert PAGE[lang] in said
    assert not owner.buttons


@pytest.mark.parametrize("way", WAYS)
async def test_a_general_question_has_the_shops_text_alone(owner, way):
    lang = LANG[way]
    said = said_by(await owner.says(GENERAL[way]))
    assert SHOP.policies["warranty"][lang] in said
    assert BOUGHT[lang] not in said


@pytest.mark.parametrize("way", WAYS)
async def test_something_broken_goes_to_a_person_with_its_order(owner, desk, way):
    lang = LANG[way]
    replies = await owner.says(BROKEN[way])
    assert SORRY[lang] in said_by(replies)
    assert SHOP.policies["warranty"][lang] in said_by(replies)
    assert owner.handed is None
    await owner.presses(YES[lang])
    assert owner.handed.reason == "capability_missing"
    packet = read(owner.handed.packet)
    assert packet.order == "21963"
    assert packet.wish.words == BROKEN[way]


@pytest.mark.parametrize("way", WAYS)
async def test_without_a_desk_the_telephone_is_told(owner, way):
    lang = LANG[way]
    replies = await owner.says(BROKEN[way])
    assert PHONE[lang] in replies[-1].text
    assert owner.handed is None


@pytest.mark.parametrize("way", WAYS)
async def test_a_stranger_gets_the_text_and_the_way_to_sign_in(talk, shop, way):
    services.configure(
        replace(services.services(), codes_reach=frozenset({ContactKind.PHONE}))
    )
    lang = LANG[way]
    talk.source.all_orders = [an_order("21963", OrderStatus.DELIVERED)]
    replies = await talk.says(MINE[way])
    assert [card.kind for reply in replies for card in reply.cards] == ["sign_in"]
    assert SHOP.policies["warranty"][lang] in said_by(replies)
    assert BOUGHT[lang] not in said_by(replies)
    # Signed in, the same is answered without being asked again.
    talk.sign_in()
    said = said_by(await talk.happens(Choice("signed_in")))
    assert BOUGHT[lang] in said
    assert SHOES[0][lang] in said


@pytest.mark.parametrize("way", WAYS)
async def test_a_stranger_who_asks_in_general_is_not_asked_to_sign_in(talk, shop, way):
    replies = await talk.says(GENERAL[way])
    assert SHOP.policies["warranty"][LANG[way]] in said_by(replies)
    assert not [card for reply in replies for card in reply.cards]


async def test_what_may_break_some_day_is_no_claim(owner, desk):
    replies = await owner.says("if the shoes I bought are broken, is there a warranty?")
    assert SORRY["en"] not in said_by(replies)
    assert YES["en"] not in owner.buttons


async def test_with_several_orders_and_no_word_which_is_asked(owner):
    replies = await owner.says("my purchase is broken, is it under guarantee?")
    chosen = {
        button.choice.entities.get("order_number")
        for reply in replies
        for button in reply.buttons
    }
    assert {"21963", "21928"} <= chosen


async def test_an_order_by_number_is_told_with_all_that_is_in_it(owner):
    said = said_by(await owner.says("what about the warranty on order 21928?"))
    assert COFFEE[0]["en"] in said
    assert "21928" in said


async def test_a_system_that_is_down_is_said_and_the_text_told_to_who_asks(owner):
    owner.source.go_down()
    said = said_by(await owner.says("do shoes have a guarantee?"))
    assert SHOP.policies["warranty"]["en"] in said
