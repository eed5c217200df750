"""
"How old is that?", "why only 1,250?": asked of what was told last.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions import services
from bot.conversations.messages import Choice
from crm_connector.identity.ageing import by_shop
from crm_connector.model import Assurance, Identity, Loyalty
from tests.conversations.asked import (
    JOINED,
    OFFERS,
    POINTS,
    WHERE,
    YES,
    answers,
    asked_about_a_card,
    merges,
    statement,
    texts,
)
from tests.conversations.conftest import CLUB, SHOP
from tests.fakes.orders import NOW
from tests.slices import slow_but_first

pytestmark = pytest.mark.engine

JUST_NOW = {"fa": "همین حالا از", "ar": "للتوّ من", "en": "just now from"}
NOON = {
    "fa": "طبق اطلاعات امروز ساعت ۱۲:۰۰ (به وقت تهران)",
    "ar": "بحسب معلومات اليوم الساعة ١٢:٠٠ (بتوقيت طهران)",
    "en": "as of 12:00 today (Tehran time)",
}
ELEVEN = {"fa": "ساعت ۱۱:۰۰", "ar": "الساعة ١١:٠٠", "en": "as of 11:00"}
AN_HOUR = {"fa": "۶۰ دقیقه پیش", "ar": "قبل ٦٠ دقيقة", "en": "60 minutes ago"}
FOUR_MINUTES = {"fa": "۴ دقیقه پیش", "ar": "قبل ٤ دقائق", "en": "4 minutes ago"}
NOTHING_NEWER = {"fa": "تازه‌تر از این", "ar": "أحدث من ذلك", "en": "Nothing newer"}
LOOK = {"fa": "دوباره نگاه کن", "ar": "انظر من جديد", "en": "Look again"}
THE_SHOPS = {"fa": "سیستم فروشگاه", "ar": "نظام المتجر", "en": "the shop's system"}
WRITTEN = {"fa": "فروشگاه برای همهٔ", "ar": "كتبه المتجر", "en": "The shop has written"}
NOTHING = {"fa": "به‌تازگی چیزی", "ar": "لم أخبرك مؤخرًا", "en": "told you nothing"}
ON_RECORD = {
    "fa": "به نام شما ثبت شده",
    "ar": "المسجَّل باسمك",
    "en": "on record for you",
}
UNSEEN = {"fa": "از کدام خرید", "ar": "من كل شراء", "en": "Which purchase"}
STILL_OPEN = {
    "fa": "پرسشم هنوز باز",
    "ar": "ما زال سؤالي",
    "en": "question is still open",
}
THOUSAND = {"fa": "۱٬۲۵۰", "ar": "١٬٢٥٠", "en": "1,250"}

OF_AGE = [
    ("fa", "این امتیازها به‌روزن؟"),
    ("fa", "چقدر قدیمیه؟"),
    ("fa", "خب این مال چه وقتیه؟"),
    ("fa", "اینو از کجا آوردی؟"),
    ("fa-Latn", "in adad be ruze?"),
    ("fa-Latn", "cheghad ghadimie?"),
    ("ar", "هل هذا محدث؟"),
    ("ar", "كم عمر هذه المعلومة؟"),
    ("ar", "من أين جبت هالرقم؟"),
    ("en", "how old is that?"),
    ("en", "is that up to date?"),
    ("en", "and where did you get that from?"),
    ("fa-Latn", "in malume key e?"),
    ("ar", "متى آخر تحديث لهذه المعلومات؟"),
    ("en", "where'd you get that number"),
]
HOURS = {
    "fa": "ساعت کار شعبه‌ها؟",
    "fa-Latn": "saate kar shobe ha?",
    "ar": "ما ساعات العمل؟",
    "en": "opening hours?",
}
UP_TO_DATE = {
    "fa": "این اطلاعات آپدیته؟",
    "fa-Latn": "in etelaat apdeyte?",
    "ar": "هالمعلومات محدثة؟",
    "en": "is this info still up to date?",
}
WHY_ONLY = [
    ("fa", "چرا فقط ۱۲۵۰؟"),
    ("fa", "چرا انقدر کمه؟"),
    ("fa", "باید بیشتر از این باشه"),
    ("fa-Latn", "chera faghat 1250 ta?"),
    ("fa-Latn", "chera inghadr kame?"),
    ("ar", "ليش بس ١٢٥٠؟"),
    ("ar", "ليش نقاطي قليلة هيك؟"),
    ("en", "why only 1250?"),
    ("en", "why do I have so few points?"),
    ("en", "hm, I thought I had more"),
    ("en", "are you sure, thats too low"),
]


@pytest.fixture
def club_points(club_member):
    """
    Her points in the club were told to her.
    """
    club_member.sign_in()
    return club_member


@pytest.mark.parametrize(("way", "text"), slow_but_first(OF_AGE))
async def test_points_are_told_to_be_of_now_and_of_which_list(club_points, way, text):
    lang = answers(way)
    await club_points.says(POINTS[way])
    (reply,) = await club_points.says(text)

    assert f"{JUST_NOW[lang]} {CLUB['club'][lang]}" in reply.text


@pytest.mark.parametrize("way", sorted(POINTS))
async def test_some_minutes_later_it_is_told_of_when_they_are(club_points, way):
    lang = answers(way)
    await club_points.says(POINTS[way])
    club_points.now += timedelta(minutes=4)
    (reply,) = await club_points.says(UP_TO_DATE[way])
    assert CLUB["club"][lang] in reply.text
    assert NOON[lang] in reply.text
    assert FOUR_MINUTES[lang] in reply.text

    # And it is looked up anew by one button.
    club_points.club.loyalties["700001"] = Loyalty("700001", 1300, None, "club", NOW)
    replies = await club_points.presses(LOOK[lang])
    assert club_points.club.asked
    assert CLUB["club"][lang] in replies[0].text


@pytest.mark.parametrize("way", sorted(POINTS))
async def test_a_list_that_is_old_itself_is_said_to_be_with_its_age(club_points, way):
    lang = answers(way)
    club_points.club.clock = lambda: club_points.now - timedelta(hours=1)
    await club_points.says(POINTS[way])
    (reply,) = await club_points.says(UP_TO_DATE[way])

    assert ELEVEN[lang] in reply.text
    assert AN_HOUR[lang] in reply.text
    assert NOTHING_NEWER[lang] in reply.text
    assert reply.buttons == ()


@pytest.mark.parametrize("way", sorted(WHERE))
async def test_of_an_order_it_is_told_as_well(shopper, way):
    lang = answers(way)
    await shopper.says("where is order 21963?")
    (reply,) = await shopper.says(UP_TO_DATE[way])
    assert JUST_NOW[lang] in reply.text
    assert THE_SHOPS[lang] in reply.text

    replies = await shopper.presses(LOOK[lang])
    assert [card.id for each in replies for card in each.cards] == ["21963"]


@pytest.mark.parametrize("way", sorted(HOURS))
async def test_what_the_shop_has_written_bears_no_date(shop, talk, way):
    lang = answers(way)
    await talk.says(HOURS[way])
    (reply,) = await talk.says(UP_TO_DATE[way])

    assert WRITTEN[lang] in reply.text


@pytest.mark.parametrize("way", sorted(UP_TO_DATE))
async def test_where_nothing_was_told_nothing_is_old(talk, way):
    (reply,) = await talk.says(UP_TO_DATE[way])
    assert NOTHING[answers(way)] in reply.text


async def test_what_was_told_long_ago_is_not_spoken_of(club_points):
    await club_points.says(POINTS["en"])
    club_points.now += timedelta(minutes=16)
    (reply,) = await club_points.says("is that up to date?")

    assert NOTHING["en"] in reply.text


async def test_thanks_change_nothing_and_another_answer_does(club_points):
    await club_points.says(POINTS["en"])
    await club_points.says("thank you")
    (reply,) = await club_points.says("how recent is that?")
    assert CLUB["club"]["en"] in reply.text

    await club_points.says("opening hours?")
    (reply,) = await club_points.says("is that up to date?")
    assert WRITTEN["en"] in reply.text


async def test_nobody_hears_of_what_was_told_to_another(club_points):
    """
    Two who are taken for one person share a thread.
    """
    await club_points.says(POINTS["en"])
    club_points.who = Identity("8", Assurance.PROVEN, by_shop(club_points.now))
    for text in ("is that up to date?", "why only 1250?"):
        said = texts(await club_points.says(text))
        assert CLUB["club"]["en"] not in said
        assert THOUSAND["en"] not in said


@pytest.mark.parametrize("way", sorted(YES))
async def test_a_question_that_stood_open_is_put_again_and_then_answered(family, way):
    lang = answers(way)
    family.source.loyalties["7"] = Loyalty("7", 320, None, "fake", NOW)
    await asked_about_a_card(family, way)
    told, asked = await family.says(UP_TO_DATE[way])
    assert JUST_NOW[lang] in told.text
    assert STILL_OPEN[lang] in asked.text
    assert len(asked.buttons) == 2
    assert await merges(family) == ()

    replies = await family.says(YES[way])
    assert JOINED[lang] in replies[0].text


@pytest.mark.parametrize(
    ("way", "text"),
    [("fa", "چرا؟"), ("fa-Latn", "chera?"), ("ar", "ليش؟"), ("en", "why?")],
)
async def test_a_mere_why_is_of_the_question_that_is_open(family, way, text):
    await asked_about_a_card(family, way)
    (reply,) = await family.says(text)
    assert ON_RECORD[answers(way)] not in reply.text
    assert len(reply.buttons) == 2


@pytest.mark.parametrize("way", sorted(OFFERS))
async def test_so_is_the_one_about_advertising(member, way):
    lang = answers(way)
    await member.says(OFFERS[way])
    _, asked = await member.says(UP_TO_DATE[way])
    assert STILL_OPEN[lang] in asked.text
    await member.says(YES[way])

    assert (await statement(member)).is_granted


@pytest.mark.parametrize(("way", "text"), slow_but_first(WHY_ONLY))
async def test_why_so_few_points_is_told_as_far_as_it_is_known(club_points, way, text):
    lang = answers(way)
    await club_points.says(POINTS[way])
    replies = await club_points.says(text)

    said = texts(replies)
    assert THOUSAND[lang] in replies[0].text
    assert CLUB["club"][lang] in replies[0].text
    assert ON_RECORD[lang] in said
    assert UNSEEN[lang] in said
    assert SHOP.policies["points"][lang] in said


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "دوباره چک کن لطفا"),
        ("fa-Latn", "ye bar dige negah kon"),
        ("ar", "تأكد مرة أخرى"),
        ("en", "could you check it again please?"),
    ],
)
async def test_who_wants_it_looked_up_again_hears_it_anew(club_points, way, text):
    lang = answers(way)
    await club_points.says(POINTS[way])
    club_points.club.loyalties["700001"] = Loyalty("700001", 1400, None, "club", NOW)
    club_points.now += timedelta(minutes=11)
    replies = await club_points.says(text)

    assert {"fa": "۱٬۴۰۰", "ar": "١٬٤٠٠", "en": "1,400"}[lang] in texts(replies)


async def test_so_does_an_order(shopper):
    await shopper.says("where is order 21928?")
    replies = await shopper.says("look again")
    assert [card.id for each in replies for card in each.cards] == ["21928"]


async def test_two_lists_of_the_same_moment_are_named_in_one_breath(club_points):
    club_points.source.loyalties["7"] = Loyalty("7", 320, None, "fake", NOW)
    titles = {"fake": {"en": "the shop"}}
    known = services.services()
    services.configure(replace(known, sources={**known.sources, **titles}))
    await club_points.says(POINTS["en"])
    (reply,) = await club_points.says("are you sure?")

    assert "just now from the shop, the Orange Club" in reply.text


@pytest.mark.parametrize("text", ["امتیازهام به‌روزن؟", "are my points up to date?"])
async def test_of_points_it_is_asked_though_others_were_told_last(member, text):
    await member.says(OFFERS["en"])
    await member.says(text)
    assert member.meta["intent"]["name"] == "loyalty_points"


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "چرا امتیازهام کم شدن؟"),
        ("fa-Latn", "emtiazam chera kam shod?"),
        ("ar", "لماذا نقصت نقاطي؟"),
        ("en", "why have my points gone down?"),
    ],
)
async def test_why_there_are_fewer_is_answered_though_they_were_not_told_before(
    club_points, way, text
):
    lang = answers(way)
    said = texts(await club_points.says(text))

    assert THOUSAND[lang] in said
    assert UNSEEN[lang] in said


async def test_a_mere_why_and_an_objection_are_of_the_points(club_points):
    said_of_it = ("why?", "that can't be right", "چرا؟", "این درست نیست", "ليش؟")
    for text in said_of_it:
        await club_points.says(POINTS["en"])
        said = texts(await club_points.says(text))
        assert any(each in said for each in ON_RECORD.values()), text


async def test_an_objection_to_nothing_is_a_no(talk):
    await talk.says("that's wrong")
    assert talk.meta["intent"]["name"] == "deny"


async def test_why_so_few_orders_is_answered_honestly(shopper):
    await shopper.says("show me all my orders")
    said = texts(await shopper.says("why only two orders?"))

    assert "have on your account" in said


async def test_whose_proof_has_aged_meanwhile_proves_it_and_then_hears(club_points):
    await club_points.says(POINTS["en"])
    club_points.who = Identity("7", Assurance.CHANNEL)
    replies = await club_points.says("why only 1250?")
    assert THOUSAND["en"] not in texts(replies)

    club_points.sign_in()
    replies = await club_points.happens(Choice("signed_in"))
    assert ON_RECORD["en"] in texts(replies)


async def test_who_is_signed_in_comes_from_somewhere_too(talk):
    talk.sign_in()
    await talk.says("who am I signed in as?")
    (reply,) = await talk.says("how do you know that?")

    assert THE_SHOPS["en"] in reply.text


async def test_it_is_none_of_another_wish(shopper):
    """
    With words of its own it is what it says.
    """
    await shopper.says("where is order 21963?")
    for text in ("why is my order late?", "why only DHL?", "is there an update?"):
        await shopper.says(text)
        assert shopper.meta["intent"]["name"] != "about_told", text
