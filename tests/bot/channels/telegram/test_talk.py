"""
A talk on Telegram: what is written is answered, once and in order.
"""

from __future__ import annotations

from tests.bot.channels.telegram.harness import Shop
from tests.fakes.engine import FakeEngine
from tests.fakes.telegram.chats import Person

SARA = Person(501, "Sara", username="sara", language="fa", phone="989121234567")


async def test_a_message_is_answered(shop: Shop, engine: FakeEngine) -> None:
    """
    By the engine, which hears of the channel and how sure we are of whom.
    """
    (said,) = await shop.says(SARA, "hello")
    assert "hello" in said["text"]
    (turn,) = engine.turns
    assert turn.channel == "telegram"
    assert turn.identity.assurance == 1
    assert turn.identity.customer_id is None
    assert await shop.until_worked() == {"wrote": 1}


async def test_answers_keep_their_order(shop: Shop) -> None:
    """
    However quickly somebody writes.
    """
    for number in range(5):
        shop.telegram.world.says(SARA, f"message {number}")
    said = await shop.hears(SARA, 0, 5)
    texts = [each["text"] for each in said]
    assert [f"message {n}" in text for n, text in enumerate(texts)] == [True] * 5
