"""
What else customers ask about points, and how more than one list is told.
"""

from dataclasses import replace

import pytest

from actions import services
from crm_connector.model import ContactKind, Loyalty
from tests.conversations.conftest import SHOP, proves
from tests.fakes.orders import NOW

pytestmark = pytest.mark.engine

UNTIL = {"fa": "مدت اعتبار", "ar": "مدة صلاحية", "en": "how long points are good"}
WORTH = {"fa": "چقدر می‌ارزد", "ar": "كم تساوي", "en": "what each is worth"}
GIVE = {"fa": "به کس دیگری", "ar": "لشخص آخر", "en": "to somebody else"}
ANOTHERS = {"fa": "فقط به خودش", "ar": "إلا صاحبها", "en": "to themselves alone"}
RULED = [
    ("fa", "امتیازهام تا کی اعتبار دارن؟", UNTIL),
    ("fa", "emtiazam ta key etebar dare?", UNTIL),
    ("ar", "هل تنتهي صلاحية نقاطي؟", UNTIL),
    ("en", "do my loyalty points ever expire?", UNTIL),
    ("fa", "با امتیازهام چی می‌تونم بخرم؟", WORTH),
    ("en", "what can I get with my points?", WORTH),
    ("fa", "می‌تونم امتیازم رو به خواهرم بدم؟", GIVE),
    ("en", "can I transfer my points to my sister?", GIVE),
    ("fa", "امتیازای داداشمو با مال من جمع کن", GIVE),
    ("en", "my brother has a card on this phone, add his points to mine", GIVE),
]
OTHERS = [
    ("fa", "جواد مرادی چند امتیاز داره؟"),
    ("ar", "كم نقطة عند أختي؟"),
    ("en", "how many points does Javad Moradi have?"),
]
LEVEL = {"fa": "سطحی ثبت نشده", "ar": "لا يوجد مستوى", "en": "no level is on record"}
APART = {"fa": "جمع نمی‌شوند", "ar": "لا تُجمع", "en": "not added together"}
LISTS = {
    "fake": {"fa": "حساب فروشگاه", "ar": "حسابك في المتجر", "en": "your shop account"},
    "club": {"fa": "کارت باشگاه", "ar": "بطاقة النادي", "en": "the club card"},
}
TOTAL = [
    ("fa", "چند امتیاز دارم؟", "این دو تا امتیاز یکی هستن؟ روی هم چند تاست؟"),
    ("ar", "كم نقطة عندي؟", "كم نقطة عندي بالمجموع؟"),
    (
        "en",
        "how many points do I have?",
        "are those the same points? how many in total?",
    ),
]
CHARGED = {"fa": "۱٬۲۵۰", "ar": "١٬٢٥٠", "en": "1,250"}


def texts(replies):
    """
    All that was said.
    """
    return "\n".join(reply.text for reply in replies)


@pytest.mark.parametrize(("lang", "text", "said"), RULED)
async def test_what_no_list_tells_is_said_to_be_so(club_member, lang, text, said):
    club_member.sign_in()
    rules, reply = await club_member.says(text)

    assert rules.text == SHOP.policies["points"][lang]
    assert said[lang] in reply.text
    assert CHARGED[lang] not in reply.text


@pytest.mark.parametrize(("lang", "text"), OTHERS)
async def test_anothers_points_are_not_told_nor_ones_own_in_their_place(
    club_member, lang, text
):
    club_member.sign_in()
    (reply,) = await club_member.says(text)

    assert ANOTHERS[lang] in reply.text
    assert CHARGED[lang] not in reply.text


@pytest.mark.parametrize(
    ("lang", "text"),
    [("fa", "sath e man chie"), ("ar", "شنو مستواي"), ("en", "what level am I at?")],
)
async def test_that_no_level_is_known_is_said(club_member, lang, text):
    club_member.sign_in()
    club_member.club.loyalties["700001"] = Loyalty("700001", 1250, None, "club", NOW)
    assert LEVEL[lang] in texts(await club_member.says(text))


@pytest.mark.parametrize(("lang", "text", "again"), TOTAL)
async def test_two_lists_are_told_by_their_names_and_that_they_are_apart(
    club_member, lang, text, again
):
    services.configure(replace(services.services(), lists=LISTS))
    club_member.source.loyalties["7"] = Loyalty("7", 320, None, "fake", NOW)
    club_member.sign_in()
    for question in (text, again):
        said = texts(await club_member.says(question))
        assert LISTS["fake"][lang] in said
        assert LISTS["club"][lang] in said
        assert APART[lang] in said


async def test_a_card_is_told_by_its_initials_and_the_end_of_its_number(club_member):
    """
    Its list writes family names first, and in capitals.
    """
    club = club_member.club
    card = club.customers.pop("700001")
    club.customers["700144"] = replace(card, id="700144", name="BAHRAMI, Farhad")
    club.loyalties["700144"] = Loyalty("700144", 150, None, "club", NOW)
    await proves(club_member)
    replies = await club_member.says("how many points do I have?")

    assert "ends in 0144" in replies[-1].text
    assert "“F. B.”" in replies[-1].text
    for secret in ("700144", "Farhad", "BAHRAMI", "150"):
        assert secret not in texts(replies)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        # As it stands on the button, and in words of one's own.
        ("fa", "کارت دیگری هم دارم"),
        ("ar", "لدي بطاقة أخرى"),
        ("en", "I have another card"),
        ("fa", "یه کارت دیگه هم دارم"),
        ("fa", "kart e dige ham daram"),
        ("ar", "عندي كرت ثاني"),
        ("en", "I do have another card"),
        # By its number, and to be joined.
        ("fa", "کارت 700002 چند امتیاز داره؟"),
        ("fa", "کارت امتیازی که دارم رو به حسابم اضافه کن"),
        ("en", "please add my club card to my account"),
    ],
)
async def test_another_card_is_looked_for_in_words_as_by_the_button(
    club_member, lang, text
):
    club_member.sign_in()
    services.configure(
        replace(services.services(), codes_reach=frozenset({ContactKind.PHONE}))
    )
    await club_member.says(
        {"ar": "كم نقطة عندي؟", "en": "my points?"}.get(lang, "امتیازم؟")
    )
    replies = await club_member.says(text)

    assert [card.id for reply in replies for card in reply.cards] == ["prove_again"]
