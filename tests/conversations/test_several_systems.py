"""
What several systems say of one customer, also when some of them are slow or down.
"""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from actions import services
from crm_connector.model import Loyalty, OrderStatus
from tests.conversations.conftest import Talk
from tests.fakes.orders import COFFEE, NOW, a_customer, an_order
from tests.fakes.source import FakeSource

pytestmark = pytest.mark.engine

WHERE = [
    ("fa", "سفارشم کجاست؟"),
    ("fa", "sefaresham kojast"),
    ("ar", "أين طلبي؟"),
    ("en", "where is my order?"),
]
LIST = [
    ("fa", "همه سفارش‌هامو نشون بده"),
    ("fa", "hameye sefaresham ro neshoon bede"),
    ("ar", "اعرض كل طلباتي"),
    ("en", "show me all my orders"),
]
TITLES = {
    "fake": {"fa": "فروشگاه", "ar": "المتجر", "en": "the shop"},
    "stock": {"fa": "انبار", "ar": "المستودع", "en": "the warehouse"},
}
UNREACHED = {
    "fa": "الان به {} دسترسی ندارم",
    "ar": "لا أستطيع الوصول إلى {} الآن",
    "en": "I can't reach {} right now",
}
# 12:00 in Tehran, when it was read.
NOON = {
    "fa": "طبق اطلاعات امروز ساعت ۱۲:۰۰ (به وقت تهران)",
    "ar": "بحسب معلومات اليوم الساعة ١٢:٠٠ (بتوقيت طهران)",
    "en": "this is as of 12:00 today (Tehran time).",
}
YESTERDAY = {
    "fa": "طبق اطلاعات دیروز ساعت ۱۲:۰۰",
    "ar": "بحسب معلومات أمس الساعة ١٢:٠٠",
    "en": "this is as of 12:00 yesterday (Tehran time).",
}
MORE = {"fa": "شاید آنجا چیز دیگری", "ar": "وقد يكون هناك", "en": "may be more there"}
DOWN = {"fa": "نمی‌خواهم حدس بزنم", "ar": "لا أريد أن أخمّن", "en": "don't want to guess"}
SHOES, COFFEES = "21963", "30077"


def texts(replies):
    """
    All that was said.
    """
    return "\n".join(reply.text for reply in replies)


def cards(replies):
    """
    The orders that are shown.
    """
    return [card.id for reply in replies for card in reply.cards]


def unreached(lang, source):
    """
    That this system cannot be asked.
    """
    return UNREACHED[lang].format(TITLES[source][lang])


@pytest.fixture
def two(rasa_engine):
    """
    A shop and a warehouse, which know one customer by her phone and have an order each.

    Both are waited for a fifth of a second.
    """
    known = replace(a_customer(), phones=("+989120000007",), emails=())
    stock = FakeSource(
        [replace(known, id="K7", source="stock")],
        [
            an_order(
                COFFEES, product=COFFEE, days_ago=1, customer_id="K7", source="stock"
            )
        ],
        name="stock",
        clock=lambda: made.now,
    )
    shop = FakeSource([known], [an_order(SHOES)], clock=lambda: made.now)
    made = Talk(rasa_engine, shop, stock, seconds=0.2)
    made.stock = stock
    made.open(sources=TITLES)
    made.sign_in()
    yield made
    services.configure(None)


@pytest.mark.parametrize(("lang", "text"), LIST)
async def test_orders_of_both_systems_are_one_list(two, lang, text):
    replies = await two.says(text)

    assert cards(replies) == [COFFEES, SHOES]
    assert UNREACHED[lang].split("{}")[1] not in texts(replies)


async def test_an_order_of_either_is_found_by_its_number(two):
    assert cards(await two.says("سفارش 21963 کجاست؟")) == [SHOES]
    assert cards(await two.says("where is order 30077?")) == [COFFEES]


@pytest.mark.parametrize(("lang", "text"), LIST)
async def test_a_system_that_is_down_is_named_and_the_other_tells(two, lang, text):
    """
    She was never looked for there: nobody can say that there is nothing.
    """
    two.stock.go_down()
    replies = await two.says(text)

    assert cards(replies) == [SHOES]
    assert unreached(lang, "stock") in replies[-1].text
    assert MORE[lang] in replies[-1].text

    two.stock.come_back()
    two.now += timedelta(minutes=11)
    replies = await two.says(text)
    assert cards(replies) == [COFFEES, SHOES]
    assert unreached(lang, "stock") not in texts(replies)


