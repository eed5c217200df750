"""
Whether a message wants advertising to stop or to begin: by words.

One intent holds both, and how to do either, and what was agreed to. A stop counts at
once, so it must be said; what says neither is asked about.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
from functools import cache
from pathlib import Path

import yaml

from actions.shared.likeness import fold

WORDS = Path(__file__).with_name("wishes.yml")
_SIGNS = re.compile(r"[^\w\s',?]")


class Wish(Enum):
    """
    What is wanted.
    """

    STOP = auto()
    START = auto()


def wish_of(text: str) -> Wish | None:
    """
    The wish of a message about newsletters and advertising; None where it says neither.
    """
    bare = "".join(each for each in text if not unicodedata.combining(each))
    said = _SIGNS.sub(" ", fold(bare).replace("’", "'"))
    if _listed("asks").search(said):
        return None
    if _listed("again").search(said):
        return Wish.START
    if _listed("stop").search(said):
        return Wish.STOP
    return Wish.START if _listed("start").search(said) else None


@cache
def _listed(kind: str) -> re.Pattern[str]:
    content = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return re.compile(rf"\b(?:{'|'.join(content[kind])})")
