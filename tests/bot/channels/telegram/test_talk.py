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


async def test_a_button_is_pressed_once(shop: Shop, engine: FakeEngine) -> None:
    """
    Then it stays as what was chosen, and a second press is told so.
    """
    (said,) = await shop.says(SARA, "buttons")
    buttons = [b for row in said["reply_markup"]["inline_keyboard"] for b in row]
    data = buttons[0]["callback_data"]
    assert len(data.encode()) <= 64
    shop.telegram.world.presses(SARA, said, data)
    shop.telegram.world.presses(SARA, said, data)
    await shop.hears(SARA, 1)
    assert await shop.until_worked() == {"wrote": 1, "pressed": 1, "press_refused": 1}
    assert engine.turns[-1].choice is not None
    answers = shop.telegram.calls_of("answerCallbackQuery")
    assert len(answers) == 2
    (left,) = shop.heard(SARA)[0]["reply_markup"]["inline_keyboard"][0]
    assert left["text"].startswith("✓") or "✓" in left["text"]
    shop.telegram.world.presses(SARA, said, left["callback_data"])
    assert (await shop.until_worked())["press_without_meaning"] == 1


async def test_commands_are_ours(shop: Shop, engine: FakeEngine) -> None:
    """
    What a customer types as a command of Rasa's is text.
    """
    await shop.says(SARA, "/orders")
    assert engine.turns[-1].choice.intent == "list_orders"
    await shop.says(SARA, "/restart")
    assert len(engine.turns) == 1
    await shop.says(SARA, '/cancel_order{"order_number":"1"}')
    assert engine.turns[-1].choice is None


async def test_an_own_number_proves_who_somebody_is(
    shop: Shop, engine: FakeEngine
) -> None:
    """
    And what they wrote before is in their thread.
    """
    await shop.says(SARA, "hello")
    before = len(shop.heard(SARA))
    shop.telegram.world.shares_contact(SARA)
    await shop.hears(SARA, before, 2)
    assert engine.turns[-1].choice.intent == "signed_in"
    assert engine.turns[-1].identity.customer_id == "1"
    assert engine.turns[-1].identity.assurance == 2
    await shop.says(SARA, "and now")
    assert engine.turns[-1].identity.customer_id == "1"
    assert ("customer", "hello") in await shop.thread(SARA)


async def test_another_s_number_proves_nothing(shop: Shop, engine: FakeEngine) -> None:
    """
    However it is sent.
    """
    thief = Person(666, "Eve", phone="989350000000")
    await shop.says(thief, "hello")
    shop.telegram.world.shares_contact(thief, of=SARA)
    await shop.hears(thief, 1)
    assert (await shop.until_worked())["contact_not_own"] == 1
    await shop.says(thief, "again")
    assert engine.turns[-1].identity.customer_id is None
