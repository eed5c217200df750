"""
A busy bot: updates that come when they come, and how soon each is acknowledged.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from bench._load import ASCII_DIGITS, LEAST_RIGHT
from bench._messages import Message
from bench._telegram.api import BotApi, Heard
from bench._telegram.bringing import Bringing, moments
from bench._telegram.updates import Update, Updates
from bot.unusable import Unusable

_LATE_SECONDS = 30.0
_QUIET_SECONDS = 1.5
_LOOK_SECONDS = 0.05


@dataclass(frozen=True)
class Text:
    """
    What somebody writes in a chat; `order` is the one that they wait for, if known.
    """

    chat: int
    message: Message
    order: str | None


@dataclass
class Times:
    """
    In seconds, from when an update should have been sent.

    `worked` is how many texts were answered while updates came, each second; `late` how
    many had no reply before the next one of their chat, or never.
    """

    all: list[float] = field(default_factory=list)
    texts: list[float] = field(default_factory=list)
    replied: list[float] = field(default_factory=list)
    worked: float = 0.0
    late: int = 0


class Busy:
    """
    One busy half minute of a bot.

    Each `every`-th update is a text that is to be answered, the others are `other`.
    """

    def __init__(
        self, api: BotApi, bringing: Bringing, updates: Updates, every: int = 1
    ) -> None:
        self._api = api
        self._bringing = bringing
        self._updates = updates
        self._every = every
        self._times = Times()
        # Until the first reply in a chat: when its text should have been sent.
        self._waiting: dict[int, float] = {}
        self._nobody_waits = asyncio.Event()
        self._replied_at: list[float] = []
        # Chats of which it is not known which reply was to which text.
        self._late: set[int] = set()

    async def measure(
        self,
        texts: Sequence[Text],
        per_second: float,
        least_right: float = LEAST_RIGHT,
    ) -> Times:
        """
        Bring them, so many a second in all.

        Raises `Unusable` where one is lost, or fewer are answered rightly.
        """
        self._api.listener = self._hear
        said: list[tuple[float, Text]] = []
        tasks: list[asyncio.Task[None]] = []
        begun = time.perf_counter()
        coming = moments(per_second, len(texts) * self._every)
        try:
            for number, at in enumerate(coming):
                due = begun + at
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                if number % self._every:
                    doing = self._bring(self._updates.other, due)
                else:
                    text = texts[number // self._every]
                    said.append((due, text))
                    doing = self._say(text, due)
                tasks.append(asyncio.create_task(doing))
            ended = time.perf_counter()
            await asyncio.gather(*tasks)
            await self._until_answered()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._api.listener = lambda _: None
        within = sum(at <= ended for at in self._replied_at)
        self._times.worked = within / (ended - begun)
        self._api.check()
        _check_right(self._api, said, self._late, least_right)
        return self._times

    async def _say(self, text: Text, due: float) -> None:
        if text.chat in self._waiting:
            # So long at least; what comes from now on counts for the newer one.
            self._times.late += 1
            self._late.add(text.chat)
            self._times.replied.append(due - self._waiting[text.chat])
        self._waiting[text.chat] = due
        self._nobody_waits.clear()
        update = self._updates.text(text.chat, text.message.text)
        taken = await self._bringing.bring(update, due)
        self._times.all.append(taken)
        self._times.texts.append(taken)

    async def _bring(self, other: Callable[[], Update], due: float) -> None:
        self._times.all.append(await self._bringing.bring(other(), due))

    def _hear(self, heard: Heard) -> None:
        due = self._waiting.pop(heard.chat, None)
        if due is not None:
            self._times.replied.append(heard.at - due)
            self._replied_at.append(heard.at)
        if not self._waiting:
            self._nobody_waits.set()

    async def _until_answered(self) -> None:
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._nobody_waits.wait(), _LATE_SECONDS)
        self._times.late += len(self._waiting)
        self._late |= self._waiting.keys()
        self._times.replied += [_LATE_SECONDS] * len(self._waiting)
        await until_quiet(self._api)


async def sign_in(
    api: BotApi, bringing: Bringing, updates: Updates, phones: dict[int, str]
) -> None:
    """
    Let those in these chats share their telephones, and wait until all is said to it.
    """
    for chat, phone in phones.items():
        await bringing.bring(updates.contact(chat, phone))
    until = time.perf_counter() + _LATE_SECONDS
    while not phones.keys() <= api.heard.keys():
        if time.perf_counter() > until:
            raise Unusable("the run is void: somebody could not sign in.")
        await asyncio.sleep(_LOOK_SECONDS)
    await until_quiet(api)


async def until_quiet(api: BotApi) -> None:
    """
    Wait until nobody has been told anything for a while.
    """
    calls = -1
    while calls != api.calls.total():
        calls = api.calls.total()
        await asyncio.sleep(_QUIET_SECONDS)


def _check_right(
    api: BotApi,
    said: Sequence[tuple[float, Text]],
    besides: set[int],
    least_right: float,
) -> None:
    """
    The order's number is told where it was asked for, and only there.
    """
    wrong, asked = [], 0
    for number, (due, text) in enumerate(said):
        if text.order is None or text.chat in besides:
            continue
        later = (at for at, t in said[number + 1 :] if t.chat == text.chat)
        until = next(later, float("inf"))
        heard = [h.text for h in api.heard.get(text.chat, ()) if due <= h.at < until]
        told = any(text.order in each.translate(ASCII_DIGITS) for each in heard)
        asked += 1
        if told != text.message.tracks:
            wrong.append(f"{text.message.text!r} got {' / '.join(heard)!r}")
    if asked and 1 - len(wrong) / asked < least_right:
        raise Unusable(
            f"the run is void, only {1 - len(wrong) / asked:.0%} of the replies were "
            f"about what was asked: {'; '.join(wrong[:3])}."
        )
