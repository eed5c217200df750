"""
The project's own sentences: cross-validation, and sentences nobody trained on.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import yaml

from bench._ours.intents import OurIntents
from bench._sets import Row
from bot import HOUSE
from bot.nlu.sentences import MARK, Example
from bot.nlu.text import normalize

WAYS = ("fa", "fa-latn", "ar", "en")
_BLIND = HOUSE / "tests" / "language" / "heldout"
_PRODUCT_WORDS = HOUSE / "nlu_data" / "nlu" / "product_words.yml"
_FOLDS, _BINS = 5, 10
_TELLING = ("language", "order_ordinal")


@dataclass(frozen=True)
class Judged:
    """
    How a sentence was understood: rightly or not, and how sure that was.
    """

    way: str
    right: bool
    sure: float


def blind_sentences(which: str = "fresh") -> list[Example]:
    """
    Those written by somebody who had not seen the training data.

    Nothing was ever chosen by looking at those called "fresh"; at "blind" it was.
    """
    return [
        Example.of(text, intent, way)
        for way in WAYS
        for intent, texts in yaml.safe_load(
            (_BLIND / f"{which}.{way}.yml").read_text("utf-8")
        ).items()
        for text in texts
    ]


def product_words() -> dict[str, str]:
    """
    The words for products of our own training files, with the nouns they stand for.
    """
    # Imports Rasa, which takes seconds.
    from rasa.shared.nlu.training_data.loading import load_data  # noqa: PLC0415

    from bot.nlu.extractor import product_names  # noqa: PLC0415

    return product_names(load_data(str(_PRODUCT_WORDS)))


def mould(sentence: Example) -> str:
    """
    A sentence in compared form without its slots and its numbers.
    """
    return re.sub("[0-9]+", "0", normalize(MARK.sub(_slot, sentence.marked)))


def cross_validated(ours: OurIntents, sentences: Sequence[Example]) -> Iterator[Judged]:
    """
    Each fifth understood by what was learnt from the rest.

    Sentences that differ only in a slot or a number share a fold.
    """
    vectors = ours.vectors([each.text for each in sentences])
    moulds = [mould(each) for each in sentences]
    mixed = sorted(set(moulds))
    random.Random(0).shuffle(mixed)
    fold = {each: at % _FOLDS for at, each in enumerate(mixed)}
    folds = np.array([fold[each] for each in moulds])
    for judged in range(_FOLDS):
        rest = np.flatnonzero(folds != judged)
        model = ours.train(
            [(sentences[at].text, sentences[at].intent) for at in rest], vectors[rest]
        )
        for at in np.flatnonzero(folds == judged):
            each = sentences[at]
            heard, sure = ours.answer(model, each.text, vectors[at])
            yield Judged(each.way, heard == each.intent, sure)


def blindly(
    ours: OurIntents, sentences: Sequence[Example], blind: Iterable[Example]
) -> Iterator[Judged]:
    """
    The blind sentences understood by what was learnt from all of the others.
    """
    rows: list[Row] = [(each.text, each.intent) for each in sentences]
    model = ours.train(rows)
    for each in blind:
        heard, sure = ours.answer(model, each.text)
        yield Judged(each.way, heard == each.intent, sure)


def shares_right(judged: Iterable[Judged]) -> dict[str, float]:
    """
    The share understood rightly, by way of writing.
    """
    ways: dict[str, list[bool]] = defaultdict(list)
    for each in judged:
        ways[each.way].append(each.right)
    return {way: sum(right) / len(right) for way, right in ways.items()}


def calibration_error(judged: Sequence[Judged]) -> float:
    """
    The expected calibration error in ten bins (Naeini et al., AAAI 2015).
    """
    sure = np.array([each.sure for each in judged])
    right = np.array([each.right for each in judged])
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    return float(
        sum(
            (bins == at).mean()
            * abs(sure[bins == at].mean() - right[bins == at].mean())
            for at in np.unique(bins)
        )
    )


def _slot(mark: re.Match[str]) -> str:
    """
    The kind of an entity in its place; which language or which order does matter.
    """
    return mark[1] if mark[2] in _TELLING else mark[2]
