"""
"And Mashhad?", "what's their phone number", "tomorrow?": going on from an answer.
"""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from actions import services
from bot import HOUSE
from bot.shop import load_shop
from tests.fakes.orders import an_order

pytestmark = pytest.mark.engine

SHOP = load_shop(HOUSE / "demo" / "shop.yml")
# 12:00 in Tehran; the Friday after it is the 27th, on which Isfahan is closed.
SUNDAY_NOON = datetime(2026, 11, 22, 8, 30, tzinfo=timezone.utc)


@pytest.fixture(autouse=True)
def niksara(talk):
    """
    The demo's shop, on a Sunday.
    """
    services.configure(replace(services.services(), shop=SHOP))
    talk.now = SUNDAY_NOON


def shown(replies):
    """
    The branches whose cards are shown.
    """
    return [card.id for reply in replies for card in reply.cards]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("شعبه اصفهان تا کی بازه؟", "مشهد چطور؟"),
        ("شعبه اصفهان تا کی بازه؟", "و مشهد؟"),
        ("shobe esfahan ta key baze?", "mashhad chetor"),
        ("ساعات عمل فرع أصفهان", "طب ومشهد؟"),
        ("ساعات عمل فرع أصفهان", "ومشهد؟"),
        ("opening hours of the Isfahan branch", "and Mashhad?"),
        ("opening hours of the Isfahan branch", "what about Mashhad?"),
        ("opening hours of the Isfahan branch", "no, I meant Mashhad"),
    ],
)
async def test_another_city_asks_the_same(talk, first, then):
    assert shown(await talk.says(first)) == ["isfahan"]

    replies = await talk.says(then)

    assert shown(replies) == ["mashhad"]
    assert talk.meta["intent"]["name"] == "store_hours"


@pytest.mark.parametrize(
    "then", ["تهرانپارس چطور؟", "tehranpars chi?", "وطهرانبارس؟", "and Tehranpars?"]
)
async def test_another_branch_of_the_shop_needs_no_word_for_branches(talk, then):
    await talk.says("is the Valiasr branch open now?")

    assert shown(await talk.says(then)) == ["tehran-tehranpars"]


@pytest.mark.parametrize(
    ("first", "then", "hours"),
    [
        ("شعبه مشهد تا کی بازه؟", "جمعه چطور", "۱۷:۰۰ تا ۲۱:۰۰"),
        ("shobe mashhad ta key baze?", "jome chetor?", "۱۷:۰۰ تا ۲۱:۰۰"),
        ("هل فرع مشهد مفتوح الآن؟", "والجمعة؟", "١٧:٠٠ إلى ٢١:٠٠"),
        ("is the Mashhad branch open now?", "and on friday?", "17:00 to 21:00"),
        ("where is the Mashhad branch?", "friday?", "17:00 to 21:00"),
    ],
)
async def test_another_day_asks_of_the_same_branch(talk, first, then, hours):
    assert shown(await talk.says(first)) == ["mashhad"]

    (reply,) = await talk.says(then)

    assert shown([reply]) == ["mashhad"]
    assert hours in reply.text


@pytest.mark.parametrize(
    ("first", "then", "phone"),
    [
        ("شعبه مشهد تا کی بازه؟", "تلفنش چنده", "+۹۸۵۱۰۰۰۰۰۱۰۴"),
        ("shobe mashhad ta key baze?", "shomarash chande", "+۹۸۵۱۰۰۰۰۰۱۰۴"),
        ("أين فرع مشهد؟", "كم رقم هاتفه؟", "+٩٨٥١٠٠٠٠٠١٠٤"),
        ("where is the Mashhad branch?", "what's their phone number", "+985100000104"),
    ],
)
async def test_the_telephone_is_that_of_the_branch_spoken_of(talk, first, then, phone):
    await talk.says(first)

    (reply,) = await talk.says(then)

    # From left to right, whatever stands around it.
    assert f"\u2066{phone}\u2069" in reply.text


async def test_what_was_asked_goes_on_over_several_messages(talk):
    await talk.says("is the Isfahan branch open on friday?")
    (mashhad,) = await talk.says("and Mashhad?")
    await talk.says("what's the phone number?")
    (ahvaz,) = await talk.says("and Ahvaz?")

    # The day holds while it is spoken of; then it is the telephone that is asked for.
    assert "17:00 to 21:00" in mashhad.text
    assert "+986100000105" in ahvaz.text


async def test_the_telephone_of_a_branch_that_is_named_is_told_at_once(talk):
    (one,) = await talk.says("what's the phone number of the Mashhad branch?")
    (two,) = await talk.says("شماره تلفن شعبه‌های تهران؟")
    (none,) = await talk.says("what's the phone number of your branch in Shiraz")

    assert "+985100000104" in one.text
    assert "is open now, until 21:00" in one.text
    assert shown([two]) == ["tehran-valiasr", "tehran-tehranpars"]
    assert [len(card.rows) for card in two.cards] == [1, 1]
    assert "no branch in Shiraz" in none.text


async def test_without_a_branch_all_ways_to_reach_the_shop_are_told(talk):
    (reply,) = await talk.says("what's your phone number?")

    assert "+982100000100" in reply.text
    assert "help@niksara.example" in reply.text


@pytest.mark.parametrize(
    "then", ["and Isfahan?", "and on friday?", "what's their phone number"]
)
async def test_after_a_quarter_of_an_hour_nothing_goes_on(talk, then):
    await talk.says("is the Mashhad branch open now?")
    talk.now += timedelta(minutes=16)

    replies = await talk.says(then)

    assert shown(replies) == []
    assert "104" not in replies[0].text


