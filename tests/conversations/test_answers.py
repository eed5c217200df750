"""
Every wish has an answer, and questions of information have the shop's own.

Wishes come as choices: what is answered does not depend on how well they are told.
"""

import re
from dataclasses import replace

import pytest

from bot.engine.titles import titles
from bot.shop_words import shop_words
from crm_connector.model import Address, Identity
from tests.conversations.wishes import (
    LANGUAGES,
    SHOP,
    answer,
)
from tests.fakes.orders import an_order
from tests.slices import slow_but_for

pytestmark = pytest.mark.engine

PERSIAN_ONLY = re.compile("[پچژگی]")
ARABIC_ONLY = re.compile("[ةيىكإ]")
ADDRESS = re.compile(r"https?://\S+|\S+@\S+|[A-Z]\w*")
INFORMATION = (
    *("delivery_options", "delivery_period", "check_refund_policy"),
    *("check_cancellation_fee", "check_payment_methods", "check_warranty"),
    *("my_offers", "loyalty_points"),
)


def neat(text, lang):
    """
    Whether a text is filled, and in the letters of its language.
    """
    assert text
    assert "{" not in text
    assert "\n\n" not in text
    bare = ADDRESS.sub("", text)
    if lang == "en":
        return re.sub("[“”’•\u2066\u2069]", "", bare).isascii()
    wrong = ARABIC_ONLY if lang == "fa" else PERSIAN_ONLY
    return re.search("[\u0621-\u064a]", bare) and not wrong.search(bare)


@pytest.mark.parametrize("lang", slow_but_for("fa", LANGUAGES))
@pytest.mark.parametrize("intent", list(titles()))
async def test_every_wish_is_answered_in_each_language(talk, shop, intent, lang):
    talk.sign_in()
    talk.source.all_orders = [an_order("21963")]

    replies = await answer(talk, lang, intent)

    assert replies
    for reply in replies:
        assert reply.lang == lang
        assert neat(reply.text, lang), reply.text
        for button in reply.buttons:
            assert button.choice.intent in titles()


@pytest.mark.parametrize("lang", slow_but_for("fa", LANGUAGES))
@pytest.mark.parametrize("intent", list(titles()))
async def test_a_shop_that_wrote_no_rules_still_answers_every_wish(
    talk, shop, rasa_engine, monkeypatch, intent, lang
):
    bare = replace(
        SHOP, email="", policies={}, offers={}, branches=(), delivery_times=()
    )
    shop(bare)
    monkeypatch.setattr(rasa_engine._processor.words, "_shop", shop_words(bare))
    talk.sign_in()
    talk.source.all_orders = [an_order("21963")]

    replies = await answer(talk, lang, intent)

    for reply in replies:
        assert neat(reply.text, lang), reply.text
        assert "@" not in reply.text
    if intent in INFORMATION:
        said = {"fa": "حدس بزنم", "ar": "أخمّن", "en": "don't want to guess"}
        assert said[lang] in replies[0].text
        assert shop_words(bare)[lang]["shop_phone"] in replies[0].text


@pytest.mark.parametrize("lang", slow_but_for("fa", LANGUAGES))
@pytest.mark.parametrize(
    ("intent", "topics"),
    [
        ("delivery_options", ("delivery",)),
        ("delivery_period", ("delivery_time",)),
        ("check_refund_policy", ("returns", "refunds")),
        ("check_cancellation_fee", ("cancellation",)),
        ("cancel_order", ("cancellation",)),
        ("change_order", ("changes",)),
        ("return_item", ("returns",)),
        ("report_damaged_item", ("returns",)),
        ("get_refund", ("refunds",)),
        ("track_refund", ("refunds",)),
        ("payment_issue", ("failed_payment",)),
        ("check_payment_methods", ("payment",)),
        ("check_warranty", ("warranty",)),
        ("loyalty_points", ("points",)),
        ("delete_my_data", ("privacy",)),
        ("export_my_data", ("privacy",)),
    ],
)
async def test_the_shops_own_rule_is_told_as_it_stands(
    talk, shop, lang, intent, topics
):
    reply, *rest = await answer(talk, lang, intent)

    for topic in topics:
        assert SHOP.policies[topic][lang] in reply.text
    # Of a payment there is more to say to whoever signs in.
    assert len(rest) == (intent == "payment_issue")


