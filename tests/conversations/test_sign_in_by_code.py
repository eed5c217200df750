"""
A stranger of a shop that sends one-time codes gets the way to one with the answer.
"""

from dataclasses import replace

import pytest

from actions import services
from bot.conversations.messages import Choice
from crm_connector.model import ContactKind
from tests.fakes.orders import an_order

pytestmark = pytest.mark.engine

ASKING = [
    ("fa", "سفارشم کجاست؟", "وارد حساب", "شمارهٔ موبایل یا ایمیل"),
    ("fa", "sefaresham kojast?", "وارد حساب", "شمارهٔ موبایل یا ایمیل"),
    ("ar", "أين طلبي؟", "سجّل الدخول", "رقم الجوال أو البريد"),
    ("en", "where is my order?", "sign in", "mobile number or e-mail"),
]


@pytest.mark.parametrize(("lang", "text", "said", "asked"), ASKING)
async def test_the_answer_carries_the_way_to_a_code(talk, lang, text, said, asked):
    reach(ContactKind.PHONE, ContactKind.EMAIL)
    talk.source.all_orders = [an_order("21963")]
    (reply,) = await talk.says(text)
    (card,) = reply.cards
    assert reply.lang == lang
    assert said in reply.text
    assert (card.kind, card.state) == ("sign_in", "any")
    assert asked in card.status
    assert card.title


async def test_it_asks_only_for_what_the_shop_can_reach(talk):
    reach(ContactKind.PHONE)
    (reply,) = await talk.says("سفارشم کجاست؟")
    assert reply.cards[0].state == "phone"
    assert "ایمیل" not in reply.cards[0].status


async def test_then_the_question_is_answered_by_itself(talk):
    reach(*ContactKind)
    talk.source.all_orders = [an_order("21963")]
    await talk.says("سفارشم کجاست؟")
    talk.sign_in()
    welcome, told = await talk.happens(Choice("signed_in"))
    assert "مریم رضایی" in welcome.text
    assert "۲۱۹۶۳" in told.text


def reach(*kinds):
    """
    Have the shop send codes to such contacts.
    """
    services.configure(replace(services.services(), codes_reach=frozenset(kinds)))
