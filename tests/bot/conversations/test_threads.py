"""
One thread per customer; what a stranger began goes on when they sign in.
"""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import inbox, threads
from bot.conversations.core import Conversations
from bot.conversations.errors import ConversationUnknown
from bot.conversations.messages import Choice
from bot.conversations.owner import QUEUE, agent
from bot.conversations.tables import conversations
from crm_connector.model import Assurance, Identity
from tests.bot.conversations.builders import (
    change_owner,
    messages_after,
    owner_of,
    say,
    texts,
    until,
)
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine

SARA = Identity("sara", Assurance.PROVEN)


async def sign_in(core: Conversations, customer: str, stranger: str) -> str:
    """
    Join threads as a channel does.
    """
    now = core.clock()

    def transaction(connection: Connection) -> str:
        place = threads.join(connection, customer, stranger, now)
        identity = Identity(customer, Assurance.PROVEN)
        event = Choice(inbox.SIGNED_IN)
        inbox.accept_event(connection, place, "web", identity, event, now)
        return place

    place = await core.join(transaction, stranger)
    await core.wake(place)
    return place


async def test_a_customer_has_one_thread(core: Conversations) -> None:
    """
    Asked for twice, it is the same.
    """
    assert await core.new_conversation("sara") == await core.new_conversation("sara")
    assert await core.new_conversation("sara") != await core.new_conversation("reza")


async def test_the_strangers_thread_becomes_the_customers_first(
    core: Conversations, engine: FakeEngine
) -> None:
    """
    The engine goes on with its state and the proven identity.
    """
    stranger = await core.new_conversation()
    await say(core, stranger, "where is my order")
    await until(core, stranger, 2)
    place = await sign_in(core, "sara", stranger)
    await until(core, place, 3)
    assert place == stranger
    assert (await texts(core, place))[-1] == "chosen: signed_in"
    turn = engine.turns[-1]
    assert (turn.identity, turn.state, turn.text) == (SARA, b"1", "")


async def test_the_strangers_words_go_behind_the_customers_own(
    core: Conversations, engine: FakeEngine
) -> None:
    """
    Seqs go on without a gap and the talk goes on from the stranger's state.
    """
    own = await core.new_conversation("sara")
    await say(core, own, "long ago", identity=SARA)
    await until(core, own, 2)
    stranger = await core.new_conversation()
    for number in ("a", "b"):
        await say(core, stranger, number)
    await until(core, stranger, 4)
    place = await sign_in(core, "sara", stranger)
    assert place == own
    await until(core, own, 7)
    page = await messages_after(core, own)
    assert [m.seq for m in page.messages] == [1, 2, 3, 4, 5, 6, 7]
    assert [m.text for m in page.messages[:3]] == ["long ago", "echo: long ago", "a"]
    assert engine.turns[-1].state == b"2"
    assert await texts(core, stranger) == []
    with pytest.raises(ConversationUnknown):
        await say(core, stranger, "still there?")


@pytest.mark.parametrize("has_talk", [True, False])
async def test_words_that_are_taken_in_bring_no_talk_over_another(
    core: Conversations, clock: FakeClock, has_talk: bool
) -> None:
    into, other = await core.new_conversation(), await core.new_conversation()
    if has_talk:
        await say(core, into, "one")
        await say(core, into, "two")
        await until(core, into, 4)
    await say(core, other, "three")
    await until(core, other, 2)
    await core.join(lambda c: threads.take_in(c, into, other, clock()), into, other)
    state = await core.read(
        lambda c: c.execute(
            sa.select(conversations.c.engine_state).where(conversations.c.id == into)
        ).scalar()
    )
    assert state == (b"2" if has_talk else b"1")
    assert await core.read(lambda c: threads.still(c, [other])) == {}


async def test_a_customer_s_words_are_taken_in_nowhere(
    core: Conversations, clock: FakeClock
) -> None:
    into = await core.new_conversation()
    theirs = await core.new_conversation("sara")
    for each in (theirs, into):
        await core.write(lambda c, each=each: threads.take_in(c, into, each, clock()))
    assert set(await core.read(lambda c: threads.still(c, [into, theirs]))) == {
        into,
        theirs,
    }


