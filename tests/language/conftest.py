"""
The held-out sentences: written apart from the training data, in four ways of writing.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

HELD_OUT = Path(__file__).parent / "heldout"
LANGUAGES = {"fa": "fa", "fa-latn": "fa-Latn", "ar": "ar", "en": "en"}

_MARK = re.compile(r"\[([^\]]*)\]\((\w+)\)")


class Blind(NamedTuple):
    """
    A sentence by somebody who saw no training data, and what is marked in it.

    `marks` are the entities with the text as it was typed, in the sentence's order.
    """

    text: str
    way: str
    intent: str
    marks: list[tuple[str, str]]


def blind_sentences() -> list[Blind]:
    """
    The blind sentences without their marks: for tests, and for what counts them.
    """
    return [
        Blind(
            without_marks(sentence),
            way,
            intent,
            [(mark[2], mark[1]) for mark in _MARK.finditer(sentence)],
        )
        for name, way in LANGUAGES.items()
        for intent, listed in _read(f"blind.{name}.yml").items()
        for sentence in listed
    ]


def without_marks(sentence: str) -> str:
    """
    The sentence as the customer typed it: `[x](kind)` is x.
    """
    return _MARK.sub(r"\1", sentence)


@pytest.fixture(scope="session")
def blind() -> list[Blind]:
    """
    Each blind sentence with its way of writing, its intent and its marks.
    """
    return blind_sentences()


@pytest.fixture(scope="session")
def mixed() -> list[tuple[str, str]]:
    """
    Sentences with foreign words in them, and the way of writing of the sentence.
    """
    return [
        (sentence, way)
        for name, way in LANGUAGES.items()
        for sentence in _read(f"mixed.{name}.yml")
    ]


@pytest.fixture(scope="session")
def sentences() -> list[tuple[str, str, str]]:
    """
    Each held-out sentence with its language and its intent.
    """
    return [
        (sentence, language, intent)
        for name, language in LANGUAGES.items()
        for intent, listed in _read(f"intents.{name}.yml").items()
        for sentence in listed
    ]


@pytest.fixture(scope="session")
def unseen(blind) -> list[tuple[str, str]]:
    """
    Sentences that no word list was made from, with their language.
    """
    return [(sentence.text, sentence.way) for sentence in blind] + [
        (sentence, language)
        for name, language in LANGUAGES.items()
        for sentence in _read(f"language.{name}.yml")
    ]


@pytest.fixture(scope="session")
def any_sentences(sentences, unseen) -> list[tuple[str, str]]:
    """
    All held-out sentences with their language, also those of the intents.
    """
    return [(sentence, language) for sentence, language, _ in sentences] + unseen


def _read(name: str):
    return yaml.safe_load((HELD_OUT / name).read_text(encoding="utf-8"))
