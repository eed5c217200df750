"""
The words of the languages, out of the YAML files of this room.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.changing.reading.text import fold

_HERE = Path(__file__).parent
_LETTER = re.compile(r"\\.|[^\W\d_]")


@cache
def content(name: str) -> Any:
    """
    What the file of this name holds.
    """
    return yaml.safe_load((_HERE / f"{name}.yml").read_text(encoding="utf-8"))


@cache
def pattern(name: str, kind: str) -> re.Pattern[str]:
    """
    What a file lists under this kind, as whole words, anywhere in folded text.
    """
    return re.compile(rf"(?<!\w)(?:{either(content(name)[kind])})(?!\w)")


@cache
def whole(name: str, kind: str) -> re.Pattern[str]:
    """
    The same as all that a text says.
    """
    return re.compile(rf"(?:{either(content(name)[kind])})")


@cache
def words(name: str, kind: str) -> frozenset[str]:
    """
    Single words of a file, folded.
    """
    listed = content(name)[kind]
    return frozenset(fold(word) for line in listed for word in str(line).split())


def either(patterns: list[str]) -> str:
    """
    One regular expression over folded text for any of several.
    """
    return "|".join(f"(?:{letters(each)})" for each in patterns)


def letters(expression: str) -> str:
    """
    A regular expression over folded text: its letters are folded, its escapes are not.
    """
    return _LETTER.sub(
        lambda found: found[0] if found[0][0] == "\\" else fold(found[0]), expression
    )
