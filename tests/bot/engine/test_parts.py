"""
Where a message is cut, and what of it may be a wish.
"""

import pytest

from bot.engine.parts import LONGEST, MOST, Stretch, depends, speaks_of, stretches


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
def test_any_text_is_cut_into_few_or_none(way, text):
    assert len(stretches(text, way)) <= MOST