@pytest.mark.parametrize("lang", slow_but_for("fa", LANGUAGES))
@pytest.mark.parametrize(
    ("intent", "week"),
    [
        ("contact_customer_service", True),
        ("contact_human_agent", True),
        ("complaint", False),
        ("review", False),
    ],
)
async def test_all_ways_to_reach_the_shop_are_named(talk, shop, lang, intent, week):
    """
    The hours of the telephone's week only where people ask how to reach somebody.
    """
    (reply,) = await answer(talk, lang, intent)

    for field in ("shop_phone", "shop_email"):
        assert shop_words(SHOP)[lang][field] in reply.text
    assert (shop_words(SHOP)[lang]["shop_hours"] in reply.text) is week


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("intent", ["delete_my_data", "export_my_data", "edit_account"])
async def test_what_needs_proof_reads_nothing_of_the_customer(talk, shop, lang, intent):
    talk.sign_in()
    talk.source.go_down()

    (reply,) = await answer(talk, lang, intent)

    assert shop_words(SHOP)[lang]["shop_phone"] in reply.text


async def test_offers_are_those_of_the_shops_file(talk, shop):
    for lang in LANGUAGES:
        (reply,) = await answer(talk, lang, "my_offers")
        assert SHOP.offers[lang] in reply.text


@pytest.mark.parametrize(
    ("lang", "text", "part"),
    [
        ("fa", "ارسال به تهران چند روزه؟", "به تهران: پیک چابک همان روز"),
        ("ar", "كم يستغرق التوصيل إلى طهران؟", "إلى طهران: مندوب تشابوك في يوم"),
        ("en", "how long to Tehran?", "To Tehran: Chabok Riders on the day"),
        ("en", "how long to Shiraz?", "Express Post takes two to five days"),
    ],
)
async def test_how_long_delivery_takes_is_told_for_the_city(
    talk, shop, lang, text, part
):
    (reply,) = await answer(talk, lang, "delivery_period", text)

    assert part in reply.text


@pytest.mark.parametrize(
    ("lang", "date", "part"),
    [
        ("fa", "2026-11-23", "این که سفارش فردا برسد، به روش ارسال"),
        ("ar", "2026-11-23", "وصول الطلب غدًا يتوقف على طريقة التوصيل"),
        ("en", "2026-11-27", "arrives Friday 27 November 2026 depends on"),
    ],
)
async def test_no_day_of_delivery_is_promised(talk, shop, lang, date, part):
    (reply,) = await answer(talk, lang, "delivery_period", date=date)
    (to_city,) = await answer(talk, lang, "delivery_period", date=date, city="Tehran")
    (past,) = await answer(talk, lang, "delivery_period", date="2026-11-20")

    assert part in reply.text
    assert SHOP.policies["delivery_time"][lang] in reply.text
    assert part in to_city.text
    assert SHOP.delivery_times[0].time[lang] in to_city.text
    assert past.text == SHOP.policies["delivery_time"][lang]


async def test_a_city_that_was_recognised_counts_before_the_text(talk, shop):
    (reply,) = await answer(
        talk, "en", "delivery_period", "not Tehran but home", city="شیراز"
    )

    assert "two to five days" in reply.text


@pytest.mark.parametrize(
    ("lang", "city", "part"),
    [
        ("fa", "تهران", "به تهران، مقصد آخرین سفارشتان: پیک چابک"),
        ("ar", "طهران", "إلى طهران حيث عنوان طلبك الأخير: مندوب تشابوك"),
        ("en", "Tehran", "To Tehran, where your last order goes: Chabok"),
    ],
)
async def test_how_long_delivery_takes_is_told_for_the_customers_own_city(
    shopper, shop, lang, city, part
):
    home = Address("مریم رضایی", ("خیابان گل ۵",), city)
    shopper.source.all_orders = [an_order("21963", ship_to=home)]

    (yours,) = await answer(shopper, lang, "delivery_period")
    (elsewhere,) = await answer(shopper, lang, "delivery_period", city="شیراز")
    (on_a_day,) = await answer(shopper, lang, "delivery_period", date="2026-11-25")
    shopper.who = Identity()
    (stranger,) = await answer(shopper, lang, "delivery_period")

    general = SHOP.policies["delivery_time"][lang]
    assert part in yours.text
    assert SHOP.delivery_times[0].time[lang] in on_a_day.text
    assert elsewhere.text == stranger.text == general


async def test_how_long_delivery_takes_is_told_without_the_shops_system(shopper, shop):
    shopper.source.go_down()

    (reply,) = await answer(shopper, "en", "delivery_period")

    assert reply.text == SHOP.policies["delivery_time"]["en"]
