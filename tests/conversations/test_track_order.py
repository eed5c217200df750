"""
Where is my order? In four ways of writing, through the real engine.
"""

from datetime import date, timedelta

import pytest

from bot.conversations.messages import Choice
from crm_connector.model import OrderStatus
from tests.fakes.orders import COFFEE, SHOES, an_order

pytestmark = pytest.mark.engine

ASKING = [
    ("fa", "سفارش من کی می‌رسه؟"),
    ("fa", "sefaresham koja moonde?"),
    ("ar", "أين وصل طلبي؟"),
    ("en", "hey, any news about my order?"),
]


@pytest.mark.parametrize(("lang", "text"), ASKING)
async def test_one_open_order_is_told_with_status_day_carrier_and_code(
    talk, lang, text
):
    """
    The whole answer, in the customer's language and digits.
    """
    talk.sign_in()
    talk.source.all_orders = [an_order("21963")]
    (reply,) = await talk.says(text)
    expected = {
        "fa": (
            "۲۱۹۶۳",
            "ارسال شده",
            "پست پیشتاز",
            "سه‌شنبه ۳ آذر ۱۴۰۵",
            "۱٬۲۵۰٬۰۰۰ تومان",
        ),
        "ar": (
            "٢١٩٦٣",
            "تم شحن",
            "البريد السريع",
            "الثلاثاء ٢٤ نوفمبر ٢٠٢٦",
            "١٬٢٥٠٬٠٠٠ تومان",
        ),
        "en": (
            "21963",
            "shipped",
            "Express Post",
            "Tuesday 24 November 2026",
            "1,250,000 toman",
        ),
    }[lang]
    (card,) = reply.cards
    assert reply.lang == lang
    for part in expected[:4]:
        assert part in reply.text
    assert "9081726354" in reply.text
    assert (card.kind, card.id, card.state, card.step) == (
        "order",
        "21963",
        "shipped",
        2,
    )
    assert expected[4] in {row.value for row in card.rows}


@pytest.mark.parametrize(("lang", "text"), ASKING)
async def test_a_stranger_is_asked_to_sign_in_and_told_nothing(talk, lang, text):
    """
    The same question, the same shop, no proof: no number, no status, no code.
    """
    talk.source.all_orders = [an_order("21963")]
    (reply,) = await talk.says(text)
    assert (reply.lang, reply.cards, reply.buttons) == (lang, (), ())
    assert "9081726354" not in reply.text
    sign_in = {"fa": "وارد حساب", "ar": "سجّل الدخول", "en": "sign in"}[lang]
    assert sign_in in reply.text


async def test_a_stranger_hears_the_same_whether_the_order_exists_or_not(talk):
    """
    Existence is not for strangers.
    """
    talk.source.all_orders = [an_order("21963")]
    known = await talk.says("where is order 21963?")
    talk.state = None
    unknown = await talk.says("where is order 99999?")
    assert known == unknown


async def test_after_signing_in_the_question_is_answered_without_asking_again(talk):
    """
    The order that was named before signing in is the one that is told.
    """
    talk.source.all_orders = [
        an_order("21963"),
        an_order("21970", OrderStatus.PREPARING),
    ]
    await talk.says("سفارش ۲۱۹۷۰ کجاست؟")
    talk.sign_in()
    welcome, told = await talk.happens(Choice("signed_in"))
    assert "مریم رضایی" in welcome.text
    assert "۲۱۹۷۰" in told.text
    assert await talk.happens(Choice("signed_in")) == ()


@pytest.mark.parametrize(
    "text",
    [
        "سفارش ۲۱۹۶۳ کجاست",
        "أين الطلب ٢١٩٦٣",
        "where is order #21963",
        "21963 koja hast",
    ],
)
async def test_an_order_is_found_by_number_in_any_digits(talk, text):
    """
    ASCII, Persian and Arabic-Indic digits name the same order.
    """
    talk.sign_in()
    talk.source.all_orders = [an_order("21963"), an_order("21970")]
    (reply,) = await talk.says(text)
    assert [card.id for card in reply.cards] == ["21963"]


