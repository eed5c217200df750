"""
Who somebody is on Telegram: what proves it, how long, and what ends it.
"""

from __future__ import annotations

import sqlalchemy as sa

from bot.channels import owners
from bot.channels.telegram.tables import chats
from crm_connector.errors import SourceUnavailable
from crm_connector.identity import ageing, present
from crm_connector.identity.identifiers import Identifier, Kind
from crm_connector.model import Assurance
from tests.bot.channels.telegram.harness import Shop
from tests.fakes.engine import FakeEngine
from tests.fakes.sender import FakeSender
from tests.fakes.source import FakeSource
from tests.fakes.telegram.chats import Person

SARA = Person(501, "Sara", username="sara", language="fa", phone="989121234567")
EVE = Person(666, "Eve", phone="989350000000", language="en")


async def share(shop: Shop, person: Person, count: int = 2) -> None:
    """
    Let somebody share their own number; wait for so many messages.
    """
    before = len(shop.heard(person))
    shop.telegram.world.shares_contact(person)
    await shop.hears(person, before, count)


async def press(shop: Shop, person: Person, data: str, count: int = 1) -> str:
    """
    Press a button of the channel's own below its last message; gives what it says.
    """
    before = shop.heard(person)
    shop.telegram.world.presses(person, before[-1], data)
    return (await shop.hears(person, len(before), count))[-1]["text"]


async def test_a_number_that_nobody_has_opens_nothing(
    shop: Shop, engine: FakeEngine
) -> None:
    """
    And it is said so.
    """
    await share(shop, EVE, 1)
    assert (await shop.until_worked())["contact_unknown"] == 1
    await shop.says(EVE, "hello")
    assert engine.turns[-1].identity.customer_id is None


async def test_a_number_of_two_opens_neither(
    shop: Shop, engine: FakeEngine, source: FakeSource
) -> None:
    """
    A family's telephone: who of them writes is not for us to guess.
    """
    one = source.customers["1"]
    source.customers["9"] = type(one)(
        "9", "Other", one.phones, (), None, one.source, one.as_of
    )
    await share(shop, SARA, 1)
    assert (await shop.until_worked())["contact_shared"] == 1
    await shop.says(SARA, "hello")
    assert engine.turns[-1].identity.customer_id is None


async def test_a_shop_that_is_away_is_said_to_be(
    shop: Shop, source: FakeSource
) -> None:
    """
    Nobody is told that they are no customer.
    """
    source.fault = SourceUnavailable("away", source="fake")
    await share(shop, SARA, 1)
    assert (await shop.until_worked())["source_down"] == 1


async def test_the_proof_of_a_number_is_written_down_and_ages(
    shop: Shop, engine: FakeEngine
) -> None:
    """
    Level 2 for 30 days, never 3; the ledger has number and account.
    """
    await share(shop, SARA)
    await shop.says(SARA, "hello")
    identity = engine.turns[-1].identity
    assert ageing.level(identity, shop.clock()) is Assurance.PROVEN
    account = Identifier(Kind.TELEGRAM_ID, str(SARA.id))
    known = await shop.core.read(lambda c: present.linked(c, account))
    customer = Identifier(Kind.SHOP_CUSTOMER_ID, "1", "fake")
    assert known == await shop.core.read(lambda c: present.linked(c, customer))
    assert known
    shop.clock.advance(days=31)
    await shop.says(SARA, "later")
    identity = engine.turns[-1].identity
    assert identity.customer_id == "1"
    assert ageing.level(identity, shop.clock()) is Assurance.CHANNEL


async def test_a_code_brings_level_three_and_leaves_no_trace(
    shop: Shop, engine: FakeEngine, sender: FakeSender
) -> None:
    """
    What was typed stands neither in the thread nor in the chat.
    """
    await share(shop, SARA)
    said = await press(shop, SARA, "code")
    assert "4567" in said or "۴۵۶۷" in said
    (message,) = sender.sent
    wrong = "000000" if message.code != "000000" else "111111"
    shop.telegram.world.says(SARA, wrong)
    await shop.hears(SARA, len(shop.heard(SARA)))
    shop.telegram.world.says(SARA, message.code)
    await shop.until(lambda: engine.turns[-1].identity.assurance == 3)
    counts = await shop.until_worked()
    assert (counts["code_wrong"], counts["code_right"]) == (1, 1)
    texts = [text for _, text in await shop.thread(SARA)]
    assert not any(message.code in text or wrong in text for text in texts)
    standing = shop.telegram.world.chats[SARA.id].messages.values()
    assert not any(message.code in each.get("text", "") for each in standing)


async def test_a_code_may_be_written_into_an_older_message(
    shop: Shop, sender: FakeSender
) -> None:
    """
    It is a code there, too: it stands in no thread, and in no chat.
    """
    await share(shop, SARA)
    update = shop.telegram.world.says(SARA, "one moment")
    assert update is not None
    await shop.until_worked()
    await press(shop, SARA, "code")
    (message,) = sender.sent
    shop.telegram.world.edits(SARA, update["message"]["message_id"], message.code)
    await shop.until(lambda: shop.telegram.calls_of("deleteMessage"))
    counts = await shop.until_worked()
    assert counts["code_right"] == 1
    assert not any(message.code in text for _, text in await shop.thread(SARA))


async def test_strangers_get_no_code(shop: Shop, sender: FakeSender) -> None:
    """
    The button is in everybody's hands who makes their own client.
    """
    await shop.says(EVE, "hello")
    await press(shop, EVE, "code")
    assert sender.sent == []
    assert (await shop.until_worked())["code_not_possible"] == 1


async def test_a_number_with_a_new_owner_signs_out(
    shop: Shop, engine: FakeEngine, source: FakeSource
) -> None:
    """
    At the next message, and with the old talk out of sight.
    """
    await share(shop, SARA)
    await shop.says(SARA, "hello")
    one = source.customers["1"]
    source.customers["1"] = type(one)(
        "1", one.name, ("+989120000001",), (), None, one.source, one.as_of
    )
    shop.clock.advance(seconds=owners.KEPT_SECONDS + 1)
    await shop.says(SARA, "still me", 2)
    assert engine.turns[-1].identity.customer_id is None
    assert await shop.thread(SARA) == [
        ("customer", "still me"),
        ("bot", shop.heard(SARA)[-1]["text"]),
    ]


async def test_signing_out_is_a_button_under_privacy(
    shop: Shop, engine: FakeEngine
) -> None:
    """
    For whoever is signed in.
    """
    (said,) = await shop.says(SARA, "/privacy")
    assert "reply_markup" not in said
    await share(shop, SARA)
    (said,) = await shop.says(SARA, "/privacy")
    (button,) = said["reply_markup"]["inline_keyboard"][0]
    await press(shop, SARA, button["callback_data"])
    await shop.says(SARA, "hello")
    assert engine.turns[-1].identity.customer_id is None
    rows = await shop.core.read(
        lambda c: c.execute(sa.select(chats.c.contact, chats.c.proven_by)).all()
    )
    assert rows == [(None, None)]


async def test_one_account_after_the_other_has_the_number(
    shop: Shop, engine: FakeEngine
) -> None:
    """
    Both may: a customer has a phone and a tablet. Another customer's ends the first.
    """
    await share(shop, SARA)
    tablet = Person(777, "Sara", phone=SARA.phone)
    await share(shop, tablet)
    await shop.says(SARA, "hello")
    assert engine.turns[-1].identity.customer_id == "1"
