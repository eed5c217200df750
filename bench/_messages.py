"""
Messages that nobody has sent before, in four ways of writing, from a seed.

They are put together from openings, wishes and endings. Wishes are near what the bots
were trained on, because here it is speed that is compared; what each side makes of
hard sentences is measured elsewhere. None is a training sentence, none comes twice.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import yaml

from bot.nlu.sentences import own_examples

TURNS = 5
_PHRASES = Path(__file__).with_name("_phrases.yml")
_EVERY_ORDER = 3
_MOST_TRIES = 1000


@dataclass(frozen=True)
class Message:
    """
    What to write; `tracks` says that it asks where the order is.
    """

    text: str
    tracks: bool


@dataclass(frozen=True)
class _Phrases:
    """
    The words of one way of writing.
    """

    openings: tuple[str, ...]
    tracking: tuple[str, ...]
    others: tuple[str, ...]
    when: tuple[str, ...]
    endings: tuple[str, ...]


class Messages:
    """
    An endless supply, the same for the same seed. One instance never repeats a text.
    """

    def __init__(self, seed: int = 7) -> None:
        self._random = random.Random(seed)
        self._used = {each.text for each in own_examples()}
        self._count = 0
        self._ways = ways_of_writing()

    def conversations(self, turns: int) -> list[list[Message]]:
        """
        So many messages or a few more, in conversations of `TURNS`, all ways in turn.
        """
        each = self._conversations()
        return list(islice(each, -(-turns // TURNS)))

    def texts(self, count: int) -> list[str]:
        """
        So many texts that do not ask for an order.
        """
        ways = list(self._ways.values())
        return [self._fresh(ways[n % len(ways)], False) for n in range(count)]

    def _conversations(self) -> Iterator[list[Message]]:
        while True:
            for phrases in self._ways.values():
                yield [self._message(phrases) for _ in range(TURNS)]

    def _message(self, phrases: _Phrases) -> Message:
        self._count += 1
        tracks = self._count % _EVERY_ORDER == 0
        return Message(self._fresh(phrases, tracks), tracks)

    def _fresh(self, phrases: _Phrases, tracks: bool) -> str:
        choose = self._random.choice
        for _ in range(_MOST_TRIES):
            parts = (
                choose(phrases.openings),
                choose(phrases.tracking if tracks else phrases.others),
                choose(phrases.when),
                choose(phrases.endings),
            )
            text = " ".join(part for part in parts if part)
            if text not in self._used:
                self._used.add(text)
                return text
        raise ValueError("There are no more messages that have not been used.")


def ways_of_writing() -> dict[str, _Phrases]:
    """
    The words by way of writing: fa, fa-Latn, ar, en.
    """
    read = yaml.safe_load(_PHRASES.read_text(encoding="utf-8"))
    return {
        way: _Phrases(**{part: tuple(words) for part, words in parts.items()})
        for way, parts in read.items()
    }