@pytest.mark.parametrize(
    "text",
    [
        "آخرین سفارشم کجاست؟",
        "وين طلبي الأخير",
        "where's my last order",
        "akharin sefaresham kojast",
    ],
)
async def test_the_last_one_is_the_newest(talk, text):
    """
    Also when several are open.
    """
    talk.sign_in()
    talk.source.all_orders = [
        an_order("21963", days_ago=5),
        an_order("21970", days_ago=1),
    ]
    (reply,) = await talk.says(text)
    assert [card.id for card in reply.cards] == ["21970"]


@pytest.mark.parametrize(
    "text",
    [
        "کفش‌هام کجاست؟",
        "أين الحذاء الذي طلبته؟",
        "where are the shoes I ordered?",
        "kafsham koja moonde",
    ],
)
async def test_the_shoes_mean_the_order_with_shoes(talk, text):
    """
    A product names its order, in each language.
    """
    talk.sign_in()
    talk.source.all_orders = [
        an_order("21963", product=COFFEE, days_ago=1),
        an_order("21970", product=SHOES, days_ago=4),
    ]
    (reply,) = await talk.says(text)
    assert [card.id for card in reply.cards] == ["21970"]


async def test_with_several_open_orders_the_customer_chooses(talk):
    """
    A button for each; pressing one tells that order; "when?" goes on about it.
    """
    talk.sign_in()
    talk.source.all_orders = [
        an_order("21963"),
        an_order("21970", OrderStatus.PREPARING, product=COFFEE),
    ]
    (question,) = await talk.says("سفارشم کجاست؟")
    assert len(question.buttons) == 2
    (reply,) = await talk.presses("۲۱۹۷۰")
    assert [card.id for card in reply.cards] == ["21970"]
    (again,) = await talk.says("کی می‌رسه دستم؟")
    assert [card.id for card in again.cards] == ["21970"]
    talk.now += timedelta(hours=1)
    (later,) = await talk.says("سفارشم کجاست؟")
    assert len(later.buttons) == 2


async def test_somebody_elses_order_sounds_like_one_that_is_not(talk):
    """
    Alike to the letter, but for the number.
    """
    talk.sign_in()
    talk.source.all_orders = [
        an_order("21963"),
        an_order("30000", customer_id="8"),
    ]
    (foreign,) = await talk.says("where is order 30000?")
    (absent,) = await talk.says("where is order 40000?")
    assert foreign.text.replace("30000", "N") == absent.text.replace("40000", "N")
    assert foreign.buttons == absent.buttons
    assert not foreign.cards


async def test_a_late_order_is_said_to_be_late(talk):
    """
    The promise has passed: no cheerful "expected", an apology.
    """
    talk.sign_in()
    talk.source.all_orders = [an_order("21963", expected_on=date(2026, 11, 20))]
    (reply,) = await talk.says("where is my order?")
    assert "late" in reply.text
    assert "Friday 20 November 2026" in reply.text


async def test_with_nothing_open_the_last_order_is_told(talk):
    """
    Delivered, and when.
    """
    talk.sign_in()
    talk.source.all_orders = [an_order("21963", OrderStatus.DELIVERED)]
    replies = await talk.says("سفارشم کجاست؟")
    assert "سفارش بازی ندارید" in replies[0].text
    assert "تحویل داده شده" in replies[1].text


@pytest.mark.parametrize("status", list(OrderStatus))
@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
async def test_every_status_has_words_in_every_language(talk, status, lang):
    """
    No status of the model is without its sentence and its word on the card.
    """
    talk.sign_in()
    talk.source.all_orders = [an_order("21963", status)]
    question = {
        "fa": "سفارش ۲۱۹۶۳ کجاست؟",
        "ar": "أين الطلب ٢١٩٦٣؟",
        "en": "where is order 21963?",
    }
    (reply,) = await talk.says(question[lang])
    assert reply.cards[0].status
    assert "{" not in reply.text


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "لیست سفارش‌هامو بده"),
        ("ar", "اعرض كل طلباتي"),
        ("en", "show me all my orders"),
    ],
)
async def test_the_list_shows_the_newest_five(talk, lang, text):
    """
    Newest first; older ones by number.
    """
    talk.sign_in()
    talk.source.all_orders = [
        an_order(str(21900 + n), days_ago=10 - n) for n in range(7)
    ]
    (reply,) = await talk.says(text)
    assert reply.lang == lang
    assert [c.id for c in reply.cards] == ["21906", "21905", "21904", "21903", "21902"]
