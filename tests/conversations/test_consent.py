"""
Consent is asked in the chat, kept in the words that were sent, and taken back there.
"""

from datetime import timedelta

import pytest

from bot.conversations.messages import Choice
from crm_connector.model import Assurance, Identity
from crm_connector.profile.facts import Field, Lack, Purpose
from tests.conversations.asked import statement
from tests.conversations.wishes import SHOP

pytestmark = pytest.mark.engine

OFFERS = [
    ("fa", "تخفیف دارید؟", "بله موافقم", "نه ممنون"),
    ("fa", "takhfif darid?", "bale movafegham", "na mamnoon"),
    ("ar", "ما هي عروضكم؟", "نعم أوافق", "لا أوافق"),
    ("en", "any discounts for me?", "yes i agree", "no thanks"),
]
STOP = [
    ("fa", "دیگه برام تبلیغ نفرست"),
    ("fa", "dige baram tabligh nafrest"),
    ("ar", "لا ترسلوا لي إعلانات بعد الآن"),
    ("en", "don't send me ads any more"),
]
START = [
    ("fa", "می‌خوام عضو خبرنامه بشم"),
    ("fa", "mikham ozve khabarname besham"),
    ("ar", "أريد الاشتراك في النشرة البريدية"),
    ("en", "subscribe me to the newsletter"),
]
STANDING = [
    ("fa", "من به چی رضایت دادم؟"),
    ("fa", "man be chi rezayat dadam?"),
    ("ar", "على ماذا وافقت؟"),
    ("en", "what did I agree to?"),
]
QUESTION = {"fa": "اجازه می‌دهید", "ar": "هل تسمح", "en": "May "}
YES = {"fa": "اجازه‌تان ثبت شد", "ar": "سُجّلت موافقتك", "en": "permission is noted"}
NO = {"fa": "استفاده نمی‌شود و دیگر", "ar": "ولن أسألك", "en": "won't ask again"}
STOPPED = {"fa": "از این پس", "ar": "بعد الآن", "en": "from now on"}
# Of the chat alone: what was said elsewhere nobody knows here.
NOTHING = {
    "fa": "این‌جا در گفت‌وگو دربارهٔ تبلیغات چیزی نگفته‌اید",
    "ar": "لم تقل شيئًا عن الإعلانات هنا في المحادثة",
    "en": "Here in the chat you have said nothing",
}
ASCII = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
SIGN_IN = {"fa": "وارد حساب", "ar": "سجّل الدخول", "en": "sign in"}


async def seen(talk):
    """
    What an engine of offers would get to see.
    """
    profile = await talk.house.gate.profile(
        talk.who, fields=(Field.LOYALTY,), purpose=Purpose.MARKETING
    )
    return profile.loyalty, {each.why for each in profile.missing}


@pytest.mark.parametrize(("lang", "text", "yes", "no"), OFFERS)
async def test_who_wants_offers_is_asked_and_a_yes_is_kept_in_those_words(
    member, lang, text, yes, no
):
    offers, ask = await member.says(text)
    assert SHOP.offers[lang] in offers.text
    assert QUESTION[lang] in ask.text
    assert await statement(member) is None
    assert await seen(member) == ((), {Lack.NOT_AGREED})

    (done,) = await member.says(yes)
    assert YES[lang] in done.text
    said = await statement(member)
    assert said.is_granted
    # To the letter what was sent.
    assert said.wording == ask.text
    assert said.source.split()[-1] == lang
    assert said.at == member.now

    # From now on the offers are beside what she has; nobody asks again.
    offers, points = await member.says(text)
    assert {"fa": "۳۲۰", "ar": "٣٢٠", "en": "320"}[lang] in points.text


@pytest.mark.parametrize(("lang", "text", "yes", "no"), OFFERS)
async def test_a_no_is_kept_and_respected(member, lang, text, yes, no):
    await member.says(text)
    (done,) = await member.says(no)
    assert NO[lang] in done.text
    assert not (await statement(member)).is_granted
    assert await seen(member) == ((), {Lack.NOT_AGREED})

    member.now += timedelta(days=2)
    (offers,) = await member.says(text)
    assert QUESTION[lang] not in offers.text


async def test_who_does_not_answer_is_not_asked_again_that_day(member):
    await member.says("تخفیف دارید؟")
    await member.says("ساعت کار؟")
    assert await statement(member) is None

    assert len(await member.says("تخفیف دارید؟")) == 1
    member.now += timedelta(days=1, minutes=1)
    assert len(await member.says("تخفیف دارید؟")) == 2


async def test_strangers_hear_the_offers_and_no_question(member):
    for who in (Identity(), Identity("7", Assurance.CHANNEL)):
        member.who = who
        (offers,) = await member.says("تخفیف دارید؟")
        assert SHOP.offers["fa"] in offers.text


async def test_offers_are_told_while_the_shops_system_is_down(member):
    member.source.go_down()
    offers, _ = await member.says("تخفیف دارید؟")

    assert SHOP.offers["fa"] in offers.text


@pytest.mark.parametrize(("lang", "text"), STOP)
async def test_a_yes_is_taken_back_in_ones_own_words(member, lang, text):
    await member.says("subscribe me to the newsletter")
    await member.says("yes")
    assert (await statement(member)).is_granted
    member.now += timedelta(days=1)

    (done,) = await member.says(text)
    assert STOPPED[lang] in done.text
    said = await statement(member)
    assert not said.is_granted
    assert said.wording == text
    assert await seen(member) == ((), {Lack.NOT_AGREED})


@pytest.mark.parametrize(("lang", "text"), STOP)
async def test_a_stranger_who_wants_it_to_stop_signs_in_and_it_stops(
    member, lang, text
):
    signed_in, member.who = member.who, Identity()
    (ask,) = await member.says(text)
    assert SIGN_IN[lang] in ask.text
    # Without signing in, people of the shop do it.
    assert "2100000100" in ask.text.translate(ASCII)

    member.who = signed_in
    replies = await member.happens(Choice("signed_in"))
    assert STOPPED[lang] in replies[-1].text
    assert (await statement(member)).wording == text


@pytest.mark.parametrize(("lang", "text"), START)
async def test_who_subscribes_is_told_what_it_means_and_says_yes(member, lang, text):
    (ask,) = await member.says(text)
    assert QUESTION[lang] in ask.text
    assert await statement(member) is None

    title = {"fa": "بله", "ar": "نعم", "en": "Yes"}[lang]
    (done,) = await member.presses(title)
    assert YES[lang] in done.text
    assert (await statement(member)).wording == ask.text


@pytest.mark.parametrize(("lang", "text"), STANDING)
async def test_what_one_agreed_to_is_told_with_its_words_and_day(member, lang, text):
    nothing, ask = await member.says(text)
    assert NOTHING[lang] in nothing.text
    title = {"fa": "بله", "ar": "نعم", "en": "Yes"}[lang]
    await member.presses(title)

    (told,) = await member.says(text)
    day = {"fa": "یک‌شنبه ۱ آذر ۱۴۰۵", "ar": "٢٢ نوفمبر ٢٠٢٦", "en": "22 November 2026"}
    assert day[lang] in told.text
    assert ask.text in told.text

    # Its one button takes it back.
    (button,) = told.buttons
    (done,) = await member.presses(button.title)
    assert STOPPED[lang] in done.text
    (told,) = await member.says(text)
    assert not (await statement(member)).is_granted
    assert told.text != nothing.text
