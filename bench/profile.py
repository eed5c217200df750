"""
How quickly a customer's profile is there, and who they are among a million.

    ./hamyar bench profile [--json] [--quick]

See docs/developer/benchmarks.md for what is measured and how to read it.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import _million
from bench._late import DeadSource, LateSource, people
from bench._report import Bar, Report, Row, say, show
from bot.conversations.database import Database
from bot.migrations import migrate
from crm_connector.identity.identifiers import PersonId
from crm_connector.profile import rules
from crm_connector.profile.asking import Asking
from crm_connector.profile.assemble import SECONDS, Profiles
from crm_connector.profile.keeper import Keeper
from crm_connector.source import Source

DELAYS = (0.05, 0.1, 0.2)
CACHED_MS, OVER_SLOWEST, RESOLVED_MS = 5.0, 1.1, 5.0
_AT_ONCE = 1_000
_ROUNDS, _QUICK_ROUNDS = 100, 10
_MILLION, _MERGES = 1_000_000, 200_000
_QUICK_PEOPLE, _QUICK_MERGES = 10_000, 2_000


def main(argv: Sequence[str]) -> int:
    """
    Measure, print the result; 0 also where a bar is missed.
    """
    parser = argparse.ArgumentParser(prog="hamyar bench profile")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument(
        "--quick", action="store_true", help="a small ledger: does it run?"
    )
    chosen = parser.parse_args(argv)
    rounds = _QUICK_ROUNDS if chosen.quick else _ROUNDS
    size = (_QUICK_PEOPLE, _QUICK_MERGES) if chosen.quick else (_MILLION, _MERGES)
    with tempfile.TemporaryDirectory() as folder:
        rows = asyncio.run(_profiles(Path(folder), rounds))
        rows += asyncio.run(_ledger(Path(folder), *size))
    show(
        Report("profile", "the sources one after the other", rows, list(_bars(rows))),
        as_json=chosen.json,
    )
    return 0


async def _profiles(folder: Path, rounds: int) -> list[Row]:
    address = f"sqlite:///{folder / 'profiles.db'}"
    migrate(address)
    database = Database(address)
    try:
        persons = await database.write(lambda c: people(c, _AT_ONCE, len(DELAYS)))
        say("three sources of 50, 100 and 200 ms ...")
        rows = [*await _assembled(database, persons[:rounds])]
        say("one of them dead ...")
        rows += await _with_a_dead_one(database, persons[:rounds])
        say("a thousand customers at once ...")
        rows += await _at_once(database, persons)
    finally:
        await database.close()
    return rows


async def _assembled(database: Database, persons: Sequence[PersonId]) -> list[Row]:
    sources = [LateSource(f"source-{n}", delay) for n, delay in enumerate(DELAYS)]
    profiles, keeper = _on(database, sources)
    anew = [await _milliseconds(profiles, person) for person in persons]
    cached = [
        await _milliseconds(profiles, person) for _ in range(5) for person in persons
    ]
    slowest = 1000 * max(DELAYS)
    one_by_one = 1000 * sum(
        delay * source.questions for delay, source in zip(DELAYS, sources, strict=True)
    )
    await keeper.close()
    return [
        Row("assembled", "p50", "ms", statistics.median(anew), one_by_one),
        Row("assembled", "p99", "ms", _p99(anew)),
        Row("assembled", "p99 by the slowest source", "times", _p99(anew) / slowest),
        Row("cached", "p50", "ms", statistics.median(cached)),
        Row("cached", "p99", "ms", _p99(cached)),
    ]


async def _with_a_dead_one(
    database: Database, persons: Sequence[PersonId]
) -> list[Row]:
    sources: list[Source] = [LateSource("source-0", DELAYS[0]), DeadSource("source-1")]
    profiles, keeper = _on(database, sources)
    times = await asyncio.gather(
        *(_milliseconds(profiles, person) for person in persons)
    )
    await keeper.close()
    return [Row("one dead source", "slowest", "ms", max(times))]


async def _at_once(database: Database, persons: Sequence[PersonId]) -> list[Row]:
    sources = [LateSource(f"source-{n}", delay) for n, delay in enumerate(DELAYS)]
    # However long it takes: what is counted here is how often sources are asked.
    profiles, keeper = _on(database, sources, seconds=60.0)
    began = time.perf_counter()
    # Each twice, as two messages of one customer that come together.
    await asyncio.gather(*(profiles.of(person) for person in [*persons, *persons]))
    seconds = time.perf_counter() - began
    asked = max(source.asked / source.questions for source in sources) / len(persons)
    await keeper.close()
    case = f"{len(persons):,} customers at once"
    return [
        Row(case, "all there", "s", seconds),
        Row(case, "asked for each", "times", asked),
        Row("a cached profile", "memory", "KB", await _kilobytes(database, persons)),
    ]


async def _kilobytes(database: Database, persons: Sequence[PersonId]) -> float:
    """
    What one more cached profile takes: of three sources, with eight orders in each.
    """
    sources = [LateSource(f"source-{n}", 0.0) for n in range(len(DELAYS))]
    profiles, keeper = _on(database, sources)
    await profiles.of(persons[0])
    tracemalloc.start()
    for person in persons[1:101]:
        await profiles.of(person)
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    await keeper.close()
    return taken / 100 / 1000


async def _ledger(folder: Path, count: int, merges: int) -> list[Row]:
    say(f"a ledger of {count:,} identities and {merges:,} merges ...")
    address = f"sqlite:///{folder / 'million.db'}"
    migrate(address)
    database = Database(address)
    try:
        case = f"{count:,} identities, {merges:,} merges"
        seconds = await database.write(lambda c: _million.fill(c, count, merges))
        times = []
        for identifier in _million.some(count):
            began = time.perf_counter()
            found = await database.read(_million.resolve(identifier))
            times.append(1000 * (time.perf_counter() - began))
            if len(found) != 1:
                raise RuntimeError("an identity of the ledger was not found")
    finally:
        await database.close()
    return [
        Row("one identity resolved", f"p50, {case}", "ms", statistics.median(times)),
        Row("one identity resolved", f"p99, {case}", "ms", _p99(times)),
        Row("computed anew from the ledger", case, "s", seconds),
    ]


def _on(
    database: Database, sources: Sequence[Source], *, seconds: float = SECONDS
) -> tuple[Profiles, Keeper]:
    keeper = Keeper(time.monotonic)
    asking = Asking(sources, keeper, clock=time.monotonic)
    profiles = Profiles(asking, database.read, rules.load(), seconds=seconds)
    return profiles, keeper


async def _milliseconds(profiles: Profiles, person: PersonId) -> float:
    began = time.perf_counter()
    await profiles.of(person)
    return 1000 * (time.perf_counter() - began)


def _p99(times: Sequence[float]) -> float:
    return sorted(times)[int(0.99 * (len(times) - 1))]


def _bars(rows: Sequence[Row]) -> list[Bar]:
    def bar(what: str, case: Callable[[str], bool], most: float, name: str) -> Bar:
        values = [row.ours for row in rows if row.what == what and case(row.case)]
        return Bar(name, values[0] if values else None, most, at_least=False)

    return [
        bar("cached", lambda case: case == "p50", CACHED_MS, "cached, p50, ms"),
        bar(
            "assembled",
            lambda case: "slowest" in case,
            OVER_SLOWEST,
            "assembled, p99 by the slowest source",
        ),
        bar(
            "one dead source",
            lambda _: True,
            1000 * SECONDS * OVER_SLOWEST,
            "one dead source, slowest, ms",
        ),
        bar(
            f"{_AT_ONCE:,} customers at once",
            lambda case: "asked" in case,
            1.0,
            "asked for each customer, times",
        ),
        bar(
            "one identity resolved",
            lambda case: case.startswith("p99"),
            RESOLVED_MS,
            "one identity resolved, p99, ms",
        ),
    ]
