"""
The shop's own table calls or offers a person whom nobody has asked for.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions import services
from bot.conversations.messages import Choice
from bot.handoff.packet import Came, Who, read
from bot.handoff.policy import Policy, Reason
from tests.fakes.desk import FakeDesk

pytestmark = pytest.mark.engine

YES = {"fa": "بله، لطفاً", "ar": "نعم من فضلك", "en": "Yes, please"}
NO = {"fa": "نه، ادامه", "ar": "لا، لنتابع", "en": "No, go on"}
SORRY = {"fa": "متأسفم که این‌طور ناراحت", "ar": "أتفهم انزعاجك", "en": "upset you"}
FURIOUS = [
    ("fa", "شما یه مشت دزد و کلاهبردارید! ازتون شکایت می‌کنم، خجالت بکشید 😡"),
    ("fa", "shoma ye mosht dozd o kolahbardarid! azatoon shekayat mikonam 😡😡"),
    ("ar", "أنتم لصوص ونصابون! هذا عار عليكم، سأشتكيكم للشرطة 😡"),
    ("en", "You are a bunch of thieves and liars! This is a disgrace, I'll sue you 😡"),
]
CANCEL = [
    ("fa", "سفارش ۲۱۹۶۳ رو لغو کن"),
    ("fa", "sefaresh 21963 ro laghv kon"),
    ("ar", "ألغِ الطلب 21963"),
    ("en", "cancel order 21963"),
]
NO_ABILITY = {
    "fa": "خودش رسیدگی کند",
    "ar": "ليتولى الأمر بنفسه",
    "en": "join this chat and see to it",
}
HELLO = {"fa": "سلام", "ar": "مرحبا", "en": "hello"}
CODE_WRONG, CODE_SENT = Choice("code_refused"), Choice("code_sent")


@pytest.fixture
def desk(talk):
    """
    Somebody is free at the desk of the talk's shop.
    """
    made = FakeDesk()
    services.configure(replace(services.services(), desk=made))
    return made


def words(replies):
    """
    All that was said.
    """
    return "\n".join(reply.text for reply in replies)


def limits(desk, **changed):
    """
    The shop's table has other limits.
    """
    policy = desk.policy
    desk.policy = Policy(policy.rules, replace(policy.limits, **changed))


@pytest.mark.parametrize(("lang", "text"), FURIOUS)
async def test_who_is_furious_gets_a_person_at_once(talk, desk, lang, text):
    replies = await talk.says(text)
    assert talk.handed.reason in ("upset", "policy")
    packet = read(talk.handed.packet)
    assert packet.mood.upset >= 0.8
    assert packet.mood.signs
    assert talk.handed.priority >= 1
    if talk.handed.reason == "upset":
        assert SORRY[lang] in words(replies)


@pytest.mark.parametrize(("lang", "text"), FURIOUS)
async def test_it_is_the_mood_that_calls_them(talk, desk, lang, text):
    limits(desk, upset=80, intents=frozenset())
    await talk.says(HELLO[lang])
    replies = await talk.asks(Choice("store_hours"), text)
    assert talk.handed.reason == "upset"
    assert SORRY[lang] in words(replies)
    # With the same words a shop that wants none has none called.
    rules = dict(desk.policy.rules)
    rules[Reason.UPSET] = replace(rules[Reason.UPSET], is_on=False)
    desk.policy = Policy(rules, desk.policy.limits)
    talk.is_waiting, talk.state = False, None
    await talk.says(HELLO[lang])
    await talk.asks(Choice("store_hours"), text)
    assert talk.handed is None


@pytest.mark.parametrize(
    "text",
    [
        "سلام، ساعت کارتون چنده؟",
        "salam, saat kareton chande?",
        "مرحبا، ما ساعات العمل؟",
        "hi, when are you open?",
        "my parcel hasn't arrived yet, could you look please?",
    ],
)
async def test_nobody_is_called_for_an_everyday_question(talk, desk, text):
    await talk.says(text)
    assert talk.handed is None


async def test_what_went_wrong_before_counts(shopper, desk):
    desk.policy = Policy(desk.policy.rules, replace(desk.policy.limits, upset=60))
    sour = "seriously, again? what is wrong with you"
    await shopper.asks(Choice("store_hours"), sour)
    fresh = 0.0
    if shopper.handed is not None:
        fresh = read(shopper.handed.packet).mood.upset
    shopper.state, shopper.is_waiting = None, False
    shopper.source.go_down()
    limits(desk, source_failures=9)
    for _ in range(2):
        await shopper.says("where is order 21963?")
    await shopper.asks(Choice("store_hours"), sour)
    assert shopper.handed is not None
    assert read(shopper.handed.packet).mood.upset > fresh


async def test_whoever_sends_the_person_away_is_not_given_one_again(talk, desk):
    limits(desk, intents=frozenset())
    await talk.says("hello")
    await talk.asks(Choice("store_hours"), FURIOUS[3][1])
    assert talk.handed.reason == "upset"
    await talk.presses("I won't wait")
    assert not talk.is_waiting
    await talk.asks(Choice("store_hours"), FURIOUS[3][1])
    assert talk.handed is None
    # Asking is another thing.
    await talk.asks(Choice("contact_human_agent"), "!")
    assert talk.handed.reason == "asked"


async def refuses(talk):
    """
    An agent has refused what they were asked for.
    """
    said = {"by": "Sara", "words": "", "reason": "asked", "settled": "refused"}
    await talk.happens(Choice("returned", said))


async def withdraws(talk):
    """
    They do not want the person who was called.
    """
    await talk.asks(Choice("contact_human_agent"), "!")
    await talk.presses("I won't wait")
    talk.now += timedelta(hours=2)


@pytest.mark.parametrize("ends", [refuses, withdraws])
@pytest.mark.parametrize("intent", ["store_hours", "complaint"])
async def test_after_a_no_nobody_is_called_however_upset_they_are(
    talk, desk, ends, intent
):
    if intent != "complaint":
        limits(desk, intents=frozenset())
    await talk.says("hello")
    await ends(talk)
    furious = FURIOUS[3][1]
    *_, offered = await talk.asks(Choice(intent), furious)
    assert talk.handed is None
    # One is offered, once.
    assert offered.buttons[0].title == YES["en"]
    await talk.presses(YES["en"])
    assert talk.handed.reason in ("upset", "policy")


async def test_a_day_after_a_refusal_they_are_called_again(talk, desk):
    limits(desk, intents=frozenset())
    await talk.says("hello")
    await refuses(talk)
    talk.now += timedelta(days=1, minutes=1)
    await talk.asks(Choice("store_hours"), FURIOUS[3][1])
    assert talk.handed.reason == "upset"


@pytest.mark.parametrize(("lang", "text"), CANCEL)
async def test_what_the_bot_cannot_do_is_offered_to_be_done(shopper, desk, lang, text):
    replies = await shopper.says(text)
    assert NO_ABILITY[lang] in words(replies)
    await shopper.presses(YES[lang])
    assert shopper.handed.reason == "capability_missing"
    packet = read(shopper.handed.packet)
    assert (packet.wish.intent, packet.order) == ("cancel_order", "21963")
    assert packet.who == Who("proven", "مریم رضایی")


@pytest.mark.parametrize(("lang", "text"), CANCEL)
async def test_a_no_is_a_no_for_the_next_wish_too(shopper, desk, lang, text):
    await shopper.says(text)
    await shopper.presses(NO[lang])
    replies = await shopper.says(text)
    assert NO_ABILITY[lang] not in words(replies)
    assert shopper.handed is None


@pytest.mark.parametrize(("lang", "text"), CANCEL)
async def test_a_dear_order_goes_to_a_person_at_once(shopper, desk, lang, text):
    limits(desk, high_value=1_250_000)
    replies = await shopper.says(text)
    assert shopper.handed.reason == "high_value"
    assert NO_ABILITY[lang] not in words(replies)
    # To be told where it is takes nobody.
    shopper.state, shopper.is_waiting = None, False
    await shopper.asks(Choice("track_order", {"order_number": "21963"}), "?")
    assert shopper.handed is None


async def test_a_cheaper_order_is_offered_and_a_strangers_is_not_weighed(shopper, desk):
    limits(desk, high_value=1_250_001)
    await shopper.says(CANCEL[3][1])
    assert shopper.handed is None
    limits(desk, high_value=1)
    shopper.state, shopper.who = None, type(shopper.who)()
    asked = shopper.source.asked
    await shopper.says(CANCEL[3][1])
    assert shopper.handed is None
    assert shopper.source.asked == asked


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
async def test_a_code_that_is_wrong_too_often_is_a_reason_to_offer_one(
    talk, desk, lang
):
    await talk.says(HELLO[lang])
    for _ in range(4):
        assert await talk.happens(CODE_WRONG) == ()
    (offered,) = await talk.happens(CODE_WRONG)
    assert offered.lang == lang
    await talk.presses(YES[lang])
    assert talk.handed.reason == "identity_failed"
    assert read(talk.handed.packet).who.level == "anonymous"


async def test_a_code_that_was_asked_for_is_told_to_whoever_takes_over(shopper, desk):
    """
    Nothing is said to it, and a question that stands open stays so.
    """
    shopper.source.go_down()
    await shopper.says("where is order 21963?")
    await shopper.happens(CODE_WRONG)
    await shopper.says("where is order 21963?")
    assert await shopper.happens(CODE_SENT) == ()
    await shopper.says("yes please")
    deeds = read(shopper.handed.packet).deeds
    tried = {(each.action, each.came, each.why) for each in deeds}
    assert {
        ("action_code_refused", Came.REFUSED, "CodeWrong"),
        ("action_code_sent", Came.DONE, ""),
    } < tried


async def test_a_right_code_begins_the_count_anew(talk, desk):
    await talk.says("hello")
    for _ in range(4):
        await talk.happens(CODE_WRONG)
    talk.sign_in()
    await talk.happens(Choice("signed_in"))
    assert await talk.happens(CODE_WRONG) == ()


async def test_what_is_guessed_again_and_again_is_offered_to_a_person(talk, desk):
    limits(desk, not_understood=9, guessed=3)
    await talk.says("hello")
    for text in ("blorf zindle quax", "wug fendle snorp"):
        (reply,) = await talk.asks(Choice("nlu_fallback"), text)
        assert not reply.buttons
    (reply,) = await talk.asks(Choice("nlu_fallback"), "zorp")
    assert "guess what you meant" in reply.text
    await talk.presses(YES["en"])
    assert talk.handed.reason == "low_confidence"
    deeds = read(talk.handed.packet).deeds
    assert [(deed.came, deed.times) for deed in deeds] == [(Came.UNCLEAR, 3)]


async def test_one_message_that_is_understood_ends_the_guessing(talk, desk):
    limits(desk, not_understood=9, guessed=2)
    await talk.says("hello")
    await talk.asks(Choice("nlu_fallback"), "blorf zindle quax")
    await talk.asks(Choice("store_hours"), "when are you open")
    (reply,) = await talk.asks(Choice("nlu_fallback"), "wug fendle snorp")
    assert "guess" not in reply.text


async def test_without_a_desk_nothing_of_it_is_said(shopper):
    replies = await shopper.says(CANCEL[3][1])
    assert NO_ABILITY["en"] not in words(replies)


async def test_without_a_desk_a_wrong_code_is_no_word_worth(talk):
    await talk.says("hello")
    for _ in range(6):
        assert await talk.happens(CODE_WRONG) == ()
