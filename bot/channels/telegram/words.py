"""
What the channel itself says, in three languages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from actions.formatting import digits
from bot.channels.telegram.marks import LTR, PDI, RTL, is_rtl, strong
from bot.channels.telegram.markup import plain

COMMANDS = ("start", "help", "orders", "agent", "language", "privacy")
"""The bot's commands in the order of its menu; `command_...` describes each."""
LANGUAGES = ("fa", "ar", "en")

_FILE = Path(__file__).with_name("words.yml")
_FIELD = re.compile(r"\{(\w+)\}")
# What somebody else wrote takes its direction from itself.
_ISOLATE = "\u2068"
_USUAL = "en"


def spoken(code: str | None) -> str | None:
    """
    Which of our languages a language's code means (fa-Latn, ar-EG); None if none.
    """
    first = (code or "").partition("-")[0].casefold()
    return first if first in LANGUAGES else None


def language_of(code: str | None) -> str:
    """
    Which of our languages serves a language's code (fa-Latn, ar-EG, de, None).
    """
    return spoken(code) or _USUAL


def say(key: str, lang: str | None, **values: str | int) -> str:
    """
    The words of this name as plain text: it is still to be written as HTML.

    A number among the values is written in the digits of the language; a text that runs
    another way is isolated. KeyError for a name, or a field of the words, that there is
    not.
    """
    own = language_of(lang)

    def value(found: re.Match[str]) -> str:
        given = values[found.group(1)]
        if isinstance(given, int):
            return digits(str(given), own)
        text = plain(given).text.replace("\n", " ")
        first = next((each for each in map(strong, text) if each), "")
        is_ours = first == (RTL if is_rtl(own) else LTR)
        return text if is_ours else f"{_ISOLATE}{text}{PDI}"

    return _FIELD.sub(value, words()[key][own])


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """
    All words, by name and language.
    """
    content: Mapping[str, Mapping[str, str]]
    content = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return content
