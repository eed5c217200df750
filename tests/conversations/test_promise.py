"""
What a person has promised: told again, before a complaint and beside an order.
"""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from actions import services
from bot.conversations.messages import Choice
from crm_connector.model import Identity
from tests.conversations.asked import answers, texts
from tests.fakes.desk import FakeDesk
from tests.slices import slow_but_first

pytestmark = pytest.mark.engine

WAYS = ("fa", "fa-Latn", "ar", "en")
NAME = {"fa": "سارا", "ar": "سارة", "en": "Sara"}
WORDS = "کفش تازه را تا پنجشنبه برایتان می‌فرستیم"
# Four days after the talk begins.
DUE = {
    "fa": "پنج‌شنبه ۵ آذر ۱۴۰۵",
    "ar": "الخميس ٢٦ نوفمبر ٢٠٢٦",
    "en": "Thursday 26 November 2026",
}
CALL = {"fa": "بله، لطفاً", "ar": "نعم من فضلك", "en": "Yes, please"}
SORRY = {"fa": "ببخشید", "ar": "نعتذر", "en": "I'm sorry"}
KEPT = {"fa": "انجام شده است", "ar": "قد نُفّذ", "en": "noted this as done"}
PHONE = "00000100"
ASKING = {
    "fa": (
        "همکارتون چی قول داد؟",
        "قول دادین تا کی بفرستین",
        "سارا چی گفت؟",
        "با همکارتون به چه نتیجه‌ای رسیدیم؟",
        "کی به من قول داد؟",
    ),
    "fa-Latn": (
        "hamkaretun chi ghol dad?",
        "ta key ghol dade budid?",
        "oon khanoom chi goft?",
    ),
    "ar": (
        "شو وعدني زميلك؟",
        "ماذا وعدتني الموظفة؟",
        "على ماذا اتفقنا مع زميلك؟",
        "متى وعدتوني؟",
    ),
    "en": (
        "what did your colleague promise?",
        "until when did you promise it?",
        "what did Sara say?",
        "what was agreed with your agent?",
    ),
}
AGAIN = {
    "fa": "کفشم پاره رسیده، سفارش ۲۱۹۶۳ خراب بود",
    "fa-Latn": "kafsham pare resid, sefaresh 21963",
    "ar": "حذائي وصل مقطوع، الطلب 21963",
    "en": "my shoes arrived torn, order 21963",
}
OTHER = {
    "fa": "قهوه‌ام خراب رسیده، سفارش ۲۱۹۲۸",
    "fa-Latn": "ghahveam kharab resid, sefaresh 21928",
    "ar": "القهوة وصلت تالفة، الطلب 21928",
    "en": "my coffee arrived damaged, order 21928",
}
WHEN = {
    "fa": ("پس کفش تازه‌ام کی میاد؟", "کفش جایگزین کی می‌رسه؟"),
    "fa-Latn": ("pas kafshe tazam key miad?", "jaygozin key mirese?"),
    "ar": ("متى توصل الجزمة الجديدة؟", "متى يوصل البديل؟"),
    "en": ("when will my new shoes arrive?", "when will the replacement come?"),
}
REFUND = {
    "fa": "پولم کی برمی‌گرده؟",
    "fa-Latn": "pulam key barmigarde?",
    "ar": "متى بترجع فلوسي؟",
    "en": "when do I get my refund?",
}


@pytest.fixture
def desk():
    """
    Somebody is free at the desk.
    """
    return FakeDesk()


@pytest.fixture
def promised(shopper, shop, desk):
    """
    Gives a talk in a way of writing, in which Sara has promised new shoes by Thursday.
    """
    services.configure(replace(services.services(), desk=desk))

    async def begin(way, **parts):
        lang = answers(way)
        await shopper.happens(Choice("change_language", {"language": lang}))
        await shopper.happens(left(shopper, lang, **parts))
        return shopper

    return begin


def left(talk, lang, **parts):
    """
    What comes back from Sara, who was asked for a person.
    """
    due = (talk.now + timedelta(days=4)).date().isoformat()
    usual = {"settled": "promised", "words": WORDS, "due": due, "reason": "asked"}
    more = {"handoff": "1", "order": "21963", "customer": "7", "by": NAME[lang]}
    return Choice("returned", {**usual, **more, **parts})


@pytest.mark.parametrize(
    ("way", "text"),
    slow_but_first([(way, text) for way in WAYS for text in ASKING[way]]),
)
async def test_who_asks_what_was_promised_hears_it_and_may_call(promised, way, text):
    talk, lang = await promised(way), answers(way)
    replies = await talk.says(text)
    said = texts(replies)
    assert NAME[lang] in said
    assert WORDS in said
    assert DUE[lang] in said
    # It is asked about, not done.
    assert talk.handed is None
    assert replies[-1].buttons[0].title == CALL[lang]
    await talk.presses(CALL[lang])
    assert talk.handed.reason == "asked"


@pytest.mark.parametrize("way", WAYS)
async def test_before_anybody_was_here_nothing_is_told(shopper, desk, way):
    services.configure(replace(services.services(), desk=desk))
    assert WORDS not in texts(await shopper.says(ASKING[way][0]))


