"""
Sends conversations, so many at once, and takes the time of every turn.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Protocol

from bench._http import BadAnswerError
from bench._messages import Message
from bot.unusable import Unusable

# Persian and Arabic answers write numbers in their own digits.
ASCII_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 2)
_SHOWN = 3
# Both sides may misread a sentence now and then; more would be other work.
LEAST_RIGHT = 0.95


class Talk(Protocol):
    """
    One conversation with one side.
    """

    order: str
    """The number that a right answer about the order holds."""

    async def say(self, text: str) -> Sequence[str]:
        """
        Send a message and give the texts of the replies.
        """

    async def end(self) -> None:
        """
        Let go of the connection.
        """


class Talks(Protocol):
    """
    Begins conversations with one side.
    """

    async def begin(self) -> Talk:
        """
        A conversation with somebody new. Not part of any turn's time.
        """

    async def close(self) -> None:
        """
        Let go of all connections, when no conversation is left.
        """


@dataclass
class Figures:
    """
    What one side did at one level.
    """

    seconds: float = 0.0
    counted: int = 0
    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """
        Turns a second while all places were taken.
        """
        return self.counted / self.seconds

    def milliseconds(self, percent: int) -> float:
        """
        So many percent of the turns took no longer.
        """
        return 1000 * quantiles(self.times, n=100, method="inclusive")[percent - 1]

    @property
    def right(self) -> float:
        """
        The share of replies that were about the order exactly where it was asked for.
        """
        return 1 - len(self.wrong) / len(self.times)


async def drive(
    talks: Talks,
    conversations: Iterable[Sequence[Message]],
    at_once: int,
    *,
    least_right: float = LEAST_RIGHT,
) -> Figures:
    """
    Work through the conversations, `at_once` at a time, each message after the reply.

    Raises `Unusable` if a turn fails, or if too many replies are about another thing:
    then figures would compare different work.
    """
    figures = Figures()
    waiting = iter(conversations)
    begun = time.perf_counter()

    async def place() -> None:
        for conversation in waiting:
            talk = await talks.begin()
            try:
                for message in conversation:
                    await _turn(talk, message, figures)
            finally:
                await talk.end()
        if not figures.seconds:
            # From here on fewer than `at_once` are talking.
            figures.seconds = time.perf_counter() - begun
            figures.counted = len(figures.times)

    places = [asyncio.create_task(place()) for _ in range(at_once)]
    try:
        await asyncio.gather(*places)
    except BadAnswerError as error:
        raise Unusable(f"the run is void, a turn failed: {error}.") from error
    finally:
        for task in places:
            task.cancel()
        await asyncio.gather(*places, return_exceptions=True)
    if figures.right < least_right:
        shown = "; ".join(figures.wrong[:_SHOWN])
        raise Unusable(
            f"the run is void, only {figures.right:.0%} of the replies were about "
            f"what was asked: {shown}."
        )
    return figures


async def _turn(talk: Talk, message: Message, figures: Figures) -> None:
    begun = time.perf_counter()
    replies = await talk.say(message.text)
    figures.times.append(time.perf_counter() - begun)
    if not any(reply.strip() for reply in replies):
        raise BadAnswerError(f"no reply to {message.text!r}")
    told = any(talk.order in reply.translate(ASCII_DIGITS) for reply in replies)
    if told != message.tracks:
        figures.wrong.append(f"{message.text!r} got {' / '.join(replies)!r}")
