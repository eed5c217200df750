"""
Customers who are found to be one person, and those who were not, while they chat.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette

from bot.channels.webchat import sessions
from bot.conversations.core import Conversations
from bot.wire import RESTART_CLOSE
from tests.bot.channels.webchat.guests import Guest
from tests.bot.channels.webchat.people import PEOPLE, Admin
from tests.bot.channels.webchat.sockets import Socket, collect, greet
from tests.bot.conversations.builders import eventually, messages_after
from tests.fakes.engine import FakeEngine


@pytest.fixture
def kin() -> Any:
    """
    Give who is one with whom, as the ledger says.
    """
    return PEOPLE.kin


@pytest.fixture
def admin(core: Conversations) -> Admin:
    """
    Give who decides.
    """
    return Admin(core)


@pytest.fixture
async def two(begin: Any, sign: Callable[..., str]) -> tuple[Guest, Guest]:
    """
    Give two customers who have talked: sara first, then reza.
    """
    sara, reza = await begin(sign("sara")), await begin(sign("reza"))
    await sara.ask("sara's")
    await reza.ask("reza's")
    return sara, reza


async def seqs(guest: Guest) -> dict[str, int]:
    """
    Give what a guest reads, by number.
    """
    return {message["text"]: message["seq"] for message in await guest.thread()}


async def test_sessions_go_on_in_the_one_thread_and_in_their_own_again(
    two: tuple[Guest, Guest], admin: Admin
) -> None:
    """
    Nobody is signed out, and each conversation has another name while it is joined.
    """
    sara, reza = two
    alone = await sara.texts(), await reza.texts()
    merged = await admin.merge("sara", "reza")
    pages = [(await guest.get()).json() for guest in two]
    assert pages[0]["conversation"] == pages[1]["conversation"]
    assert pages[0]["conversation"] not in (sara.conversation, reza.conversation)
    assert await sara.texts() == await reza.texts() == [*alone[0], *alone[1]]
    (reply,) = await reza.ask("both read this")
    assert reply["text"] == "echo: both read this"
    assert (await sara.texts())[-1] == "echo: both read this"

    await admin.split(merged)

    assert await sara.texts() == alone[0]
    assert await reza.texts() == [*alone[1], "both read this", "echo: both read this"]
    for guest in two:
        assert (await guest.get()).json()["conversation"] == guest.conversation


async def test_a_cursor_stays_good(two: tuple[Guest, Guest], admin: Admin) -> None:
    """
    What was read is not read again, and what is new is read once.
    """
    _, reza = two
    before = await seqs(reza)
    merged = await admin.merge("sara", "reza")
    assert (await reza.get(after=2)).json()["messages"] == []
    earlier = (await reza.get(before=1)).json()["messages"]
    assert [message["text"] for message in earlier] == ["sara's", "echo: sara's"]
    first = earlier[0]["seq"]
    assert first < 0
    assert (await reza.get(before=first)).json()["messages"] == []
    new = (await reza.get(after=first)).json()["messages"]
    assert new[0]["text"] == "echo: sara's"
    assert (await seqs(reza)).items() >= before.items()
    (reply,) = await reza.ask("more")
    last = reply["seq"]
    await admin.split(merged)
    assert (await reza.get(after=last)).json()["messages"] == []
    (reply,) = await reza.ask("again")
    assert reply["seq"] == last + 2


async def test_a_repeat_is_a_repeat_wherever_it_stands(
    two: tuple[Guest, Guest], admin: Admin
) -> None:
    """
    With the same number as the first time; and nobody's id meets another one's.
    """
    sara, reza = two
    number = "00000000-0000-0000-0000-000000000001"
    first = (await reza.post(id=number, text="once")).json()
    merged = await admin.merge("sara", "reza")
    assert (await reza.post(id=number, text="once")).json() == first
    assert (await sara.post(id=number, text="hers")).status_code == 202
    await admin.split(merged)
    assert (await reza.post(id=number, text="once")).json() == first
    assert "hers" in await sara.texts()
    assert "hers" not in await reza.texts()


async def test_an_open_socket_is_told_and_comes_back(
    app: Starlette, two: tuple[Guest, Guest], admin: Admin
) -> None:
    """
    With its cursor it gets what is new, and no more after the split.
    """
    sara, reza = two
    async with Socket(app) as talk:
        await greet(talk, sara, after=2)
        merged = await admin.merge("sara", "reza")
        assert await talk.closed() == RESTART_CLOSE
    async with Socket(app) as talk:
        ready = await greet(talk, sara, after=2)
        assert ready["conversation"] != sara.conversation
        shown = [await talk.next("message") for _ in range(2)]
        assert [frame["text"] for frame in shown] == ["reza's", "echo: reza's"]
        await reza.ask("news")
        assert await collect(talk, 2) == [6, 7]
        await admin.split(merged)
        assert await talk.closed() == RESTART_CLOSE
    async with Socket(app) as talk:
        ready = await greet(talk, sara, after=7)
        assert ready == {"type": "ready", "conversation": sara.conversation, "seq": 7}
        await talk.say("mine")
        assert (await talk.next("message"))["text"] == "mine"


@pytest.mark.parametrize("speaks", ["sara", "reza"])
async def test_a_socket_learns_of_a_command_in_another_process(
    app: Starlette, two: tuple[Guest, Guest], admin: Admin, speaks: str
) -> None:
    """
    As soon as its own customer says something; and never shows what is not theirs.
    """
    guest = dict(zip(("sara", "reza"), two, strict=True))[speaks]
    merged = await admin.merge("sara", "reza", beside=True)
    async with Socket(app) as talk:
        await greet(talk, guest, after=2**31 - 1)
        await admin.split(merged, beside=True)
        await talk.say("hello?")
        assert await talk.closed() == RESTART_CLOSE
    texts = await guest.texts()
    assert texts[:3] == [f"{speaks}'s", f"echo: {speaks}'s", "hello?"]


async def test_a_silent_socket_learns_of_it_within_a_minute(
    app: Starlette,
    two: tuple[Guest, Guest],
    admin: Admin,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    By its look at whether the session is still good.
    """
    monkeypatch.setattr("bot.channels.webchat.socket.CHECK_SECONDS", 0.05)
    async with Socket(app) as talk:
        await greet(talk, two[0], after=2)
        await admin.merge("sara", "reza", beside=True)
        assert await talk.closed() == RESTART_CLOSE


