"""
The live feed wakes whoever watches, and no wake-up is lost.
"""

from __future__ import annotations

import asyncio
import random

from bot.conversations.core import Conversations
from bot.conversations.feed import LocalFeed
from tests.bot.conversations.builders import messages_after, say


async def test_what_happens_between_looking_and_waiting_is_not_lost() -> None:
    """
    A wake-up before the wait ends the wait at once.
    """
    feed = LocalFeed()
    with feed.watch("a") as watch:
        feed.message("a", 1)
        assert await watch.wait(0)
        assert watch.newest == 1
        assert not await watch.wait(0)


async def test_a_watcher_that_reads_on_sees_every_message(core: Conversations) -> None:
    """
    However the writer's and the reader's steps fall.
    """
    place = await core.new_conversation()
    seen: list[int] = []

    async def read() -> None:
        with core.feed.watch(place) as watch:
            while len(seen) < 120:
                page = await messages_after(core, place, seen[-1] if seen else 0, 7)
                seen.extend(message.seq for message in page.messages)
                if not page.messages:
                    assert await watch.wait(10), seen

    async def write() -> None:
        for number in range(60):
            await say(core, place, str(number))
            await asyncio.sleep(random.choice((0, 0, 0.002)))

    await asyncio.gather(read(), write())
    assert seen == list(range(1, 121))


async def test_the_newest_seq_never_goes_back() -> None:
    """
    Wake-ups that overtake each other do no harm.
    """
    feed = LocalFeed()
    with feed.watch("a") as watch:
        feed.message("a", 5)
        feed.message("a", 3)
        assert watch.newest == 5


async def test_nobody_hears_of_somebody_elses_conversation() -> None:
    """
    A watcher is woken for its own one.
    """
    feed = LocalFeed()
    with feed.watch("a") as watch:
        feed.message("b", 1)
        feed.typing("b", True)
        feed.signed_out("s")
        assert not await watch.wait(0)


async def test_typing_is_known_to_those_who_come_later() -> None:
    """
    A page loaded while the answer is written shows it.
    """
    feed = LocalFeed()
    feed.typing("a", True)
    with feed.watch("a") as watch:
        assert watch.typing
        feed.typing("a", False)
        assert await watch.wait(0)
        assert not watch.typing


async def test_signing_out_reaches_the_session_only() -> None:
    """
    Another session of the same conversation goes on.
    """
    feed = LocalFeed()
    with feed.watch("a", "one") as one, feed.watch("a", "two") as two:
        feed.signed_out("one")
        assert await one.wait(0)
        assert one.signed_out
        assert not two.signed_out


async def test_nothing_is_kept_of_watchers_that_left() -> None:
    """
    The feed holds no memory of conversations nobody watches.
    """
    feed = LocalFeed()
    for number in range(100):
        with feed.watch(str(number), "s"):
            pass
        feed.typing(str(number), True)
        feed.typing(str(number), False)
    assert (feed._watches, feed._sessions, feed._typing) == ({}, {}, set())


async def test_the_end_of_the_server_is_told() -> None:
    """
    Also to whoever begins to watch after it.
    """
    feed = LocalFeed()
    with feed.watch("a") as watch:
        feed.close()
        assert await watch.wait(0)
        assert watch.closed
    with feed.watch("a") as late:
        assert late.closed
