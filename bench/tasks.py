"""
Orders changed by talking: the tasks of tau-bench's retailer, played to their end.

    ./hamyar bench tasks [--json] [--quick] [--runs N] [--only NAME]

Each task is a conversation with a customer who is made of its instruction alone; what
the shop's database is afterwards is compared with what the retailer's wiki makes of it.
See docs/developer/benchmarks.md.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from bench._report import Bar, Report, Row, say, show
from bench._sets import shared_data
from bench._tasks import data, playing, states
from bench._tasks.customer import Customer
from bench._tasks.data import Kind, Task
from bench._tasks.playing import RUNS, Verdict
from bot import HOUSE
from bot.logs import configure_logs
from bot.serving import quiet_rasa
from bot.unusable import Unusable

if TYPE_CHECKING:
    from bench._tasks.house import House

_QUICK = 20
"""Every so many tasks is played, once, to see that it runs."""
_SHOWN = 3


def main(argv: Sequence[str]) -> int:
    """
    Play them all, print the result; 0 also where a bar is missed.
    """
    chosen = _parser().parse_args(argv)
    folder = Path(os.environ.get("HAMYAR_DATA") or HOUSE / "var").absolute()
    os.environ["HAMYAR_DATA"] = str(folder)
    tasks = _chosen(data.tasks(shared_data() / "tau_retail"), chosen)
    runs = 1 if chosen.quick else chosen.runs
    configure_logs()
    quiet_rasa()
    with redirect_stdout(sys.stderr):
        # Training talks to stdout, which holds the result alone.
        verdicts = asyncio.run(_run(folder, tasks, runs))
    show(report(verdicts, runs), as_json=chosen.json)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hamyar bench tasks", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument(
        "--quick", action="store_true", help="a twentieth of them, once"
    )
    parser.add_argument(
        "--runs", type=int, default=RUNS, metavar="N", help=f"runs (default {RUNS})"
    )
    parser.add_argument(
        "--only", metavar="NAME", help='one task ("train 35"), or those of one file'
    )
    return parser


def _chosen(tasks: Sequence[Task], chosen: argparse.Namespace) -> Sequence[Task]:
    if chosen.runs < 1:
        raise Unusable(f"--runs {chosen.runs}: at least 1 is needed.")
    if chosen.only is not None:
        tasks = [each for each in tasks if chosen.only in (each.name, each.file)]
    if not tasks:
        raise Unusable("there is no such task.")
    return tasks[::_QUICK] if chosen.quick else tasks


async def _run(folder: Path, tasks: Sequence[Task], runs: int) -> list[Verdict]:
    # They import Rasa.
    from bench._tasks.house import House  # noqa: PLC0415
    from bot.engine.training import TrainingFailed, ensure_model  # noqa: PLC0415

    try:
        model = ensure_model(folder, say)
    except TrainingFailed as error:
        raise Unusable(f"our bot could not be trained: {error}") from error
    kept = folder / "bench" / "tasks"
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept) as fresh:
        original = data.build(shared_data() / "tau_retail", Path(fresh) / "original.db")
        house = House.open(model, original, Path(fresh))
        judge = playing.Judge(original)
        try:
            verdicts = [
                await _played(house, judge, task, run)
                for task in _told(tasks)
                for run in range(runs)
            ]
        finally:
            await house.close()
    failed = [each for each in verdicts if not each.has_passed]
    written = kept / "failed.txt"
    written.write_text("\n\n".join(map(str, failed)), encoding="utf-8")
    for each in failed[:_SHOWN]:
        say(f"{each}\n")
    if failed:
        say(f"All {len(failed)} conversations that failed are in {written}.")
    return verdicts


def _told(tasks: Sequence[Task]) -> Iterator[Task]:
    for place, task in enumerate(tasks):
        if place % _QUICK == 0:
            say(f"{place} of {len(tasks)} tasks ...")
        yield task


async def _played(house: House, judge: playing.Judge, task: Task, run: int) -> Verdict:
    async with house.talk(task.user) as talk:
        lines = await playing.play(talk, Customer(task.instruction, run))
    return judge(task, run, states.read(talk.file), lines)


def report(verdicts: Sequence[Verdict], runs: int) -> Report:
    """
    By the kinds of what a task wants written, where it counts for each of its kinds.
    """
    by_task: dict[str, list[Verdict]] = {}
    for each in verdicts:
        by_task.setdefault(each.task.name, []).append(each)
    all_ = list(by_task.values())
    groups = {
        kind.value: [each for each in all_ if kind in each[0].task.kinds]
        for kind in Kind
    }
    groups["all tasks"] = all_
    rows = []
    for name, group in groups.items():
        if group:
            once = sum(each[0].has_passed for each in group)
            always = sum(all(run.has_passed for run in each) for each in group)
            rows.append(Row(name, "passed", "tasks", once, len(group)))
            rows.append(
                Row(name, f"passed in all of {runs} runs", "tasks", always, len(group))
            )
    share = rows[-1].ratio
    return Report(
        name="tasks",
        peer="of",
        rows=rows,
        bars=[Bar("share of tasks passed in all runs", share, 1.0, at_least=True)],
    )
