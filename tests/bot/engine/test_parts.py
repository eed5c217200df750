"""
Where a message is cut, and what of it may be a wish.
"""

import pytest

from bot.engine.parts import (
    LONGEST,
    MOST,
    Stretch,
    depends,
    is_ordered,
    is_over,
    puts_first,
    speaks_of,
    stretches,
)


@pytest.mark.parametrize(
    ("way", "text", "parts"),
    [
        ("en", "cancel it, and how many points have I?", 2),
        ("en", "where is 21962? cancel it. are you open on Friday", 3),
        ("fa", "سفارشم کجاست و هزینهٔ ارسال چنده؟", 2),
        ("fa-Latn", "sefaresham kojast va hazine ersal chande?", 2),
        ("ar", "ابغى اكنسل الطلب 21990 واعرف كم رصيد نقاطي", 2),
    ],
)
def test_it_is_cut_at_sentences_and_at_words_that_join_wishes(way, text, parts):
    found = stretches(text, way)

    assert len(found) == parts
    assert all(each.asks for each in found)


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("ar", "وين طلبي"),
        ("ar", "وصلني الطلب ناقص"),
        ("en", "if I send it back, who pays for that"),
        ("fa", "اگه پس بفرستم، هزینه‌اش با کیه"),
        ("en", "it costs 12.50 or 1,200 in all"),
        ("en", "where is my order #W2378156"),
    ],
)
def test_it_is_not_cut_within_a_word_a_number_or_a_condition(way, text):
    assert [each.text for each in stretches(text, way)] == [text]


def test_a_stretch_is_in_the_customers_own_letters_without_what_joins_it():
    first, second = stretches(
        "Cancel 21962 PLEASE, and also Show me the Invoice!", "en"
    )

    assert first == Stretch("Cancel 21962 PLEASE", asks=True)
    assert second == Stretch("Show me the Invoice!", asks=True)


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("en", "hi there"),
        ("en", "I ordered the shoes last week"),
        ("fa", "سلام خسته نباشید"),
        ("ar", "شكرا جزيلا"),
    ],
)
def test_what_only_tells_something_asks_for_nothing(way, text):
    assert [each.asks for each in stretches(text, way)] == [False]


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("en", "if it is not sent yet"),
        ("en", "I don't want a coupon"),
        ("fa", "اگه نفرستادید"),
        ("fa", "پول نمی‌خوام"),
        ("fa-Latn", "age naresid"),
        ("ar", "مش عايز فلوسي"),
        ("ar", "اذا ما وصل"),
    ],
)
def test_a_condition_and_what_is_not_wanted_are_no_wishes(way, text):
    assert depends(text, way)


def test_of_its_topic_a_stretch_must_speak_in_its_own_language():
    assert speaks_of("loyalty_points", "how many points do I have", "en")
    assert speaks_of("loyalty_points", "کم عندی نقاط", "ar")
    assert not speaks_of("check_price", "how much is it", "en")
    assert not speaks_of("delivery_options", "or do i post it", "en")
    assert not speaks_of("no_such_intent", "how many points", "en")


@pytest.mark.parametrize(
    ("topic", "way", "text"),
    [
        ("contact_human_agent", "fa", "می‌خوام با یه آدم حرف بزنم"),
        ("report_damaged_item", "fa", "کتری آسیب دیده رسید"),
        ("place_order", "ar", "ابغى شراء غلاية"),
        ("check_cancellation_fee", "ar", "كم رسوم الإلغاء"),
        ("newsletter_subscription", "ar", "لا ترسلوا لي رسائل"),
        ("contact_customer_service", "ar", "ابي خدمة العملاء"),
        ("report_damaged_item", "ar", "الخلاط مكسور"),
    ],
)
def test_words_are_found_in_whatever_letters_they_are_listed(topic, way, text):
    assert speaks_of(topic, text, way)


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "چیزی سفارش ندادم"),
        ("fa", "از چین اومده"),
        ("fa-Latn", "chizi sefaresh nadadam"),
        ("en", "order 21990 came"),
    ],
)
def test_a_word_that_only_begins_like_a_question_is_none(way, text):
    assert [each.asks for each in stretches(text, way)] == [False]


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("ar", "شكد نقاطي"),
        ("ar", "شوكت يوصل"),
        ("en", "order the black kettle"),
        ("fa", "چیه این"),
        ("fa-Latn", "ghahve ro bokon 2 ta"),
    ],
)
def test_what_asks_or_wishes_in_other_words(way, text):
    assert [each.asks for each in stretches(text, way)] == [True]


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("en", "cancel 22000 and 21895"),
        ("fa", "سفارش ۲۱۹۶۰ رو لغو کن و ۲۱۹۲۷ رو هم"),
        ("fa-Latn", "21960 ro laghv kon va 21927 ro ham"),
        ("ar", "الغوا الطلب 21960، والطلب 21927"),
    ],
)
def test_another_orders_number_is_no_stretch_of_its_own(way, text):
    assert len(stretches(text, way)) == 1


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("en", "cancel it but first tell me what it costs"),
        ("fa", "لغوش کن ولی قبلش بگو هزینه داره"),
        ("fa-Latn", "laghvesh kon vali ghablesh begu hazine dare"),
        ("ar", "الغيه بس اول قول لي كم الرسوم"),
    ],
)
def test_what_is_to_be_told_first(way, text):
    assert puts_first(text, way)
    assert not puts_first("first order, سفارش اولم, sefareshe avalam, اول طلب", way)


def test_a_number_that_something_else_is_said_of_is():
    assert len(stretches("cancel 22000 and where is 21895", "en")) == 2


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("en", "if it got cheaper, cancel it"),
        ("fa", "اگه ارزونتر شده لغوش کن"),
        ("fa-Latn", "age arzuntar shode laghvesh konid"),
        ("ar", "اذا صار ارخص الغيه"),
    ],
)
def test_what_is_to_be_done_on_a_condition(way, text):
    assert is_ordered(text, way)


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("en", "if I return it, who pays"),
        ("en", "cancel it"),
        ("fa", "اگه پسش بدم پولم برمی‌گرده؟"),
        ("fa-Latn", "age pasesh bedam pulam bar migarde"),
        ("ar", "اذا رجعته ترجع فلوسي؟"),
    ],
)
def test_what_is_asked_of_a_condition_is_not_to_be_done(way, text):
    assert not is_ordered(text, way)


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("en", "I already returned it"),
        ("fa", "سفارشمو لغو کردم"),
        ("fa-Latn", "sefareshamo laghv kardam"),
        ("ar", "رجعت الخلاط"),
    ],
)
def test_what_is_over_is_told_as_that(way, text):
    assert is_over(text, way)
    assert not is_over("I want to return it, می‌خوام پس بدم، ابي ارجع", way)


@pytest.mark.parametrize("way", ["en", "fa", "fa-Latn", "ar"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "و" * LONGEST,
        "and " * (LONGEST // 4),
        "a, " * (LONGEST // 3),
        ". " * (LONGEST // 2),
        "\x00\u202e\ud800",
        "x" * 100_000,
        "how much? " * 60,
    ],
    ids=range(9),
)
def test_of_any_text_each_stretch_stands_in_it_once_and_in_order(way, text):
    found = stretches(text, way)

    place = 0
    for each in found:
        place = text.index(each.text, place) + len(each.text)
    assert len(found) <= MOST
    assert not found or len(text) <= LONGEST
