"""
What is said here is said in Chatwoot: once, in order, with what is known before it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations.handoffs.outcomes import Outcome, Settled
from bot.conversations.handoffs.standing import ENDED
from bot.conversations.handoffs.writing import Words
from bot.conversations.tables import inbox
from bot.desk.chatwoot.tables import links
from bot.handoff.packet import Came, Deed, Mood, Packet, Wish, record
from crm_connector.identity.ageing import by_shop
from crm_connector.model import Assurance, Identity
from tests.bot.both import address
from tests.bot.conversations.builders import eventually, say
from tests.bot.desk.chatwoot.shop import Shop, opened
from tests.bot.desk.house import House
from tests.fakes.chatwoot import INBOX, OMID, SARA, FakeChatwoot

__all__ = ["address"]  # a fixture: SQLite and PostgreSQL


def packet(house: House) -> dict[str, Any]:
    """
    All that a packet may know.
    """
    return record(
        Packet(
            "not_understood_twice",
            Wish("track_order", "where *is* it?", "en", {}),
            (
                Deed("action_track_order", Came.FAILED, house.clock(), "source_down"),
                Deed("action_rephrase", Came.UNCLEAR, house.clock()),
            ),
            order="10042",
            mood=Mood(0.9),
            missing=("club",),
        )
    )


async def test_a_handoff_opens_a_conversation_with_all_that_is_known(
    shop: Shop,
) -> None:
    house = shop.house
    promised = house.clock() + timedelta(minutes=10)
    found, talk = await shop.open(
        reason="not_understood_twice", promised_at=promised, packet=packet(house)
    )
    there = shop.chatwoot.talks[talk]
    assert (there["inbox_id"], there["status"]) == (INBOX, "open")
    assert there["custom_attributes"] == {
        "hamyar_handoff": found.number,
        "hamyar_reason": "not_understood_twice",
        "hamyar_language": "en",
        "hamyar_order": "10042",
        "hamyar_assurance": "anonymous",
        "hamyar_epoch": 1,
    }
    note, bots = shop.chatwoot.notes(talk)
    for part in (
        "the bot did not understand twice",
        "has not proven who they are",
        "Wants: track_order",
        "where \\*is\\* it?",
        "Order: 10042",
        "action\\_track\\_order \\(source\\_down\\)",
        "did not understand some messages",
        "gave no answer: club",
        "seems upset",
        "An answer was promised: ",
    ):
        assert part in note
    # And what made them ask, in their own words, with what the bot said to it.
    assert shop.chatwoot.texts(talk) == ["person"]
    assert bots == "Bot to the customer: echo: person"


@pytest.mark.parametrize(
    ("language", "head", "who"),
    [
        ("fa", "مشتری می‌خواهد با یک همکار صحبت کند", "مهمان"),
        ("ar", "العميل يريد التحدث إلى موظف", "زائر"),
    ],
)
async def test_notes_are_in_the_shops_language(
    house: House, chatwoot: FakeChatwoot, language: str, head: str, who: str
) -> None:
    async with opened(house, chatwoot, language=language) as shop, shop.desk.working():
        _, talk = await shop.open(language="ar")
    assert head in chatwoot.notes(talk)[0]
    assert chatwoot.contacts[0]["name"].startswith(who)


async def test_who_has_proven_it_goes_by_name(shop: Shop) -> None:
    house = shop.house
    place = await house.core.new_conversation("sara")
    proven = Identity("sara", Assurance.PROVEN, by_shop(house.clock()))
    await say(house.core, place, "person", identity=proven)
    await eventually(_has_links(shop, 1))
    await shop.settled()
    (talk,) = shop.chatwoot.talks
    assert shop.chatwoot.contacts[0]["name"] == "Sara"
    assert shop.chatwoot.contacts[0]["identifier"] == f"hamyar-{place}"
    assert "Sara (identity proven)" in shop.chatwoot.notes(talk)[0]
    attributes = shop.chatwoot.talks[talk]["custom_attributes"]
    assert attributes["hamyar_assurance"] == "proven"


async def test_what_was_said_before_comes_as_one_note(shop: Shop) -> None:
    house = shop.house
    place = await house.core.new_conversation()
    for text in ("hello", "card", "what **now**?"):
        await say(house.core, place, text)
        await eventually(_is_idle(house))
    await say(house.core, place, "person")
    await eventually(_has_links(shop, 1))
    await shop.settled()
    (talk,) = shop.chatwoot.talks
    _, transcript, _ = shop.chatwoot.notes(talk)
    head, _, *lines = transcript.splitlines()
    assert head == "**The conversation so far**"
    assert [line.partition(" ")[2].partition(" ")[2] for line in lines if line] == [
        "**Customer:** hello",
        "**Bot:** echo: hello",
        "**Customer:** card",
        "**Bot:** here Order 12345: on its way",
        "**Customer:** what \\*\\*now\\*\\*?",
        "**Bot:** echo: what \\*\\*now\\*\\*?",
    ]
    assert shop.chatwoot.texts(talk) == ["person"]


async def test_each_message_goes_there_once_and_in_order(shop: Shop) -> None:
    found, talk = await shop.open()
    for number in range(20):
        await shop.says(found, f"{number}")
    # The bot answers as long as nobody has taken it, and they are told what.
    await eventually(_is_idle(shop.house))
    await shop.hooks()
    wanted = [str(number) for number in range(20)]
    assert shop.chatwoot.texts(talk) == ["person", *wanted]
    told = [f"Bot to the customer: echo: {each}" for each in ("person", *wanted)]
    assert sorted(shop.chatwoot.notes(talk)[1:]) == sorted(told)


async def test_after_a_claim_the_customer_is_heard_there_and_not_by_the_bot(
    shop: Shop,
) -> None:
    found, talk = await shop.open()
    shop.chatwoot.assign(talk, SARA)
    await shop.hooks()
    await shop.says(found, "are you there?")
    await shop.settled()
    assert shop.chatwoot.texts(talk) == ["person", "are you there?"]
    assert "echo: are you there?" not in await shop.texts(found)


async def test_a_later_handoff_opens_the_same_conversation_again(shop: Shop) -> None:
    first, talk = await shop.open()
    shop.chatwoot.assign(talk, SARA)
    await shop.hooks()
    shop.chatwoot.set_status(talk, "resolved")
    shop.chatwoot.talks[talk]["custom_attributes"]["of_the_shop"] = "kept"
    await shop.hooks()
    shop.house.later(1)
    await shop.says(first, "and now?")
    await eventually(_is_idle(shop.house))
    await shop.says(first, "person")
    await eventually(_has_links(shop, 2))
    await shop.settled()
    assert list(shop.chatwoot.talks) == [talk]
    assert len(shop.chatwoot.contacts) == 1
    there = shop.chatwoot.talks[talk]
    # It is to be taken anew: who had it need not be there now.
    assert (there["status"], there["assignee_id"]) == ("open", None)
    assert there["custom_attributes"]["of_the_shop"] == "kept"
    assert there["custom_attributes"]["hamyar_handoff"] == first.number + 1
    *_, transcript, _ = shop.chatwoot.notes(talk)
    assert "and now?" in transcript
    assert "person" not in transcript
    assert shop.chatwoot.texts(talk) == ["person", "person"]
    assert (await shop.house.owner(first.thread))[0] == "queue"


async def test_an_agent_to_whom_chatwoot_gives_what_we_open_is_nobody(
    shop: Shop,
) -> None:
    """
    Chatwoot gives a conversation to the agent by whose token it is opened.
    """
    shop.chatwoot.is_administrator = False
    first, talk = await shop.open()
    shop.chatwoot.assign(talk, OMID)
    shop.chatwoot.set_status(talk, "resolved")
    await shop.hooks()
    shop.house.later(1)
    await shop.says(first, "person")
    await eventually(_has_links(shop, 2))
    await shop.hooks()
    assert shop.chatwoot.talks[talk]["assignee_id"] is None
    assert (await shop.house.owner(first.thread))[0] == "queue"


async def test_a_wish_that_is_taken_back_is_closed_there(shop: Shop) -> None:
    found, talk = await shop.open()
    await shop.house.core.desk.withdraw(found.number)
    await shop.settled()
    assert shop.chatwoot.talks[talk]["status"] == "resolved"
    assert "does not wait" in shop.chatwoot.notes(talk)[-1]
    # The webhook of it changes nothing.
    await shop.hooks()
    assert (await shop.now(found)).state == ENDED
    assert "returned" not in [each.text for each in shop.house.engine.turns]


async def test_who_is_taken_at_our_own_desk_is_seen_and_closed_there(
    shop: Shop,
) -> None:
    house = shop.house
    found, talk = await shop.open()
    agent = str(await house.agent("omid"))
    held = await house.core.desk.claim(found.number, agent)
    words = Words("I am on it", "Omid", id="1", lang="en")
    await house.core.desk.reply(found.number, held.epoch, agent, words)
    await shop.settled()
    assert shop.chatwoot.notes(talk)[-1] == "Omid to the customer: I am on it"
    outcome = Outcome(Settled.SOLVED, "Omid")
    await house.core.desk.give_back(found.number, held.epoch, outcome, by=agent)
    await shop.settled()
    assert any("Hamyar's own desk" in each for each in shop.chatwoot.notes(talk))
    assert shop.chatwoot.talks[talk]["status"] == "resolved"


async def test_what_the_bot_did_not_get_to_say_is_shown_there(shop: Shop) -> None:
    found, talk = await shop.open()
    shop.house.engine.gate.clear()
    await shop.says(found, "cancel it")
    shop.chatwoot.assign(talk, SARA)
    await shop.hooks()
    shop.house.engine.gate.set()
    await eventually(_is_idle(shop.house))
    await shop.settled()
    assert "customer was not told: echo: cancel it" in shop.chatwoot.notes(talk)[-1]


async def test_words_between_the_end_and_its_being_seen_do_not_open_it_again(
    shop: Shop,
) -> None:
    """
    What the customer wrote before the bot had it back is shown as a note then.
    """
    found, talk = await shop.open()
    shop.chatwoot.assign(talk, SARA)
    await shop.hooks()
    shop.chatwoot.set_status(talk, "resolved")

    def meanwhile(request: Any) -> None:
        # Nothing can be said there until it has been looked at.
        if request.method == "POST" and request.url.path.endswith("/messages"):
            raise OSError("not now")

    shop.chatwoot.fault = meanwhile
    await shop.says(found, "thanks")
    hooks, shop.chatwoot.hooks = shop.chatwoot.hooks, []
    shop.chatwoot.fault = None
    for payload in hooks:
        await shop.hook(payload)
    await shop.settled()
    said = shop.chatwoot.texts(talk) + shop.chatwoot.notes(talk)
    assert sum("thanks" in each for each in said) == 1


def _has_links(shop: Shop, count: int) -> Any:
    query = sa.select(sa.func.count()).where(links.c.stage != "opening")

    async def has() -> bool:
        return await shop.house.core.read(lambda c: c.execute(query).scalar()) == count

    return has


def _is_idle(house: House) -> Any:
    query = sa.select(inbox.c.id).where(inbox.c.status == "pending")

    async def idle() -> bool:
        return await house.core.read(lambda c: c.execute(query).first()) is None

    return idle