@pytest.mark.parametrize("way", WAYS)
async def test_the_same_complaint_hears_the_promise_first(promised, way):
    talk, lang = await promised(way), answers(way)
    replies = await talk.says(AGAIN[way])
    assert WORDS in replies[0].text
    assert DUE[lang] in replies[0].text
    assert PHONE not in texts(replies)
    assert replies[-1].buttons[0].title == CALL[lang]
    assert talk.handed is None


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
async def test_a_complaint_about_it_calls_nobody_unasked(promised, lang):
    # The person had been asked for: a complaint is another reason, and yet the same.
    talk = await promised(lang)
    replies = await talk.asks(Choice("complaint"), "!")
    assert WORDS in replies[0].text
    assert talk.handed is None
    assert replies[-1].buttons[0].title == CALL[lang]


@pytest.mark.parametrize("way", WAYS)
async def test_another_order_has_nothing_to_do_with_it(promised, way):
    talk = await promised(way)
    assert WORDS not in texts(await talk.says(OTHER[way]))


@pytest.mark.parametrize(
    ("way", "text"), [(way, text) for way in WAYS for text in WHEN[way]]
)
async def test_when_it_comes_is_told_beside_the_order(promised, way, text):
    talk, lang = await promised(way), answers(way)
    replies = await talk.says(text)
    assert [card.id for reply in replies for card in reply.cards] == ["21963"]
    assert WORDS in texts(replies)
    assert DUE[lang] in texts(replies)


@pytest.mark.parametrize("way", WAYS)
async def test_when_the_money_comes_is_told_beside_the_refund(promised, way):
    talk = await promised(way)
    await talk.asks(Choice("track_order", {"order_number": "21963"}), "")
    said = texts(await talk.says(REFUND[way]))
    assert WORDS in said
    assert DUE[answers(way)] in said


@pytest.mark.parametrize("way", WAYS)
async def test_a_broken_promise_is_admitted_and_a_person_offered(promised, way):
    talk, lang = await promised(way), answers(way)
    talk.now += timedelta(days=5)
    for text in (ASKING[way][0], AGAIN[way], WHEN[way][0]):
        replies = await talk.says(text)
        assert SORRY[lang] in texts(replies)
        assert WORDS in texts(replies)
        assert replies[-1].buttons[0].title == CALL[lang]


@pytest.mark.parametrize("way", WAYS)
async def test_a_kept_promise_is_told_as_kept_and_holds_nothing_up(promised, desk, way):
    talk, lang = await promised(way), answers(way)
    desk.kept.add(1)
    (reply,) = await talk.says(ASKING[way][0])
    assert WORDS in reply.text
    assert KEPT[lang] in reply.text
    assert WORDS not in texts(await talk.says(WHEN[way][0]))
    assert WORDS not in texts(await talk.says(AGAIN[way]))


@pytest.mark.parametrize("settled", ["solved", "refused", "other"])
@pytest.mark.parametrize("way", WAYS)
async def test_what_was_settled_is_told_as_well(promised, way, settled):
    talk = await promised(way, settled=settled, due="")
    (reply,) = await talk.says(ASKING[way][0])
    assert NAME[answers(way)] in reply.text
    assert WORDS in reply.text


@pytest.mark.parametrize("who", [Identity(), None])
async def test_another_customer_of_the_device_hears_nothing_of_it(promised, who):
    talk = await promised("en")
    talk.sign_in("8")
    talk.who = who or talk.who
    assert WORDS not in texts(await talk.says(ASKING["en"][0]))
    assert WORDS not in texts(await talk.says(AGAIN["en"]))


async def test_what_was_to_be_told_to_nobody_is_not_told_later(promised):
    talk = await promised("en", quiet="yes")
    assert WORDS not in texts(await talk.says(ASKING["en"][0]))
    assert WORDS not in texts(await talk.says(AGAIN["en"]))


async def test_who_waits_for_a_person_is_offered_no_other(promised):
    talk = await promised("en")
    await talk.says("let me talk to a human please")
    replies = await talk.says(ASKING["en"][0])
    assert WORDS in texts(replies)
    assert CALL["en"] not in talk.buttons
    assert talk.handed is None


async def test_a_typed_yes_calls_the_person(promised):
    talk = await promised("fa")
    await talk.says(ASKING["fa"][0])
    await talk.says("بله")
    assert talk.handed.reason == "asked"


async def test_where_nobody_answers_in_the_chat_the_telephone_is_told(promised, desk):
    talk = await promised("en")
    desk.expects = None
    replies = await talk.says(ASKING["en"][0])
    assert WORDS in texts(replies)
    assert PHONE in texts(replies)


async def test_it_is_forgotten_three_months_after_its_day(promised):
    talk = await promised("en")
    talk.now += timedelta(days=93)
    assert WORDS in texts(await talk.says(ASKING["en"][0]))
    talk.now += timedelta(days=3)
    assert WORDS not in texts(await talk.says(ASKING["en"][0]))


async def test_of_many_the_last_three_are_kept(promised):
    talk = await promised("en")
    for number in range(4):
        await talk.happens(left(talk, "en", words=f"word {number}"))
    kept = json.loads(json.loads(talk.state)["slots"]["came_of_people"])
    assert [each["words"] for each in kept] == ["word 1", "word 2", "word 3"]
