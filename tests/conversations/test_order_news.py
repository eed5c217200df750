"""
Being told when an order changes: asked once, agreed to, told, taken back by words.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.orders import as_json
from bot.conversations.inbox import NEWS, SIGNED_IN
from bot.conversations.messages import Choice
from bot.handoff.policy import Limits, Policy
from crm_connector.identity.ageing import by_code
from crm_connector.model import Assurance, Identity, OrderStatus
from crm_connector.profile.facts import Purpose
from tests.conversations.wishes import SHOP
from tests.fakes.desk import FakeDesk
from tests.fakes.news import FakeNews
from tests.fakes.orders import COFFEE, an_order

pytestmark = pytest.mark.engine

ASKED = [
    ("fa", "سفارش 21963 کجاست؟", "بله خبرم کن", "نه ممنون"),
    ("fa", "sefaresh 21963 kojast?", "bale khabaram kon", "na nemikham"),
    ("ar", "أين طلبي 21963؟", "نعم أخبرني", "لا شكرا"),
    ("en", "where is my order 21963?", "yes, tell me", "no need"),
]
QUESTION = {"fa": "خبرتان کنم", "ar": "هل تريد أن أخبرك", "en": "Shall I tell you"}
YES = {"fa": "حتماً", "ar": "بالتأكيد", "en": "I will"}
NO = {"fa": "باشد، خودم", "ar": "لن أرسل أخبار", "en": "I won't bring news"}
STOPPED = {"fa": "از این به بعد", "ar": "بعد الآن", "en": "from now on"}
SIGN_IN = {"fa": "وارد حساب", "ar": "سجّل الدخول", "en": "Sign in"}
SHIPPED = {"fa": "ارسال شده", "ar": "تم شحن", "en": "has been shipped"}
BUTTON = {"fa": "بله، خبرم کن", "ar": "نعم، أخبرني", "en": "Yes, tell me"}
START = [
    ("fa", "هر وقت سفارشم ارسال شد خبرم کن"),
    ("fa", "har vaght sefaresham resid behem khabar bede"),
    ("ar", "أخبرني عندما يتم شحن طلبي"),
    ("en", "let me know when my order ships"),
]
WHENEVER = [
    "آره، هر وقت تغییر کرد بهم خبر بده",
    "are har vaght avaz shod khabaram kon",
    "نعم، أخبرني كلما تغيّرت حالته",
    "yes, tell me whenever it changes",
]
STOP = [
    ("fa", "دیگر از سفارش‌هایم خبر نده"),
    ("fa", "dige az sefaresham khabar nade"),
    ("ar", "لا تخبرني عن طلباتي بعد الآن"),
    ("en", "stop telling me about my orders"),
]
STOP_TELLING = [
    ("fa", "دیگه خبر نده"),
    ("fa", "dige khabar nade"),
    ("ar", "لا تخبرني بعد الآن"),
    ("en", "stop telling me"),
]
WHEN = [
    ("fa", "کی می‌رسه؟"),
    ("fa", "key mirese?"),
    ("ar", "متى يصل؟"),
    ("en", "when will it arrive?"),
]
ASCII = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")


@pytest.fixture
def news(talk):
    """
    A shop that tells of orders; customer 7, signed in, has shoes under way.
    """
    kept = FakeNews()
    talk.open(shop=SHOP, news=kept)
    talk.sign_in()
    talk.source.all_orders = [
        an_order("21963"),
        an_order("21928", OrderStatus.PREPARING, product=COFFEE, days_ago=5),
    ]
    return kept


async def agreed(talk):
    """
    What they have said about being told, if anything.
    """
    said = await talk.house.gate.declarations.consent(talk.who)
    return said.get(Purpose.ORDER_NEWS)


def event(*orders):
    """
    What happens when these have changed.
    """
    return Choice(NEWS, {"orders": as_json.written(orders)})


async def speaks(talk, lang):
    """
    From now on the talk is in this language.
    """
    await talk.happens(Choice("change_language", {"language": lang}))


@pytest.mark.parametrize(("lang", "text", "yes", "no"), ASKED)
async def test_they_are_asked_once_and_a_yes_is_kept_with_its_words(
    talk, news, lang, text, yes, no
):
    question = (await talk.says(text))[-1]
    assert QUESTION[lang] in question.text
    assert await agreed(talk) is None
    assert news.followed == set()

    (reply,) = await talk.says(yes)

    assert YES[lang] in reply.text
    kept = await agreed(talk)
    assert (kept.is_granted, kept.wording, kept.at) == (True, question.text, talk.now)
    assert kept.source == f"web {lang}"
    assert news.followed == {"7"}
    assert sorted(news.known) == ["21928", "21963"]
    again = await talk.says(text)
    assert not any(QUESTION[lang] in each.text for each in again)


@pytest.mark.parametrize(("lang", "text", "yes", "no"), ASKED)
async def test_a_no_is_kept_and_nobody_asks_again(talk, news, lang, text, yes, no):
    await talk.says(text)

    (reply,) = await talk.says(no)

    assert NO[lang] in reply.text
    assert not (await agreed(talk)).is_granted
    assert news.followed == set()
    talk.now += timedelta(days=3)
    talk.sign_in()
    again = await talk.says(text)
    assert not any(QUESTION[lang] in each.text for each in again)


@pytest.mark.parametrize(
    ("asks", "text"), [(asks, WHENEVER[place]) for place, asks in enumerate(ASKED)]
)
async def test_a_yes_in_the_words_of_the_question_is_one(talk, news, asks, text):
    await talk.says(asks[1])

    (reply,) = await talk.says(text)

    assert YES[asks[0]] in reply.text
    assert (await agreed(talk)).is_granted


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
async def test_the_button_says_the_same(talk, news, lang):
    await speaks(talk, lang)
    await talk.asks(Choice("track_order", {"order_number": "21963"}), "")

    (reply,) = await talk.presses(BUTTON[lang])

    assert YES[lang] in reply.text
    assert news.followed == {"7"}


async def test_whoever_says_nothing_to_it_has_not_agreed(talk, news):
    await talk.says("where is my order 21963?")
    await talk.says("what are your opening hours?")

    assert await agreed(talk) is None
    again = await talk.says("where is my order 21963?")
    assert not any(QUESTION["en"] in each.text for each in again)


async def test_nobody_is_asked_of_what_has_arrived(talk, news):
    talk.source.all_orders = [an_order("21963", OrderStatus.DELIVERED)]

    replies = await talk.says("where is my order 21963?")

    assert not any(QUESTION["en"] in each.text for each in replies)
    assert news.asked == set()


async def test_nobody_is_asked_beside_which_order_is_meant(talk, news):
    replies = await talk.says("where is my order?")

    assert not any(QUESTION["en"] in each.text for each in replies)
    replies = await talk.presses("21963")
    assert QUESTION["en"] in replies[-1].text


@pytest.mark.parametrize(("lang", "text"), START)
async def test_whoever_asks_for_it_agrees_in_their_own_words(talk, news, lang, text):
    (reply,) = await talk.says(text)

    assert YES[lang] in reply.text
    kept = await agreed(talk)
    assert (kept.is_granted, kept.wording) == (True, text)
    assert news.followed == {"7"}


@pytest.mark.parametrize(("lang", "text"), STOP)
async def test_it_is_taken_back_by_words(talk, news, lang, text):
    await talk.says("let me know when my order ships")
    await speaks(talk, lang)
    talk.now += timedelta(hours=2)

    (reply,) = await talk.says(text)

    assert STOPPED[lang] in reply.text
    kept = await agreed(talk)
    assert (kept.is_granted, kept.wording) == (False, text)
    assert news.followed == set()


@pytest.mark.parametrize(("lang", "text"), STOP_TELLING)
async def test_right_after_news_it_need_not_be_said_of_what(talk, news, lang, text):
    await speaks(talk, lang)
    await talk.happens(event(an_order("21963")))

    (reply,) = await talk.says(text)

    assert STOPPED[lang] in reply.text
    assert not (await agreed(talk)).is_granted


async def test_whoever_has_had_enough_of_it_is_given_no_person_for_that(talk, news):
    talk.open(shop=SHOP, news=news, desk=FakeDesk(Policy(limits=Limits(upset=1))))
    talk.sign_in()
    await talk.says("tell me when my order changes")

    (reply,) = await talk.says("stop telling me about it")

    assert STOPPED["en"] in reply.text
    assert talk.handed is None


@pytest.mark.parametrize(("lang", "text"), [*START[:1], *STOP])
async def test_a_stranger_signs_in_first_and_it_is_kept_then(talk, news, lang, text):
    talk.who = Identity()
    replies = await talk.says(text)
    assert news.followed == set()
    assert replies

    talk.sign_in()
    replies = await talk.happens(Choice(SIGNED_IN))

    words = YES if (lang, text) in START else STOPPED
    assert any(words[lang] in each.text for each in replies)
    assert (await agreed(talk)).is_granted is ((lang, text) in START)


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
async def test_news_names_status_carrier_code_and_of_when_it_is(talk, news, lang):
    await speaks(talk, lang)

    (reply,) = await talk.happens(event(an_order("21963")))

    assert SHIPPED[lang] in reply.text
    told = reply.text.translate(ASCII)
    assert "21963" in told
    assert "9081726354" in told
    assert {"fa": "پست پیشتاز", "ar": "البريد السريع", "en": "Express Post"}[
        lang
    ] in told
    assert {"fa": "در ساعت 12:00)", "ar": "عند الساعة 12:00)", "en": "of 12:00)"}[
        lang
    ] in told
    assert reply.lang == lang
    (card,) = reply.cards
    assert (card.kind, card.id, card.state) == ("order", "21963", "shipped")


@pytest.mark.parametrize(("lang", "text"), WHEN)
async def test_what_was_told_is_the_order_at_hand(talk, news, lang, text):
    await speaks(talk, lang)
    await talk.happens(event(an_order("21963")))

    replies = await talk.says(text)

    assert "21963" in replies[0].text.translate(ASCII)


async def test_of_what_was_told_it_can_be_asked_how_old_it_is(talk, news):
    await talk.happens(event(an_order("21963")))
    talk.now += timedelta(minutes=5)

    (reply,) = await talk.says("how old is that?")

    assert "12:00" in reply.text


async def test_several_orders_are_told_one_after_the_other(talk, news):
    both = an_order("21963"), an_order("21928", OrderStatus.DELIVERED)

    replies = await talk.happens(event(*both))

    assert [reply.cards[0].id for reply in replies] == ["21963", "21928"]


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
async def test_without_a_proof_that_holds_nothing_of_the_order_is_said(
    talk, news, lang
):
    await speaks(talk, lang)
    talk.who = Identity("7", Assurance.FRESH_CODE, by_code("web", talk.now))
    talk.now += timedelta(hours=12)

    replies = await talk.happens(event(an_order("21963")))

    (reply,) = replies
    assert SIGN_IN[lang] in reply.text
    told = reply.text.translate(ASCII)
    for secret in ("21963", "9081726354", SHIPPED[lang]):
        assert secret not in told
    assert reply.cards == ()
    # Whoever signs in is told what it is.
    talk.sign_in()
    replies = await talk.happens(Choice(SIGNED_IN))
    assert any("21963" in each.text.translate(ASCII) for each in replies)


async def test_a_question_that_is_open_is_still_the_one_that_yes_answers(talk, news):
    await talk.says("where is my order 21928?")

    await talk.happens(event(an_order("21963")))
    (reply,) = await talk.says("yes")

    assert YES["en"] in reply.text


async def test_a_choice_between_orders_is_still_open_after_news(talk, news):
    await talk.says("where is my order?")

    await talk.happens(event(an_order("21963", OrderStatus.DELIVERED)))
    (first, *_) = await talk.says("the second one")

    assert "21928" in first.text


async def test_telling_of_orders_is_noted_as_told(talk, news):
    await talk.says("where is my order 21963?")

    assert news.told == ["21963"]


async def test_a_shop_that_tells_nothing_unasked_says_so(talk, news):
    talk.open(shop=SHOP)

    (reply,) = await talk.says("let me know when my order ships")

    assert "don't bring news by myself" in reply.text
    assert await agreed(talk) is None
    replies = await talk.says("where is my order 21963?")
    assert not any(QUESTION["en"] in each.text for each in replies)


def test_orders_are_the_same_after_they_stood_in_an_event():
    order = replace(an_order("21963"), ship_to=None)
    bare = replace(order, expected_on=None, lines=(), parcels=(), history=())

    assert as_json.read(as_json.written((order, bare))) == (order, bare)
