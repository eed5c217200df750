"""
What is said on Telegram: how one signs in there, and no word of pages and fields.
"""

from contextlib import contextmanager
from dataclasses import replace

import pytest

from actions import services
from bot.conversations.messages import Choice
from crm_connector.identity.ageing import by_code, by_contact
from crm_connector.model import Assurance, ContactKind, Identity
from tests.conversations.asked import WHERE, answers, texts
from tests.conversations.wishes import LANGUAGES, SHOP
from tests.fakes.desk import FakeDesk
from tests.fakes.orders import an_order

pytestmark = pytest.mark.engine

KNOWN = Identity(None, Assurance.CHANNEL)
NUMBER = {
    "fa": "شمارهٔ همین حساب",
    "ar": "رقم حسابك هذا",
    "en": "number of this account",
}
WHY = {
    "fa": "چرا باید وارد شوم؟",
    "ar": "لماذا أسجل الدخول؟",
    "en": "why do I have to sign in?",
}
WHY_ME = {
    "fa": "از کجا مطمئنی که منم",
    "ar": "لماذا تظن أنني مريم؟",
    "en": "why do you think i'm maryam?",
}
LEAVE = {"fa": "از حسابم بیام بیرون", "ar": "اطلعني من الحساب", "en": "sign me out pls"}
NOT_ME = {"fa": "این حساب من نیست", "ar": "هذا ليس حسابي", "en": "that's not me"}
UNTIL = {"fa": "۱۴۰۵", "ar": "٢٠٢٦", "en": "2026"}
BOTH = frozenset(ContactKind)


@pytest.fixture(params=[frozenset(), BOTH], ids=["without codes", "with codes"])
def stranger(talk, request):
    """
    Somebody on Telegram who has not shown who they are.
    """
    talk.open(codes_reach=request.param, shop=SHOP)
    talk.source.all_orders = [an_order("21963")]
    talk.who, talk.channel = KNOWN, "telegram"
    return talk


def vouched(talk):
    """
    From now on Telegram has vouched for customer 7's telephone.
    """
    proof = by_contact("telegram", talk.now)
    talk.who = Identity("7", Assurance.PROVEN, proof)


def shown(replies):
    """
    The orders whose cards are shown.
    """
    cards = (card for reply in replies for card in reply.cards)
    return [card.id for card in cards if card.kind == "order"]


@contextmanager
def on_telegram():
    with services.acting_for(KNOWN, channel="telegram"):
        yield services.services().wording


@pytest.mark.parametrize("way", sorted(WHERE))
async def test_a_stranger_is_asked_for_their_number_and_is_answered_then(stranger, way):
    lang = answers(way)
    (reply,) = await stranger.says(WHERE[way])

    with on_telegram() as wording:
        assert reply.text == wording("utter_sign_in_by_code", lang)
    (card,) = reply.cards
    assert (card.kind, card.id, card.state) == ("sign_in", "sign_in", "number")
    assert NUMBER[lang] in reply.text
    vouched(stranger)
    assert shown(await stranger.happens(Choice("signed_in"))) == ["21963"]


@pytest.mark.parametrize("way", sorted(WHERE))
async def test_the_same_words_on_the_web_are_those_of_the_web(stranger, way):
    await stranger.says(WHERE[way])
    stranger.channel, stranger.who = "web", Identity()
    (reply,) = await stranger.says(WHERE[way])
    assert NUMBER[answers(way)] not in reply.text


