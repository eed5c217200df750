"""
What people in Chatwoot do is done here: claimed, said, passed on, given back.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations.handoffs.standing import ENDED, HELD
from bot.conversations.tables import handoffs
from tests.bot.both import address
from tests.bot.conversations.builders import eventually, messages_after
from tests.bot.desk.chatwoot.shop import Shop
from tests.fakes.chatwoot import ME, OMID, SARA

__all__ = ["address"]  # a fixture: SQLite and PostgreSQL


async def outcome(shop: Shop, number: int) -> Any:
    """
    What an agent left to the bot.
    """
    query = sa.select(handoffs.c.outcome).where(handoffs.c.id == number)
    return await shop.house.core.read(lambda c: c.execute(query).scalar())


async def test_an_assignment_is_a_claim_by_name(shop: Shop) -> None:
    found, talk = await shop.open(language="fa")
    shop.chatwoot.assign(talk, SARA)
    await shop.hooks()
    assert (await shop.house.owner(found.thread))[0] == f"agent:chatwoot:{SARA}"
    assert (await shop.texts(found))[-1] == "utter_desk_joined fa Sara"


async def test_what_an_agent_says_is_said_in_their_name_once(shop: Shop) -> None:
    found, talk = await shop.open()
    shop.chatwoot.assign(talk, SARA)
    shop.chatwoot.says(talk, "Hello, **this** is Sara\\!")
    waiting = list(shop.chatwoot.hooks)
    await shop.hooks()
    shop.chatwoot.hooks = waiting
    await shop.hooks()
    page = await messages_after(shop.house.core, found.thread, 0, 100)
    said = [each for each in page.messages if each.author == "agent"]
    assert [(each.text, each.speaker, each.lang) for each in said] == [
        ("Hello, this is Sara!", "Sara", "en")
    ]
    assert (await shop.now(found)).answered_at is not None


async def test_who_answers_has_taken_it(shop: Shop) -> None:
    found, talk = await shop.open()
    shop.chatwoot.says(talk, "I am here", OMID)
    await shop.hooks()
    assert (await shop.texts(found))[-2:] == ["utter_desk_joined en Omid", "I am here"]
    assert (await shop.house.owner(found.thread))[0] == f"agent:chatwoot:{OMID}"
    # That it is nobody's there is no news: it was nobody's before.
    await shop.says(found, "great")
    shop.chatwoot.says(talk, "really", OMID)
    await shop.hooks()
    assert (await shop.texts(found))[-1] == "really"
    assert (await shop.now(found)).state == HELD


@pytest.mark.parametrize(
    "parts",
    [
        {"private": True},
        {"message_type": 3},
        {"message_type": 2},
        {"sender": {"id": 1, "type": "agent_bot", "name": "Captain"}},
        {"sender": None},
        {"content_attributes": {"automation_rule_id": 4}},
        {"content_attributes": {"deleted": True}},
    ],
)
async def test_what_is_not_an_agents_word_to_the_customer_stays_there(
    shop: Shop, parts: dict[str, Any]
) -> None:
    found, talk = await shop.open()
    shop.chatwoot.assign(talk, SARA)
    await shop.hooks()
    before = await shop.desk_texts(found)
    shop.chatwoot.says(talk, "for us only", **parts)
    shop.chatwoot.says(talk, "for you")
    await shop.hooks()
    assert await shop.desk_texts(found) == [*before, "for you"]


async def test_our_own_messages_come_back_and_ring_nothing(shop: Shop) -> None:
    found, _ = await shop.open()
    await shop.says(found, "hello?")
    before = await shop.still()
    ours = [each for each in shop.chatwoot.hooks if each["event"] == "message_created"]
    assert len(ours) > 3
    shop.chatwoot.hooks = ours
    await shop.hooks()
    assert len(shop.chatwoot.asked) == before
    assert all("hamyar" in each["content_attributes"] for each in ours)


async def test_a_colleague_who_gets_it_is_told_by_name(shop: Shop) -> None:
    found, talk = await shop.open()
    shop.chatwoot.assign(talk, SARA)
    await shop.hooks()
    shop.chatwoot.assign(talk, OMID)
    await shop.hooks()
    assert (await shop.texts(found))[-1] == "utter_desk_joined en Omid"
    assert (await shop.house.owner(found.thread))[0] == f"agent:chatwoot:{OMID}"


async def test_a_colleague_may_help_out_in_their_own_name(shop: Shop) -> None:
    found, talk = await shop.open()
    shop.chatwoot.assign(talk, SARA)
    # That she has joined is told by a task of its own: it is to be over.
    await shop.hooks()
    shop.chatwoot.says(talk, "Omid here, too", OMID)
    await shop.hooks()
    page = await messages_after(shop.house.core, found.thread, 0, 100)
    assert page.messages[-1].speaker == "Omid"
    assert (await shop.house.owner(found.thread))[0] == f"agent:chatwoot:{SARA}"


async def test_who_lets_it_go_puts_it_back_into_the_queue(shop: Shop) -> None:
    found, talk = await shop.open()
    shop.chatwoot.assign(talk, SARA)
    shop.chatwoot.says(talk, "a moment")
    await shop.hooks()
    shop.chatwoot.assign(talk, None)
    await shop.hooks()
    assert (await shop.house.owner(found.thread))[0] == "queue"
    assert (await shop.texts(found))[-1] == "utter_desk_left en Sara"
    await shop.says(found, "hello?")
    await eventually(_answered(shop, found))


async def test_the_user_as_whom_we_work_takes_nothing(shop: Shop) -> None:
    found, talk = await shop.open()
    shop.chatwoot.assign(talk, ME)
    await shop.hooks()
    assert (await shop.house.owner(found.thread))[0] == "queue"


@pytest.mark.parametrize("status", ["snoozed", "pending"])
async def test_what_is_put_off_there_changes_nothing(shop: Shop, status: str) -> None:
    found, talk = await shop.open()
    shop.chatwoot.assign(talk, SARA)
    await shop.hooks()
    before = await shop.house.owner(found.thread)
    shop.chatwoot.set_status(talk, status)
    await shop.hooks()
    assert await shop.house.owner(found.thread) == before


async def test_what_is_resolved_there_is_given_back_as_solved(shop: Shop) -> None:
    found, talk = await shop.open()
    shop.chatwoot.assign(talk, SARA)
    shop.chatwoot.says(talk, "Your money is on its way.")
    shop.chatwoot.set_status(talk, "resolved")
    await shop.hooks()
    assert (await shop.now(found)).state == ENDED
    assert await outcome(shop, found.number) == {
        "settled": "solved",
        "by": "Sara",
        "words": "",
        "due": None,
        "quiet": False,
    }
    await eventually(_answered(shop, found))
    # The last words come before the bot goes on.
    assert (await shop.texts(found))[-2:] == [
        "Your money is on its way.",
        "chosen: returned",
    ]
    assert shop.chatwoot.talks[talk]["status"] == "resolved"


async def test_what_nobody_had_taken_is_over_but_not_solved(shop: Shop) -> None:
    found, talk = await shop.open()
    shop.chatwoot.set_status(talk, "resolved")
    await shop.hooks()
    assert (await shop.now(found)).state == ENDED
    assert (await outcome(shop, found.number))["settled"] == "other"
    assert "joined" not in " ".join(await shop.texts(found))


async def test_words_that_come_too_late_are_refused_and_noted(shop: Shop) -> None:
    found, talk = await shop.open()
    shop.chatwoot.assign(talk, SARA)
    shop.chatwoot.set_status(talk, "resolved")
    await shop.hooks()
    await eventually(_answered(shop, found))
    before = await shop.texts(found)
    shop.chatwoot.says(talk, "oh, and one more thing")
    waiting = list(shop.chatwoot.hooks)
    await shop.hooks()
    shop.chatwoot.hooks += waiting
    await shop.hooks()
    assert await shop.texts(found) == before
    # Our own desk sees them, and their writer is told, once.
    assert (await shop.desk_texts(found)).count("oh, and one more thing") == 1
    refused = [
        each for each in shop.chatwoot.notes(talk) if "did **not** reach" in each
    ]
    assert len(refused) == 1
    assert "oh, and one more thing" in refused[0]


async def test_words_from_before_a_handoff_are_not_said_in_it(shop: Shop) -> None:
    """
    Their webhook was late: they were written when the bot had it.
    """
    found, talk = await shop.open()
    shop.chatwoot.assign(talk, SARA)
    shop.chatwoot.set_status(talk, "resolved")
    await shop.hooks()
    shop.house.later(1)
    shop.chatwoot.says(talk, "too late")
    late, shop.chatwoot.hooks = shop.chatwoot.hooks, []
    await shop.says(found, "person")
    await eventually(_waits(shop, found))
    await shop.settled()
    shop.chatwoot.hooks = late
    await shop.hooks()
    assert "too late" not in await shop.texts(found)
    assert (await shop.house.owner(found.thread))[0] == "queue"


async def test_who_is_held_at_our_own_desk_is_not_answered_from_there(
    shop: Shop,
) -> None:
    found, talk = await shop.open()
    agent = str(await shop.house.agent("nima"))
    await shop.house.core.desk.claim(found.number, agent)
    shop.chatwoot.assign(talk, SARA)
    shop.chatwoot.says(talk, "may I?")
    await shop.hooks()
    assert (await shop.house.owner(found.thread))[0] == f"agent:{agent}"
    assert "may I?" not in await shop.texts(found)
    assert any("may I?" in each for each in shop.chatwoot.notes(talk))


async def test_webhooks_in_any_order_change_nothing(shop: Shop) -> None:
    found, talk = await shop.open()
    shop.chatwoot.assign(talk, SARA)
    for number in range(5):
        shop.chatwoot.says(talk, f"{number}")
    await shop.hooks(lambda each: [*each[::-1], *each])
    said = [text for text in await shop.texts(found) if text.isdigit()]
    assert said == ["0", "1", "2", "3", "4"]


async def test_what_no_webhook_told_comes_with_the_next_one(shop: Shop) -> None:
    found, talk = await shop.open()
    shop.chatwoot.assign(talk, SARA)
    shop.chatwoot.says(talk, "lost")
    shop.chatwoot.hooks.clear()
    shop.chatwoot.says(talk, "found")
    await shop.hooks()
    assert (await shop.texts(found))[-3:] == [
        "utter_desk_joined en Sara",
        "lost",
        "found",
    ]


async def test_a_conversation_that_is_not_ours_is_left_alone(shop: Shop) -> None:
    _, talk = await shop.open()
    before = await shop.still()
    other = json.loads(json.dumps(shop.chatwoot.hooks[-1]))
    for change in ({"conversation": {"id": 99_999}}, {"inbox": {"id": 1}}):
        answer = await shop.hook(
            {**other, "message_type": "outgoing", "private": False, **change}
        )
        assert answer.status_code == 200
    assert await shop.still() == before
    assert talk in shop.chatwoot.talks


def _answered(shop: Shop, found: Any) -> Any:
    async def answered() -> bool:
        last = (await shop.texts(found))[-1]
        return last.startswith(("echo:", "chosen:"))

    return answered


def _waits(shop: Shop, found: Any) -> Any:
    async def waits() -> bool:
        return (await shop.house.owner(found.thread))[0] == "queue"

    return waits
