"""
"Don't cancel 21928": a wish that is named only to say that it is not wanted.

The classifier hears the wish in such words; doing as it says would be the opposite.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.engine.denials import leaves_out
from bot.nlu.text import normalize

WORDS = Path(__file__).with_name("refusals.yml")
_WORD = re.compile(r"\w+(?:'\w+)?")


class _Patterns(NamedTuple):
    """
    What a wish is called, and all ways to say that it is not wanted.
    """

    verb: re.Pattern[str]
    refused: re.Pattern[str]


def is_refused(intent: str, text: str) -> bool:
    """
    Whether a message says of this wish, wherever it names it, that it is not wanted.

    "Don't cancel 22000, cancel 21895" wants it; so does "don't cancel any but 22000".
    """
    patterns = _patterns().get(intent)
    if patterns is None:
        return False
    said = " ".join(_WORD.findall(normalize(text)))
    rest, times = patterns.refused.subn(" ", said)
    if not times or _unless().search(said) or leaves_out(text):
        return False
    return patterns.verb.search(rest) is None


@cache
def _patterns() -> dict[str, _Patterns]:
    content = _content()
    return {
        intent: _Patterns(
            _whole(verb),
            _whole("|".join(content["refused"]).replace("{verb}", f"(?:{verb})")),
        )
        for intent, verb in content["verbs"].items()
    }


@cache
def _unless() -> re.Pattern[str]:
    return _whole(_content()["unless"])


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b")


@cache
def _content() -> dict[str, Any]:
    return dict(yaml.safe_load(WORDS.read_text(encoding="utf-8")))
