"""
Turns a second, their time and their cost: our engine beside stock Rasa.

    ./hamyar bench turns [--json] [--quick] [--only ours|peer] [--turns N]

See docs/developer/benchmarks.md for what is measured and how to read it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median

from bench import _shop
from bench._http import BadAnswerError
from bench._level import Level, Start, rows_of, run_level
from bench._load import Talks
from bench._messages import Messages
from bench._ours import sides
from bench._processes import ENVIRON, Side, ends_cleanly, last_lines
from bench._report import Bar, Report, Row, say, show
from bench._shop import Waiting
from bench._stock import project
from bench._stock import server as stock
from bot import HOUSE
from bot.engine.training import TrainingFailed, ensure_model
from bot.shop_words import shop_words
from bot.unusable import Unusable

LEVELS = (1, 8, 32)
OUR_LENGTHS = (1, 10, 100, 1_000, 10_000)
PEER_LENGTHS = (1, 10, 100, 300)
TURNS = 640
_ROUNDS = 60
_PEER_ROUNDS = 9
_QUICK_LEVELS = (1, 8)
_QUICK_LENGTHS = (1, 10)
_QUICK_TURNS = 40
_QUICK_ROUNDS = 5
_PEER_QUICK_LENGTHS = (1, 10)
_LENGTH_SECONDS = 1200

FASTER = 5.0
SOONER = 0.2
# Noise is within a tenth when all lengths are measured in turn; even a microsecond for
# each earlier message would make a turn after 10,000 of them more than twice as long.
FLAT = 1.2


@dataclass(frozen=True)
class Plan:
    """
    What to run, how much of it, and with which files.
    """

    ours: bool
    peer: bool
    levels: Sequence[int]
    turns: int
    lengths: Sequence[int]
    peer_lengths: Sequence[int]
    rounds: int
    data: Path
    folder: Path
    database: Path
    waiting: Sequence[Waiting]


def main(argv: Sequence[str]) -> int:
    """
    Run it and print the result. Raises `Unusable` if it cannot run or is void.
    """
    chosen = _parser().parse_args(argv)
    with ends_cleanly():
        plan = _plan(chosen)
        with redirect_stdout(sys.stderr):
            # Training talks to stdout, which holds the result alone.
            report = asyncio.run(_run(plan))
    show(report, as_json=chosen.json)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hamyar bench turns", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--quick", action="store_true", help="few turns, 1 and 8")
    parser.add_argument("--only", choices=("ours", "peer"), help="one side alone")
    parser.add_argument(
        "--turns", type=int, metavar="N", help=f"turns a level (default {TURNS})"
    )
    return parser


def _plan(chosen: argparse.Namespace) -> Plan:
    data = Path(os.environ.get("HAMYAR_DATA") or HOUSE / "var").resolve()
    folder = data / "bench"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unusable(
            f"the folder {folder} cannot be made: {error.strerror}."
        ) from error
    # Components that Rasa makes itself look for their folder there.
    os.environ["HAMYAR_DATA"] = str(data)
    if chosen.turns is not None and chosen.turns < max(LEVELS):
        raise Unusable(f"--turns {chosen.turns}: at least {max(LEVELS)} are needed.")
    quick = chosen.quick
    say("The demo shop's database ...")
    database = _shop.ensure_database(folder)
    waiting = _shop.waiting_customers(database)
    if len(waiting) <= max(LEVELS):
        raise Unusable("the demo shop has too few customers who wait for one order.")
    return Plan(
        ours=chosen.only != "peer",
        peer=chosen.only != "ours",
        levels=_QUICK_LEVELS if quick else LEVELS,
        turns=chosen.turns or (_QUICK_TURNS if quick else TURNS),
        lengths=_QUICK_LENGTHS if quick else OUR_LENGTHS,
        peer_lengths=_PEER_QUICK_LENGTHS if quick else PEER_LENGTHS,
        rounds=_QUICK_ROUNDS if quick else _ROUNDS,
        data=data,
        folder=folder,
        database=database,
        waiting=waiting,
    )


async def _run(plan: Plan) -> Report:
    ours: list[Level] = []
    house: list[Level] = []
    peer: list[Level] = []
    our_lengths: dict[str, dict[int, float]] = {}
    peer_lengths: dict[int, float] = {}
    start_peer: Start | None = None
    if plan.peer:
        words = shop_words(_shop.settings())
        model = project.ensure_model(plan.folder, words, say)
        start_peer = partial(
            stock.start,
            folder=plan.folder,
            model=model,
            database=plan.database,
            waiting=plan.waiting[0],
        )
    if plan.ours:
        model = _our_model(plan)
        start = partial(
            sides.start_engine,
            data=plan.data,
            model=model,
            database=plan.database,
            waiting=plan.waiting[0],
        )
        start_house = partial(
            sides.start_house,
            data=plan.data,
            database=plan.database,
            waiting=plan.waiting,
        )
        ours = await _levels(plan, "our engine", start)
        house = await _levels(plan, "the whole way", start_house)
        our_lengths = _our_lengths(plan, model)
    if start_peer is not None:
        peer = await _levels(plan, "stock Rasa", start_peer)
        peer_lengths = await _peer_lengths(plan, start_peer)
    rows = [
        *rows_of(ours, peer),
        *rows_of(house, [], "whole way: "),
        *_length_rows(our_lengths, peer_lengths),
    ]
    return Report(
        name="turns",
        peer=f"stock Rasa {version('rasa')}",
        rows=rows,
        bars=_bars(ours, peer, our_lengths),
    )


def _our_model(plan: Plan) -> Path:
    try:
        return ensure_model(plan.data, say)
    except TrainingFailed as error:
        raise Unusable(f"our bot could not be trained: {error}") from error


async def _levels(plan: Plan, name: str, start: Start) -> list[Level]:
    """
    All levels of one side, each with messages that no other level of it has seen.
    """
    say(f"{name[0].upper()}{name[1:]} ...")
    messages = Messages()
    log = plan.folder / f"{name.replace(' ', '-')}.log"
    return [
        await run_level(name, start, log, messages, at_once, plan.turns)
        for at_once in plan.levels
    ]


def _our_lengths(plan: Plan, model: Path) -> dict[str, dict[int, float]]:
    """
    By "engine" and "core": milliseconds of a turn by length of the conversation.
    """
    say("The cost of a turn by the length of its conversation ...")
    log = plan.folder / "length.log"
    with tempfile.TemporaryDirectory(dir=plan.folder) as folder:
        result = Path(folder) / "result.json"
        command = [sys.executable, "-m", "bench._ours.length", str(model)]
        command += [str(plan.database), plan.waiting[0].customer, str(result)]
        command += [str(plan.rounds), *map(str, plan.lengths)]
        with Side("the cost by length", log) as side:
            side.start(command, ENVIRON)
            code = side.wait(_LENGTH_SECONDS)
        if code != 0:
            raise Unusable(
                f"the cost by length was not measured; see {log}:\n{last_lines(log)}"
            )
        found = json.loads(result.read_text(encoding="utf-8"))
    return {
        part: {int(length): figure for length, figure in times.items()}
        for part, times in found.items()
    }


async def _peer_lengths(plan: Plan, start: Start) -> dict[int, float]:
    say("Stock Rasa, by the length of a conversation ...")
    log = plan.folder / "stock-length.log"
    with Side("stock Rasa", log) as side:
        try:
            return await _talk_long(await start(side), plan.peer_lengths)
        except BadAnswerError as error:
            side.check()
            raise Unusable(f"the run is void: {error} (log: {log})") from None


async def _talk_long(talks: Talks, lengths: Sequence[int]) -> dict[int, float]:
    """
    One long conversation; from each length on, some turns are timed.
    """
    texts = Messages().texts(max(lengths) + _PEER_ROUNDS)
    # Somebody else's turns first: the first ones of a process are slower.
    warm = await talks.begin()
    for text in texts[:_PEER_ROUNDS]:
        await warm.say(text)
    talk = await talks.begin()
    times = []
    for text in texts:
        begun = time.perf_counter()
        await talk.say(text)
        times.append(time.perf_counter() - begun)
    return {n: 1000 * median(times[n : n + _PEER_ROUNDS]) for n in lengths}


def _length_rows(
    ours: dict[str, dict[int, float]], peer: dict[int, float]
) -> list[Row]:
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


def _bars(
    ours: list[Level], peer: list[Level], lengths: dict[str, dict[int, float]]
) -> list[Bar]:
    rows = {(row.what, row.case): row.ratio for row in rows_of(ours, peer)}
    top = f"{max(LEVELS)} at once"
    bars = [
        Bar(
            f"turns a second at {top}, ours over stock's",
            rows.get(("turns", top)),
            FASTER,
            at_least=True,
        ),
        Bar(
            f"p99 at {top}, ours over stock's",
            rows.get(("turn, p99", top)),
            SOONER,
            at_least=False,
        ),
    ]
    for part in ("engine", "core"):
        times = lengths.get(part, {})
        far = times.get(max(OUR_LENGTHS))
        value = far / times[10] if far is not None else None
        what = f"our {part}: turn after 10,000 messages over turn after 10"
        bars.append(Bar(what, value, FLAT, at_least=False))
    return bars
