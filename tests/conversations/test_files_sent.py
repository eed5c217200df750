"""
Photos and files that the bot cannot look at: kept for somebody who can.
"""

import pytest

from actions import services
from tests.conversations.wishes import SHOP
from tests.fakes.desk import FakeDesk

pytestmark = pytest.mark.engine

HELLO = [("fa", "سلام"), ("fa", "salam chetori"), ("ar", "مرحبا"), ("en", "hello")]
YES = {"fa": "بله لطفا", "ar": "نعم", "en": "yes please"}
ASKED = [
    ("fa", "سفارش 21963 کجاست؟"),
    ("fa", "sefaresh 21963 kojast?"),
    ("ar", "أين طلبي 21963؟"),
    ("en", "where is order 21963?"),
]


@pytest.fixture
def desk(shopper):
    """
    Somebody is at the desk.
    """
    made = FakeDesk()
    shopper.open(desk=made, shop=SHOP)
    return made


def words(response, lang, **fields):
    """
    What a response says.
    """
    return services.services().wording(response, lang, **fields)


@pytest.mark.parametrize(("lang", "hello"), HELLO)
async def test_a_person_is_offered_and_a_yes_calls_one(shopper, desk, lang, hello):
    await shopper.says(hello)
    (offer,) = await shopper.sends()
    assert offer.text == words("utter_offer_person_file", lang)
    assert len(offer.buttons) == 2
    assert shopper.handed is None
    await shopper.says(YES[lang])
    assert shopper.handed.reason == "asked"


async def test_a_first_file_of_all_is_answered_in_the_shops_language(shopper, desk):
    (offer,) = await shopper.sends()
    assert offer.lang == "fa"
    assert offer.text == words("utter_offer_person_file", "fa")


@pytest.mark.parametrize(("lang", "hello"), HELLO)
async def test_a_row_of_files_is_asked_about_once(shopper, desk, lang, hello):
    await shopper.says(hello)
    await shopper.sends()
    (again,) = await shopper.sends()
    assert again.text == words("utter_file_again", lang)
    (look,) = again.buttons
    await shopper.presses(look.title)
    assert shopper.handed.reason == "asked"


@pytest.mark.parametrize(("lang", "hello"), HELLO)
async def test_who_waits_hears_that_it_will_be_seen(shopper, desk, lang, hello):
    await shopper.says(hello)
    shopper.is_waiting = True
    (told,) = await shopper.sends()
    assert told.text == words("utter_file_waiting", lang)


@pytest.mark.parametrize(("lang", "hello"), HELLO)
@pytest.mark.parametrize("nobody", [None, FakeDesk()])
async def test_a_shop_without_people_there_names_the_ways(shopper, nobody, lang, hello):
    if nobody is not None:
        nobody.expects = None
    shopper.open(desk=nobody, shop=SHOP)
    await shopper.says(hello)
    (told,) = await shopper.sends()
    assert told.text == words("utter_file_nobody", lang)


@pytest.mark.parametrize(("lang", "question"), ASKED)
async def test_words_beside_a_file_are_answered(shopper, desk, lang, question):
    answer, beside = await shopper.sends(question)
    assert answer.cards[0].id == "21963"
    assert beside.text == words("utter_file_beside", lang)
    (look,) = beside.buttons
    await shopper.presses(look.title)
    assert shopper.handed is not None


async def test_words_that_call_a_person_need_no_more(shopper, desk):
    replies = await shopper.sends("let me talk to a human please")
    assert shopper.handed is not None
    assert words("utter_file_beside", "en") not in [reply.text for reply in replies]


async def test_a_file_between_keeps_what_the_talk_is_about(shopper, desk):
    await shopper.says("where is order 21963?")
    await shopper.sends()
    shopper.buttons = {}
    await shopper.says("let me talk to a human please")
    assert shopper.handed.packet["wish"]["intent"] == "track_order"
