"""
Whether a message is a yes to the cart that was read back, in however many words.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from actions.shared.likeness import letters
from actions.shared.sayings import asks, bare
from actions.smalltalk.plain import is_nod, is_plain

WORDS = Path(__file__).with_name("agreeing.yml")
_MOST_WORDS = 14


def agrees(text: str) -> bool:
    """
    Whether it says yes and nothing else. Nods alone ("ok good") are none.
    """
    if asks(text) or nods(text) or any(map(str.isdecimal, text)):
        # "Yes, 2" is no yes to one.
        return False
    if is_plain(text, is_yes=True):
        return True
    said = " ".join(bare(text).replace(",", " ").split())
    if len(said.split()) > _MOST_WORDS:
        return False
    telling, whole = _rows()
    return telling.search(said) is not None and whole.fullmatch(said) is not None


def nods(text: str) -> bool:
    """
    Whether it only says that something was heard. A number says more.
    """
    return any(map(str.isalpha, text)) and is_nod(text)


@cache
def _rows() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """
    What tells, anywhere; and a row of nothing but what may stand in a yes.
    """
    content = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    tells = "|".join(map(letters, content["tells"]))
    every = f"{tells}|{'|'.join(map(letters, content['beside']))}"
    return (
        re.compile(rf"(?<!\S)(?:{tells})(?!\S)"),
        re.compile(rf"(?:{every})(?: (?:{every}))*"),
    )
