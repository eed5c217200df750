"""
The held-out sentences: written apart from the training data, in four ways of writing.
"""

from pathlib import Path

import pytest
import yaml

HELD_OUT = Path(__file__).parent / "heldout"
LANGUAGES = {"fa": "fa", "fa-latn": "fa-Latn", "ar": "ar", "en": "en"}


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
def any_sentences(sentences) -> list[tuple[str, str]]:
    """
    Sentences with their language: those above, and others about anything.
    """
    return [(sentence, language) for sentence, language, _ in sentences] + [
        (sentence, language)
        for name, language in LANGUAGES.items()
        for sentence in _read(f"language.{name}.yml")
    ]


def _read(name: str):
    return yaml.safe_load((HELD_OUT / name).read_text(encoding="utf-8"))
