"""
Voice messages, videos and stickers: the bot reads words, and says so.
"""

import pytest

from actions import services
from bot.conversations.messages import Choice
from tests.conversations import demo_orders
from tests.conversations.asked import BUTTON
from tests.conversations.carts import BUY, WHICH_KIND
from tests.conversations.changes import ANSWERED_IN, SEND, said
from tests.conversations.wishes import LANGUAGES, SHOP
from tests.fakes.desk import FakeDesk

pytestmark = pytest.mark.engine

UNREADABLE = ("voice", "video", "video_note", "audio", "poll", "story", "other")
LIGHT = ("sticker", "animation", "dice")
WHAT = {
    "voice": ("پیام صوتی", "التسجيل الصوتي", "a voice message"),
    "video": ("ویدیو", "مقطع الفيديو", "a video"),
    "a new kind": ("این نوع پیام", "هذا النوع", "this kind of message"),
}


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


async def sends(talk, kind, lang=""):
    """
    Something that is no text, from somebody who is answered in this language.
    """
    if lang:
        await talk.happens(Choice("change_language", {"language": lang}))
    choice = Choice("unreadable_received", {"kind": kind})
    # What a channel puts into the thread for it.
    return await talk.asks(choice, "🎙 A voice message, a video or a sticker")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", WHAT)
async def test_it_is_asked_for_in_words_and_a_person_is_offered(
    shopper, desk, kind, lang
):
    (offer,) = await sends(shopper, kind, lang)

    assert WHAT[kind][LANGUAGES.index(lang)] in offer.text
    assert words("utter_part_offer_person_unreadable", lang) in offer.text
    assert len(offer.buttons) == 2
    assert shopper.handed is None
    await shopper.presses(BUTTON[lang])
    assert shopper.handed.reason == "asked"


@pytest.mark.parametrize("kind", UNREADABLE)
async def test_every_kind_has_its_word(shopper, desk, kind):
    (offer,) = await sends(shopper, kind, "en")
    assert words(f"utter_unreadable_{kind}", "en") in offer.text


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_row_of_them_is_asked_about_once(shopper, desk, lang):
    await sends(shopper, "voice", lang)
    await shopper.says({"fa": "نه", "ar": "لا", "en": "no"}[lang])
    (again,) = await sends(shopper, "voice")

    assert words("utter_part_unreadable_person", lang) in again.text
    (button,) = again.buttons
    await shopper.presses(button.title)
    assert shopper.handed.reason == "asked"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", LIGHT)
async def test_a_sticker_is_taken_lightly(shopper, desk, kind, lang):
    (reply,) = await sends(shopper, kind, lang)

    assert reply.text == words("utter_unreadable_light", lang)
    assert reply.buttons == ()


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_while_a_person_is_to_come_it_is_to_be_written_for_them(
    shopper, desk, lang
):
    await shopper.happens(Choice("change_language", {"language": lang}))
    shopper.is_waiting = True
    (reply,) = await sends(shopper, "voice")

    what = words("utter_unreadable_voice", lang)
    assert reply.text == words("utter_unreadable_waiting", lang, what=what)
    assert reply.buttons == ()


@pytest.mark.parametrize("nobody", [None, FakeDesk()])
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_shop_without_people_there_names_its_telephone(shopper, nobody, lang):
    if nobody is not None:
        nobody.expects = None
    shopper.open(desk=nobody, shop=SHOP)
    (reply,) = await sends(shopper, "voice", lang)

    assert words("utter_part_unreadable_call", lang) in reply.text
    assert reply.buttons == ()


@pytest.mark.parametrize("kind", ["voice", "sticker"])
async def test_a_question_that_is_open_still_is(member, kind):
    """
    A voice message is neither a yes nor a no to it.
    """
    member.source.loyalties.clear()
    await member.says("subscribe me to the newsletter")
    replies = await sends(member, kind)

    assert member.handed is None
    assert words("utter_question_unclear", "en") == replies[-1].text
    await member.presses("Yes")
    assert member.meta["intent"]["name"] == "affirm"
    noted = await member.says("do I get your ads?")
    assert "said yes" in said(noted)


@pytest.mark.parametrize("kind", ["voice", "sticker"])
@pytest.mark.parametrize("way", ["fa", "ar", "en"])
async def test_a_cart_asks_its_question_again(cart_buyer, way, kind):
    lang = ANSWERED_IN[way]
    await cart_buyer.says(BUY[way])
    replies = said(await sends(cart_buyer, kind))

    assert words("utter_cart_back", lang) in replies
    assert WHICH_KIND[lang] in replies


@pytest.mark.parametrize("way", ["fa", "ar", "en"])
async def test_what_is_wanted_of_an_order_asks_its_question_again(buyer, way):
    order = demo_orders.to_change(buyer.file)
    buyer.sign_in(order.customer)
    first = await buyer.says(SEND[way].format(number=order.number))
    replies = await sends(buyer, "voice")

    assert words("utter_wish_back", ANSWERED_IN[way]) in said(replies)
    assert replies[-1].text.endswith(first[-1].text)


async def test_a_list_of_orders_is_still_asked_about(shopper):
    """
    "The second one" after a sticker means the second one.
    """
    asked = await shopper.says("where is my order?")
    assert "21963" in said(asked) or asked[0].buttons
    await sends(shopper, "sticker")
    assert "21928" in said(await shopper.says("the second one"))
