"""
Telephones, codes and the wish to leave: said in a sentence, done elsewhere.
"""

from dataclasses import replace

import pytest

from actions import services
from bot.conversations.messages import Choice
from crm_connector.model import ContactKind, Identity
from crm_connector.profile.facts import Purpose
from tests.conversations.asked import answers
from tests.fakes.orders import a_customer, an_order

pytestmark = pytest.mark.engine

FIELD = {"fa": "خانهٔ زیر", "ar": "الخانة أدناه", "en": "the field below"}
NEVER = {"fa": "به هیچ‌کس نگویید", "ar": "لا تخبر أحدًا", "en": "Never tell anybody"}
MENU = {"fa": "«خروج از حساب»", "ar": "«تسجيل الخروج»", "en": "“Sign out”"}
NOBODY = {"fa": "وارد حسابی نشده‌اید", "ar": "لم تسجّل الدخول", "en": "aren't signed in"}

WHO = [
    ("fa", "الان با کدوم اکانت وارد شدم؟"),
    ("fa", "می‌دونی من کی‌ام؟"),
    ("fa", "به اسم کی وارد شدم الان؟"),
    ("fa", "با کدوم ایمیل لاگین کردم؟"),
    ("fa-Latn", "alan ba che esmi login kardam?"),
    ("ar", "باسم من أنا مسجل الدخول؟"),
    ("en", "I'm logged in as who?"),
    ("en", "what name am I signed in under?"),
    ("fa-Latn", "esme man chie?"),
    ("fa-Latn", "man ki hastam?"),
    ("ar", "بأي حساب أنا مسجل؟"),
    ("ar", "شنو اسمي عندكم؟"),
    ("en", "which account am I logged in to?"),
    ("en", "what phone number do you have for me?"),
]


@pytest.fixture
def stranger(talk):
    """
    A stranger of a shop that sends codes, who asked for orders.
    """
    services.configure(
        replace(services.services(), codes_reach=frozenset({ContactKind.PHONE}))
    )
    talk.source.all_orders = [an_order("21963")]
    return talk


@pytest.mark.parametrize(
    ("lang", "wish", "text"),
    [
        ("fa", "سفارشم کجاست؟", "شماره‌ام ۰۹۱۲۳۴۵۶۷۸۹ است"),
        ("fa", "sefaresham kojast?", "shomaram 09123456789 e"),
        ("ar", "أين طلبي؟", "هذا رقمي 09123456789"),
        ("en", "where is my order?", "my number is 09123456789"),
        ("en", "where is my order?", "09123456789"),
        # Of a range that no list has; with a word of the code.
        ("fa", "سفارشم کجاست؟", "شماره‌م ۰۹۵۵۴۸۸۷۰۴۲ کد بفرست"),
        ("fa-Latn", "sefaresham kojast?", "shomaram 09554887042 e"),
        ("ar", "أين طلبي؟", "رقمي 09554887042 ارسلوا الكود"),
        ("en", "where is my order?", "my number is 09554887042"),
    ],
)
async def test_a_telephone_in_a_sentence_is_shown_its_field(stranger, lang, wish, text):
    await stranger.says(wish)
    (reply,) = await stranger.says(text)
    lang = answers(lang)
    assert FIELD[lang] in reply.text
    assert [(card.kind, card.state) for card in reply.cards] == [("sign_in", "phone")]

    # What was asked goes on waiting.
    stranger.sign_in()
    replies = await stranger.happens(Choice("signed_in"))
    assert [card.id for reply in replies for card in reply.cards] == ["21963"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "کدم رو به شما بدم؟ 123456"),
        ("fa", "kodam ine 123456"),
        ("ar", "الرمز هو 123456"),
        ("en", "the code is 123456"),
        ("en", "should I tell you my code?"),
        ("en", "my code is 123 456"),
        ("fa", "کد رو باید به کی بدم؟"),
    ],
)
async def test_a_code_is_never_taken_from_words(stranger, lang, text):
    (reply,) = await stranger.says(text)

    assert NEVER[lang] in reply.text
    assert "123456" not in reply.text


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "می‌خوام از حسابم خارج بشم"),
        ("fa", "chetori log out konam"),
        ("ar", "أريد تسجيل الخروج"),
        ("en", "sign me out"),
    ],
)
async def test_the_way_out_is_in_the_menu(stranger, lang, text):
    (reply,) = await stranger.says(text)
    assert NOBODY[lang] in reply.text
    stranger.sign_in()
    (reply,) = await stranger.says(text)
    assert MENU[lang] in reply.text


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "سلام، می‌خوام وارد حسابم بشم"),
        ("fa", "لطفاً کد ورود بفرستید"),
        ("fa-Latn", "chetori inja vared hesabam besham?"),
        ("ar", "أريد تسجيل الدخول هنا"),
        ("ar", "ارسلوا لي رمز الدخول لو سمحتم"),
        ("en", "hi, I'd like to log in"),
        ("en", "please send me a login code"),
    ],
)
async def test_who_wants_to_sign_in_is_shown_the_way_and_hears_as_whom(
    stranger, lang, text
):
    lang = answers(lang)
    (reply,) = await stranger.says(text)
    assert FIELD[lang] in reply.text
    assert [card.kind for card in reply.cards] == ["sign_in"]
    stranger.sign_in()
    _, told = await stranger.happens(Choice("signed_in"))
    assert "مریم رضایی" in told.text

    # Who is signed in already hears that.
    (told,) = await stranger.says(text)
    assert "مریم رضایی" in told.text
    assert told.cards == ()


