"""
"Why do you ask?": the real reason for which a card is asked about.
"""

from dataclasses import replace

import pytest

from tests.conversations.conftest import proves

pytestmark = pytest.mark.engine

POINTS = {
    "fa": "چند امتیاز دارم؟",
    "fa-Latn": "chand emtiaz daram?",
    "ar": "كم نقطة عندي؟",
    "en": "how many points do I have?",
}
WHY = {
    "fa": "چرا می‌پرسی؟",
    "fa-Latn": "chera miporsi?",
    "ar": "لماذا تسأل؟",
    "en": "why do you ask?",
}
NAME = {
    "fa": "نام رویش با نام شما یکی نیست",
    "ar": "الاسم المكتوب عليها ليس اسمك",
    "en": "the name on it isn't yours",
}
SEVERAL = {
    "fa": "کارت دیگری هم ثبت شده",
    "ar": "بطاقة أخرى مسجَّلة",
    "en": "another card has the same number",
}


@pytest.mark.parametrize("way", WHY)
async def test_another_name_is_the_reason(family, way):
    await proves(family)
    await family.says(POINTS[way])
    (told,) = await family.says(WHY[way])

    assert NAME[way[:2]] in told.text


@pytest.mark.parametrize("way", WHY)
async def test_two_cards_that_fit_are_the_reason(club_member, way):
    card = club_member.club.customers["700001"]
    club_member.club.customers["700002"] = replace(card, id="700002")
    await proves(club_member)
    await club_member.says(POINTS[way])
    (told,) = await club_member.says(WHY[way])

    assert SEVERAL[way[:2]] in told.text
    assert NAME[way[:2]] not in told.text


@pytest.mark.parametrize("way", WHY)
async def test_ones_own_card_is_told_though_a_relatives_has_the_telephone(
    club_member, way
):
    email = ("maryam@example.com",)
    known = club_member.source.customers["7"]
    card = club_member.club.customers["700001"]
    club_member.source.customers["7"] = replace(known, emails=email)
    club_member.club.customers["700001"] = replace(card, emails=email)
    club_member.club.customers["700002"] = replace(card, id="700002", name="علی رضایی")
    club_member.sign_in()
    told = await club_member.says(POINTS[way])

    points = {"fa": "۱٬۲۵۰", "ar": "١٬٢٥٠", "en": "1,250"}[way[:2]]
    assert points in "\n".join(each.text for each in told)
