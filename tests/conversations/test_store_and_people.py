"""
Holidays, what no setting tells of a branch, and the people behind the telephone.
"""

from dataclasses import replace
from datetime import date, datetime, timezone

import pytest

from actions import services
from actions.formatting import digits
from bot.conversations.messages import Choice
from bot.handoff.packet import read
from bot.handoff.routing import Outlook
from bot.holidays import Holidays
from tests.conversations.wishes import SHOP, answer
from tests.fakes.desk import FakeDesk

pytestmark = pytest.mark.engine

LANGUAGES = ("fa", "ar", "en")
WAYS = ("fa", "fa-Latn", "ar", "en")
LANG = {"fa": "fa", "fa-Latn": "fa", "ar": "ar", "en": "en"}
# 22 Bahman, a Thursday.
CLOSED = Holidays(yearly=frozenset({(11, 22)}))
WITH_HOLIDAYS = replace(
    SHOP,
    holidays=CLOSED,
    branches=tuple(replace(each, holidays=CLOSED) for each in SHOP.branches),
)
HOLIDAY = {"fa": "در تقویم فروشگاه تعطیل است", "ar": "عطلة في تقويم", "en": "a holiday"}
PERSON = {"fa": "صحبت با همکار", "ar": "التحدث إلى موظف", "en": "Talk to a person"}
NOON = datetime(2027, 2, 11, 8, 30, tzinfo=timezone.utc)


@pytest.fixture
def desk(talk):
    """
    Somebody is free at the desk of the talk's shop.
    """
    made = FakeDesk()
    services.configure(replace(services.services(), desk=made))
    return made


@pytest.mark.parametrize(
    ("lang", "text", "no"),
    [
        ("fa", "۲۲ بهمن شعبه‌ها بازن؟", "هیچ‌کدام از شعبه‌هایمان باز نیست"),
        ("fa", "22 bahman shobeha bazan?", "هیچ‌کدام از شعبه‌هایمان باز نیست"),
        ("ar", "هل فروعكم مفتوحة في 11 فبراير؟", "جميع فروعنا مغلقة"),
        (
            "en",
            "are your branches open on 11 February?",
            "None of our branches is open",
        ),
    ],
)
async def test_on_a_holiday_no_branch_is_open(talk, shop, lang, text, no):
    (usual,) = await talk.says(text)
    assert no not in usual.text
    shop(WITH_HOLIDAYS)
    (reply,) = await talk.says(text)
    assert no in reply.text
    assert HOLIDAY[lang] in reply.text


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_on_the_day_itself_a_branch_is_closed_now(talk, shop, lang):
    shop(WITH_HOLIDAYS)
    talk.now = NOON
    (reply,) = await answer(talk, lang, "store_hours", branch="isfahan")
    closed = {"fa": "الان بسته است", "ar": "مغلق الآن", "en": "is closed now"}
    assert closed[lang] in reply.text
    assert HOLIDAY[lang] in reply.text
    (card,) = reply.cards
    assert card.state == "closed"
    # Its usual week is told as ever.
    week = {"fa": "شنبه تا چهارشنبه", "ar": "السبت", "en": "Saturday to Wednesday"}
    assert any(week[lang] in row.value for row in card.rows)


async def test_a_shop_without_branches_has_its_telephone_closed(talk, shop):
    shop(replace(WITH_HOLIDAYS, branches=()))
    (reply,) = await answer(talk, "en", "store_hours", date="2027-02-11")
    assert "is not answered" in reply.text
    assert HOLIDAY["en"] in reply.text


def test_an_ordinary_day_is_none():
    assert not WITH_HOLIDAYS.is_holiday(date(2027, 2, 10))


DETAILS = [
    ("fa", "شعبه اصفهان جای پارک ماشین داره؟"),
    ("fa", "shobeye esfahan parking dare?"),
    ("ar", "هل عند فرع أصفهان موقف سيارات؟"),
    ("en", "is there a car park at the Isfahan branch?"),
]


@pytest.mark.parametrize(("lang", "text"), DETAILS)
async def test_what_no_setting_tells_the_branch_itself_knows(talk, shop, lang, text):
    (reply,) = await talk.says(text)
    unknown = {"fa": "نمی‌خواهم حدس بزنم", "ar": "أخمّن", "en": "don't want to guess"}
    assert unknown[lang] in reply.text
    (card,) = reply.cards
    telephone = digits("+983100000103", lang)
    assert any(telephone in row.value for row in card.rows)
    assert not reply.buttons


@pytest.mark.parametrize(("lang", "text"), DETAILS)
async def test_whoever_is_there_in_the_chat_can_be_asked(talk, shop, desk, lang, text):
    await talk.says(text)
    await talk.presses(PERSON[lang])
    assert talk.handed is not None


REACHING = [
    ("fa", "چه جوری می‌تونم با پشتیبانیتون در ارتباط باشم"),
    ("fa", "chejuri mitunam ba poshtibani tamas begiram"),
    ("ar", "كيف أستطيع التواصل مع خدمة العملاء"),
    ("en", "how can i get in touch with your customer service"),
]


@pytest.mark.parametrize(("lang", "text"), REACHING)
async def test_ways_to_reach_the_shop_name_the_chats_people(
    talk, shop, desk, lang, text
):
    await talk.says(text)
    await talk.presses(PERSON[lang])
    assert talk.handed is not None


async def test_while_nobody_is_there_only_the_telephone_is_named(talk, shop, desk):
    desk.expects = Outlook(0, None, talk.now, None)
    (reply,) = await answer(talk, "en", "contact_customer_service")
    assert PERSON["en"] not in talk.buttons
    assert "Phone" in reply.text


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "از کفشی که فرستادین شکایت دارم"),
        ("ar", "عندي شكوى على الحذاء الذي أرسلتموه"),
        ("en", "i have a complaint about the shoes that you sent"),
    ],
)
async def test_what_a_complaint_is_about_goes_into_the_packet(
    shopper, shop, desk, lang, text
):
    await shopper.happens(Choice("change_language", {"language": lang}))
    await shopper.asks(Choice("complaint", {"product_word": "shoes"}), text)
    assert shopper.handed.reason == "policy"
    assert read(shopper.handed.packet).order == "21963"


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_without_a_desk_the_order_is_said_back(shopper, shop, lang):
    await shopper.happens(Choice("change_language", {"language": lang}))
    (reply,) = await shopper.asks(Choice("complaint", {"order_number": "21963"}), "!")
    assert digits("21963", lang) in reply.text
