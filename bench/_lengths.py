"""
What a turn costs after so many messages of the same conversation, on both sides.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench._http import BadAnswerError
from bench._level import Start
from bench._load import Talks
from bench._messages import Messages
from bench._processes import ENVIRON, Side, last_lines
from bench._report import Row
from bench._shop import Waiting
from bot.unusable import Unusable

_PEER_ROUNDS = 9
_PATIENCE_SECONDS = 1200

Times = dict[int, float]
"""Milliseconds by length."""


def our_lengths(
    folder: Path,
    model: Path,
    database: Path,
    waiting: Waiting,
    rounds: int,
    lengths: Sequence[int],
) -> dict[str, Times]:
    """
    The median turn of our "engine" and of our "core".
    """
    log = folder / "length.log"
    with tempfile.TemporaryDirectory(dir=folder) as fresh:
        result = Path(fresh) / "result.json"
        command = [sys.executable, "-m", "bench._ours.length", str(model)]
        command += [str(database), waiting.customer, str(result)]
        command += [str(rounds), *map(str, lengths)]
        with Side("the cost by length", log) as side:
            side.start(command, ENVIRON)
            code = side.wait(_PATIENCE_SECONDS)
        if code != 0:
            raise Unusable(
                f"the cost by length was not measured; see {log}:\n{last_lines(log)}"
            )
        found = json.loads(result.read_text(encoding="utf-8"))
    return {
        part: {int(length): figure for length, figure in times.items()}
        for part, times in found.items()
    }


async def peer_lengths(folder: Path, start: Start, lengths: Sequence[int]) -> Times:
    """
    The median turn of the peer, over its own door.
    """
    log = folder / "stock-length.log"
    with Side("stock Rasa", log) as side:
        try:
            talks = await start(side)
            try:
                return await _talk_long(talks, lengths)
            finally:
                await talks.close()
        except BadAnswerError as error:
            side.check()
            raise Unusable(f"the run is void: {error} (log: {log})") from None


async def _talk_long(talks: Talks, lengths: Sequence[int]) -> Times:
    """
    One long conversation; from each length on, some turns are timed.
    """
    texts = Messages().texts(max(lengths) + _PEER_ROUNDS)
    # Somebody else's turns first: the first ones of a process are slower.
    warm = await talks.begin()
    for text in texts[:_PEER_ROUNDS]:
        await warm.say(text)
    await warm.end()
    talk = await talks.begin()
    times = []
    for text in texts:
        begun = time.perf_counter()
        await talk.say(text)
        times.append(time.perf_counter() - begun)
    await talk.end()
    return {n: 1000 * median(times[n : n + _PEER_ROUNDS]) for n in lengths}


def rows_of(ours: dict[str, Times], peer: Times) -> list[Row]:
    """
    Both sides' figures as rows; either may be empty.
    """
    engine, core = ours.get("engine", {}), ours.get("core", {})
    rows = [
        Row("turn, median", _after(n), "ms", engine.get(n), peer.get(n))
        for n in sorted({*engine, *peer})
    ]
    rows += [
        Row("whole core: turn, median", _after(n), "ms", core[n]) for n in sorted(core)
    ]
    return rows


def _after(length: int) -> str:
    return f"after {length:,} messages"
