"""
A question that was left for something else, and answered later.
"""

from datetime import timedelta

import pytest

from tests.conversations.asked import (
    JOINED,
    LATE,
    NOT_A_BANK_CARD,
    OFFERS,
    POINTS,
    YES,
    answers,
    asked_about_a_card,
    merges,
    statement,
    texts,
)

pytestmark = pytest.mark.engine


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "آره مال منه"),
        ("fa-Latn", "are male khodame"),
        ("ar", "نعم البطاقة لي"),
        ("en", "yes that card is mine"),
    ],
)
async def test_a_later_yes_counts_if_it_says_of_what(family, way, text):
    if text == "نعم البطاقة لي":
        text = "نعم هذه بطاقتي"
    await asked_about_a_card(family, way)
    await family.says("سلام")
    await family.says("ساعت کار فروشگاه؟")
    replies = await family.says(text)

    assert JOINED[answers(way)] in replies[0].text
    assert len(await merges(family)) == 1


@pytest.mark.parametrize(
    ("way", "text", "said"),
    [
        ("fa", "راستی اون کارت مال کیه؟", NOT_A_BANK_CARD),
        ("fa-Latn", "in kart male kie?", NOT_A_BANK_CARD),
        ("ar", "لمن هذه البطاقة؟", NOT_A_BANK_CARD),
        ("en", "whose card was that?", NOT_A_BANK_CARD),
    ],
)
async def test_what_is_asked_of_the_card_later_is_still_explained(
    family, way, text, said
):
    lang = answers(way)
    await asked_about_a_card(family, way)
    await family.says("سلام")
    await family.says("ساعت کار فروشگاه؟")
    (reply,) = await family.says(text)
    assert said[lang] in reply.text
    assert len(reply.buttons) == 2

    replies = await family.says(YES[way])
    assert JOINED[lang] in replies[0].text


@pytest.mark.parametrize(
    "text",
    ["which cards can I pay with?", "do you sell gift cards?", "کارت هدیه دارید؟"],
)
async def test_of_another_card_it_is_another_question(family, text):
    await asked_about_a_card(family, "en")
    await family.says("opening hours?")
    await family.says(text)

    assert family.meta["intent"]["name"] != "about_question"


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "بله کارت می‌خوام"),
        ("fa-Latn", "bale kart mikham"),
        ("ar", "نعم هذا لي"),
        ("en", "yes I want this card please"),
        ("en", "yes card please"),
    ],
)
async def test_a_later_yes_to_another_card_joins_none(family, way, text):
    await asked_about_a_card(family, way)
    await family.says("کارت هدیه دارید؟")
    replies = await family.says(text)

    assert JOINED[answers(way)] not in texts(replies)
    assert await merges(family) == ()


@pytest.mark.parametrize("way", sorted(POINTS))
async def test_a_later_yes_alone_is_not_noted_and_it_is_asked_once_more(family, way):
    lang = answers(way)
    await asked_about_a_card(family, way)
    await family.says({"ar": "مرحبا", "en": "hello"}.get(lang, "سلام"))
    await family.says(
        {"ar": "ما ساعات العمل؟", "en": "opening hours?"}.get(lang, "ساعت کار؟")
    )
    (reply,) = await family.says(YES[way])
    assert LATE[lang] in reply.text
    assert len(reply.buttons) == 2
    assert await merges(family) == ()

    replies = await family.says(YES[way])
    assert JOINED[lang] in replies[0].text


async def test_nobody_is_asked_again_and_again_nor_after_a_nod(family):
    await asked_about_a_card(family, "en")
    await family.says("hello")
    (reply,) = await family.says("ok")
    assert LATE["en"] not in reply.text
    (reply,) = await family.says("yes")
    assert LATE["en"] in reply.text
    await family.says("opening hours?")
    (reply,) = await family.says("yes")
    assert LATE["en"] not in reply.text
    assert await merges(family) == ()


async def test_no_thanks_to_what_else_is_no_answer_to_what_was_before(family):
    await asked_about_a_card(family, "en")
    await family.says("thank you")
    (reply,) = await family.says("no")
    assert LATE["en"] not in reply.text


async def test_after_a_quarter_of_an_hour_nothing_is_said_of_it(family):
    await asked_about_a_card(family, "en")
    family.now += timedelta(minutes=16)
    for text in ("yes", "yes that card is mine"):
        replies = await family.says(text)
        assert JOINED["en"] not in texts(replies)
        assert LATE["en"] not in texts(replies)


@pytest.mark.parametrize(
    ("way", "text"),
    [("fa", "بله اجازه می‌دم"), ("ar", "ايه موافق"), ("en", "yes I agree")],
)
async def test_a_later_consent_counts_if_it_says_so(member, way, text):
    await member.says(OFFERS[way])
    await member.says("ساعت کار؟")
    await member.says(text)

    assert (await statement(member)).is_granted


async def test_a_later_yes_alone_is_no_consent(member):
    await member.says("any discounts for me?")
    await member.says("opening hours?")
    (reply,) = await member.says("yes")
    assert LATE["en"] in reply.text
    assert await statement(member) is None
    await member.says("yes")
    assert (await statement(member)).is_granted


@pytest.mark.parametrize(
    ("way", "text"),
    [("fa", "اگه نه بگم چی میشه؟"), ("en", "what happens if I say no?")],
)
async def test_what_a_no_would_do_is_told_later_as_well(member, way, text):
    await member.says(OFFERS[way])
    await member.says("hello")
    (reply,) = await member.says(text)
    assert len(reply.buttons) == 2
    await member.says(YES[way])

    assert (await statement(member)).is_granted
