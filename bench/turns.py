"""
Turns a second, their time and their cost: our engine beside stock Rasa.

    ./hamyar bench turns [--json] [--quick] [--only ours|peer] [--turns N]

See docs/developer/benchmarks.md for what is measured and how to read it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

from bench import _lengths, _shop
from bench._lengths import Times
from bench._level import Level, Start, rows_of, run_level
from bench._messages import Messages
from bench._ours import sides
from bench._report import Bar, Report, say, show
from bench._shop import Waiting
from bench._stock import project
from bench._stock import server as stock
from bot import HOUSE
from bot.engine.training import TrainingFailed, ensure_model
from bot.shop_words import shop_words
from bot.termination import ends_cleanly
from bot.unusable import Unusable

LEVELS = (1, 8, 32)
OUR_LENGTHS = (1, 10, 100, 1_000, 10_000)
PEER_LENGTHS = (1, 10, 100, 300)
TURNS = 640
_ROUNDS = 60
_QUICK_LEVELS = (1, 8)
_QUICK_LENGTHS = (1, 10)
_QUICK_TURNS = 40
_QUICK_ROUNDS = 5
_PEER_QUICK_LENGTHS = (1, 10)

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
    house_levels: Sequence[int]
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
        house_levels=_QUICK_LEVELS[-1:] if quick else LEVELS,
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
    times: dict[str, Times] = {}
    peer_times: Times = {}
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
        ours = await _levels(plan, "our engine", start, plan.levels)
        house = await _levels(plan, "the whole way", start_house, plan.house_levels)
        say("Our turns by the length of their conversation ...")
        times = _lengths.our_lengths(
            plan.folder,
            model,
            plan.database,
            plan.waiting[0],
            plan.rounds,
            plan.lengths,
        )
    if start_peer is not None:
        peer = await _levels(plan, "stock Rasa", start_peer, plan.levels)
        say("Stock Rasa's turns by the length of their conversation ...")
        peer_times = await _lengths.peer_lengths(
            plan.folder, start_peer, plan.peer_lengths
        )
    rows = [
        *rows_of(ours, peer),
        *rows_of(house, [], "whole way: "),
        *_lengths.rows_of(times, peer_times),
    ]
    return Report(
        name="turns",
        peer=f"stock Rasa {version('rasa')}",
        rows=rows,
        bars=_bars(ours, peer, times),
    )


def _our_model(plan: Plan) -> Path:
    try:
        return ensure_model(plan.data, say)
    except TrainingFailed as error:
        raise Unusable(f"our bot could not be trained: {error}") from error


async def _levels(
    plan: Plan, name: str, start: Start, levels: Sequence[int]
) -> list[Level]:
    """
    All levels of one side, each with messages that no other level of it has seen.
    """
    say(f"{name[0].upper()}{name[1:]} ...")
    messages = Messages()
    log = plan.folder / f"{name.replace(' ', '-')}.log"
    return [
        await run_level(name, start, log, messages, at_once, plan.turns)
        for at_once in levels
    ]


def _bars(ours: list[Level], peer: list[Level], lengths: dict[str, Times]) -> list[Bar]:
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
