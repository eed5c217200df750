"""
What was kept and not worked is worked after the next start, once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from bot.channels.telegram import progress, updates
from bot.channels.telegram.came import Came, Me, Uploaded
from bot.channels.telegram.client import Client
from bot.channels.telegram.incoming import read_body
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.tables import sent, shown
from bot.channels.telegram.updates import Body, Waiting
from bot.channels.telegram.working import MOST_WAITING, Working
from bot.conversations import outbox, tables, threads
from bot.conversations.core import Conversations
from tests.fakes.clock import FakeClock
from tests.fakes.database import fresh_database
from tests.fakes.engine import FakeEngine, apology

ME = Me(1, "shop_bot")


def update(number: int, chat: int = 5, text: str = "") -> Body:
    """
    Somebody wrote.
    """
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 0,
            "chat": {"id": chat, "type": "private", "first_name": "A"},
            "from": {"id": chat, "is_bot": False, "first_name": "A"},
            "text": text or f"text {number}",
        },
    }


class Hands:
    """
    Keeps what it is to do; `gate` closed, it does not finish.
    """

    def __init__(self) -> None:
        self.did: list[str] = []
        self.noticed_count = 0
        self.faults = 0
        self.apologies = 0
        self.gate = asyncio.Event()
        self.gate.set()

    def noticed(self, body: Body) -> None:
        """
        Count it.
        """
        self.noticed_count += 1

    def read(self, body: Body) -> Came:
        """
        Read it as the channel does.
        """
        return read_body(body, ME)

    async def handle(self, came: Came, album: Sequence[Uploaded] = ()) -> str:
        """
        Keep it, or fail.
        """
        await self.gate.wait()
        if self.faults:
            self.faults -= 1
            raise RuntimeError("broken")
        self.did.append(getattr(came, "text", type(came).__name__))
        return "done"

    async def apologise(self, came: Came, name: str = "trouble") -> None:
        """
        Count it.
        """
        self.apologies += 1


@pytest.fixture
async def core(tmp_path: Path) -> AsyncIterator[Conversations]:
    """
    Give a core that keeps.
    """
    core = await Conversations.open(
        fresh_database(tmp_path),
        engine=FakeEngine(),
        apology=apology,
        clock=FakeClock(),
    )
    yield core
    await core.stop(grace=0)


async def at_once(_seconds: float) -> None:
    """
    Time that flies.
    """
    await asyncio.sleep(0)


async def until_closed(core: Conversations, count: int) -> dict[str, int]:
    """
    Wait until so many updates are closed.
    """
    while True:
        found = await core.read(updates.outcomes)
        if sum(found.values()) - found.get(updates.PENDING, 0) >= count:
            return found
        await asyncio.sleep(0.005)


async def test_what_came_before_the_start_waits_for_it(core: Conversations) -> None:
    """
    It is safe meanwhile, and worked in order.
    """
    working, hands = Working(core, sleep=at_once), Hands()
    assert await working.take([update(1), update(2)]) == 2
    assert await working.take([update(2), update(3)]) == 1
    await working.start(hands)
    await until_closed(core, 3)
    assert hands.did == ["text 1", "text 2", "text 3"]
    await working.stop(0)


async def test_what_a_process_left_is_done_by_the_next(core: Conversations) -> None:
    """
    Also what it was at work on.
    """
    first, stuck = Working(core, sleep=at_once), Hands()
    stuck.gate.clear()
    await first.start(stuck)
    await first.take([update(1), update(2), update(3, chat=6)])
    await first.stop(0)
    second, hands = Working(core, sleep=at_once), Hands()
    await second.start(hands)
    assert await until_closed(core, 3) == {"done": 3}
    assert stuck.did == []
    assert sorted(hands.did) == ["text 1", "text 2", "text 3"]
    await second.stop(0)


async def test_what_takes_the_process_down_is_let_be(core: Conversations) -> None:
    """
    After some starts; what came with it is done.
    """
    await Working(core).take([update(1), update(2), update(3, chat=6)])
    await core.write(lambda c: updates.close(c, [3], "done"))
    for _ in range(updates.FATAL_ATTEMPTS):
        await core.write(updates.left)
    working, hands = Working(core, sleep=at_once), Hands()
    await working.start(hands)
    assert await until_closed(core, 3) == {"fatal": 1, "done": 2}
    assert hands.did == ["text 2"]
    await working.stop(0)


async def test_who_is_asked_to_stop_has_not_died(core: Conversations) -> None:
    """
    However often: what waits for something slow all that time is not given up.
    """
    await Working(core).take([update(1)])
    for _ in range(updates.FATAL_ATTEMPTS + 1):
        working, stuck = Working(core, sleep=at_once), Hands()
        stuck.gate.clear()
        await working.start(stuck)
        await asyncio.sleep(0)
        await working.stop(0)
    last, hands = Working(core, sleep=at_once), Hands()
    await last.start(hands)
    assert await until_closed(core, 1) == {"done": 1}
    await last.stop(0)


async def test_a_start_waits_for_the_database(
    core: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    And what comes in meanwhile is worked behind what was there.
    """
    working, hands = Working(core, sleep=at_once), Hands()
    await working.take([update(1)])
    left, faults = updates.left, [update(2), update(3)]

    def away(connection: Connection) -> list[Waiting]:
        if not faults:
            return left(connection)
        raise OperationalError("SELECT", {}, Exception("away"))

    monkeypatch.setattr(updates, "left", away)

    async def sleep(_seconds: float) -> None:
        await working.take([faults.pop(0)])

    monkeypatch.setattr(working, "_sleep", sleep)
    await working.start(hands)
    assert await until_closed(core, 3) == {"done": 3}
    assert hands.did == ["text 1", "text 2", "text 3"]
    await working.stop(0)


