"""
What is said about "may we use your purchases?": it is explained, nothing is noted.
"""

import pytest

from bot.conversations.messages import Choice
from tests.conversations.asked import (
    ALLOWS,
    BUTTON,
    LATE,
    NOTED_NOTHING,
    OFFERS,
    STOPPED,
    YES,
    answers,
    statement,
)
from tests.conversations.wishes import SHOP
from tests.fakes.orders import an_order

pytestmark = pytest.mark.engine

ONLY_THIS_SHOP = {
    "fa": "در همین فروشگاه",
    "ar": "في هذا المتجر فقط",
    "en": "at this shop",
}
NO_DUTY = {"fa": "اجباری نیست", "ar": "ليس إلزاميًّا", "en": "you don't have to"}
ONE_YES = {"fa": "برای همه‌اش", "ar": "للأمر كله", "en": "to all of it"}
HOW_OFTEN = {"fa": "چند وقت یک بار", "ar": "أما كم مرة", "en": "How often"}
SAID_NOTHING = {"fa": "چیزی نگفته‌اید", "ar": "لم تقل شيئًا", "en": "have said nothing"}
WHY = {"fa": "برای همین می‌پرسم", "ar": "ولهذا أسأل", "en": "which is why I ask"}
ONLY_YOU = {
    "fa": "خود شما که می‌نویسید",
    "ar": "يخصّك أنت",
    "en": "the person who is writing",
}
NOT_APART = {
    "fa": "از هم جدا کنم",
    "ar": "الفصل بين الطرق",
    "en": "keep the ways apart",
}
KEPT_TO = {"fa": "رعایت می‌شود", "ar": "نلتزم بذلك", "en": "kept to"}
ANOTHERS = [
    ("fa", "برای شوهرم تبلیغ نفرستید"),
    ("fa-Latn", "be madaram tabligh nafrestid"),
    ("ar", "لا ترسلوا لأمي إعلانات"),
    ("en", "please stop texting ads to my wife"),
]
BY_ONE_WAY = [
    ("fa", "پیامک تبلیغاتی نفرستید ولی ایمیل اشکالی نداره"),
    ("fa-Latn", "payamake tablighati nafrestid vali email moshkeli nist"),
    ("ar", "لا ترسلوا إعلانات بالرسائل بس خلوا الإيميل"),
    ("en", "no more ads by text, just keep the e-mails coming"),
]
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


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "تا حالا به چی رضایت دادم؟"),
        ("fa-Latn", "man be chi ejaze dadam?"),
        ("ar", "على ماذا وافقت؟"),
        ("ar", "ع شنو وافقت أنا؟"),
        ("en", "what have I agreed to so far?"),
    ],
)
async def test_how_it_stands_is_told_while_it_is_asked(member, way, text):
    await member.says(OFFERS[way])
    replies = await member.says(text)

    assert SAID_NOTHING[answers(way)] in replies[0].text
    assert len(replies[-1].buttons) == 2


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "این به چه دردتون می‌خوره؟"),
        ("fa-Latn", "be che kareton miad in?"),
        ("ar", "شنو تستفيدون منها؟"),
        ("en", "what's in it for you?"),
    ],
)
async def test_what_it_is_good_for_is_why(member, way, text):
    await member.says(OFFERS[way])
    (reply,) = await member.says(text)

    assert WHY[answers(way)] in reply.text
    assert len(reply.buttons) == 2


@pytest.mark.parametrize(
    ("way", "text"),
    [("fa", "خب"), ("fa-Latn", "khob"), ("ar", "طيب"), ("en", "hmm")],
)
async def test_a_word_before_the_answer_is_waited_for(member, way, text):
    await member.says(OFFERS[way])
    (reply,) = await member.says(text)
    assert len(reply.buttons) == 2
    assert await statement(member) is None
    await member.says(YES[way])

    assert (await statement(member)).is_granted


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "حتما، فردا"),
        ("fa", "ایشالا بعدا"),
        ("fa-Latn", "bashe badan"),
        ("ar", "إن شاء الله بعدين"),
        ("en", "ok, another time"),
    ],
)
async def test_another_time_is_no_goodbye(member, way, text):
    await member.says(OFFERS[way])
    (reply,) = await member.says(text)

    assert NOTED_NOTHING[answers(way)] in reply.text


@pytest.mark.parametrize(("way", "text"), ANOTHERS)
async def test_of_somebody_elses_adverts_one_is_asked(member, way, text):
    lang = answers(way)
    (ask,) = await member.says(text)
    assert ONLY_YOU[lang] in ask.text
    assert len(ask.buttons) == 2
    assert await statement(member) is None
    # No: nothing has changed.
    await member.says({"ar": "لا", "en": "no"}.get(lang, "نه"))
    assert await statement(member) is None

    await member.says(text)
    (reply,) = await member.says(YES[way])
    assert STOPPED[lang] in reply.text
    kept = await statement(member)
    assert not kept.is_granted
    assert kept.wording == text


@pytest.mark.parametrize(("way", "text"), BY_ONE_WAY)
async def test_that_it_cannot_be_split_is_said_before_a_full_no(member, way, text):
    lang = answers(way)
    await member.says(OFFERS[way])
    await member.says(YES[way])
    (ask,) = await member.says(text)
    assert NOT_APART[lang] in ask.text
    assert (await statement(member)).is_granted

    await member.presses({"fa": "بله", "ar": "نعم", "en": "Yes"}[lang])
    assert not (await statement(member)).is_granted


async def test_a_stranger_is_asked_the_same_after_signing_in(talk):
    talk.open(shop=SHOP)
    await talk.says("don't send my husband any ads")
    talk.sign_in()
    *_, ask = await talk.happens(Choice("signed_in"))

    assert ONLY_YOU["en"] in ask.text
    assert await statement(talk) is None


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "بله، راستی سفارشم کجاست؟"),
        ("fa-Latn", "bale, sefaresham kojast?"),
        ("ar", "نعم، وأين طلبي؟"),
        ("en", "yes, but where's my order?"),
    ],
)
async def test_a_yes_beside_something_else_is_asked_again_behind_it(member, way, text):
    member.source.all_orders = [an_order("21963")]
    await member.says(OFFERS[way])
    replies = await member.says(text)
    assert [card.id for reply in replies for card in reply.cards] == ["21963"]
    assert LATE[answers(way)] in replies[-1].text
    assert await statement(member) is None
    await member.says(YES[way])

    assert (await statement(member)).is_granted


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "دوباره عضوم کنین"),
        ("fa-Latn", "dobare ozve khabarnamam konid"),
        ("ar", "اشتركوا لي مرة ثانية بالعروض"),
        ("en", "subscribe me again please"),
    ],
)
async def test_who_wants_them_again_is_asked(member, way, text):
    await member.says({"ar": "لا ترسلوا لي إعلانات"}.get(way, "no more ads please"))
    (ask,) = await member.says(text)

    assert len(ask.buttons) == 2


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "چرا بازم تبلیغ برام میاد؟"),
        ("fa-Latn", "chera tabligh miad hanooz?"),
        ("ar", "ليش بعدها توصلني دعاياتكم؟"),
        ("en", "why do your ads still reach me?"),
    ],
)
async def test_whom_an_advert_reaches_after_a_no_is_told_whom_to_call(
    member, way, text
):
    await member.says("no more ads please")
    (reply,) = await member.says(text)

    assert KEPT_TO[answers(way)] in reply.text
    assert not (await statement(member)).is_granted