async def test_in_a_group_nothing_is_told_and_no_number_asked_for(stranger):
    stranger.who = Identity()
    (reply,) = await stranger.says(WHERE["en"])
    assert reply.text == services.services().wording("utter_sign_in_in_private", "en")
    assert [(card.kind, card.state) for card in reply.cards] == [("sign_in", "private")]


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_number_that_is_written_proves_nothing(stranger, lang):
    await stranger.says(WHERE[lang])
    (reply,) = await stranger.says("09120000007")

    with on_telegram() as wording:
        assert reply.text == wording("utter_part_sign_in_field", lang)
    assert [card.state for card in reply.cards] == ["number"]
    assert "0912" not in reply.text


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_why_it_is_asked_for(stranger, lang):
    await stranger.says(WHERE[lang])
    (reply,) = await stranger.says(WHY[lang])
    with on_telegram() as wording:
        assert reply.text == wording("utter_why_sign_in", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_by_what_they_are_known(stranger, lang):
    vouched(stranger)
    said = texts(await stranger.says(WHY_ME[lang]))

    known = services.services().wording("utter_known_by_contact", lang, when="X")
    assert known.partition("X")[0] in said
    assert UNTIL[lang] in said
    assert "{" not in said


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_code_on_telegram_is_named_as_one(stranger, lang):
    proof = by_code("telegram", stranger.now)
    stranger.who = Identity("7", Assurance.FRESH_CODE, proof)
    said = texts(await stranger.says(WHY_ME[lang]))
    known = services.services().wording("utter_known_by_code", lang, when="X")
    assert known.partition("X")[0] in said


@pytest.mark.parametrize(
    ("asked", "response"),
    [(LEAVE, "utter_sign_out"), (NOT_ME, "utter_part_not_you")],
)
@pytest.mark.parametrize("lang", LANGUAGES)
async def test_there_is_no_menu_to_sign_out_with(stranger, asked, response, lang):
    vouched(stranger)
    said = texts(await stranger.says(asked[lang]))
    with on_telegram() as wording:
        expected = wording(response, lang, until="X")
    assert expected.splitlines()[-1] in said
    assert "{" not in said
    if asked is LEAVE:
        assert UNTIL[lang] in said


async def test_news_for_whom_no_proof_holds_comes_with_the_button(stranger):
    stranger.who = Identity("7", Assurance.PROVEN, by_contact("telegram", stranger.now))
    await stranger.says(WHERE["en"])
    stranger.who = replace(stranger.who, assurance=Assurance.CHANNEL)
    (reply,) = await stranger.happens(Choice("news", {"orders": "[]"}))
    assert NUMBER["en"] in reply.text
    assert [card.state for card in reply.cards] == ["number"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("intent", ["delete_my_data", "export_my_data"])
async def test_ones_data_are_for_people(stranger, lang, intent):
    await stranger.happens(Choice("change_language", {"language": lang}))
    (reply,) = await stranger.happens(Choice(intent))
    assert reply.text == services.services().wording(f"utter_{intent}", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_first_word_of_all_is_in_the_language_of_the_app(stranger, lang):
    stranger.hint = lang
    (reply,) = await stranger.happens(Choice("greet"))
    assert reply.lang == lang
    assert reply.text == services.services().wording("utter_greet", lang)


@pytest.mark.parametrize("hint", ["de", "en-GB", ""])
async def test_a_language_that_nobody_speaks_here_is_the_shops(stranger, hint):
    stranger.hint = hint
    (reply,) = await stranger.happens(Choice("greet"))
    assert reply.lang == "fa"


async def test_the_language_asked_for_counts_more_than_the_apps(stranger):
    stranger.hint = "fa"
    await stranger.happens(Choice("change_language", {"language": "ar"}))
    (reply,) = await stranger.happens(Choice("ask_capabilities"))
    assert reply.lang == "ar"


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_commands_are_wishes_without_words(stranger, lang):
    stranger.open(desk=FakeDesk(), shop=SHOP)
    stranger.hint = lang
    (help_,) = await stranger.happens(Choice("ask_capabilities"))
    assert help_.text == services.services().wording("utter_ask_capabilities", lang)
    (asked,) = await stranger.happens(Choice("change_language"))
    assert asked.text == services.services().wording("utter_ask_language", lang)
    assert [button.choice.entities for button in asked.buttons] == [
        {"language": "fa"},
        {"language": "ar"},
        {"language": "en"},
    ]
    (orders,) = await stranger.happens(Choice("list_orders"))
    assert NUMBER[lang] in orders.text
    vouched(stranger)
    assert shown(await stranger.happens(Choice("list_orders"))) == ["21963"]
    await stranger.happens(Choice("contact_human_agent"))
    assert stranger.handed.reason == "asked"
    assert stranger.handed.language == lang


A_PERSON = {
    "fa": "می‌خوام با یه آدم حرف بزنم",
    "fa-Latn": "mikham ba ye adam harf bezanam",
    "ar": "أريد التحدث إلى موظف",
    "en": "I want to talk to a person",
}
CROSS = {
    "fa": "این چه وضعشه، واقعا افتضاحید، شکایت دارم",
    "fa-Latn": "in che vazeshe, vaghean eftezahid, shekayat daram",
    "ar": "خدمتكم سيئة جدا، أريد أن أشتكي",
    "en": "this is a disgrace, I want to complain",
}


@pytest.mark.parametrize("way", sorted(A_PERSON))
@pytest.mark.parametrize("texts_of", [A_PERSON, CROSS], ids=["person", "complaint"])
async def test_nobody_is_called_into_a_group(talk, way, texts_of):
    talk.open(shop=SHOP, desk=FakeDesk())
    # Nobody knows who reads along there.
    talk.who, talk.channel = Identity(), "telegram"

    replies = await talk.says(texts_of[way])

    assert replies
    assert talk.handed is None
    assert not any(reply.buttons for reply in replies)


async def test_but_into_a_chat_of_ones_own(talk):
    talk.open(shop=SHOP, desk=FakeDesk())
    talk.who, talk.channel = KNOWN, "telegram"

    await talk.says(A_PERSON["en"])

    assert talk.handed is not None
