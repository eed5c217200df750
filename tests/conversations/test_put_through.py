"""
Who hears that a colleague could look into it says "yes, connect me": it is done.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions import services
from bot.conversations.messages import Choice
from bot.handoff.packet import read
from bot.handoff.policy import Limits
from bot.handoff.routing import Outlook
from tests.conversations import demo_orders
from tests.conversations.changes import (
    ANSWERED_IN,
    CANCEL,
    NOT_POSSIBLE,
    WAYS,
    YES,
    said,
)
from tests.fakes.desk import FakeDesk

pytestmark = pytest.mark.engine

CONNECT = {
    "fa": "بله وصلم کن",
    "fa-Latn": "bale vaslam kon",
    "ar": "نعم، صلني",
    "en": "yes, connect me",
}
HOW_LONG = {
    "fa": "نوبتم کی میشه؟",
    "fa-Latn": "nobatam key mishe?",
    "ar": "كم بقي لدوري؟",
    "en": "how long do I have to wait?",
}
BEHIND = {"fa": "بعد از ۳ نفر", "ar": "بعد ٣ أشخاص", "en": "after 3 people"}


@pytest.fixture
def desk(buyer):
    """
    Somebody is at the desk, and three are before whoever asks now.
    """
    made = FakeDesk()
    made.expects = Outlook(3, timedelta(minutes=22), None, None)
    services.configure(replace(services.services(), desk=made))
    return made


@pytest.mark.parametrize("way", WAYS)
async def test_after_a_refusal_and_while_they_wait(buyer, desk, way):
    lang = ANSWERED_IN[way]
    order = demo_orders.an_order(buyer.file, "shipped")
    buyer.sign_in(order.customer)
    wish = CANCEL[way].format(number=order.number)
    assert NOT_POSSIBLE[lang] in said(await buyer.says(wish))

    assert BEHIND[lang] in said(await buyer.says(CONNECT[way]))
    assert buyer.handed.reason == "asked"
    packet = read(buyer.handed.packet)
    assert (packet.wish.intent, packet.order) == ("cancel_order", order.number)

    for text in (CONNECT[way], YES[way], HOW_LONG[way]):
        assert BEHIND[lang] in said(await buyer.says(text)), text
        assert buyer.handed is None, text


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
async def test_to_an_offer_it_is_a_yes_with_what_was_offered_for(buyer, desk, lang):
    await buyer.happens(Choice("change_language", {"language": lang}))
    for text in ("blorf zindle quax", "wug fendle snorp"):
        await buyer.asks(Choice("nlu_fallback"), text)

    assert BEHIND[lang] in said(await buyer.says(CONNECT[lang]))
    assert buyer.handed.reason == "not_understood_twice"


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_to_be_done_to_a_dear_order_is_a_persons_at_once(
    buyer, desk, way
):
    desk.policy = replace(desk.policy, limits=Limits(high_value=1))
    order = demo_orders.to_cancel(buyer.file)
    buyer.sign_in(order.customer)

    told = said(await buyer.says(CANCEL[way].format(number=order.number)))

    assert BEHIND[ANSWERED_IN[way]] in told
    assert buyer.handed.reason == "high_value"
    (wish,) = read(buyer.handed.packet).asked
    assert (wish.operation, wish.order) == ("cancel_order", order.number)
