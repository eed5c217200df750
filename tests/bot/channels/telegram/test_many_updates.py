"""
Whatever comes is kept once, worked without an exception, and counted as what it is.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from itertools import count, islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from telegram.error import BadRequest

from bot.channels.owners import Owners
from bot.channels.telegram import updates
from bot.channels.telegram.answering import Answering
from bot.channels.telegram.came import Came, Ignored, Sent
from bot.channels.telegram.flood import Flood
from bot.channels.telegram.handling import Handling
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.sending import Sending
from bot.channels.telegram.signing import Signing
from bot.channels.telegram.telling import Telling
from bot.channels.telegram.typing import Typing
from bot.channels.telegram.uploads import Uploads
from bot.channels.telegram.working import Working
from bot.conversations.core import Conversations
from bot.conversations.messages import Answer, Turn
from bot.files.folder import Folder
from bot.files.keeping import Files
from bot.shop import ShopSettings
from tests.bot.channels.telegram.second_reading import outcome
from tests.bot.channels.telegram.updates_strategy import generated
from tests.bot.channels.telegram.values import ME
from tests.fakes.clock import FakeClock
from tests.fakes.database import fresh_database
from tests.fakes.engine import apology

AT_A_TIME = 100
SEED, SOME = 20261123, 3_000
MANY, TIMES = 10_000, 10
"""A hundred thousand, in as many streams as a slice of slow tests can draw from."""
ENDS = {
    "Wrote": {"wrote", "repeated"},
    "Commanded": {"command", "group", "repeated"},
    "Edited": {"corrected", "edited", "repeated"},
    "Pressed": {"press", "code", "signed"},
    "SharedContact": {"contact", "group"},
    "Located": {"located", "group", "repeated"},
    "Uploaded": {"uploaded", "file", "group", "repeated"},
    "Unreadable": {"unreadable", "group", "repeated", "uploaded"},
    "Membership": {"blocked", "unblocked", "group"},
    "Migrated": {"migrated"},
    "Ignored": {"ignored"},
    "Unknown": {"unknown"},
}
"""How what becomes of each may begin."""


class Speechless:
    """
    A client whose every call is well, but that has no files.
    """

    def __init__(self) -> None:
        self.numbers = count(1)

    def __getattr__(self, name: str) -> Any:
        async def call(*_: Any, **__: Any) -> Any:
            if name == "get_file":
                raise BadRequest("Bad Request: file is too big")
            return SimpleNamespace(message_id=next(self.numbers))

        return call


class Mute:
    """
    An engine that has nothing to say.
    """

    async def respond(self, turn: Turn) -> Answer:
        """
        Say nothing.
        """
        return Answer((), b"1", "en")


class Watched:
    """
    The channel's hands; `did` is what came, and what became of it.
    """

    def __init__(self, hands: Handling) -> None:
        self._hands = hands
        self.noticed = hands.noticed
        self.read = hands.read
        self.apologise = hands.apologise
        self.did: list[tuple[str, str]] = []

    async def handle(self, came: Came, album: Sequence[Sent] = ()) -> str:
        """
        Do it, and keep what became of it.
        """
        became = await self._hands.handle(came, album)
        for each in (came, *album):
            self.did.append((_name(each), became))
        return became


def _name(came: Came) -> str:
    kind = type(came).__name__
    return f"{kind} {came.why}" if isinstance(came, Ignored) else kind


async def soon(_seconds: float) -> None:
    """
    Time that flies.
    """
    await asyncio.sleep(0)


@pytest.fixture
async def core(tmp_path: Path) -> AsyncIterator[Conversations]:
    """
    Give a core whose engine says nothing.
    """
    core = await Conversations.open(
        fresh_database(tmp_path), engine=Mute(), apology=apology, clock=FakeClock()
    )
    await core.start()
    yield core
    await core.stop(grace=0)


@pytest.fixture
def hands(core: Conversations, about: ShopSettings, tmp_path: Path) -> Watched:
    """
    Give the channel's hands, without a Telegram.
    """
    client: Any = Speechless()
    files = Files(core, Folder(tmp_path / "files", least_free=0))
    sending = Sending(client, files.path)
    telling = Telling(core, sending, about.name, Pace(lambda: 0.0))
    owners = Owners(None, lambda: 0.0)
    return Watched(
        Handling(
            core,
            ME,
            telling=telling,
            sending=sending,
            signing=Signing(core, client, telling, None, None, owners),
            continuing=None,
            uploads=Uploads(client, files),
            answering=Answering(client, seconds=60),
            typing=Typing(client, core.feed),
            files_days=90,
        )
    )


@pytest.mark.parametrize(
    ("seed", "many"),
    [
        (SEED, SOME),
        *(pytest.param(each, MANY, marks=pytest.mark.slow) for each in range(TIMES)),
    ],
)
async def test_each_is_kept_once_and_comes_to_what_it_is(
    core: Conversations, hands: Watched, seed: int, many: int
) -> None:
    """
    With repeats among them, in another order.
    """
    # All of it comes from few people, in no time.
    nothing_is_much = Flood(lambda: 0.0, most=10 * many)
    working = Working(core, sleep=soon, flood=nothing_is_much)
    await working.start(hands)
    stream = generated(seed, many, repeats=0.05)
    expected: Counter[str] = Counter()
    known: set[int] = set()
    new = 0
    while some := list(islice(stream, AT_A_TIME)):
        for update in some:
            if update["update_id"] not in known:
                known.add(update["update_id"])
                expected[outcome(update)] += 1
        new += await working.take(some)
        # As Telegram does: the next ones come when these are known to have arrived.
        while len(working._known) > 20 * AT_A_TIME:  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(0.01)
    while working._known:  # noqa: ASYNC110 - no event tells of it
        await asyncio.sleep(0.01)
    await working.stop(1)

    assert new == many
    kept = await core.read(updates.outcomes)
    assert sum(kept.values()) == many
    assert not {"failed", "fatal", updates.PENDING} & set(kept)
    assert Counter(kind for kind, _ in hands.did) == expected
    for kind, became in set(hands.did):
        assert became.split("_")[0] in ENDS[kind.split()[0]], (kind, became)
