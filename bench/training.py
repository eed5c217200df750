"""
How long it takes until what was written is understood: everything, and one edit.

    ./hamyar bench training [--json]

See docs/developer/benchmarks.md for what is measured and how to read it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from bench import _shop
from bench._report import Bar, Report, Row, say, show

if TYPE_CHECKING:
    from bot.engine.engine import RasaEngine
    from bot.engine.live import LiveEngine

WHOLE_SECONDS, EDIT_SECONDS = 60.0, 3.0
_EDITS = 7
_FILE, _INTENT = "store.en.yml", "store_hours"


def main(argv: Sequence[str]) -> int:
    """
    Measure in a folder of its own, print the result.
    """
    parser = argparse.ArgumentParser(prog="hamyar bench training")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    chosen = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        os.environ["HAMYAR_DATA"] = folder
        report = asyncio.run(_run(data))
    show(report, as_json=chosen.json)
    return 0


async def _run(data: Path) -> Report:
    from bot.app import load_engine  # noqa: PLC0415 - imports Rasa
    from bot.engine import training  # noqa: PLC0415
    from bot.engine.live import LiveEngine  # noqa: PLC0415

    say("Everything, from an empty cache ...")
    started = time.monotonic()
    model = training.ensure_model(data)
    whole = time.monotonic() - started
    engine = load_engine(model, _shop.settings())
    written = data / "nlu_data"
    shutil.copytree(training.TRAINING_DATA, written)
    training.TRAINING_DATA = written

    def renew(_: Event) -> RasaEngine:
        # The whole training afterwards is the figure above.
        return engine

    live = LiveEngine(engine, renew)
    say("One edit after the other ...")
    times = [await _edit(live, written / "nlu" / _FILE, at) for at in range(_EDITS)]
    median = statistics.median(times)
    rows = [
        Row("everything", "from an empty cache", "s", whole),
        Row("one edit", "from saved file to loaded model, median", "s", median),
        Row("one edit", "the longest", "s", max(times)),
    ]
    bars = [
        Bar("everything, s", whole, WHOLE_SECONDS, at_least=False),
        Bar("one edit, s", median, EDIT_SECONDS, at_least=False),
    ]
    return Report("training", "none", rows, bars)


async def _edit(live: LiveEngine, path: Path, at: int) -> float:
    """
    Save two new sentences; the seconds until the model with them answers.

    Looking for edits is left out: it happens twice a second.
    """
    _save(
        path, f"      - is the door open at {at} bells\n      - when {at} birds sing\n"
    )
    started = time.monotonic()
    await live.look()
    return time.monotonic() - started


def _save(path: Path, lines: str) -> None:
    head = f"- intent: {_INTENT}\n    examples: |\n"
    text = path.read_text(encoding="utf-8")
    if head not in text:
        raise LookupError(f"{path.name} has no {_INTENT}")
    path.write_text(text.replace(head, head + lines), encoding="utf-8")
