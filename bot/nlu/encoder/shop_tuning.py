"""
Fine-tunes an encoder on the shop's own sentences, and says whether that helped.

A fifth of the sentences is held back. The figures are of the model that is saved: it
has not seen them, and the classifier that reads its vectors has not either.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.nlu.encoder import VectorStore, cache_folder, choice
from bot.nlu.encoder.port import Encoder
from bot.nlu.encoder.unfinished import remove_left_behind, unfinished
from bot.nlu.kernel import fit
from bot.nlu.reading import read
from bot.nlu.sentences import read_sentences
from bot.nlu.wording import wording
from bot.termination import ends_cleanly
from bot.unusable import Unusable

_HELD_BACK = 5
_FEWEST = 20
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class Sentence:
    """
    A training sentence in both its forms, with its intent.
    """

    legible: str
    wording: str
    intent: str


@dataclass(frozen=True)
class Wish:
    """
    What to tune, how long, and where it goes; without `output`, a name of its content.
    """

    model: str = ""
    output: Path | None = None
    epochs: float | None = None
    seed: int = 0


@dataclass(frozen=True)
class Tuned:
    """
    Where the model is, and the share of held-back sentences understood.
    """

    folder: Path
    before: float
    after: float
    packaged: float


def tune_for_shop(
    wish: Wish, sentences: Sequence[Sentence], say: Callable[[str], None]
) -> Tuned:
    """
    Tune, measure and save. Nothing is left behind if it fails or is stopped.

    Raises:
        Unusable: the extra, the model, room or sentences are missing.
    """
    name = wish.model or choice.chosen() or choice.MINILM
    choice.check(name)
    folder = cache_folder()
    _check_output(wish.output)
    learnt, held = split(sentences, wish.seed)
    try:
        with ends_cleanly():
            return _tune(name, folder, wish, learnt, held, say)
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise Unusable("there is no room left on the disk.") from error
        raise Unusable(
            f"the tuned encoder cannot be written: {error.strerror or error}."
        ) from error


def _tune(
    name: str,
    folder: Path,
    wish: Wish,
    learnt: Sequence[Sentence],
    held: Sequence[Sentence],
    say: Callable[[str], None],
) -> Tuned:
    say("Loading the libraries and the encoder ...")
    # Seconds to import, and there only with the extra.
    from bot.nlu.encoder import tuning  # noqa: PLC0415
    from bot.nlu.encoder.onnx_e5 import OnnxE5Encoder  # noqa: PLC0415
    from bot.nlu.encoder.sentence_transformers import (  # noqa: PLC0415
        SentenceTransformersEncoder,
        open_model,
    )

    place = (wish.output or folder / "tuned").absolute().parent
    place.mkdir(parents=True, exist_ok=True)
    remove_left_behind(place)
    source = choice.find(name, folder)
    cores = os.cpu_count() or 1
    # Where the bot's own training has left them, and will find them.
    store = folder / "vectors.sqlite"
    say(f"Measuring {source.name} on {len(held)} sentences held back ...")
    known = SentenceTransformersEncoder(source, cores)
    before = accuracy(VectorStore(store, known), learnt, held)
    say("Measuring the packaged encoder ...")
    packaged = accuracy(VectorStore(store, OnnxE5Encoder(folder)), learnt, held)
    say(f"Tuning {source.name} on {len(learnt)} sentences; stop it with Ctrl-C.")
    model = open_model(source)
    settings = tuning.TuningSettings(seed=wish.seed)
    if wish.epochs is not None:
        settings = tuning.TuningSettings(
            seed=wish.seed, epochs=wish.epochs, most_steps=None
        )
    tuning.tune(
        model,
        [each.legible for each in learnt],
        [each.intent for each in learnt],
        settings,
        say,
    )
    with unfinished(place) as beside:
        made = beside / "model"
        model.save(str(made), create_model_card=False)
        say("Measuring the tuned one ...")
        after = accuracy(SentenceTransformersEncoder(made, cores), learnt, held)
        target = wish.output or folder / f"tuned-{_plain(source.name)}"
        if wish.output is None:
            # Other sentences or epochs make another folder, and what runs stays.
            target = target.with_name(f"{target.name}-{choice.mark(made)[:8]}")
        _move(made, target.absolute())
    return Tuned(target.absolute(), before, after, packaged)


def shop_sentences(folder: Path) -> list[Sentence]:
    """
    The sentences of the training files, each once.

    Raises `BadTrainingData` for a file that cannot be read.
    """
    found: dict[str, Sentence] = {}
    for text, intent in read_sentences(folder.rglob("*.yml")).sentences:
        sentence = sentence_of(text, intent)
        # Two ways of writing one sentence must not fall on both sides.
        found.setdefault(sentence.legible, sentence)
    return list(found.values())


def sentence_of(text: str, intent: str) -> Sentence:
    """
    A sentence as the pipeline reads it.
    """
    reading = read(text)
    return Sentence(reading.legible, wording(reading.compared, ()), intent)


def split(
    sentences: Sequence[Sentence], seed: int
) -> tuple[list[Sentence], list[Sentence]]:
    """
    What is learnt and what is held back: a fifth of each intent's sentences.
    """
    of_intent: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        of_intent.setdefault(sentence.intent, []).append(sentence)
    if len(sentences) < _FEWEST or len(of_intent) < 2:
        raise Unusable("there are too few sentences or intents to tune an encoder on.")
    chance = np.random.default_rng(seed)
    learnt: list[Sentence] = []
    held: list[Sentence] = []
    for intent in sorted(of_intent):
        mixed = [
            of_intent[intent][at] for at in chance.permutation(len(of_intent[intent]))
        ]
        count = len(mixed) // _HELD_BACK
        held += mixed[:count]
        learnt += mixed[count:]
    if not held:
        raise Unusable(
            "no intent has the five sentences of which one can be held back."
        )
    return learnt, held


def accuracy(
    encoder: Encoder | VectorStore, learnt: Sequence[Sentence], held: Sequence[Sentence]
) -> float:
    """
    The share of held-back sentences that the classifier understands.
    """
    model = fit(
        [each.wording for each in learnt],
        encoder.encode([each.legible for each in learnt]),
        [each.intent for each in learnt],
    )
    vectors = encoder.encode([each.legible for each in held])
    heard = [
        model.labels[int(model.probabilities(vector, each.wording).argmax())]
        for vector, each in zip(vectors, held, strict=True)
    ]
    right = [each.intent == label for each, label in zip(held, heard, strict=True)]
    return sum(right) / len(right)


def _check_output(output: Path | None) -> None:
    if output is None or not output.exists():
        return
    if not output.is_dir() or any(output.iterdir()):
        raise Unusable(f"{output} exists and is not empty; choose another --output.")


def _move(made: Path, target: Path) -> None:
    """
    Under its name only when whole.
    """
    if target.is_dir() and not any(target.iterdir()):
        target.rmdir()
    if target.exists():
        # The same name is the same content.
        shutil.rmtree(made)
    else:
        made.rename(target)


def _plain(name: str) -> str:
    """
    The name of what was tuned, without the mark of an earlier tuning.
    """
    return re.sub(r"^tuned-(.+)-[0-9a-f]{8}$", r"\1", name)
