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

from bench._own_intents import blind_sentences
from bot import HOUSE
from bot.handoff.said import Outcome, Said
from bot.handoff.sentiment import hear
from bot.handoff.tone import FILE, Manner, Tone
from bot.nlu.encoder import Encoder, Vectors
from bot.nlu.language import Language, detect
from bot.nlu.reading import read
from bot.nlu.sentences import own_examples

WAYS: tuple[Language, ...] = ("fa", "fa-Latn", "ar", "en")
_FOLDER = HOUSE / "tests" / "language" / "mood"
_MARKS = re.compile(r"\s*\{([nfrq]+)\}\s*$")
_STRENGTH, _MOST_ROUNDS = 5.0, 4000
_STRONG = 0.35
_EVERYDAY, _EVERYDAY_COUNTS_FOR = 10, 0.2
_HEATED = frozenset({"complaint", "report_damaged_item", "review", "out_of_scope"})


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

    All messages of those who are not upset, and the last of those who are; and some of
    our own sentences of each wish, which few write upset: those count for little.
    """
    taught = list(_taught(labelled))
    count = len(taught)
    taught += [(text, False) for text in _everyday()]
    vectors = encoder.encode([read(text).legible for text, _ in taught])
    inputs = np.hstack([vectors, [_manner(text).numbers for text, _ in taught]])
    centre = inputs[:count].mean(axis=0)
    centre[vectors.shape[1] :] = 0.0
    upset = np.array([is_upset for _, is_upset in taught])
    share = upset[:count].mean()
    counts_for = np.where(upset, 0.5 / share, 0.5 / (1 - share))
    counts_for[count:] = _EVERYDAY_COUNTS_FOR
    model = LogisticRegression(C=_STRENGTH, max_iter=_MOST_ROUNDS).fit(
        inputs - centre, upset, sample_weight=counts_for
    )
    weights: Vectors = model.coef_[0].astype(np.float32)
    bias = float(model.intercept_[0] - weights @ centre)
    return Tone(encoder.name, weights, bias)


def write(tone: Tone) -> None:
    """
    Keep it where the program reads it.
    """
    FILE.write_text(f"{json.dumps(tone.as_json())}\n", encoding="utf-8")


def everyday_sentences(which: str) -> list[str]:
    """
    Held-out sentences of wishes that nobody is upset to have.
    """
    return [each.text for each in blind_sentences(which) if each.intent not in _HEATED]


def _everyday() -> Iterator[str]:
    """
    Ten sentences of every wish in each way of writing, spread over all there are.
    """
    by_wish: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in own_examples():
        if each.intent not in _HEATED:
            by_wish[each.intent, each.way].append(each.text)
    for texts in by_wish.values():
        yield from texts[:: max(1, len(texts) // _EVERYDAY)][:_EVERYDAY]


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
        or hear(message.text, each.way).weight > _STRONG
        for message in each.said
    )


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
