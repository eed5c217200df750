"""
What is said about "is this card yours, too?": it is explained, and nothing is noted.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.conversations.asked import (
    ASKS,
    JOINED,
    LATE,
    LEFT,
    NOT_A_BANK_CARD,
    NOTED_NOTHING,
    POINTS,
    YES,
    answers,
    asked_about_a_card,
    merges,
    texts,
)
from tests.conversations.conftest import proves
from tests.fakes.orders import a_customer, an_order

pytestmark = pytest.mark.engine

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
UNDONE = [
    ("fa", "بعداً می‌تونم جداش کنم؟"),
    ("fa", "باهاش چی‌کار می‌کنی؟"),
    ("fa-Latn", "emtiazam az dast mire?"),
    ("ar", "هل أستطيع أن أتراجع لاحقًا؟"),
    ("ar", "هل راح تضيع نقاطي؟"),
    ("en", "can it be undone later?"),
    ("en", "will my points get lost?"),
]
RATHER_NOT = [
    ("fa", "نمی‌خوام جواب بدم"),
    ("fa", "بی‌خیال شو"),
    ("fa", "به شما ربطی نداره"),
    ("fa-Latn", "bikhialesh"),
    ("ar", "ما أبغى أجاوب على هذا"),
    ("ar", "مو شغلكم"),
    ("en", "I'd prefer not to say"),
    ("en", "that's none of your business"),
    ("en", "skip this question please"),
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


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "بله وصل کن"),
        ("fa", "بله لطفا وصل کنید"),
        ("fa-Latn", "bale vasl kon"),
        ("en", "yes, connect it"),
    ],
)
async def test_to_connect_it_is_of_the_card_and_calls_nobody(family, way, text):
    await asked_about_a_card(family, way)

    replies = await family.says(text)

    assert JOINED[answers(way)] in texts(replies)
    assert len(await merges(family)) == 1


@pytest.mark.parametrize("way", POINTS)
async def test_beside_another_question_nothing_is_asked_about_the_card(family, way):
    await proves(family)
    asked = {
        "fa": "چند امتیاز دارم؟ و بگو شعبه‌ها کجا هستند؟",
        "fa-Latn": "chand ta emtiaz daram? va begu shobeha koja hastand?",
        "ar": "كم نقطة عندي؟ وأين فروعكم؟",
        "en": "how many points do I have? and tell me where your branches are",
    }

    told = texts(await family.says(asked[way]))

    assert ASKS[answers(way)] not in told
    await family.says(YES[way])
    assert await merges(family) == ()


@pytest.mark.parametrize(("way", "text"), UNDONE)
async def test_what_a_yes_does_and_how_it_is_undone_is_told(family, way, text):
    lang = answers(way)
    await asked_about_a_card(family, way)
    (reply,) = await family.says(text)

    assert ADDED[lang] in reply.text.replace("أُضيفت هذه", "أُضيفت")
    assert len(reply.buttons) == 2
    assert await merges(family) == ()


@pytest.mark.parametrize(("way", "text"), RATHER_NOT)
async def test_who_would_rather_not_say_is_left_alone_and_nothing_is_kept(
    family, way, text
):
    """
    It is no "not mine" either, which would be kept for good.
    """
    lang = answers(way)
    await asked_about_a_card(family, way)
    (reply,) = await family.says(text)
    assert NOTED_NOTHING[lang] in reply.text
    assert reply.buttons == ()

    # And a yes right after it is none to it.
    replies = await family.says(YES[way])
    assert JOINED[lang] not in texts(replies)
    assert await merges(family) == ()


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


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "همچین کارتی یادم نمیاد"),
        ("fa-Latn", "in kart ro yadam nemiad"),
        ("ar", "شنو هالكارت؟"),
        ("en", "I don't remember that card"),
    ],
)
async def test_a_card_that_nobody_knows_is_no_bank_card(family, way, text):
    await asked_about_a_card(family, way)
    (reply,) = await family.says(text)

    assert NOT_A_BANK_CARD[answers(way)] in reply.text
    assert len(reply.buttons) == 2


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "غلطه، این کارت مال من نیست که"),
        ("fa-Latn", "na vaysa in kart male man nist"),
        ("ar", "مب حقتي"),
        ("ar", "لا والله مو مالتي"),
        ("en", "wait, I checked and it isn't mine"),
        ("fa", "به حسابم اضافه نکن"),
        ("fa-Latn", "na vaslesh nakon"),
        ("ar", "لا تضيفوها لحسابي"),
        ("en", "please don't link that card"),
    ],
)
async def test_a_no_in_more_words_is_one(family, way, text):
    await asked_about_a_card(family, way)
    (reply,) = await family.says(text)

    assert LEFT[answers(way)] in reply.text


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "بله متعلق به منه"),
        ("fa-Latn", "are baraye khodame"),
        ("ar", "إي حقتي"),
        ("en", "yes, that card belongs to me"),
        ("en", "actually it's mine"),
        ("fa", "آره اضافه‌اش کن"),
        ("fa-Latn", "bale ezafash kon"),
        ("ar", "نعم أضفها إلى حسابي"),
        ("en", "yes please add it to my account"),
    ],
)
async def test_a_yes_in_more_words_is_one(family, way, text):
    await asked_about_a_card(family, way)
    replies = await family.says(text)

    assert JOINED[answers(way)] in replies[0].text
    assert len(await merges(family)) == 1


async def test_ones_level_is_asked_beside_the_question(family):
    await asked_about_a_card(family, "ar")
    await family.says("شنو مستواي؟")

    assert family.meta["intent"]["name"] == "loyalty_points"


@pytest.mark.parametrize(
    ("way", "text"),
    [("en", "can I answer tomorrow?"), ("fa", "باشه فردا"), ("ar", "بكرة إن شاء الله")],
)
async def test_tomorrow_is_another_time(family, way, text):
    await asked_about_a_card(family, way)
    (reply,) = await family.says(text)

    assert NOTED_NOTHING[answers(way)] in reply.text