@pytest.mark.parametrize(
    ("first", "then", "parts"),
    [
        ("ارسال چند روز طول میکشه؟", "فردا چی؟", ("فردا", "پست پیشتاز دو تا پنج")),
        ("ersal chand ruz tul mikeshe?", "farda?", ("فردا", "پست پیشتاز دو تا پنج")),
        ("كم يستغرق التوصيل؟", "باچر؟", ("غدًا", "يستغرق البريد السريع")),
        ("how long does delivery take?", "tomorrow?", ("tomorrow", "Express Post")),
        ("do you deliver to Karaj?", "tomorrow?", ("tomorrow", "Express Post")),
        ("how long is delivery to Karaj?", "and to Tehran?", ("To Tehran: Chabok",)),
    ],
)
async def test_delivery_to_another_city_or_on_a_day(talk, first, then, parts):
    await talk.says(first)

    (reply,) = await talk.says(then)

    assert talk.meta["intent"]["name"] == "delivery_period"
    for part in parts:
        assert part in reply.text


async def test_of_an_order_just_told_tomorrow_is_asked_of_the_order(talk):
    talk.sign_in()
    talk.source.all_orders = [an_order("21963")]
    await talk.says("how long does delivery take?")
    talk.now += timedelta(minutes=1)
    await talk.says("where is my order?")

    assert shown(await talk.says("tomorrow?")) == ["21963"]


@pytest.mark.parametrize(
    ("first", "then", "branches"),
    [
        ("how long does delivery take?", "is there a branch in Isfahan?", ["isfahan"]),
        ("ارسال چند روز طول میکشه؟", "در اصفهان شعبه هست؟", ["isfahan"]),
        ("ersal chand ruz tul mikeshe?", "tu esfahan shobe hast?", ["isfahan"]),
        ("كم يستغرق التوصيل؟", "في فرع في أصفهان؟", ["isfahan"]),
        ("phone number of the Mashhad branch", "is there one in Isfahan?", ["isfahan"]),
        ("where is the Isfahan branch?", "and Mashhad on friday?", ["mashhad"]),
    ],
)
async def test_a_new_question_about_branches_is_answered(talk, first, then, branches):
    await talk.says(first)

    assert shown(await talk.says(then)) == branches


async def test_a_city_without_a_branch_is_said_to_have_none_after_delivery(talk):
    await talk.says("ارسال چند روز طول میکشه؟")

    (reply,) = await talk.says("شعبه تو شیراز هست؟")

    assert "در شیراز شعبه نداریم" in reply.text


@pytest.mark.parametrize("then", ["بسته کجاست؟", "بسته من کجاست"])
async def test_a_parcel_is_looked_for_after_a_branchs_address(talk, then):
    talk.sign_in()
    talk.source.all_orders = [an_order("21963")]
    await talk.says("شعبه مشهد کجاست؟")

    assert shown(await talk.says(then)) == ["21963"]


@pytest.mark.parametrize(
    ("first", "then", "price"),
    [
        ("ارسال چند روز طول میکشه؟", "تا اصفهان چنده؟", "۴۵٬۰۰۰"),
        ("ersal chand ruz tul mikeshe?", "ta esfahan chande?", "۴۵٬۰۰۰"),
        ("كم يستغرق التوصيل؟", "وكم إلى أصفهان؟", "٤٥٬٠٠٠"),
        ("how long does delivery take?", "how much is it to Isfahan?", "45,000"),
    ],
)
async def test_after_how_long_it_takes_how_much_it_is_has_prices(
    talk, first, then, price
):
    await talk.says(first)

    assert price in (await talk.says(then))[0].text


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("where is 21963?", "what is today?"),
        ("سفارش ۲۱۹۶۳ کجاست؟", "امروز چیه؟"),
        ("sefareshe 21963 kojast?", "emruz chie?"),
        ("أين الطلب 21963؟", "ما هو اليوم؟"),
    ],
)
async def test_the_date_is_no_question_about_an_order(talk, first, then):
    talk.sign_in()
    talk.source.all_orders = [an_order("21963")]
    assert shown(await talk.says(first)) == ["21963"]

    assert shown(await talk.says(then)) == []


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("شعبه مشهد تا کی بازه؟", "عصر چی؟"),
        ("shobe mashhad ta key baze?", "asr chi?"),
        ("متى يفتح فرع مشهد؟", "والعصر؟"),
        ("is the Mashhad branch open now?", "and in the evening?"),
    ],
)
async def test_the_afternoon_is_asked_of_the_same_branch(talk, first, then):
    assert shown(await talk.says(first)) == ["mashhad"]

    assert shown(await talk.says(then)) == ["mashhad"]
    assert talk.meta["intent"]["name"] == "store_hours"


@pytest.mark.parametrize(
    ("first", "then", "order"),
    [
        ("أين طلبي؟", "أين هو", "21963"),
        ("where is my order?", "where is it", "21963"),
    ],
)
async def test_where_it_is_means_what_was_spoken_of(talk, first, then, order):
    talk.sign_in()
    talk.source.all_orders = [an_order(order)]
    await talk.says(first)
    assert shown(await talk.says(then)) == [order]

    await talk.says("where is the Mashhad branch?")
    assert shown(await talk.says(then)) == ["mashhad"]
