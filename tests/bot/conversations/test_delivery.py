"""
The outbox delivers in order, tries again, and drops what may not be said any more.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest

from bot.conversations import outbox
from bot.conversations.core import Conversations
from bot.conversations.counters import DROPPED_REPLIES
from bot.conversations.outbox import Outgoing, RetryAfter, Undeliverable
from bot.conversations.owner import QUEUE
from tests.bot.conversations.builders import (
    change_owner,
    desk_texts,
    eventually,
    say,
    texts,
)
from tests.fakes.engine import FakeEngine, apology


class FakeChannel:
    """
    Remembers what it was given; `trouble` is raised first, one by one.
    """

    def __init__(self) -> None:
        self.delivered: list[str] = []
        self.tried: list[str] = []
        self.trouble: list[Exception] = []
        self.before: Callable[[], Awaitable[None]] | None = None

    async def deliver(self, message: Outgoing) -> None:
        """
        Take one message.
        """
        self.tried.append(message.message.text)
        if self.before is not None:
            await self.before()
        if self.trouble:
            raise self.trouble.pop(0)
        self.delivered.append(message.message.text)


@pytest.fixture
def channel() -> FakeChannel:
    """
    Give a channel that pushes.
    """
    return FakeChannel()


@pytest.fixture
async def core(
    address: str, engine: FakeEngine, channel: FakeChannel
) -> AsyncIterator[Conversations]:
    """
    Give a core that answers on the channel "post".
    """
    core = await Conversations.open(
        address, engine=engine, apology=apology, channels={"post": channel}
    )
    await core.start()
    yield core
    await core.stop(grace=0)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Shorten the pauses.
    """
    monkeypatch.setattr(outbox, "FIRST_PAUSE", timedelta(milliseconds=5))


async def post(core: Conversations, place: str, text: str) -> None:
    """
    Say something on the channel.
    """
    await say(core, place, text, channel="post")


async def delivered(channel: FakeChannel, count: int) -> None:
    """
    Wait for so many deliveries.
    """

    async def enough() -> bool:
        return len(channel.delivered) >= count

    await eventually(enough)


async def test_replies_arrive_in_order(
    core: Conversations, channel: FakeChannel
) -> None:
    """
    One after the other, as they stand in the thread.
    """
    place = await core.new_conversation()
    await post(core, place, "two")
    await post(core, place, "three")
    await delivered(channel, 3)
    assert channel.delivered == ["one", "two", "echo: three"]


async def test_a_reply_on_the_web_is_not_pushed(
    core: Conversations, channel: FakeChannel
) -> None:
    """
    A channel gets the replies to what came from it.
    """
    place = await core.new_conversation()
    await say(core, place, "hello")
    await post(core, place, "here")
    await delivered(channel, 1)
    assert channel.delivered == ["echo: here"]


async def test_trouble_keeps_the_order(
    core: Conversations, channel: FakeChannel
) -> None:
    """
    A later message waits for the one before it.
    """
    channel.trouble = [RuntimeError("502"), RetryAfter(0.01), RuntimeError("502")]
    place = await core.new_conversation()
    await post(core, place, "two")
    await delivered(channel, 2)
    assert channel.delivered == ["one", "two"]
    assert channel.tried == ["one", "one", "one", "one", "two"]


async def test_one_conversations_trouble_is_nobody_elses(
    core: Conversations, channel: FakeChannel
) -> None:
    """
    While one waits, others are served.
    """
    channel.trouble = [RetryAfter(3600)]
    slow, quick = await core.new_conversation(), await core.new_conversation()
    await post(core, slow, "slow")

    async def tried() -> bool:
        return bool(channel.tried)

    await eventually(tried)
    await post(core, quick, "quick")
    await delivered(channel, 1)
    assert channel.delivered == ["echo: quick"]


async def test_what_can_never_arrive_is_dropped_and_counted(
    core: Conversations, channel: FakeChannel
) -> None:
    """
    The next message is tried all the same.
    """
    channel.trouble = [Undeliverable("blocked")]
    place = await core.new_conversation()
    await post(core, place, "two")
    await delivered(channel, 1)
    assert channel.delivered == ["two"]
    assert (await core.counts())[outbox.UNDELIVERED] == 1


async def test_endless_trouble_ends(
    core: Conversations, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    After the last attempt the message is given up and counted.
    """
    monkeypatch.setattr(outbox, "MOST_ATTEMPTS", 3)
    channel.trouble = [RuntimeError("502") for _ in range(3)]
    place = await core.new_conversation()
    await post(core, place, "two")
    await delivered(channel, 1)
    assert channel.tried == ["one", "one", "one", "two"]
    assert (await core.counts())[outbox.UNDELIVERED] == 1


async def test_being_asked_to_wait_is_no_failure(
    core: Conversations, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    However often a channel was not there yet: all attempts are left afterwards.
    """
    monkeypatch.setattr(outbox, "MOST_ATTEMPTS", 3)
    waits = [RetryAfter(0.0) for _ in range(5)]
    channel.trouble = [*waits, RuntimeError("502"), RuntimeError("502")]
    place = await core.new_conversation()
    await post(core, place, "two")
    await delivered(channel, 2)
    assert channel.delivered == ["one", "two"]


async def test_an_old_epoch_is_dropped_at_the_door(
    core: Conversations, channel: FakeChannel
) -> None:
    """
    A reply that waited while the owner changed is not said any more.
    """
    place = await core.new_conversation()
    channel.trouble = [RetryAfter(0.05)]

    async def hand_over() -> None:
        channel.before = None
        await change_owner(core, place, to=QUEUE, expected_epoch=0)

    channel.before = hand_over
    await post(core, place, "two")

    async def dropped() -> bool:
        return (await core.counts()).get(DROPPED_REPLIES) == 2

    await eventually(dropped)
    assert channel.delivered == []
    assert channel.tried == ["one"]
    assert await texts(core, place) == ["two"]
    assert await desk_texts(core, place) == ["two", "one", "two"]


async def test_what_was_not_delivered_is_delivered_after_a_start(
    address: str, engine: FakeEngine, channel: FakeChannel
) -> None:
    """
    A process that dies in the middle delivers again.
    """
    stuck = asyncio.Event()

    async def hang() -> None:
        stuck.set()
        await asyncio.Event().wait()

    channel.before = hang
    for _ in range(2):
        core = await Conversations.open(
            address, engine=engine, apology=apology, channels={"post": channel}
        )
        await core.start()
        if channel.before is not None:
            place = await core.new_conversation()
            await post(core, place, "two")
            await asyncio.wait_for(stuck.wait(), 5)
        else:
            await delivered(channel, 2)
        await core.stop(grace=0)
        channel.before = None
    assert channel.delivered == ["one", "two"]


def test_pauses_grow_to_a_limit() -> None:
    """
    However often it failed.
    """
    pauses = [outbox.pause_after(n) for n in range(200)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == outbox.LONGEST_PAUSE