@pytest.mark.parametrize(("lang", "text"), WHERE)
async def test_what_was_known_before_is_told_with_its_age(two, lang, text):
    two.stock.all_orders = []
    assert cards(await two.says(text)) == [SHOES]
    two.source.go_down()
    two.now += timedelta(hours=2)

    replies = await two.says(text)

    assert unreached(lang, "fake") in replies[0].text
    assert NOON[lang] in replies[0].text
    assert cards(replies) == [SHOES]

    two.source.come_back()
    two.now += timedelta(minutes=1)
    replies = await two.says(text)
    assert cards(replies) == [SHOES]
    assert unreached(lang, "fake") not in texts(replies)


@pytest.mark.parametrize(("lang", "text"), WHERE)
async def test_what_was_known_yesterday_is_told_with_its_day(two, lang, text):
    two.stock.all_orders = []
    await two.says(text)
    two.source.go_down()
    two.now += timedelta(hours=20)

    assert YESTERDAY[lang] in texts(await two.says(text))


@pytest.mark.parametrize(("lang", "text"), WHERE)
async def test_a_slow_system_is_not_waited_for(two, lang, text):
    """
    And its answer, when it comes, is there for the next question.
    """
    two.stock.all_orders = []
    await two.says(text)
    two.source.gate.clear()
    two.now += timedelta(hours=2)

    replies = await two.says(text)
    assert unreached(lang, "fake") in replies[0].text
    assert NOON[lang] in replies[0].text
    assert cards(replies) == [SHOES]

    two.source.gate.set()
    await asyncio.sleep(0)
    replies = await two.says(text)
    assert unreached(lang, "fake") not in texts(replies)
    assert cards(replies) == [SHOES]


@pytest.mark.parametrize(("lang", "text"), WHERE)
async def test_no_open_order_is_not_said_without_the_age_of_that(two, lang, text):
    two.stock.all_orders = []
    two.source.all_orders = [an_order(SHOES, OrderStatus.DELIVERED)]
    await two.says(text)
    two.source.go_down()
    two.now += timedelta(hours=2)

    replies = await two.says(text)

    assert NOON[lang] in replies[0].text
    assert cards(replies) == [SHOES]


@pytest.mark.parametrize(("lang", "text"), WHERE)
async def test_a_system_without_a_name_has_a_general_one(two, lang, text):
    two.open()
    two.stock.all_orders = []
    await two.says(text)
    two.source.go_down()
    two.now += timedelta(hours=2)

    called = {"fa": "سیستم فروشگاه", "ar": "نظام المتجر", "en": "the shop's system"}
    assert UNREACHED[lang].format(called[lang]) in texts(await two.says(text))


@pytest.mark.parametrize(("lang", "text"), WHERE)
async def test_a_list_of_points_does_not_speak_for_the_orders(rasa_engine, lang, text):
    """
    The shop is down, the loyalty list answers: that is not "you have no orders".
    """
    club = FakeSource([], name="club")
    club.loyalties["9"] = Loyalty("9", 120, None, "club", NOW)
    talk = Talk(rasa_engine, FakeSource([a_customer()]), club)
    talk.open()
    talk.sign_in()
    try:
        assert DOWN[lang] not in texts(await talk.says(text))
        talk.source.go_down()
        talk.now += timedelta(days=2)
        assert DOWN[lang] in texts(await talk.says(text))
    finally:
        services.configure(None)


@pytest.mark.parametrize(("lang", "text"), WHERE)
async def test_no_orders_here_is_not_no_orders_while_another_system_is_down(
    two, lang, text
):
    two.source.all_orders = []
    two.stock.go_down()

    assert DOWN[lang] in texts(await two.says(text))


async def test_a_number_that_nobody_can_look_up_is_not_called_unknown(two):
    two.stock.go_down()

    assert DOWN["fa"] in texts(await two.says("سفارش 55555 کجاست؟"))


async def test_many_conversations_of_one_customer_ask_once(two, rasa_engine):
    """
    Five tabs, one question to each system.
    """
    tabs = [
        Talk(rasa_engine, two.source, two.stock, seconds=30, name=f"tab {n}")
        for n in range(5)
    ]
    tabs[0].open()
    for tab in tabs:
        tab.sign_in()
    replies = await asyncio.gather(*(tab.says("سفارشم کجاست؟") for tab in tabs))

    assert [len(each[0].buttons) for each in replies] == [2] * 5, replies
    # The customer and the orders here; there she is looked for by her phone first.
    assert (two.source.asked, two.stock.asked) == (2, 2)
