"""
The held-out sentences: written apart from the training data, in four ways of writing.
"""

from pathlib import Path

import pytest
import yaml

from bot.nlu.sentences import Example

HELD_OUT = Path(__file__).parent / "heldout"
LANGUAGES = {"fa": "fa", "fa-latn": "fa-Latn", "ar": "ar", "en": "en"}


def blind_sentences(which: str = "blind") -> list[Example]:
    """
    What somebody wrote who saw no training data: for tests, and for what counts it.
    """
    return [
        Example.of(sentence, intent, way)
        for name, way in LANGUAGES.items()
        for intent, listed in _read(f"{which}.{name}.yml").items()
        for sentence in listed
    ]


@pytest.fixture(scope="session")
def blind() -> list[Example]:
    """
    Each blind sentence with its way of writing, its intent and its marks.
    """
    return blind_sentences()


@pytest.fixture(scope="session")
def fresh() -> list[Example]:
    """
    Like the blind ones, but nothing was ever chosen or mended by looking at them.
    """
    return blind_sentences("fresh")


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
def short() -> dict[str, list[str]]:
    """
    A word or two that belong plainly to a way of writing.
    """
    return {way: _read(f"short.{name}.yml") for name, way in LANGUAGES.items()}


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
def unseen(blind, fresh) -> list[tuple[str, str]]:
    """
    Sentences that no word list was made from, with their language.
    """
    return [(sentence.text, sentence.way) for sentence in [*blind, *fresh]] + [
        (sentence, language)
        for name, language in LANGUAGES.items()
        for which in ("language", "detect")
        for sentence in _read(f"{which}.{name}.yml")
    ]


@pytest.fixture(scope="session")
def any_sentences(sentences, unseen) -> list[tuple[str, str]]:
    """
    All held-out sentences with their language, also those of the intents.
    """
    return [(sentence, language) for sentence, language, _ in sentences] + unseen


def _read(name: str):
    return yaml.safe_load((HELD_OUT / name).read_text(encoding="utf-8"))
