"""
What is said about a question that is open: it is explained, and nothing is noted.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_connector.identity import present
from crm_connector.model import Loyalty
from crm_connector.profile.facts import Purpose
from tests.conversations.conftest import SHOP, proves
from tests.fakes.orders import NOW, a_customer, an_order

pytestmark = pytest.mark.engine

POINTS = {
    "fa": "چند امتیاز دارم؟",
    "fa-Latn": "chand ta emtiaz daram?",
    "ar": "كم نقطة عندي؟",
    "en": "how many points do I have?",
}
OFFERS = {
    "fa": "تخفیف دارید؟",
    "fa-Latn": "takhfif darid?",
    "ar": "ما هي عروضكم؟",
    "en": "any discounts for me?",
}
NOT_A_BANK_CARD = {
    "fa": "کارت بانکی نیست",
    "ar": "ليست بطاقة مصرفية",
    "en": "isn't a bank",
}
ON_IT = {"fa": "روی آن کارت هم", "ar": "على تلك البطاقة", "en": "on that card as well"}
STAYS = {"fa": "همان‌طور که هست", "ar": "كما هي", "en": "stays as it is"}
ADDED = {"fa": "اضافه می‌شود", "ar": "أُضيفت", "en": "is added"}
ABOUT_CARD = [
    ("fa", "این کدوم کارته؟ کدوم کارت", NOT_A_BANK_CARD),
    ("fa", "صاحب این کارت کیه؟", NOT_A_BANK_CARD),
    ("fa", "متوجه نشدم یعنی چی", NOT_A_BANK_CARD),
    ("fa", "برای چی می‌پرسی؟", ON_IT),
    ("fa", "اگه نه بگم چی میشه؟", STAYS),
    ("fa-Latn", "in kart male kie akhe?", NOT_A_BANK_CARD),
    ("fa-Latn", "chera miporsi?", ON_IT),
    ("fa-Latn", "age begam na chi mishe?", STAYS),
    ("ar", "هاي البطاقة مال منو؟", NOT_A_BANK_CARD),
    ("ar", "أي بطاقة تقصد؟", NOT_A_BANK_CARD),
    ("ar", "ليش تسأل؟", ON_IT),
    ("ar", "هل يجب أن أجيب؟", STAYS),
    ("en", "hm, whose card is that?", NOT_A_BANK_CARD),
    ("en", "who is A. R.?", NOT_A_BANK_CARD),
    ("en", "is it mine?", NOT_A_BANK_CARD),
    ("en", "why do you want to know that?", ON_IT),
    ("en", "what happens if I say yes?", ADDED),
    ("en", "must I answer this?", STAYS),
]
NOT_SURE = [
    ("fa", "مال منه ولی مطمئن نیستم"),
    ("fa", "شاید مال شوهرم باشه"),
    ("fa-Latn", "shayad male hamsaram bashe"),
    ("ar", "يمكن تكون لزوجي"),
    ("en", "might be my husband's, not sure"),
]
RELATIVES = [
    ("fa", "این کارت خواهرمه"),
    ("fa-Latn", "male baradarame"),
    ("ar", "هاي بطاقة أختي"),
    ("en", "it's my sister's card"),
]
ONLY_THIS_SHOP = {
    "fa": "در همین فروشگاه",
    "ar": "في هذا المتجر فقط",
    "en": "at this shop",
}
NO_DUTY = {"fa": "اجباری نیست", "ar": "ليس إلزاميًّا", "en": "you don't have to"}
ONE_YES = {"fa": "برای همه‌اش", "ar": "للأمر كله", "en": "to all of it"}
HOW_OFTEN = {"fa": "چند وقت یک بار", "ar": "أما كم مرة", "en": "How often"}
ABOUT_CONSENT = [
    ("fa", "دقیقا از چه اطلاعاتی استفاده می‌کنید؟", ONLY_THIS_SHOP),
    ("fa", "باید حتما اجازه بدم؟", NO_DUTY),
    ("fa", "اگر نه بگم چه اتفاقی می‌افته؟", NO_DUTY),
    ("fa", "اگه بله بگم چی برام می‌فرستید؟", HOW_OFTEN),
    ("fa", "باشه ولی فقط پیامک باشه", ONE_YES),
    ("fa-Latn", "yani chi?", ONLY_THIS_SHOP),
    ("fa-Latn", "majburam?", NO_DUTY),
    ("fa-Latn", "faghat ba sms lotfan", ONE_YES),
    ("ar", "شنو يعني؟", ONLY_THIS_SHOP),
    ("ar", "ماذا ستستخدمون بالضبط؟", ONLY_THIS_SHOP),
    ("ar", "هل أنا مجبور على الموافقة؟", NO_DUTY),
    ("en", "what exactly are you going to use?", ONLY_THIS_SHOP),
    ("en", "do I need to agree?", NO_DUTY),
    ("en", "how often will you text me?", HOW_OFTEN),
    ("en", "SMS only?", ONE_YES),
]
REGRETS = [
    ("fa", "پشیمون شدم"),
    ("fa", "نظرم عوض شد"),
    ("fa-Latn", "pashimun shodam"),
    ("ar", "غيرت رايي"),
    ("en", "I take it back"),
    ("en", "on second thought, no"),
]
ASKS = {"fa": "مال خود شماست؟", "ar": "هل هذه البطاقة لك؟", "en": "Is this card yours?"}
ALLOWS = {"fa": "اجازه می‌دهید؟", "ar": "هل تسمح بذلك؟", "en": "you allow it?"}
NOTED_NOTHING = {"fa": "چیزی ثبت نکردم", "ar": "لم أسجّل شيئًا", "en": "noted nothing"}
LEFT = {"fa": "دیگر هم درباره‌اش", "ar": "ولن أسألك", "en": "won't ask about it"}
LATE = {"fa": "حساب نکردم", "ar": "لم أعدّ هذا جوابًا", "en": "I didn't take that"}
JOINED = {"fa": "اضافه کردم", "ar": "أضفت", "en": "I've added"}
STOPPED = {"fa": "از این پس", "ar": "بعد الآن", "en": "from now on"}
YES = {"fa": "بله", "fa-Latn": "bale", "ar": "نعم", "en": "yes"}
BUTTON = {"fa": "بله", "ar": "نعم", "en": "Yes"}


def answers(way):
    """
    The language of the answer.
    """
    return "fa" if way == "fa-Latn" else way


def texts(replies):
    """
    All that was said.
    """
    return "\n".join(reply.text for reply in replies)


async def merges(talk):
    """
    The merges that hold.
    """
    return await talk.house.ledger.read(present.merges)


async def statement(talk):
    """
    What counts now of what she said about advertising, if anything.
    """
    said = await talk.house.gate.declarations.consent(talk.who)
    return said.get(Purpose.MARKETING)


async def asked_about_a_card(family, way):
    """
    She has proven her telephone, and is asked about Ali's card.
    """
    await proves(family)
    replies = await family.says(POINTS[way])
    assert len(replies[-1].buttons) == 2


@pytest.fixture
def member(talk):
    """
    A customer with points, who has said nothing about advertising.
    """
    talk.source.loyalties["7"] = Loyalty("7", 320, None, "fake", NOW)
    talk.open(shop=SHOP)
    talk.sign_in()
    return talk


@pytest.mark.parametrize(("way", "text", "said"), ABOUT_CARD)
async def test_what_is_asked_about_the_card_is_explained_and_it_stays_open(
    family, way, text, said
):
    lang = answers(way)
    await asked_about_a_card(family, way)
    (reply,) = await family.says(text)
    assert said[lang] in reply.text
    assert ASKS[lang] in reply.text
    assert len(reply.buttons) == 2
    for secret in ("علی", "۱٬۲۵۰", "1,250", "١٬٢٥٠", "700001"):
        assert secret not in reply.text
    assert await merges(family) == ()

    # The next words answer it, as if nothing had been in between.
    replies = await family.says(YES[way])
    assert JOINED[lang] in replies[0].text
    assert len(await merges(family)) == 1


@pytest.mark.parametrize(("way", "text"), NOT_SURE)
async def test_who_is_not_sure_is_asked_another_time(family, way, text):
    lang = answers(way)
    await asked_about_a_card(family, way)
    (reply,) = await family.says(text)
    assert NOTED_NOTHING[lang] in reply.text
    assert await merges(family) == ()

    replies = await family.says(POINTS[way])
    assert len(replies[-1].buttons) == 2


@pytest.mark.parametrize(("way", "text"), RELATIVES)
@pytest.mark.parametrize("later", [False, True])
async def test_whose_it_is_instead_is_a_no_also_later(family, way, text, later):
    if later and way == "fa-Latn":
        # Later it must be said that it is the card.
        text = "in kart male baradarame"
    await asked_about_a_card(family, way)
    if later:
        await family.says("ساعت کار فروشگاه؟")
    (reply,) = await family.says(text)
    assert LEFT[answers(way)] in reply.text

    replies = await family.says(POINTS[way])
    assert all(len(each.buttons) < 2 for each in replies)


@pytest.mark.parametrize(
    ("way", "text"),
    [("fa", "سفارشم کجاست؟"), ("ar", "أين طلبي؟"), ("en", "why is my order late?")],
)
async def test_another_wish_is_answered_as_such(family, way, text):
    family.source.all_orders = [an_order("21963")]
    await asked_about_a_card(family, way)
    replies = await family.says(text)

    assert [card.id for reply in replies for card in reply.cards] == ["21963"]


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "آره مال منه"),
        ("fa-Latn", "are male khodame"),
        ("ar", "نعم البطاقة لي"),
        ("en", "yes that card is mine"),
    ],
)
async def test_a_later_yes_counts_if_it_says_of_what(family, way, text):
    if text == "نعم البطاقة لي":
        text = "نعم هذه بطاقتي"
    await asked_about_a_card(family, way)
    await family.says("سلام")
    await family.says("ساعت کار فروشگاه؟")
    replies = await family.says(text)

    assert JOINED[answers(way)] in replies[0].text
    assert len(await merges(family)) == 1


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "بله کارت می‌خوام"),
        ("fa-Latn", "bale kart mikham"),
        ("ar", "نعم هذا لي"),
        ("en", "yes I want this card please"),
        ("en", "yes card please"),
    ],
)
async def test_a_later_yes_to_another_card_joins_none(family, way, text):
    await asked_about_a_card(family, way)
    await family.says("کارت هدیه دارید؟")
    replies = await family.says(text)

    assert JOINED[answers(way)] not in texts(replies)
    assert await merges(family) == ()


@pytest.mark.parametrize(
    ("way", "text"),
    [("fa", "باشه"), ("fa-Latn", "bashe"), ("ar", "تمام"), ("en", "ok"), ("fa", "مال")],
)
async def test_a_nod_or_half_a_word_joins_no_card(family, way, text):
    await asked_about_a_card(family, way)
    await family.says(text)
    assert await merges(family) == ()


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "آره کارت من و همسرم"),
        ("ar", "هذي لي مو لزوجي"),
        ("en", "it's mine not my sister's"),
        ("en", "yes it's mine and not my husbands"),
    ],
)
async def test_of_her_own_and_somebody_elses_is_asked_again(family, way, text):
    lang = answers(way)
    await asked_about_a_card(family, way)
    (reply,) = await family.says(text)
    assert LEFT[lang] not in reply.text
    assert len(reply.buttons) == 2
    assert await merges(family) == ()

    # She can still say so.
    replies = await family.says(YES[way])
    assert JOINED[lang] in replies[0].text


@pytest.mark.parametrize(
    "text",
    ["اقترح هدية لأمي", "هدية لأختي", "how much is this bag?", "ممكن اكلم انسان"],
)
async def test_another_wish_says_nothing_of_the_card(family, text):
    await asked_about_a_card(family, "en")
    await family.says(text)
    assert family.meta["intent"]["name"] not in ("deny", "about_question")

    # It was not disowned.
    family.now += timedelta(days=1, minutes=1)
    await proves(family)
    assert len((await family.says(POINTS["en"]))[-1].buttons) == 2


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("ar", "ما اسمح لكم تستخدمون بياناتي للاعلانات"),
        ("ar", "خلوا بس رسائل الطلبات ووقفوا الدعايات"),
        ("en", "stop sending me ads"),
    ],
)
async def test_who_wants_no_adverts_is_heard_also_while_asked(member, way, text):
    await member.says(OFFERS[way])
    (reply,) = await member.says(text)

    assert STOPPED[way] in reply.text
    kept = await statement(member)
    assert not kept.is_granted
    assert kept.wording == text


async def test_never_mind_after_a_no_is_not_asked_again(member):
    await member.says(OFFERS["fa"])
    await member.says("نه ممنون")
    replies = await member.says("بی‌خیال")

    assert ALLOWS["fa"] not in texts(replies)
    assert not (await statement(member)).is_granted


@pytest.mark.parametrize("way", sorted(POINTS))
async def test_a_later_yes_alone_is_not_noted_and_it_is_asked_once_more(family, way):
    lang = answers(way)
    await asked_about_a_card(family, way)
    await family.says({"ar": "مرحبا", "en": "hello"}.get(lang, "سلام"))
    await family.says(
        {"ar": "ما ساعات العمل؟", "en": "opening hours?"}.get(lang, "ساعت کار؟")
    )
    (reply,) = await family.says(YES[way])
    assert LATE[lang] in reply.text
    assert len(reply.buttons) == 2
    assert await merges(family) == ()

    replies = await family.says(YES[way])
    assert JOINED[lang] in replies[0].text


async def test_nobody_is_asked_again_and_again_nor_after_a_nod(family):
    await asked_about_a_card(family, "en")
    await family.says("hello")
    (reply,) = await family.says("ok")
    assert LATE["en"] not in reply.text
    (reply,) = await family.says("yes")
    assert LATE["en"] in reply.text
    await family.says("opening hours?")
    (reply,) = await family.says("yes")
    assert LATE["en"] not in reply.text
    assert await merges(family) == ()


async def test_no_thanks_to_what_else_is_no_answer_to_what_was_before(family):
    await asked_about_a_card(family, "en")
    await family.says("thank you")
    (reply,) = await family.says("no")
    assert LATE["en"] not in reply.text


@pytest.mark.parametrize("text", ["whose card is it?", "it's my sister's card", "yes"])
async def test_who_was_not_asked_hears_and_answers_nothing_of_it(family, text):
    """
    Another customer, who is taken for one person with her, reads the same thread.
    """
    family.source.customers["8"] = replace(
        a_customer("8", "سعید کریمی"), phones=("+989120000008",), emails=()
    )
    await asked_about_a_card(family, "en")
    asked = family.who
    family.sign_in("8")
    said = texts(await family.says(text))
    for words in (NOT_A_BANK_CARD, LEFT, JOINED, LATE):
        assert words["en"] not in said
    assert await merges(family) == ()

    # Her own question is as it was.
    family.who = asked
    assert len((await family.says(POINTS["en"]))[-1].buttons) == 2


async def test_after_a_quarter_of_an_hour_nothing_is_said_of_it(family):
    await asked_about_a_card(family, "en")
    family.now += timedelta(minutes=16)
    for text in ("yes", "yes that card is mine"):
        replies = await family.says(text)
        assert JOINED["en"] not in texts(replies)
        assert LATE["en"] not in texts(replies)


@pytest.mark.parametrize(("way", "text", "said"), ABOUT_CONSENT)
async def test_what_is_asked_about_consent_is_explained_and_it_stays_open(
    member, way, text, said
):
    lang = answers(way)
    *_, ask = await member.says(OFFERS[way])
    (reply,) = await member.says(text)
    assert said[lang] in reply.text
    assert ALLOWS[lang] in reply.text
    assert len(reply.buttons) == 2
    assert await statement(member) is None

    await member.presses(BUTTON[lang])
    kept = await statement(member)
    assert kept.is_granted
    # What was asked, not how it was explained.
    assert kept.wording == ask.text


@pytest.mark.parametrize(
    ("way", "text"),
    [("fa", "بعدا می‌گم"), ("fa-Latn", "nemidunam"), ("ar", "ما أدري"), ("en", "maybe")],
)
async def test_who_does_not_know_yet_has_said_nothing(member, way, text):
    await member.says(OFFERS[way])
    (reply,) = await member.says(text)

    assert NOTED_NOTHING[answers(way)] in reply.text
    assert await statement(member) is None

    # A yes after all is no yes before the question was put again.
    (reply,) = await member.says(YES[way])
    assert LATE[answers(way)] in reply.text
    assert await statement(member) is None


@pytest.mark.parametrize(
    ("way", "text"),
    [("fa", "بله اجازه می‌دم"), ("ar", "ايه موافق"), ("en", "yes I agree")],
)
async def test_a_later_consent_counts_if_it_says_so(member, way, text):
    await member.says(OFFERS[way])
    await member.says("ساعت کار؟")
    await member.says(text)

    assert (await statement(member)).is_granted


async def test_a_later_yes_alone_is_no_consent(member):
    await member.says("any discounts for me?")
    await member.says("opening hours?")
    (reply,) = await member.says("yes")
    assert LATE["en"] in reply.text
    assert await statement(member) is None
    await member.says("yes")
    assert (await statement(member)).is_granted


@pytest.mark.parametrize(("way", "text"), REGRETS)
async def test_a_yes_is_taken_back_right_after_in_plain_words(member, way, text):
    lang = answers(way)
    await member.says(OFFERS[way])
    await member.presses(BUTTON[lang])
    assert (await statement(member)).is_granted
    (reply,) = await member.says(text)

    assert STOPPED[lang] in reply.text
    kept = await statement(member)
    assert not kept.is_granted
    assert kept.wording == text


async def test_it_is_taken_back_after_it_was_told_as_well(member):
    await member.says("any discounts for me?")
    await member.says("yes")
    member.now += timedelta(days=3)
    await member.says("what did I agree to?")
    await member.says("I changed my mind")

    assert not (await statement(member)).is_granted


async def test_what_was_taken_back_can_be_taken_back(member):
    await member.says("any discounts for me?")
    await member.says("no thanks")
    (ask,) = await member.says("I changed my mind")
    assert "May " in ask.text
    await member.says("yes")

    assert (await statement(member)).is_granted


async def test_taking_back_after_something_else_is_about_that(member):
    member.source.all_orders = [an_order("21963")]
    await member.says("any discounts for me?")
    await member.says("yes")
    await member.says("where is my order?")
    await member.says("پشیمون شدم")

    assert (await statement(member)).is_granted


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "می‌خوام پیشنهاداتون برام فرستاده بشه، برام بفرستید"),
        ("ar", "سجلوني في عروضكم من فضلكم"),
        ("en", "please sign me up for the offers"),
        ("en", "yes to ads please"),
    ],
)
async def test_who_wants_offers_sent_is_asked_also_the_second_time(member, lang, text):
    question = {"fa": "اجازه می‌دهید", "ar": "هل تسمح", "en": "May "}[lang]
    for _ in range(2):
        replies = await member.says(text)
        assert question in replies[-1].text
    await member.presses(BUTTON[lang])
    assert (await statement(member)).is_granted
