"""
How it was with a person: asked once, answered by one tap, with or without a word.
"""

import pytest

from actions import services
from bot.conversations.messages import Choice
from tests.fakes.desk import FakeDesk

pytestmark = pytest.mark.engine

LANGUAGES = ("fa", "ar", "en")
HELLO = {"fa": "سلام", "ar": "مرحبا", "en": "hello"}
FIVE = {
    "fa": ["😡 خیلی بد", "😞 بد", "😐 معمولی", "😊 خوب", "😍 عالی"],
    "ar": ["😡 سيئة جدًا", "😞 سيئة", "😐 عادية", "😊 جيدة", "😍 ممتازة"],
    "en": ["😡 Very bad", "😞 Bad", "😐 Okay", "😊 Good", "😍 Great"],
}
# What would be a question about an order, a complaint or a thank-you by itself.
WORDS = [
    ("fa", "سفارشم خیلی دیر رسید"),
    ("fa", "سارا خیلی با حوصله جواب داد ممنون ازش"),
    ("fa", "sefaresham dir resid vali poshtibani khoob bood"),
    ("ar", "تأخر طلبي كثيرًا"),
    ("ar", "كان الموظف لطيفًا جدًا لكن الشحن بطيء"),
    ("en", "my order came too late"),
    ("en", "she did not know where the refund was"),
    ("en", "21963"),
]
ASKED = [
    ("fa", "سفارش 21963 کجاست؟"),
    ("fa", "sefaresh 21963 kojast?"),
    ("ar", "أين طلبي 21963؟"),
    ("en", "where is order 21963?"),
]


def returned(**parts):
    """
    Sara gives handoff 3 back.
    """
    said = {"by": "Sara", "words": "", "reason": "asked", "settled": "solved"}
    return Choice("returned", {**said, "handoff": "3", **parts})


@pytest.fixture
def desk(shopper):
    """
    Somebody is at the desk.
    """
    made = FakeDesk()
    shopper.open(desk=made)
    return made


async def rates(talk, lang, stars, **parts):
    """
    They come back to the bot and press a button.
    """
    await talk.says(HELLO[lang])
    await talk.happens(returned(**parts))
    return await talk.presses(FIVE[lang][stars - 1])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("stars", [1, 3, 5])
async def test_one_tap_is_kept_and_thanked_for(shopper, desk, lang, stars):
    await shopper.says(HELLO[lang])
    *_, asked = await shopper.happens(returned())
    assert [button.title for button in asked.buttons] == FIVE[lang]
    assert "Sara" in asked.text
    (thanks,) = await shopper.presses(FIVE[lang][stars - 1])
    assert desk.ratings == {3: (stars, "")}
    assert thanks.lang == lang
    assert len(thanks.buttons) == 1


async def test_after_a_quiet_end_not_even_a_rating_is_asked(shopper, desk):
    await shopper.says("hello")
    assert not await shopper.happens(returned(quiet="yes"))


@pytest.mark.parametrize(("lang", "words"), WORDS)
async def test_the_next_words_are_about_the_rating(shopper, desk, lang, words):
    await rates(shopper, lang, 2)
    (kept,) = await shopper.says(words)
    assert desk.ratings == {3: (2, words)}
    assert kept.text == services.services().wording("utter_rating_words_kept", lang)
    assert not kept.cards
    assert shopper.handed is None


@pytest.mark.parametrize(("lang", "question"), ASKED)
async def test_what_is_asked_is_answered(shopper, desk, lang, question):
    await rates(shopper, lang, 5)
    replies = await shopper.says(question)
    assert desk.ratings == {3: (5, "")}
    assert replies[0].cards[0].id == "21963"


@pytest.mark.parametrize(
    ("lang", "text"),
    [("fa", "نه مرسی"), ("fa", "ممنون"), ("ar", "لا شكرا"), ("en", "no thanks")],
)
async def test_nothing_to_add(shopper, desk, lang, text):
    await rates(shopper, lang, 4)
    assert await shopper.says(text)
    assert desk.ratings == {3: (4, "")}


async def test_whoever_wants_a_person_gets_one(shopper, desk):
    await rates(shopper, "en", 1)
    await shopper.says("let me talk to a human please")
    assert shopper.handed is not None
    assert desk.ratings == {3: (1, "")}


async def test_only_the_next_words_are(shopper, desk):
    await rates(shopper, "en", 2)
    await shopper.says("too slow")
    assert list(shopper.buttons) == ["Change my rating"]
    await shopper.says("my order came too late")
    assert desk.ratings == {3: (2, "too slow")}


async def test_later_words_are_not(shopper, desk):
    await rates(shopper, "en", 2)
    shopper.now = shopper.now.replace(hour=shopper.now.hour + 1)
    await shopper.says("order 21963")
    assert desk.ratings == {3: (2, "")}


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_it_may_be_changed(shopper, desk, lang):
    await rates(shopper, lang, 1)
    (change,) = shopper.buttons
    await shopper.presses(change)
    assert list(shopper.buttons) == FIVE[lang]
    await shopper.presses(FIVE[lang][4])
    assert desk.ratings == {3: (5, "")}


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_when_it_is_too_late_it_says_so(shopper, desk, lang):
    await rates(shopper, lang, 1)
    desk.is_over = True
    (change,) = shopper.buttons
    (over,) = await shopper.presses(change)
    assert over.text == services.services().wording("utter_rating_over", lang)
    assert not over.buttons


async def test_what_may_not_be_rated_is_not_asked_about(shopper, desk):
    desk.is_over = True
    await shopper.says("hello")
    replies = await shopper.happens(returned())
    assert not any(reply.buttons for reply in replies)
