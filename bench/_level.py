"""
One level of one side: a fresh process, so many conversations at once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bench._http import BadAnswerError
from bench._load import Figures, Talks, drive
from bench._messages import Messages
from bench._processes import Side
from bench._report import Row, say
from bot.unusable import Unusable

Start = Callable[[Side], Awaitable[Talks]]
_WARM_TURNS = 40
_MEGA = 1e6


@dataclass(frozen=True)
class Level:
    """
    What one side did with `at_once` conversations at a time.
    """

    at_once: int
    figures: Figures
    start_seconds: float
    peak_bytes: int


async def run_level(
    name: str, start: Start, log: Path, messages: Messages, at_once: int, turns: int
) -> Level:
    """
    Start, warm up, measure, end. Raises `Unusable` naming the log.
    """
    with Side(name, log) as side:
        begun = time.perf_counter()
        try:
            talks = await start(side)
            try:
                await _first_turn(talks, messages)
                started = time.perf_counter() - begun
                warm = messages.conversations(_WARM_TURNS)
                await drive(talks, warm, at_once, least_right=0)
                figures = await drive(talks, messages.conversations(turns), at_once)
            finally:
                await talks.close()
        except (Unusable, BadAnswerError) as error:
            side.check()
            raise Unusable(f"{name}, {at_once} at once: {error} (log: {log})") from None
        level = Level(at_once, figures, started, side.peak_bytes)
    say(
        f"  {name}, {at_once} at once: {figures.per_second:.1f} turns/s, "
        f"p50 {figures.milliseconds(50):.0f} ms, "
        f"p99 {figures.milliseconds(99):.0f} ms, {figures.right:.1%} right"
    )
    return level


async def _first_turn(talks: Talks, messages: Messages) -> None:
    talk = await talks.begin()
    try:
        await asyncio.wait_for(talk.say(messages.texts(1)[0]), 60)
    except asyncio.TimeoutError:
        raise BadAnswerError("no answer to the first message within a minute") from None
    finally:
        await talk.end()


def rows_of(ours: list[Level], peers: list[Level], prefix: str = "") -> list[Row]:
    """
    Both sides' levels as rows; either may be empty.
    """
    mine = {level.at_once: level for level in ours}
    theirs = {level.at_once: level for level in peers}
    rows = []
    for at_once in sorted({*mine, *theirs}):
        pair = (mine.get(at_once), theirs.get(at_once))
        for what, unit, figure in _FIGURES:
            values = [figure(level) if level else None for level in pair]
            rows.append(Row(prefix + what, f"{at_once} at once", unit, *values))
    return rows


_FIGURES: tuple[tuple[str, str, Callable[[Level], float]], ...] = (
    ("turns", "1/s", lambda level: level.figures.per_second),
    ("turn, p50", "ms", lambda level: level.figures.milliseconds(50)),
    ("turn, p99", "ms", lambda level: level.figures.milliseconds(99)),
    ("replies about what was asked", "share", lambda level: level.figures.right),
    ("peak memory", "MB", lambda level: level.peak_bytes / _MEGA),
    ("start to first reply", "s", lambda level: level.start_seconds),
)
