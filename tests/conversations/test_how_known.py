"""
"Why do you think that's me?", "this isn't my account", and what goes with it.
"""

from dataclasses import replace

import pytest

from actions import services
from crm_connector.identity.ageing import by_code
from crm_connector.model import Assurance, ContactKind, Identity
from tests.conversations.asked import POINTS, YES, answers, asked_about_a_card, texts
from tests.conversations.conftest import proves
from tests.fakes.orders import an_order

pytestmark = pytest.mark.engine

NAME = "مریم رضایی"
BY_SHOP = {"fa": "سایت فروشگاه می‌گوید", "ar": "موقع المتجر", "en": "shop's own site"}
BY_CODE = {"fa": "کد یک‌بارمصرفی", "ar": "رمز لمرة واحدة", "en": "one-time code"}
AT = {"fa": "امروز ساعت", "ar": "اليوم الساعة", "en": "today"}
NOBODY = {"fa": "وارد حسابی نشده‌اید", "ar": "لم تسجّل الدخول", "en": "aren't signed in"}
MENU = {"fa": "«خروج از حساب»", "ar": "«تسجيل الخروج»", "en": "“Sign out”"}
OWN = {"fa": "خودتان وارد شوید", "ar": "بريدك أنت", "en": "your own number"}
CLAIMED = {"fa": "خودتان همین‌جا گفتید", "ar": "أنت قلت هنا", "en": "you said here"}
RULED = {
    "fa": "با حساب شما یکی است",
    "ar": "يطابق حسابك",
    "en": "agree with your account",
}

WHY_ME = [
    ("fa", "چرا فکر می‌کنی این منم؟"),
    ("fa", "از کجا فهمیدی من مریمم؟"),
    ("fa", "از کجا مطمئنی که منم"),
    ("fa-Latn", "chera fek mikoni man maryamam"),
    ("fa-Latn", "az koja mano mishnasi"),
    ("ar", "لماذا تظن أنني مريم؟"),
    ("ar", "شلون عرفت اني مريم"),
    ("en", "why do you think i'm maryam?"),
    ("en", "how do you know who I am?"),
    ("en", "how did you decide that's me"),
]
NOT_ME = [
    ("fa", "این حساب من نیست"),
    ("fa", "اینجا با حساب دخترم واردم، چیکار کنم؟"),
    ("fa", "می‌خوام با یه حساب دیگه وارد شم"),
    ("fa-Latn", "in hesabe man nist"),
    ("fa-Latn", "hesabamo avaz konam ba hesabe khanoomam"),
    ("ar", "هذا ليس حسابي"),
    ("ar", "أريد الدخول بحساب آخر"),
    ("en", "this isn't my account"),
    ("en", "i want to use another account"),
    ("en", "that's not me"),
]
LEAVE = [
    ("fa", "از حسابم بیام بیرون"),
    ("fa-Latn", "khob khoroj"),
    ("fa-Latn", "man azin hesab miram biroon"),
    ("ar", "اطلعني من الحساب"),
    ("en", "sign me out pls"),
    ("en", "log me out of this phone"),
]
LOST = [
    ("fa", "به اون شماره دیگه دسترسی ندارم"),
    ("fa-Latn", "be un shomare dastresi nadaram"),
    ("ar", "ضاع رقمي القديم"),
    ("en", "i have no access to that phone anymore"),
    ("en", "can you send it to another number"),
]
ONLY_THERE = {"fa": "کد فقط به شماره", "ar": "لا يذهب الرمز", "en": "A code goes only"}
TWO = [
    ("fa", "دو تا اکانت دارم یکیشون کن"),
    ("fa", "یه شماره دیگه هم دارم با اون هم خرید کردم"),
    ("fa-Latn", "do ta hesab daram yekishun kon"),
    ("ar", "عندي حسابين كيف أجمعهم"),
    ("en", "i have two accounts, can you merge them?"),
]
EACH = {"fa": "دو حساب را", "ar": "لا أدمج حسابين", "en": "one account of two"}
ELSEWHERE = [
    ("fa", "گوشیمو فروختم حسابم روش بازه"),
    ("ar", "بعت جوالي وحسابي مفتوح عليه"),
    ("en", "is anyone else logged in to my account?"),
]
DEVICES = {"fa": "دستگاه‌های دیگر", "ar": "أجهزة أخرى", "en": "other devices"}


@pytest.fixture
def stranger(talk):
    """
    A stranger of a shop that sends codes.
    """
    services.configure(
        replace(services.services(), codes_reach=frozenset({ContactKind.PHONE}))
    )
    talk.source.all_orders = [an_order("21963")]
    return talk


@pytest.mark.parametrize(("way", "text"), WHY_ME)
async def test_how_it_is_known_who_they_are(stranger, way, text):
    lang = answers(way)
    (reply,) = await stranger.says(text)
    assert NOBODY[lang] in reply.text
    assert NAME not in reply.text

    stranger.sign_in()
    said = texts(await stranger.says(text))
    assert NAME in said
    assert BY_SHOP[lang] in said
    assert BY_CODE[lang] not in said
    assert MENU[lang] in said


@pytest.mark.parametrize(("lang", "text"), [("fa", WHY_ME[0][1]), ("en", WHY_ME[8][1])])
async def test_a_code_is_named_with_its_time(stranger, lang, text):
    stranger.who = Identity("7", Assurance.FRESH_CODE, by_code("web", stranger.now))
    said = texts(await stranger.says(text))

    assert BY_CODE[lang] in said
    assert AT[lang] in said
    assert BY_SHOP[lang] not in said


@pytest.mark.parametrize("way", sorted(POINTS))
async def test_why_a_card_is_theirs(family, way):
    """
    By their own word; of others' cards with their telephone nothing is told.
    """
    lang = answers(way)
    why = next(text for each, text in WHY_ME if each == way)
    await asked_about_a_card(family, way)
    replies = await family.says(why)
    assert CLAIMED[lang] not in texts(replies)
    await family.says(POINTS[way])
    await family.says(YES[way])
    said = texts(await family.says(why))

    assert CLAIMED[lang] in said
    assert RULED[lang] not in said


async def test_a_card_that_a_rule_has_joined(club_member):
    await proves(club_member)
    await club_member.says("how many points do I have?")
    said = texts(await club_member.says("whose card is that?"))

    assert RULED["en"] in said
    assert "Orange Club" in said


@pytest.mark.parametrize(("way", "text"), NOT_ME)
async def test_who_is_signed_in_as_somebody_else_is_shown_the_way_out(
    stranger, way, text
):
    lang = answers(way)
    stranger.sign_in()
    (reply,) = await stranger.says(text)

    assert NAME in reply.text
    assert MENU[lang] in reply.text
    assert OWN[lang] in reply.text


@pytest.mark.parametrize(("way", "text"), LEAVE)
async def test_the_way_out_in_everyday_words(stranger, way, text):
    stranger.sign_in()
    (reply,) = await stranger.says(text)

    assert MENU[answers(way)] in reply.text


@pytest.mark.parametrize(
    ("said", "way", "text"),
    [
        *((ONLY_THERE, *each) for each in LOST),
        *((EACH, *each) for each in TWO),
        *((DEVICES, *each) for each in ELSEWHERE),
    ],
)
async def test_contacts_accounts_and_devices_that_are_not_at_hand(
    stranger, said, way, text
):
    (reply,) = await stranger.says(text)

    assert said[answers(way)] in reply.text
    assert NAME not in reply.text
