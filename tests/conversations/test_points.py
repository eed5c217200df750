"""
Points of the customer's own, and cards that may be theirs.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions import services
from bot import HOUSE
from bot.conversations.messages import Choice
from bot.shop import load_shop
from crm_connector.identity import present
from crm_connector.identity.identifiers import Kind
from crm_connector.model import Assurance, ContactKind, Identity, Loyalty
from tests.conversations.conftest import CLUB, PHONE, proves
from tests.fakes.orders import NOW, a_customer

pytestmark = pytest.mark.engine

SHOP = load_shop(HOUSE / "demo" / "shop.yml")
ASKED = [
    ("fa", "چند امتیاز دارم؟"),
    ("fa", "chand ta emtiaz daram?"),
    ("ar", "كم نقطة عندي؟"),
    ("en", "how many points do I have?"),
]
POINTS = {
    "fa": "در باشگاه نارنج ۱٬۲۵۰ امتیاز دارید. سطح شما طلایی است.",
    "ar": "عدد نقاطك في نادي نارنج: ١٬٢٥٠. مستواك: ذهبي.",
    "en": "Your points in the Orange Club: 1,250. Your level: Gold.",
}
LIVE = {
    "fa": "۳۲۰ امتیاز باشگاه مشتریان دارید.",
    "ar": "عدد نقاطك في نادي العملاء: ٣٢٠.",
    "en": "Your points in our customers' club: 320.",
}
OLD = {
    "fa": (
        "طبق اطلاعات امروز ساعت ۱۱:۰۰ (به وقت تهران)، "
        "در باشگاه نارنج ۱٬۲۵۰ امتیاز دارید."
    ),
    "ar": (
        "بحسب معلومات اليوم الساعة ١١:٠٠ (بتوقيت طهران)، "
        "عدد نقاطك في نادي نارنج: ١٬٢٥٠."
    ),
    "en": "As of 11:00 today (Tehran time), your points in the Orange Club: 1,250.",
}
QUESTION = {"fa": "«ع. ر.»", "ar": "«ع. ر.»", "en": "“ع. ر.”"}
YES = [
    ("fa", "چند امتیاز دارم؟", "بله مال خودمه"),
    ("fa", "chand ta emtiaz daram?", "are male khodame"),
    ("ar", "كم نقطة عندي؟", "نعم هذا لي"),
    ("en", "how many points do I have?", "yes that's mine"),
]
NO = [
    ("fa", "چند امتیاز دارم؟", "نه، مال من نیست"),
    ("fa", "chand ta emtiaz daram?", "na, male man nist"),
    ("ar", "كم نقطة عندي؟", "لا ليست لي"),
    ("en", "how many points do I have?", "no that's not mine"),
]
SIGN_IN = {"fa": "وارد حساب", "ar": "سجّل الدخول", "en": "sign in"}
OTHER = {
    "fa": "اگر با نام",
    "ar": "إن كانت لديك بطاقة",
    "en": "If you have a points card",
}
NONE = {"fa": "پیدا نکردم", "ar": "لم أجد نقاط", "en": "I found no points"}
DONE = {"fa": "اضافه کردم", "ar": "أضفت", "en": "I've added"}
LEFT = {"fa": "دیگر هم درباره‌اش نمی‌پرسم", "ar": "ولن أسألك", "en": "won't ask"}
OVER = {"fa": "دیگر باز نیست", "ar": "لم يعد هذا السؤال", "en": "no longer open"}
CONFIRMED = {"fa": "تأیید شد", "ar": "تم التأكيد", "en": "that's confirmed"}
NO_OTHER = {
    "fa": "کارت دیگری نیست",
    "ar": "لا توجد بما أكّدته بطاقة أخرى",
    "en": "there is no other card",
}
UNREACHED = {"fa": "دسترسی ندارم", "ar": "لا أستطيع الوصول", "en": "can't reach"}


@pytest.fixture
def member(club_member):
    """
    She is in the club, perhaps.
    """
    return club_member


async def merges(talk):
    """
    The merges that hold.
    """
    return await talk.house.ledger.read(present.merges)


def texts(replies):
    """
    All that was said.
    """
    return "\n".join(reply.text for reply in replies)


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_a_member_hears_points_level_and_rules(member, lang, text):
    member.sign_in()
    points, rules = await member.says(text)

    assert points.text == POINTS[lang]
    assert rules.text == SHOP.policies["points"][lang]


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_a_stranger_hears_how_to_sign_in_and_the_rules_and_then_the_points(
    member, lang, text
):
    ask, rules = await member.says(text)
    assert SIGN_IN[lang] in ask.text
    assert rules.text == SHOP.policies["points"][lang]
    assert member.club.asked == 0

    member.sign_in()
    replies = await member.happens(Choice("signed_in"))
    assert "مریم رضایی" in replies[0].text
    assert replies[1].text == POINTS[lang]


async def test_a_known_account_of_a_channel_is_a_stranger_here(member):
    member.who = Identity("7", Assurance.CHANNEL)
    replies = await member.says("چند امتیاز دارم؟")

    assert SIGN_IN["fa"] in texts(replies)
    assert "۱٬۲۵۰" not in texts(replies)


async def test_somebody_else_hears_nothing_of_it(member):
    member.source.customers["8"] = replace(
        a_customer("8", "سعید کریمی"), phones=("+989120000008",), emails=()
    )
    member.sign_in("8")
    replies = await member.says("چند امتیاز دارم؟")

    assert "پیدا نکردم" in texts(replies)
    assert "۱٬۲۵۰" not in texts(replies)


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_a_club_that_is_down_is_named_and_never_guessed_for(member, lang, text):
    member.sign_in()
    member.club.go_down()
    replies = await member.says(text)

    assert UNREACHED[lang] in replies[0].text
    assert CLUB["club"][lang] in replies[0].text

    member.club.come_back()
    # Who did not answer is left alone for a while.
    member.now += timedelta(minutes=11)
    assert (await member.says(text))[0].text == POINTS[lang]


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_old_points_are_told_with_their_age(member, lang, text):
    member.sign_in()
    await member.says(text)
    member.club.go_down()
    member.now += timedelta(hours=1)
    replies = await member.says(text)

    said = {"fa": "ساعت ۱۲:۰۰", "ar": "الساعة ١٢:٠٠", "en": "as of 12:00"}[lang]
    assert said in replies[0].text
    assert POINTS[lang] in texts(replies)


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_only_the_list_that_is_old_is_told_with_an_age(member, lang, text):
    """
    The club gives an export of an hour ago; what the shop itself says is of now.
    """
    member.sign_in()
    member.source.loyalties["7"] = Loyalty("7", 320, None, "fake", NOW)
    member.club.clock = lambda: member.now - timedelta(hours=1)
    live, old, *_ = await member.says(text)

    assert live.text == LIVE[lang]
    assert old.text.startswith(OLD[lang])


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_a_silent_list_is_named_right_before_its_points(member, lang, text):
    member.sign_in()
    member.source.loyalties["7"] = Loyalty("7", 320, None, "fake", NOW)
    await member.says(text)
    member.club.go_down()
    member.now += timedelta(hours=1)
    live, silent, points, *_ = await member.says(text)

    assert live.text == LIVE[lang]
    assert CLUB["club"][lang] in silent.text
    assert UNREACHED[lang] in silent.text
    assert points.text == POINTS[lang]


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_between_the_points_and_the_question_there_is_nothing(family, lang, text):
    family.source.loyalties["7"] = Loyalty("7", 320, None, "fake", NOW)
    await proves(family)
    points, question = await family.says(text)

    assert points.text == LIVE[lang]
    assert QUESTION[lang] in question.text
    assert len(question.buttons) == 2


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "یه کارت دیگه هم دارم"),
        ("fa", "kart e dige ham daram"),
        ("ar", "عندي بطاقة ثانية"),
        ("en", "I have another card as well"),
    ],
)
@pytest.mark.parametrize("has_card", [True, False])
async def test_who_has_proven_it_for_another_card_hears_of_that_alone(
    family, lang, text, has_card
):
    if not has_card:
        family.club.customers = {}
    family.source.loyalties["7"] = Loyalty("7", 320, None, "fake", NOW)
    codes_reach(ContactKind.PHONE)
    family.sign_in()
    (offer,) = await family.says(text)
    assert [card.kind for card in offer.cards] == ["sign_in"]

    await proves(family)
    confirmed, told = await family.happens(Choice("signed_in"))
    assert CONFIRMED[lang] in confirmed.text
    assert (QUESTION[lang] if has_card else NO_OTHER[lang]) in told.text


@pytest.mark.parametrize(("lang", "text", "yes"), YES)
async def test_a_card_in_another_name_is_asked_about_and_told_after_a_yes(
    family, lang, text, yes
):
    await proves(family)
    replies = await family.says(text)

    said = texts(replies)
    assert QUESTION[lang] in replies[-1].text
    assert len(replies[-1].buttons) == 2
    for secret in ("علی", "رضایی", "۱٬۲۵۰", "1,250", "١٬٢٥٠", "700001", PHONE[3:]):
        assert secret not in said
    assert await merges(family) == ()

    done, points = await family.says(yes)
    assert DONE[lang] in done.text
    assert points.text == POINTS[lang]
    (merged,) = await merges(family)
    assert merged.by == "customer"
    assert replies[-1].text in merged.reason
    # And it stays so.
    assert (await family.says(text))[0].text == POINTS[lang]


@pytest.mark.parametrize(("lang", "text", "no"), NO)
async def test_a_no_is_kept_and_never_asked_about_again(family, lang, text, no):
    await proves(family)
    await family.says(text)
    (reply,) = await family.says(no)
    assert LEFT[lang] in reply.text

    family.now += timedelta(days=3)
    await proves(family)
    replies = await family.says(text)
    assert QUESTION[lang] not in texts(replies)
    assert "۱٬۲۵۰" not in texts(replies)
    assert await merges(family) == ()


@pytest.mark.parametrize(("title", "said"), [("بله", DONE), ("نه", LEFT)])
async def test_its_buttons_answer_it_also_after_another_message(family, title, said):
    await proves(family)
    await family.says("چند امتیاز دارم؟")
    buttons = family.buttons
    await family.says("ساعت کار فروشگاه؟")
    family.buttons = buttons
    replies = await family.presses(title)

    assert said["fa"] in replies[0].text
    # Once: the other button of it says so, and does nothing.
    family.buttons = buttons
    (reply,) = await family.presses("بله")
    assert OVER["fa"] in reply.text


async def test_a_yes_that_comes_too_late_does_nothing(family):
    await proves(family)
    await family.says("چند امتیاز دارم؟")
    family.now += timedelta(minutes=16)
    (reply,) = await family.presses("بله")

    assert OVER["fa"] in reply.text
    assert await merges(family) == ()


async def test_a_yes_of_who_is_proven_no_more_does_nothing(family):
    await proves(family)
    await family.says("چند امتیاز دارم؟")
    family.sign_in()
    (reply,) = await family.says("بله")

    assert OVER["fa"] in reply.text
    assert await merges(family) == ()


@pytest.mark.parametrize(("lang", "text"), ASKED)
@pytest.mark.parametrize("who", ["member", "family", "no club"])
async def test_who_has_proven_no_telephone_learns_of_no_card_whoever_has_one(
    family, lang, text, who
):
    """
    Her own card, a relative's, or none: what is offered is the same.
    """
    club = family.club.customers
    if who == "no club":
        family.club.customers = {}
    elif who == "member":
        club["700002"] = replace(club["700001"], id="700002", name="Maryam Rezaei")
        family.club.loyalties["700002"] = Loyalty("700002", 5, None, "club", NOW)
    family.source.loyalties["7"] = Loyalty("7", 320, None, "fake", NOW)
    family.sign_in()
    replies = await family.says(text)
    assert OTHER[lang] not in texts(replies)
    assert QUESTION[lang] not in texts(replies)

    codes_reach(ContactKind.PHONE)
    replies = await family.says(text)
    assert OTHER[lang] in replies[-1].text
    (button,) = replies[-1].buttons
    (offer,) = (await family.presses(button.title))[-1:]
    assert [card.kind for card in offer.cards] == ["sign_in"]


@pytest.mark.parametrize(("lang", "text"), ASKED)
@pytest.mark.parametrize("has_card", [True, False])
async def test_without_points_the_code_is_offered_at_once(family, lang, text, has_card):
    if not has_card:
        family.club.customers = {}
    codes_reach(ContactKind.PHONE)
    family.sign_in()
    none, offer = await family.says(text)
    assert NONE[lang] in none.text
    assert OTHER[lang] in offer.text
    assert [card.kind for card in offer.cards] == ["sign_in"]

    # With the code she is asked by herself, if there is something to ask.
    await proves(family)
    replies = await family.happens(Choice("signed_in"))
    assert (QUESTION[lang] in texts(replies)) is has_card


async def test_a_code_that_went_elsewhere_opens_nothing(family):
    """
    She has proven her e-mail; the card has only the family's telephone.
    """
    codes_reach(ContactKind.PHONE)
    await proves(family, Kind.EMAIL, "maryam@example.com")
    replies = await family.says("چند امتیاز دارم؟")
    assert [NONE["fa"] in reply.text for reply in replies] == [True]

    (reply,) = (await family.says("یه کارت دیگه هم دارم برای امتیاز"))[-1:]
    assert "تماس بگیرید" in reply.text
    assert QUESTION["fa"] not in reply.text


def codes_reach(*kinds):
    """
    Have the shop send codes to such contacts.
    """
    services.configure(replace(services.services(), codes_reach=frozenset(kinds)))