async def test_a_long_poll_ends_when_the_thread_is_another_one(
    two: tuple[Guest, Guest], admin: Admin
) -> None:
    """
    With what is new there, and its name.
    """
    sara, _ = two
    poll = asyncio.ensure_future(sara.get(after=2, wait=20))
    await asyncio.sleep(0.05)
    await admin.merge("sara", "reza")
    page = (await asyncio.wait_for(poll, 5)).json()
    assert page["conversation"] != sara.conversation
    assert [message["text"] for message in page["messages"]][:1] == ["reza's"]


async def test_a_running_turn_is_worked_where_its_message_stands(
    two: tuple[Guest, Guest],
    admin: Admin,
    engine: FakeEngine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    What the bot made of it with another one's talk in mind is thrown away.
    """
    monkeypatch.setattr("bot.conversations.dispatcher.HOLD_SECONDS", 0.01)
    sara, reza = two
    merged = await admin.merge("sara", "reza")
    await sara.ask("something")
    engine.gate.clear()
    await reza.post(text="whose?")

    async def is_asked() -> bool:
        return len(engine.turns) == 4

    await eventually(is_asked)
    assert engine.turns[-1].state == b"2"
    await admin.split(merged)
    engine.gate.set()
    page = (await reza.get(after=10, wait=5)).json()
    assert (await reza.texts())[-2:] == ["whose?", "echo: whose?"], page
    # Once more, with nothing in mind.
    assert engine.turns[-1].state is None
    assert engine.texts[-2:] == ["whose?", "whose?"]
    assert "whose?" not in await sara.texts()


async def test_what_waits_in_both_threads_is_answered_after_a_command_beside(
    two: tuple[Guest, Guest], admin: Admin, engine: FakeEngine
) -> None:
    """
    Whichever of them the bot was just working on.
    """
    sara, reza = two
    merged = await admin.merge("sara", "reza")
    engine.gate.clear()
    await sara.post(text="hers")
    await reza.post(text="his")
    await admin.split(merged, beside=True)
    engine.gate.set()

    async def are_answered() -> bool:
        texts = await sara.texts(), await reza.texts()
        return (texts[0][-1], texts[1][-1]) == ("echo: hers", "echo: his")

    await eventually(are_answered)
    assert "his" not in await sara.texts()


async def test_a_merge_by_a_rule_in_the_middle_of_a_turn_loses_nothing(
    app: Starlette, two: tuple[Guest, Guest], admin: Admin, engine: FakeEngine
) -> None:
    """
    The message is answered once, in the joint thread, and its own socket hears of it.
    """
    _, reza = two

    async def merging(_turn: Any) -> None:
        engine.before = None
        await admin.merge("sara", "reza", beside=True)

    engine.before = merging
    async with Socket(app) as talk:
        await greet(talk, reza, after=2)
        await talk.say("who am I?")
        assert await talk.closed() == RESTART_CLOSE
    page = (await reza.get(after=3, wait=5)).json()
    assert [message["text"] for message in page["messages"]] == ["echo: who am I?"]


async def test_who_comes_for_the_first_time_comes_into_the_persons_thread(
    app: Starlette,
    begin: Any,
    sign: Callable[..., str],
    admin: Admin,
) -> None:
    """
    And what they said before, as a stranger, is answered there.
    """
    sara = await begin(sign("sara"))
    await sara.ask("sara's")
    merged = await admin.merge("sara", "reza")
    assert (await sara.get()).json()["conversation"] == sara.conversation
    stranger = await begin()
    await stranger.ask("where is it?")
    async with Socket(app) as talk:
        await greet(talk, sara, after=2)
        reza = await begin(sign("reza"), stranger)
        assert await talk.closed() == RESTART_CLOSE
    assert (await sara.get(after=5, wait=5)).json()["conversation"] == reza.conversation
    assert (await reza.texts())[-1] == "chosen: signed_in"
    assert (await reza.texts())[:3] == ["sara's", "echo: sara's", "where is it?"]
    assert await sara.texts() == await reza.texts()
    await admin.split(merged)
    assert await sara.texts() == ["sara's", "echo: sara's"]
    assert (await reza.texts())[0] == "where is it?"


async def test_a_token_is_good_again_in_the_joint_thread(
    begin: Any, sign: Callable[..., str], admin: Admin
) -> None:
    """
    A page that is loaded anew within five minutes brings the same token.
    """
    token = sign("sara")
    sara, reza = await begin(token), await begin(sign("reza"))
    await reza.ask("reza's")
    await admin.merge("sara", "reza")
    again = await begin(token, sara)
    assert await again.texts() == ["reza's", "echo: reza's"]


async def test_old_sessions_are_forgotten_and_no_joint_thread(
    two: tuple[Guest, Guest], admin: Admin, core: Conversations, clock: Any, begin: Any
) -> None:
    """
    Also one in which nothing was ever said.
    """
    await core.new_conversation("mina")
    await core.new_conversation("ali")
    empty = await admin.merge("mina", "ali")
    merged = await admin.merge("sara", "reza")
    clock.advance(days=60)
    await core.write(lambda c: sessions.forget_old(c, clock()))
    await admin.split(empty)
    await admin.split(merged)
    conversation = await core.new_conversation("sara")
    page = await messages_after(core, conversation)
    assert [message.text for message in page.messages] == ["sara's", "echo: sara's"]
