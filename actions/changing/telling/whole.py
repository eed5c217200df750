"""
That single things are not taken out of an order, and that all of it may be called off.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

WORDS = Path(__file__).with_name("whole.yml")


def only_whole(lang: str) -> str:
    """
    A sentence of it, in fa, ar or en.
    """
    return _words()["only_whole"][lang]


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return words