async def test_what_waits_moves_along_and_is_worked_once(
    core: Conversations, engine: FakeEngine
) -> None:
    """
    A sign-in waits for the turn that is running; the rest is worked in the thread.
    """
    own = await core.new_conversation("sara")
    await say(core, own, "long ago", identity=SARA)
    await until(core, own, 2)
    stranger = await core.new_conversation()

    async def slow(_turn: Any) -> None:
        engine.before = None
        await say(core, stranger, "second")

    engine.before = slow
    await say(core, stranger, "first")
    await sign_in(core, "sara", stranger)
    await until(core, own, 7)
    assert engine.texts == ["long ago", "first", "second", ""]
    assert sorted(await texts(core, own)) == sorted(
        [
            "long ago",
            "echo: long ago",
            "first",
            "second",
            "echo: first",
            "echo: second",
            "chosen: signed_in",
        ]
    )


async def test_a_turn_that_outlasts_the_sign_in_is_worked_again(
    core: Conversations, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Its first outcome is thrown away, so that it is answered once.
    """
    monkeypatch.setattr("bot.conversations.dispatcher.HOLD_SECONDS", 0.01)
    own = await core.new_conversation("sara")
    stranger = await core.new_conversation()
    engine.gate.clear()
    await say(core, stranger, "hello")
    assert await sign_in(core, "sara", stranger) == own
    engine.gate.set()
    await until(core, own, 3)
    assert await texts(core, own) == ["hello", "echo: hello", "chosen: signed_in"]


async def test_buttons_and_repeats_move_along(core: Conversations) -> None:
    """
    A button shown to the stranger is good in the thread, a repeat still a repeat.
    """
    own = await core.new_conversation("sara")
    stranger = await core.new_conversation()
    await say(core, stranger, "buttons", external_id="x")
    await until(core, stranger, 2)
    token = (await messages_after(core, stranger, 1)).messages[0].buttons[0].token
    assert token is not None
    await sign_in(core, "sara", stranger)
    await until(core, own, 3)
    assert (await say(core, own, "buttons", external_id="x")).repeated
    assert not (await say(core, own, button=token)).repeated


async def test_a_customers_thread_never_becomes_somebody_elses(
    core: Conversations,
) -> None:
    """
    Only a stranger's conversation is joined.
    """
    sara = await core.new_conversation("sara")
    await say(core, sara, "mine")
    reza = await sign_in(core, "reza", sara)
    assert reza != sara
    assert "mine" not in await texts(core, reza)
    assert "mine" in await texts(core, sara)


async def test_an_agent_who_talks_with_the_stranger_goes_on(
    core: Conversations, engine: FakeEngine
) -> None:
    """
    The joined thread has the stranger's owner, under a new epoch; the bot is silent.
    """
    own = await core.new_conversation("sara")
    stranger = await core.new_conversation()
    mina = agent("mina")
    await change_owner(core, stranger, to=mina, expected_epoch=0)
    await sign_in(core, "sara", stranger)
    assert await owner_of(core, own) == (mina, 2)
    another = await core.new_conversation("reza")
    await say(core, another, "hello")
    await until(core, another, 2)  # every turn that there was to take is taken
    assert [turn.conversation for turn in engine.turns] == [another]
    assert await core.read(_count) == 2


async def test_who_waits_for_a_person_still_waits(
    core: Conversations, engine: FakeEngine
) -> None:
    """
    A stranger who is in the queue is in it after signing in; the bot answers meanwhile.
    """
    own = await core.new_conversation("sara")
    stranger = await core.new_conversation()
    await change_owner(core, stranger, to=QUEUE, expected_epoch=0)
    await sign_in(core, "sara", stranger)
    assert await owner_of(core, own) == (QUEUE, 2)
    await until(core, own, 1)
    assert [turn.is_waiting for turn in engine.turns] == [True]


def _count(connection: Connection) -> int:
    return int(
        connection.execute(
            sa.select(sa.func.count()).select_from(conversations)
        ).scalar()
    )
