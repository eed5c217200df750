"""
A stranger's first message is a telephone number and a wish for the code.
"""

from dataclasses import replace

import pytest

from actions import services
from bot.conversations.messages import Choice
from crm_connector.model import ContactKind
from tests.conversations.asked import answers
from tests.fakes.orders import an_order

pytestmark = pytest.mark.engine

FIELD = {"fa": "خانهٔ زیر", "ar": "الخانة أدناه", "en": "the field below"}
WHY = {"fa": "فقط به خودش", "ar": "إلا له هو", "en": "only to whose they are"}
UNTOLD = {"fa": "به کسی نمی‌گویم", "ar": "لا أخبر أحدًا", "en": "I tell nobody whether"}
NUMBER = "09121234567"
FIRST = [
    ("fa", f"{NUMBER} کد رو بفرست"),
    ("fa", "سلام شماره‌ام ۰۹۱۲۱۲۳۴۵۶۷ هست، کد ورود رو برام بفرستید"),
    ("fa", f"می‌خوام با {NUMBER} وارد بشم"),
    ("fa-Latn", f"{NUMBER} kod ro befrest lotfan"),
    ("fa-Latn", f"salam shomaram {NUMBER} e, kod befrestid"),
    ("ar", f"ارسل الرمز إلى {NUMBER}"),
    ("ar", f"مرحبا هذا رقمي {NUMBER} دزوا لي الكود"),
    ("en", f"{NUMBER} send me the code"),
    ("en", f"hi, please text a login code to {NUMBER}"),
    ("en", f"sign me in with {NUMBER}"),
]


@pytest.fixture
def stranger(talk):
    """
    A stranger of a shop that sends codes to telephones.
    """
    reach(ContactKind.PHONE)
    return talk


@pytest.mark.parametrize(("way", "text"), FIRST)
async def test_it_begins_the_proof_and_the_number_need_not_be_typed_again(
    stranger, way, text
):
    lang = answers(way)
    (reply,) = await stranger.says(text)
    (card,) = reply.cards
    assert FIELD[lang] in reply.text
    assert (card.kind, card.state) == ("sign_in", "phone")
    written = text[text.index("09" if "09" in text else "۰۹") :][: len(NUMBER)]
    assert [row.value for row in card.rows] == [written]

    # Once it is proven they hear as whom, and what is on file.
    stranger.sign_in()
    welcome, told = await stranger.happens(Choice("signed_in"))
    assert "مریم رضایی" in welcome.text
    assert "•••0007" in told.text


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", f"شمارهٔ من {NUMBER}"),
        ("fa", NUMBER),
        ("ar", f"رقمي {NUMBER}"),
        ("en", f"my number is {NUMBER}"),
    ],
)
async def test_a_number_alone_does_as_well(stranger, lang, text):
    (reply,) = await stranger.says(text)

    assert FIELD[lang] in reply.text
    assert [row.value for row in reply.cards[0].rows] == [NUMBER]


async def test_who_waits_for_a_person_may_leave_a_number_for_them(stranger):
    stranger.is_waiting = True
    await stranger.says(f"my number is {NUMBER}")

    assert stranger.meta["intent"]["name"] != "about_signing_in"


async def test_everybody_hears_the_same_whosever_number_it_is(stranger):
    known = stranger.source.customers["7"].phones[0]
    (of_known,) = await stranger.says(f"{known} send me the code")
    stranger.state = None
    (of_nobody,) = await stranger.says("+989350000001 send me the code")

    assert of_known.text == of_nobody.text
    assert replace(of_known.cards[0], rows=()) == replace(of_nobody.cards[0], rows=())
    assert stranger.source.asked == 0


@pytest.mark.parametrize("way", ["fa", "fa-Latn", "ar", "en"])
async def test_what_was_wanted_before_goes_on_waiting(stranger, way):
    wish = {
        "fa": "سفارشم کجاست؟",
        "fa-Latn": "sefaresham kojast?",
        "ar": "أين طلبي؟",
        "en": "where is my order?",
    }
    stranger.source.all_orders = [an_order("21963")]
    await stranger.says(wish[way])
    await stranger.says(next(text for each, text in FIRST if each == way))
    stranger.sign_in()
    replies = await stranger.happens(Choice("signed_in"))

    assert [card.id for reply in replies for card in reply.cards] == ["21963"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", f"شمارهٔ {NUMBER} پیش شما ثبت شده؟"),
        ("fa", f"shomare {NUMBER} pishetun sabt shode?"),
        ("ar", f"هل الرقم {NUMBER} مسجل عندكم؟"),
        ("en", f"is {NUMBER} registered with you?"),
    ],
)
async def test_whether_a_number_is_on_file_is_told_to_nobody(stranger, lang, text):
    (of_nobody,) = await stranger.says(text)
    assert UNTOLD[lang] in of_nobody.text
    stranger.state = None
    known = stranger.source.customers["7"].phones[0]
    (of_known,) = await stranger.says(text.replace(NUMBER, known))

    assert of_known.text == of_nobody.text
    assert stranger.source.asked == 0


