"""
What fine-tuning an encoder brings: packaged MiniLM before and after, same classifier.

    HAMYAR_EXTRA=transformers ./hamyar bench encoder_tuning [--json] [--quick]

See docs/developer/benchmarks.md for what is measured and how to read it.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bench._report import Report, Row, say, show
from bench._sets import FEW, IntentSet, all_sets
from bot.nlu.encoder import CachedEncoder, Encoder, cache_folder, choice
from bot.nlu.encoder.shop_tuning import Sentence, accuracy, sentence_of

if TYPE_CHECKING:
    from bot.nlu.encoder.tuning import TuningSettings

# Three to four minutes of two cores for one tuning.
EPOCHS, MOST_STEPS = 4, 100
_QUICK_STEPS = 3


def main(argv: Sequence[str]) -> int:
    """
    Tune and measure each set, print the result. Raises `Unusable` without the extra.
    """
    parser = argparse.ArgumentParser(prog="hamyar bench encoder_tuning")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument(
        "--quick", action="store_true", help="a few steps on one set: does it run?"
    )
    chosen = parser.parse_args(argv)
    choice.check(choice.MINILM)
    # There only with the extra.
    from bot.nlu.encoder.sentence_transformers import (  # noqa: PLC0415
        SentenceTransformersEncoder,
    )
    from bot.nlu.encoder.tuning import TuningSettings  # noqa: PLC0415

    sets = list(_sets())
    steps = _QUICK_STEPS if chosen.quick else MOST_STEPS
    settings = TuningSettings(epochs=EPOCHS, most_steps=steps)
    plain = CachedEncoder(
        SentenceTransformersEncoder(choice.find(choice.MINILM, cache_folder()))
    )
    rows = [
        row
        for each in (sets[:1] if chosen.quick else sets)
        for row in _rows(each, plain, settings)
    ]
    show(Report("encoder_tuning", "before", rows, []), as_json=chosen.json)
    return 0


def _sets() -> Iterator[IntentSet]:
    """
    Ten sentences of each intent, and all of them where they are of one shop's wishes.
    """
    for each in all_sets():
        if each.name.startswith("BANKING77, "):
            yield each
        elif each.name == "Bitext":
            yield each.few(FEW, 0)
            yield each
            return


def _rows(
    intents: IntentSet, plain: Encoder, settings: TuningSettings
) -> Iterator[Row]:
    from bot.nlu.encoder.sentence_transformers import (  # noqa: PLC0415
        SentenceTransformersEncoder,
        open_model,
    )
    from bot.nlu.encoder.tuning import tune  # noqa: PLC0415

    learnt, held = _read(intents.train), _read(intents.test)
    say(f"{intents.name}: {len(learnt)} sentences, {len(held)} to understand ...")
    folder = choice.find(choice.MINILM, cache_folder())
    before = accuracy(plain, learnt, held)
    model = open_model(folder)
    began, worked = time.monotonic(), time.process_time()
    tune(model, [s.legible for s in learnt], [s.intent for s in learnt], settings, say)
    seconds, work = time.monotonic() - began, time.process_time() - worked
    with tempfile.TemporaryDirectory() as made:
        model.save(made, create_model_card=False)
        after = accuracy(SentenceTransformersEncoder(Path(made)), learnt, held)
    say(
        f"  {before:.4f} before, {after:.4f} after {seconds:.0f} s ({work:.0f} of work)"
    )
    yield Row("accuracy", intents.name, "%", 100 * after, 100 * before)
    yield Row("tuning, wall time", intents.name, "s", seconds)
    yield Row("tuning, processor time", intents.name, "s", work)


def _read(rows: Sequence[tuple[str, str]]) -> list[Sentence]:
    return [sentence_of(text, intent) for text, intent in rows]
