"""
What customers think: one question, kept in their words; what is bad, to a person.
"""

from dataclasses import replace

import pytest

from actions import services
from actions.opinions import Review
from bot.conversations.messages import Choice
from tests.conversations.wishes import SHOP
from tests.fakes.desk import FakeDesk
from tests.fakes.reviews import FakeReviews

pytestmark = pytest.mark.engine

WAYS = ("fa", "fa-Latn", "ar", "en")
LANG = {"fa": "fa", "fa-Latn": "fa", "ar": "ar", "en": "en"}
PASS_ON = {"fa": "بله، برسان", "ar": "نعم، أوصله", "en": "Yes, pass it on"}
KEPT = {"fa": "ثبت شد", "ar": "سُجّل رأيك", "en": "is noted"}
YES = {"fa": "بله، لطفاً", "ar": "نعم من فضلك", "en": "Yes, please"}
PRAISE = {
    "fa": "قهوه‌تون بی‌نظیر بود، عطرش کل خونه رو گرفت",
    "fa-Latn": "qahvatun fogholade bud, kheili khoshmaze",
    "ar": "القهوة لذيذة جدا، أنصح بها الجميع",
    "en": "the coffee is delicious, best i ever had from a shop",
}
BAD = {
    "fa": "یک ستاره میدم، قهوه بوی کهنگی می‌داد و خیلی بد بود",
    "fa-Latn": "1 setare midam be qahve, kheili bad bud",
    "ar": "أعطي القهوة نجمة واحدة، طعمها سيئ",
    "en": "one star for the coffee, it tasted awful",
}
WANTS = {
    "fa": "می‌خوام نظرمو بگم",
    "fa-Latn": "mikham nazaramo begam",
    "ar": "أود إبداء رأيي",
    "en": "i would like to share my opinion",
}
READS = {
    "fa": "نظر بقیه دربارهٔ این قهوه چیه؟",
    "fa-Latn": "baghie darbareye in qahve chi goftan?",
    "ar": "ما رأي الناس الذين اشتروا هذه القهوة؟",
    "en": "what do other customers say about this coffee?",
}


@pytest.fixture
def book(talk, shop):
    """
    The shop of the talk keeps reviews here.
    """
    made = FakeReviews()
    services.configure(replace(services.services(), reviews=made))
    return made


@pytest.fixture
def desk(talk, book):
    """
    Somebody is free at its desk.
    """
    made = FakeDesk()
    services.configure(replace(services.services(), desk=made))
    return made


async def writes(talk, lang, text):
    """
    A message that was understood as a review.
    """
    await talk.happens(Choice("change_language", {"language": lang}))
    return await talk.asks(Choice("review"), text)


@pytest.mark.parametrize("way", WAYS)
async def test_praise_is_passed_on_after_one_yes_in_its_own_words(talk, book, way):
    lang = LANG[way]
    (asked,) = await talk.says(PRAISE[way])
    assert PRAISE[way] in asked.text
    assert book.kept == []
    (reply,) = await talk.presses(PASS_ON[lang])
    assert KEPT[lang] in reply.text
    (kept,) = book.kept
    assert (kept.words, kept.language, kept.is_bad) == (PRAISE[way], lang, False)
    assert kept.customer == ""


@pytest.mark.parametrize(
    ("lang", "yes"), [("fa", "آره حتماً"), ("ar", "نعم"), ("en", "yes please")]
)
async def test_a_yes_in_words_is_one(talk, book, lang, yes):
    await talk.says(PRAISE[lang])
    await talk.says(yes)
    assert [each.words for each in book.kept] == [PRAISE[lang]]


@pytest.mark.parametrize(
    ("lang", "no"), [("fa", "نه ممنون"), ("ar", "لا شكرا"), ("en", "no thanks")]
)
async def test_a_no_keeps_nothing(talk, book, lang, no):
    await talk.says(PRAISE[lang])
    await talk.says(no)
    assert book.kept == []


async def test_a_signed_in_customers_order_is_kept_with_it(shopper, book):
    await writes(shopper, "en", "the coffee is delicious")
    await shopper.asks(
        Choice("review", {"product_word": "coffee"}), "the coffee is delicious"
    )
    await shopper.presses(PASS_ON["en"])
    assert book.kept == [
        Review("talk", "the coffee is delicious", "en", False, "7", "21928", "coffee")
    ]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("says_yes", [True, False])
async def test_something_bad_is_offered_a_person_besides(
    talk, book, desk, way, says_yes
):
    lang = LANG[way]
    (asked,) = await writes(talk, lang, BAD[way])
    sorry = {"fa": "متأسفم", "ar": "يؤسفني", "en": "I'm sorry"}
    assert sorry[lang] in asked.text
    title = next(t for t in talk.buttons if (t == PASS_ON[lang]) is says_yes)
    replies = await talk.presses(title)
    assert [each.is_bad for each in book.kept] == [True] * says_yes
    assert replies[-1].buttons[0].title == YES[lang]
    await talk.presses(YES[lang])
    assert talk.handed.reason == "policy"


async def test_without_a_desk_something_bad_is_kept_alone(talk, book):
    await writes(talk, "en", BAD["en"])
    (reply,) = await talk.presses(PASS_ON["en"])
    assert not reply.buttons
    assert book.kept


@pytest.mark.parametrize("way", WAYS)
async def test_who_wants_to_say_something_may_say_it_here(talk, book, way):
    lang = LANG[way]
    (invited,) = await talk.says(WANTS[way])
    assert not invited.buttons
    (asked,) = await talk.says(PRAISE[way])
    assert PRAISE[way] in asked.text
    await talk.presses(PASS_ON[lang])
    assert book.kept


async def test_another_wish_in_between_is_that_wish(shopper, book):
    await shopper.says(WANTS["en"])
    replies = await shopper.says("where is order 21963?")
    assert [card.id for reply in replies for card in reply.cards] == ["21963"]
    assert book.kept == []


@pytest.mark.parametrize("way", WAYS)
async def test_what_others_say_is_read_on_the_site(talk, book, way):
    (reply,) = await talk.says(READS[way])
    assert "niksara.example" in reply.text
    assert not reply.buttons


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
async def test_a_shop_with_a_page_for_reviews_has_them_there(talk, book, shop, lang):
    shop(replace(SHOP, links={"reviews": "https://reviews.example"}))
    (reply,) = await writes(talk, lang, PRAISE[lang])
    assert not reply.buttons
    assert book.kept == []


async def test_after_something_else_a_yes_is_asked_about_once_more(talk, book):
    await talk.says(PRAISE["en"])
    await talk.says("where are your branches?")
    (reply,) = await talk.says("yes, please")
    assert PRAISE["en"] in reply.text
    assert book.kept == []