@pytest.mark.parametrize(
    ("lang", "text", "said"),
    [
        ("fa", "کدی نرسید", "هرزنامه"),
        ("fa", "kod nayumad", "هرزنامه"),
        ("ar", "الرمز ما وصل", "غير المرغوبة"),
        ("en", "the code hasn't arrived", "spam folder"),
        ("fa", "هنوز نیومده", "هرزنامه"),
        ("fa", "naresid ke", "هرزنامه"),
        ("ar", "ما وصل شيء", "غير المرغوبة"),
        ("en", "nothing came yet", "spam folder"),
    ],
)
async def test_what_does_not_arrive_then_is_the_code(stranger, lang, text, said):
    await stranger.says(next(text for each, text in FIRST if each == lang))
    (reply,) = await stranger.says(text)
    assert said in reply.text

    # What was begun goes on.
    stranger.sign_in()
    replies = await stranger.happens(Choice("signed_in"))
    assert "•••0007" in replies[-1].text


async def test_whoever_waits_for_an_order_says_so_of_the_order(stranger):
    await stranger.says("where is my order?")
    await stranger.says("it hasn't arrived yet")

    assert stranger.meta["intent"]["name"] != "registration_problems"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "چرا باید وارد حسابم بشم؟"),
        ("fa", "امنه شماره‌ام رو این‌جا بنویسم؟"),
        ("fa", "majburam vared sham?"),
        ("ar", "لماذا يجب أن أسجل الدخول؟"),
        ("en", "why do I have to sign in?"),
        ("en", "what happens if I don't log in?"),
    ],
)
async def test_why_one_signs_in_is_explained_and_what_needs_none(stranger, lang, text):
    await stranger.says(next(text for each, text in FIRST if each == lang))
    (reply,) = await stranger.says(text)

    assert WHY[lang] in reply.text


async def test_who_wants_to_be_called_is_told_how_people_are_reached(stranger):
    await stranger.says(f"please have somebody call me on {NUMBER}")
    assert stranger.meta["intent"]["name"] in (
        "contact_human_agent",
        "contact_customer_service",
    )


async def test_it_is_kept_while_something_else_is_said(stranger):
    await stranger.says(f"{NUMBER} send me the code")
    for text in ("thanks", "opening hours?", "hello"):
        await stranger.says(text)
    stranger.sign_in()
    replies = await stranger.happens(Choice("signed_in"))

    assert "•••0007" in replies[-1].text


async def test_an_address_is_put_into_no_field_for_telephones(stranger):
    text = "send the code to maryam@shop.example"
    (reply,) = await stranger.says(text)
    assert FIELD["en"] in reply.text
    assert reply.cards[0].rows == ()

    reach(ContactKind.PHONE, ContactKind.EMAIL)
    stranger.state = None
    (reply,) = await stranger.says(text)
    assert [row.value for row in reply.cards[0].rows] == ["maryam@shop.example"]


async def test_a_shop_that_sends_no_codes_names_its_site(stranger):
    reach()
    (reply,) = await stranger.says(f"{NUMBER} send me the code")

    assert reply.cards == ()
    assert "Sign in to your account on the site" in reply.text


@pytest.mark.parametrize(("way", "text"), FIRST)
async def test_who_is_signed_in_begins_nothing(stranger, way, text):
    stranger.sign_in()
    replies = await stranger.says(text)

    assert stranger.meta["intent"]["name"] != "about_signing_in"
    assert not any(card.rows for reply in replies for card in reply.cards)


@pytest.mark.parametrize(
    "text",
    [
        f"send the discount code to {NUMBER}",
        f"کد تخفیف رو به {NUMBER} پیامک کن",
        f"ارسل كود الخصم إلى {NUMBER}",
    ],
)
async def test_another_code_is_none_of_it(stranger, text):
    await stranger.says(text)
    assert stranger.meta["intent"]["name"] != "about_signing_in"


def reach(*kinds):
    """
    Have the shop send codes to such contacts.
    """
    services.configure(replace(services.services(), codes_reach=frozenset(kinds)))
