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
from crm_connector.identity import ledger, present
from crm_connector.identity.ageing import by_code
from crm_connector.identity.identifiers import Identifier, Kind, Rules
from crm_connector.model import Assurance, ContactKind, Identity, Loyalty
from tests.conversations.conftest import Talk
from tests.fakes.orders import NOW, a_customer
from tests.fakes.source import FakeSource

pytestmark = pytest.mark.engine

SHOP = load_shop(HOUSE / "demo" / "shop.yml")
PHONE = "+989120000007"
ASKED = [
    ("fa", "چند امتیاز دارم؟"),
    ("fa", "chand ta emtiaz daram?"),
    ("ar", "كم نقطة عندي؟"),
    ("en", "how many points do I have?"),
]
TITLES = {
    "club": {"fa": "باشگاه نارنج", "ar": "نادي نارنج", "en": "the Orange Club"},
}
POINTS = {
    "fa": "در باشگاه نارنج ۱٬۲۵۰ امتیاز دارید. سطح شما طلایی است.",
    "ar": "عدد نقاطك في نادي نارنج: ١٬٢٥٠. مستواك: طلایی.",
    "en": "Your points in the Orange Club: 1,250. Your level: طلایی.",
}
LIVE = {
    "fa": "۳۲۰ امتیاز باشگاه مشتریان دارید.",
    "ar": "عدد نقاطك في نادي العملاء: ٣٢٠.",
    "en": "Your points in our customers' club: 320.",
}
OLD = {
    "fa": "طبق اطلاعات ساعت ۱۱:۰۰، در باشگاه نارنج ۱٬۲۵۰ امتیاز دارید.",
    "ar": "بحسب معلومات الساعة ١١:٠٠، عدد نقاطك في نادي نارنج: ١٬٢٥٠.",
    "en": "As of 11:00, your points in the Orange Club: 1,250.",
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
ELSEWHERE = {"fa": "کارت دیگری", "ar": "بطاقة أخرى", "en": "another card"}
DONE = {"fa": "اضافه کردم", "ar": "أضفت", "en": "I've added"}
LEFT = {"fa": "دیگر هم درباره‌اش نمی‌پرسم", "ar": "ولن أسألك", "en": "won't ask"}
OVER = {"fa": "دیگر باز نیست", "ar": "لم يعد هذا السؤال", "en": "no longer open"}
UNREACHED = {"fa": "دسترسی ندارم", "ar": "لا أستطيع الوصول", "en": "can't reach"}


@pytest.fixture
def member(rasa_engine):
    """
    A customer, and a club that may have a card of hers; she is not signed in.
    """
    known = replace(a_customer(), phones=(PHONE,), emails=())
    card = replace(known, id="700001", name="Maryam Rezaei", source="club")
    club = FakeSource([card], name="club", clock=lambda: made.now)
    club.loyalties["700001"] = Loyalty("700001", 1250, "طلایی", "club", NOW)
    made = Talk(rasa_engine, FakeSource([known], clock=lambda: made.now), club)
    made.club = club
    made.open(sources=TITLES, shop=SHOP)
    yield made
    services.configure(None)


@pytest.fixture
def family(member):
    """
    The card with her telephone is Ali's by its name; she has proven the telephone.
    """
    card = member.club.customers["700001"]
    member.club.customers["700001"] = replace(card, name="علی رضایی")
    return member


async def proves(talk, kind=Kind.PHONE, value=PHONE):
    """
    She has typed the code that went there.
    """
    talk.who = Identity("7", Assurance.FRESH_CODE, by_code("web", talk.now))
    person = await talk.house.gate.person(talk.who)
    await talk.house.ledger.write(
        lambda connection: ledger.link(
            connection,
            person,
            Identifier(kind, value),
            assurance=Assurance.FRESH_CODE,
            source="code",
            now=talk.now,
            rules=Rules(),
        )
    )


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
async def test_a_stranger_hears_the_rules_and_after_signing_in_the_points(
    member, lang, text
):
    rules, ask = await member.says(text)
    assert rules.text == SHOP.policies["points"][lang]
    assert SIGN_IN[lang] in ask.text
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
    assert TITLES["club"][lang] in replies[0].text

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
    assert TITLES["club"][lang] in silent.text
    assert UNREACHED[lang] in silent.text
    assert points.text == POINTS[lang]


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


async def test_another_message_leaves_the_question(family):
    await proves(family)
    await family.says("چند امتیاز دارم؟")
    await family.says("سلام")
    (reply,) = await family.says("بله")

    assert "در خدمتم" in reply.text
    assert await merges(family) == ()


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
async def test_who_has_not_proven_the_telephone_hears_only_how_it_is_done(
    family, lang, text
):
    """
    The shop does it, or a code where the shop sends such; nothing of the card is told.
    """
    family.sign_in()
    replies = await family.says(text)
    assert ELSEWHERE[lang] in replies[-1].text
    assert QUESTION[lang] not in texts(replies)
    assert replies[-1].buttons == ()
    assert not replies[-1].cards

    services.configure(
        replace(services.services(), codes_reach=frozenset({ContactKind.PHONE}))
    )
    replies = await family.says(text)
    assert ELSEWHERE[lang] in replies[-2].text
    assert [card.kind for card in replies[-1].cards] == ["sign_in"]
    # With the code she is asked by itself.
    await proves(family)
    replies = await family.happens(Choice("signed_in"))
    assert QUESTION[lang] in replies[-1].text


async def test_a_code_that_went_elsewhere_opens_nothing(family):
    """
    She has proven her e-mail; the card has only the family's telephone.
    """
    services.configure(
        replace(services.services(), codes_reach=frozenset({ContactKind.PHONE}))
    )
    await proves(family, Kind.EMAIL, "maryam@example.com")
    replies = await family.says("چند امتیاز دارم؟")

    assert ELSEWHERE["fa"] in replies[-1].text
    assert QUESTION["fa"] not in texts(replies)
