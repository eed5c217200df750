"""
How soon an agent sees what a customer writes, with a whole office at the desk.

    ./hamyar bench desk [--json] [--quick]

See docs/developer/benchmarks.md for what is measured and how to read it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from bench._desk.sitting import Office, Times
from bench._processes import ENVIRON, Side, free_port
from bench._report import Bar, Report, Row, say, show
from bench._rest import wait_for
from bot import HOUSE
from bot.termination import ends_cleanly

REACHES_MS, LISTS_MS = 200.0, 100.0
_MEGA = 1e6


@dataclass(frozen=True)
class Size:
    """
    How many sit at the desk, what is open, how many messages come how quickly.
    """

    agents: int
    open_ones: int
    held_each: int
    messages: int
    per_second: float

    @property
    def case(self) -> str:
        """
        In words.
        """
        return (
            f"{self.agents} agents, {self.open_ones:,} open, "
            f"{self.per_second:.0f} messages/s"
        )


WHOLE = Size(200, 5_000, 10, 3_000, 50.0)
QUICK = Size(5, 100, 4, 30, 20.0)


def main(argv: Sequence[str]) -> int:
    """
    Measure, print the result; 0 also where a bar is missed.
    """
    parser = argparse.ArgumentParser(prog="hamyar bench desk")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument(
        "--quick", action="store_true", help="five agents: does it run?"
    )
    chosen = parser.parse_args(argv)
    data = Path(os.environ.get("HAMYAR_DATA") or HOUSE / "var").resolve() / "bench"
    data.mkdir(parents=True, exist_ok=True)
    with ends_cleanly():
        report = asyncio.run(_run(QUICK if chosen.quick else WHOLE, data))
    show(report, as_json=chosen.json)
    return 0


async def _run(size: Size, data: Path) -> Report:
    folder = Path(tempfile.mkdtemp(prefix="desk-", dir=data))
    port, log = free_port(), data / "desk.log"
    with Side("the desk", log) as side:
        side.removes(folder)
        say(f"{size.open_ones:,} conversations are opened ...")
        sizes = map(str, (port, size.agents, size.open_ones, size.held_each))
        command = [sys.executable, "-m", "bench._desk.server", str(folder), *sizes]
        side.start(command, ENVIRON)
        await wait_for(side, port, "/health")
        seats = json.loads((folder / "seats.json").read_text())
        say(f"{size.case} ...")
        times = await Office(port, seats).measure(size.messages, size.per_second)
        side.check()
        memory = side.peak_bytes / _MEGA
    rows = [*_rows(times, size.case), Row("the server", "memory", "MB", memory)]
    return Report("desk", "-", rows, list(_bars(times)))


def _rows(times: Times, case: str) -> Iterator[Row]:
    for what, taken in (
        ("accepted until the agent's frame", times.accepted),
        ("sent until the agent's frame", times.sent),
        ("an agent's lists", times.queue),
        ("a lead's lists", times.leads_queue),
    ):
        yield Row(what, f"p50, {case}", "ms", _milliseconds(taken, 50))
        yield Row(what, f"p99, {case}", "ms", _milliseconds(taken, 99))


def _bars(times: Times) -> Iterator[Bar]:
    for what, taken, most in (
        ("accepted until the agent's frame, p99, ms", times.accepted, REACHES_MS),
        ("an agent's lists, p99, ms", times.queue, LISTS_MS),
        ("a lead's lists, p99, ms", times.leads_queue, LISTS_MS),
    ):
        yield Bar(what, _milliseconds(taken, 99), most, at_least=False)


def _milliseconds(taken: Sequence[float], percent: int) -> float | None:
    if len(taken) < 2:
        return None
    return 1000 * quantiles(taken, n=100, method="inclusive")[percent - 1]
