"""
A card that was joined is given up in everyday words, right after it or hours later.
"""

from datetime import timedelta

import pytest

from tests.conversations.asked import (
    JOINED,
    POINTS,
    YES,
    answers,
    asked_about_a_card,
    merges,
    texts,
)

pytestmark = pytest.mark.engine

TAKE_OUT = {"fa": "جدایش کنم؟", "ar": "هل أفصلها", "en": "Shall I take it out"}
BY_PEOPLE = {
    "fa": "همکارانم می‌توانند",
    "ar": "زملائي يستطيعون",
    "en": "my colleagues can",
}
GIVEN_UP = [
    ("fa", "نه صبر کن اون کارت مال من نیست، مال داداشم علیه"),
    ("fa", "کارتی که وصل کردین مال من نیس که"),
    ("fa", "راستی اون کارته مال شوهرمه"),
    ("fa-Latn", "in karte man nist"),
    ("fa-Latn", "na vaysa un kart male shoharame"),
    ("ar", "لا هذه البطاقة لأخي علي ليست لي"),
    ("ar", "شيلوا هالبطاقة من حسابي"),
    ("en", "wait no it's actually my brother's card, take it off"),
    ("en", "the club card you linked isn't mine at all"),
]
NOT_SAID_OF_IT = [
    ("fa", "شاید اون کارت مال من نباشه"),
    ("fa", "کارت بانکیم مال من نیست، با کارت مامانم پرداخت کنم؟"),
    ("ar", "هل أدفع ببطاقة زوجي؟"),
    ("en", "can I pay with my husband's card?"),
]


async def claimed(family, way):
    """
    She has said that Ali's card is hers.
    """
    await asked_about_a_card(family, way)
    replies = await family.says(YES[way])
    assert JOINED[answers(way)] in replies[0].text
    assert len(await merges(family)) == 1


@pytest.mark.parametrize("is_later", [False, True], ids=["at once", "later"])
@pytest.mark.parametrize(("way", "text"), GIVEN_UP)
async def test_a_joined_card_is_given_up_in_everyday_words(family, way, text, is_later):
    lang = answers(way)
    await claimed(family, way)
    if is_later:
        await family.says(POINTS[way])
        family.now += timedelta(hours=2)
    (ask,) = await family.says(text)
    assert TAKE_OUT[lang] in ask.text
    await family.says(YES[way])

    assert await merges(family) == ()


@pytest.mark.parametrize(("way", "text"), GIVEN_UP)
async def test_saying_it_again_is_a_yes_to_whether_it_shall_go(family, way, text):
    await claimed(family, way)
    await family.says(text)
    await family.says(text)

    assert await merges(family) == ()


async def test_who_asked_for_points_in_between_is_asked_anew(family):
    await claimed(family, "fa-Latn")
    await family.says("un kart male khaharame")
    await family.says(POINTS["fa-Latn"])
    family.now += timedelta(hours=1)
    (ask,) = await family.says("goftam ke in kart male man nist")
    assert TAKE_OUT["fa"] in ask.text
    await family.says("are")

    assert await merges(family) == ()


@pytest.mark.parametrize(("way", "text"), NOT_SAID_OF_IT)
async def test_doubt_and_cards_of_banks_are_not_of_the_joined_one(family, way, text):
    await claimed(family, way)
    await family.says(POINTS[way])
    replies = await family.says(text)

    assert TAKE_OUT[answers(way)] not in texts(replies)
    assert len(await merges(family)) == 1


@pytest.mark.parametrize(
    ("lang", "text"),
    [("fa", "نه این کارت مال من نیست"), ("en", "no, this card isn't mine")],
)
async def test_of_a_card_that_no_word_of_theirs_joined_people_are_named(
    member, lang, text
):
    """
    Where a rule has joined it, or it was long ago: never a mere "all right".
    """
    (reply,) = await member.says(text)

    assert BY_PEOPLE[lang] in reply.text
