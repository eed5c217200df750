"""
Our labelled conversations of upset customers and others, and the tone learnt from them.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from bot import HOUSE
from bot.handoff.said import Outcome, Said
from bot.handoff.sentiment import hear
from bot.handoff.tone import FILE, Manner, Tone
from bot.nlu.encoder import Encoder, Vectors
from bot.nlu.language import Language, detect
from bot.nlu.reading import read

WAYS: tuple[Language, ...] = ("fa", "fa-Latn", "ar", "en")
_FOLDER = HOUSE / "tests" / "language" / "mood"
_MARKS = re.compile(r"\s*\{([nfrq]+)\}\s*$")
_STRENGTH, _MOST_ROUNDS = 5.0, 4000


@dataclass(frozen=True)
class Labelled:
    """
    A conversation, and whether the customer is upset at its end.
    """

    way: Language
    said: tuple[Said, ...]
    is_upset: bool


@dataclass(frozen=True)
class Figures:
    """
    How well those who are upset were found.
    """

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """
        The harmonic mean of both.
        """
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def conversations(part: str) -> list[Labelled]:
    """
    All of the part "development" or "test"; the files say how they are labelled.
    """
    return [
        Labelled(way, tuple(_said(messages)), label == "upset")
        for way in WAYS
        for label, listed in yaml.safe_load(
            (_FOLDER / f"{part}.{way.lower()}.yml").read_text("utf-8")
        ).items()
        for messages in listed
    ]


def figures(meant: Iterable[bool], heard: Iterable[bool]) -> Figures:
    """
    Precision and recall of what was heard.
    """
    counts: dict[tuple[bool, bool], int] = defaultdict(int)
    for pair in zip(meant, heard, strict=True):
        counts[pair] += 1
    right, missed, wrong = (
        counts[pair] for pair in ((True, True), (True, False), (False, True))
    )
    return Figures(
        right / (right + wrong) if right + wrong else 0.0,
        right / (right + missed) if right + missed else 0.0,
    )


def learn(encoder: Encoder, labelled: Sequence[Labelled]) -> Tone:
    """
    The tone of these conversations.

    All messages of those who are not upset, and the last of those who are.
    """
    taught = list(_taught(labelled))
    vectors = encoder.encode([read(text).legible for text, _ in taught])
    inputs = np.hstack([vectors, [_manner(text).numbers for text, _ in taught]])
    centre = inputs.mean(axis=0)
    centre[vectors.shape[1] :] = 0.0
    model = LogisticRegression(
        C=_STRENGTH, max_iter=_MOST_ROUNDS, class_weight="balanced"
    ).fit(inputs - centre, [is_upset for _, is_upset in taught])
    weights: Vectors = model.coef_[0].astype(np.float32)
    bias = float(model.intercept_[0] - weights @ centre)
    return Tone(encoder.name, weights, bias)


def write(tone: Tone) -> None:
    """
    Keep it where the program reads it.
    """
    FILE.write_text(f"{json.dumps(tone.as_json())}\n", encoding="utf-8")


def _taught(labelled: Iterable[Labelled]) -> Iterator[tuple[str, bool]]:
    for each in labelled:
        texts = [message.text for message in each.said]
        if each.is_upset:
            yield texts[-1], True
        elif len(texts) == 1 or not _was_upset(each):
            yield from ((text, False) for text in texts)


def _was_upset(each: Labelled) -> bool:
    """
    Whether it is one of those that were settled: their first words are no calm ones.
    """
    return any(
        _manner(message.text).is_settled
        or hear(message.text, each.way).weight > _HEATED
        for message in each.said
    )


_HEATED = 0.35


def _manner(text: str) -> Manner:
    return hear(text, detect(text).language).manner(text)


def _said(messages: str | list[str]) -> Iterator[Said]:
    for written in [messages] if isinstance(messages, str) else messages:
        found = _MARKS.search(written)
        marks = found.group(1) if found else ""
        outcome = Outcome.UNDERSTOOD
        if "n" in marks:
            outcome = Outcome.NOT_UNDERSTOOD
        elif "f" in marks:
            outcome = Outcome.FAILED
        yield Said(
            _MARKS.sub("", written),
            outcome=outcome,
            is_repeated="r" in marks or None,
            asked_again="q" in marks,
        )