@pytest.mark.parametrize(
    ("lang", "wish", "text"),
    [
        ("fa", "سفارشم کجاست؟", "کد رو بفرست"),
        ("fa", "sefaresham kojast?", "kod befrest"),
        ("ar", "أين طلبي؟", "ارسل لي الرمز"),
        ("en", "where is my order?", "send me the code"),
    ],
)
async def test_a_code_alone_is_that_of_signing_in_for_whoever_was_asked(
    stranger, lang, wish, text
):
    await stranger.says(wish)
    (reply,) = await stranger.says(text)

    assert FIELD[lang] in reply.text


@pytest.mark.parametrize(
    "text", ["I can't log in", "وارد حسابم نمی‌شم", "ما أقدر أدخل حسابي", "login error"]
)
async def test_who_cannot_sign_in_has_trouble(stranger, text):
    await stranger.says(text)
    assert stranger.meta["intent"]["name"] == "registration_problems"


async def test_without_codes_the_site_is_where_one_signs_in(stranger):
    services.configure(replace(services.services(), codes_reach=frozenset()))
    (reply,) = await stranger.says("I want to sign in")

    assert "on the site: " in reply.text
    assert reply.cards == ()


@pytest.mark.parametrize(
    ("stop", "wish"),
    [
        ("دیگه برام تبلیغ نفرست", "سفارش ۲۱۹۶۳ کجاست؟"),
        ("لا ترسلوا لي إعلانات بعد الآن", "أين طلبي 21963؟"),
        ("don't send me ads any more", "where is order 21963?"),
    ],
)
async def test_a_stop_waits_for_the_signing_in_whatever_else_is_asked(
    stranger, stop, wish
):
    await stranger.says(stop)
    await stranger.says(wish)
    stranger.sign_in()
    replies = await stranger.happens(Choice("signed_in"))

    assert [card.id for reply in replies for card in reply.cards] == ["21963"]
    said = await stranger.house.gate.declarations.consent(stranger.who)
    assert not said[Purpose.MARKETING].is_granted
    assert said[Purpose.MARKETING].wording == stop


async def test_who_wants_them_after_all_before_signing_in_is_not_stopped(stranger):
    await stranger.says("don't send me ads any more")
    await stranger.says("subscribe me to the newsletter")
    stranger.sign_in()
    await stranger.happens(Choice("signed_in"))

    said = await stranger.house.gate.declarations.consent(stranger.who)
    assert said == {}


async def test_a_telephone_of_who_is_signed_in_is_no_sign_in(stranger):
    stranger.sign_in()
    replies = await stranger.says("my number is 09123456789")

    assert not any(card.kind == "sign_in" for each in replies for card in each.cards)
    assert stranger.who != Identity()


@pytest.mark.parametrize(("way", "text"), WHO)
async def test_who_is_signed_in_is_told_with_what_is_on_file(stranger, way, text):
    lang = answers(way)
    stranger.source.customers["7"] = replace(
        a_customer(), emails=("maryam@shop.example",)
    )
    (ask,) = await stranger.says(text)
    assert NOBODY[lang] in ask.text
    assert [card.kind for card in ask.cards] == ["sign_in"]
    stranger.sign_in()
    *_, told = await stranger.happens(Choice("signed_in"))
    assert "مریم رضایی" in told.text

    (told,) = await stranger.says(text)
    assert "مریم رضایی" in told.text
    assert "•••0007" in told.text
    assert "m•••@shop.example" in told.text
    assert "+98912" not in told.text
    assert MENU[lang] in told.text


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "شمارهٔ منو از کجا آوردید؟"),
        ("fa", "esme man ro az koja miduni?"),
        ("ar", "من أين لكم رقمي؟"),
        ("en", "how do you know my name?"),
    ],
)
async def test_from_where_somebody_is_known_is_told_with_what_is_on_file(
    stranger, lang, text
):
    stranger.sign_in()
    (reply,) = await stranger.says(text)

    assert "•••0007" in reply.text


async def test_who_is_signed_in_is_none_of_what_waits(stranger):
    await stranger.says("where is my order?")
    (reply,) = await stranger.says("who am I?")
    assert "aren't signed in" in reply.text
    stranger.sign_in()
    replies = await stranger.happens(Choice("signed_in"))

    assert [card.id for reply in replies for card in reply.cards] == ["21963"]


@pytest.mark.parametrize("text", ["تو کی هستی؟", "من أنت؟", "who are you?"])
async def test_who_we_are_is_another_question(stranger, text):
    stranger.sign_in()
    (reply,) = await stranger.says(text)

    assert "مریم رضایی" not in reply.text
