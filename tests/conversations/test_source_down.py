"""
When the shop's system fails, the customer hears the truth.
"""

import pytest

from tests.conversations.asked import POINTS, answers, texts
from tests.conversations.conftest import CLUB
from tests.fakes.orders import an_order

pytestmark = pytest.mark.engine

QUESTIONS = [
    ("fa", "سفارشم کجاست؟"),
    ("ar", "أين طلبي؟"),
    ("en", "where is my order?"),
]


@pytest.mark.parametrize(("lang", "text"), QUESTIONS)
async def test_a_source_that_is_down_is_said_to_be_down(talk, lang, text):
    """
    And when it is back, the same question is answered.
    """
    talk.sign_in()
    talk.source.all_orders = [an_order("21963")]
    talk.source.go_down()
    (reply,) = await talk.says(text)
    said = {"fa": "دسترسی ندارم", "ar": "لا أستطيع الوصول", "en": "can't reach"}[lang]
    assert said in reply.text
    talk.source.come_back()
    (reply,) = await talk.says(text)
    assert [card.id for card in reply.cards] == ["21963"]


WHY_NOT = [
    ("fa", "چرا نمیتونی ببینی؟"),
    ("fa", "کی درست میشه؟"),
    ("fa-Latn", "key dorost mishe?"),
    ("ar", "متى يرجع النظام؟"),
    ("ar", "ليش ما تقدر تشوف؟"),
    ("en", "when will it be back?"),
    ("en", "why can't you see that?"),
]
UNKNOWN = {"fa": "الان جواب نمی‌دهد", "ar": "لا يستجيب", "en": "doesn't answer"}


@pytest.mark.parametrize(("way", "text"), WHY_NOT)
async def test_why_a_system_does_not_answer_and_until_when_is_not_known(
    club_member, way, text
):
    """
    And it is said so, with its name, where it alone is silent and where all is.
    """
    lang = answers(way)
    club_member.sign_in()
    club_member.club.go_down()
    await club_member.says(POINTS[way])
    (reply,) = await club_member.says(text)
    assert UNKNOWN[lang] in reply.text
    assert CLUB["club"][lang] in reply.text

    club_member.source.go_down()
    where = dict(QUESTIONS)[lang]
    await club_member.says(where)
    (reply,) = await club_member.says(text)
    assert UNKNOWN[lang] in reply.text


@pytest.mark.parametrize(("way", "text"), WHY_NOT)
async def test_of_what_is_there_nobody_asks_so(club_member, way, text):
    club_member.sign_in()
    await club_member.says(POINTS[way])
    replies = await club_member.says(text)

    assert UNKNOWN[answers(way)] not in texts(replies)


@pytest.mark.parametrize(("lang", "text"), QUESTIONS)
async def test_a_row_that_makes_no_sense_is_admitted(talk, lang, text):
    """
    With a code under which the log has the details.
    """
    talk.sign_in()
    talk.source.go_bad()
    (reply,) = await talk.says(text)
    said = {"fa": "ناقص یا نادرست", "ar": "غير صحيح", "en": "incompletely"}[lang]
    assert said in reply.text


async def test_an_action_that_fails_is_never_silence(talk):
    """
    A programming error: what happens next is said, and the talk goes on after it.
    """
    talk.sign_in()
    talk.source.all_orders = [object()]
    (reply,) = await talk.says("سفارشم کجاست؟")
    assert talk.meta["incident"] in reply.text
    assert "خطایی پیش آمد" in reply.text
    (reply,) = await talk.says("سلام")
    assert "همیار" in reply.text
