"""
Reading ahead: in batches, off the event loop, and never a message lost to a failure.
"""

import asyncio
import threading

from bot.engine.ahead import MOST_AT_ONCE, ReadingAhead


async def test_texts_that_wait_together_are_read_together():
    seen, gate, begun = [], threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def encode(texts):
        seen.append(list(texts))
        loop.call_soon_threadsafe(begun.set)
        gate.wait(5)

    ahead = ReadingAhead(encode)
    first = asyncio.create_task(ahead.read("first"))
    await begun.wait()
    rest = [asyncio.create_task(ahead.read(str(n))) for n in range(MOST_AT_ONCE + 1)]
    # The event loop runs on while the thread works.
    await asyncio.sleep(0)
    assert not first.done()
    gate.set()
    await asyncio.gather(first, *rest)
    assert [len(batch) for batch in seen] == [1, MOST_AT_ONCE, 1]


async def test_a_failure_is_left_to_the_turn():
    def encode(texts):
        raise RuntimeError

    ahead = ReadingAhead(encode)
    await asyncio.gather(ahead.read("a"), ahead.read("b"))
    await ahead.read("c")


async def test_somebody_who_stops_waiting_does_not_hold_up_the_others():
    gate = threading.Event()
    ahead = ReadingAhead(lambda texts: gate.wait(5))
    gone = asyncio.create_task(ahead.read("gone"))
    stays = asyncio.create_task(ahead.read("stays"))
    await asyncio.sleep(0)
    gone.cancel()
    gate.set()
    await stays