async def test_what_cannot_be_read_keeps_nobody_waiting(
    core: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Should reading fail after all.
    """
    working, hands = Working(core, sleep=at_once), Hands()

    def read(body: Body) -> Came:
        if body["update_id"] == 1:
            raise AttributeError
        return read_body(body, ME)

    monkeypatch.setattr(hands, "read", read)
    await working.start(hands)
    await working.take([update(1), update(2)])
    await until_closed(core, 2)
    assert hands.did == ["Unknown", "text 2"]
    await working.stop(0)


async def test_what_fails_is_tried_again_and_then_apologised_for(
    core: Conversations,
) -> None:
    """
    And what comes behind it in its chat waits for that.
    """
    working, hands = Working(core, sleep=at_once), Hands()
    await working.start(hands)
    hands.faults = 2
    await working.take([update(1), update(2)])
    await until_closed(core, 2)
    assert hands.did == ["text 1", "text 2"]
    assert hands.apologies == 0
    hands.faults = 100
    await working.take([update(3)])
    found = await until_closed(core, 3)
    assert found == {"done": 2, "failed": 1}
    assert hands.apologies == 1
    await working.stop(0)


async def test_one_chat_does_not_wait_for_another(core: Conversations) -> None:
    """
    However long that takes.
    """
    working, hands = Working(core, sleep=at_once), Hands()
    await working.start(hands)
    hands.gate.clear()
    await working.take([update(1, chat=5)])
    await asyncio.sleep(0)
    waiting = len(working._tasks)
    await working.take([update(2, chat=6), update(3, chat=5)])
    assert len(working._tasks) == waiting + 1
    hands.gate.set()
    await until_closed(core, 3)
    assert hands.did.index("text 1") < hands.did.index("text 3")
    await working.stop(0)


async def test_nothing_is_remembered_for_ever(core: Conversations) -> None:
    """
    Neither what has been sent nor what is shown; what is on its way is not forgotten.
    """
    clock = core.clock
    assert isinstance(clock, FakeClock)

    def fill(connection: Connection) -> None:
        place = threads.create(connection, clock())
        bare = {"conversation": place, "channel": "telegram", "epoch": 0}
        for item, status in ((1, outbox.PENDING), (2, outbox.DELIVERED)):
            counts = {"button_count": 0, "file_count": 0}
            words = {"seq": item, "author": "bot", "text": "x", "at": clock()}
            message = connection.execute(
                tables.messages.insert(), {**bare, **counts, **words}
            )
            state = {"status": status, "next_attempt_at": clock(), "attempts": 0}
            key = message.inserted_primary_key[0]
            connection.execute(
                tables.outbox.insert(), {**bare, **state, "id": item, "message": key}
            )
            step = progress.Step(progress.SENT, 0)
            progress.note(connection, item, 0, step, clock())
        card = {"chat": 5, "kind": "order", "thing": "1", "message": 1, "text": "x"}
        connection.execute(shown.insert(), {**card, "at": clock()})

    await core.write(fill)
    clock.advance(days=91)
    working = Working(core, sleep=at_once)
    await core.write(working._forget_old)
    kept = await core.read(lambda c: c.execute(sent.select()).all())
    assert [row.item for row in kept] == [1]
    assert await core.read(lambda c: c.execute(shown.select()).all()) == []


async def test_what_was_said_is_not_kept_with_the_number(core: Conversations) -> None:
    """
    And the number is forgotten when Telegram would not repeat it any more.
    """
    working, hands = Working(core, sleep=at_once), Hands()
    await working.start(hands)
    await working.take([update(1)])
    await until_closed(core, 1)
    rows = await core.read(lambda c: c.execute(updates.updates.select()).all())
    assert [row.body for row in rows] == [None]
    assert isinstance(core.clock, FakeClock)
    core.clock.advance(days=4)
    await core.write(lambda c: updates.forget_old(c, core.clock()))
    assert await core.read(updates.outcomes) == {}
    await working.stop(0)


class Flooded:
    """
    A Telegram that always has more.
    """

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self.waiting: list[int] = []

    async def raw_updates(self, offset: int | None, allowed: object) -> list[Body]:
        """
        Give the next hundred, and note how many waited when it was asked.
        """
        self.waiting.append(self._hands.noticed_count - len(self._hands.did))
        await asyncio.sleep(0)
        first = offset or 1
        # A chat each: whoever writes a lot is refused, and what is refused is not done.
        return [update(number, chat=number) for number in range(first, first + 100)]


async def test_no_more_is_asked_for_than_can_be_worked(core: Conversations) -> None:
    """
    What waits in memory has a limit; Telegram keeps the rest.
    """
    working, hands, full = Working(core, sleep=at_once), Hands(), asyncio.Event()
    telegram = Flooded(hands)
    hands.gate.clear()
    await working.start(hands)

    async def room() -> None:
        if hands.noticed_count >= MOST_WAITING:
            full.set()
        await working.room()

    client = cast(Client, telegram)
    polling = asyncio.create_task(Polling(client, working.take, room).forever())
    await full.wait()
    for _ in range(5):
        # As long as some more would take.
        await working.take([update(1)])
    hands.gate.set()
    await until_closed(core, 2 * MOST_WAITING)
    assert max(telegram.waiting) < MOST_WAITING
    assert len(telegram.waiting) >= 2 * MOST_WAITING / 100
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    await working.stop(0)
