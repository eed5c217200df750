"""
Stock Rasa on a set of intents: its default pipeline, trained on the same rows.

Training takes minutes to an hour, so what it answered is kept, under a name made of
the rows, the versions and the configuration.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from bench._processes import ENVIRON, last_lines
from bench._sets import IntentSet, Row
from bench._stock.project import CONFIG
from bot import HOUSE
from bot.unusable import Unusable

_WARM = 20


@dataclass(frozen=True)
class Heard:
    """
    What a side made of a set: its answers as (intent, confidence), and what it cost.

    Times are wall time; `milliseconds` is the median of one message after the other.
    """

    test: list[tuple[str, float]]
    validation: list[tuple[str, float]]
    train_seconds: float
    milliseconds: float


def kept(folder: Path, intents: IntentSet) -> Heard | None:
    """
    What stock Rasa answered on this set, if it was ever asked here.
    """
    path = _answers(folder, intents)
    if not path.exists():
        return None
    said = json.loads(path.read_text(encoding="utf-8"))
    return Heard(
        test=[tuple(pair) for pair in said["test"]],
        validation=[tuple(pair) for pair in said["validation"]],
        train_seconds=said["train_seconds"],
        milliseconds=said["milliseconds"],
    )


def ensure(folder: Path, intents: IntentSet) -> Heard:
    """
    The kept answers, or those of a training now. Raises `Unusable` if Rasa refuses.
    """
    found = kept(folder, intents)
    if found is not None:
        return found
    folder.mkdir(parents=True, exist_ok=True)
    # Sets that differ only in what is asked share a training.
    work = folder / f"{_key(intents.train)}.work"
    work.mkdir(exist_ok=True)
    (work / "set.json").write_text(
        json.dumps(asdict(intents), ensure_ascii=False), encoding="utf-8"
    )
    log = work / "log"
    with log.open("wb") as out:
        # In a process of its own: TensorFlow does not give its memory back.
        code = subprocess.run(
            [sys.executable, "-m", "bench._stock_intents", str(work)],
            cwd=HOUSE,
            env={**os.environ, **ENVIRON, "RASA_MAX_CACHE_SIZE": "0"},
            stdout=out,
            stderr=out,
            check=False,
        ).returncode
    if code != 0:
        raise Unusable(f"stock Rasa failed on {intents.name}:\n{last_lines(log)}")
    (work / "heard.json").replace(_answers(folder, intents))
    return ensure(folder, intents)


def _answers(folder: Path, intents: IntentSet) -> Path:
    return folder / f"{_key(*asdict(intents).values())}.json"


def _key(*about: object) -> str:
    said = json.dumps([CONFIG, version("rasa"), *about])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _train_and_ask(work: Path) -> None:
    """
    Train on the set in this folder, ask every row, write down what was heard.
    """
    from rasa.core.agent import Agent  # noqa: PLC0415 - takes seconds to import
    from rasa.model_training import train_nlu  # noqa: PLC0415

    intents = json.loads((work / "set.json").read_text(encoding="utf-8"))
    model, seconds = work / "model.tar.gz", work / "train_seconds"
    if not seconds.exists():
        (work / "config.yml").write_text(CONFIG, encoding="utf-8")
        examples = [
            {"text": text, "intent": intent, "entities": []}
            for text, intent in intents["train"]
        ]
        (work / "nlu.json").write_text(
            json.dumps({"rasa_nlu_data": {"common_examples": examples}}),
            encoding="utf-8",
        )
        started = time.monotonic()
        train_nlu(str(work / "config.yml"), str(work / "nlu.json"), str(work), "model")
        if not model.exists():
            sys.exit("Rasa did not train.")
        seconds.write_text(str(time.monotonic() - started), encoding="utf-8")
    agent = Agent.load(str(model))

    def ask(rows: list[Row]) -> tuple[list[tuple[str, float]], list[float]]:
        heard, times = [], []
        for text, _ in rows:
            began = time.perf_counter()
            parsed = asyncio.run(agent.parse_message(text))
            times.append(1000 * (time.perf_counter() - began))
            # What DIET heard, also where the default pipeline would ask again.
            intent = next(
                intent
                for intent in [*parsed["intent_ranking"], parsed["intent"]]
                if intent["name"] != "nlu_fallback"
            )
            heard.append((str(intent["name"]), float(intent["confidence"])))
        return heard, times

    ask(intents["test"][:_WARM])
    test, times = ask(intents["test"])
    validation, _ = ask(intents["validation"])
    result = Heard(
        test, validation, float(seconds.read_text()), statistics.median(times)
    )
    (work / "heard.json").write_text(json.dumps(asdict(result)), encoding="utf-8")


if __name__ == "__main__":
    _train_and_ask(Path(sys.argv[1]))
