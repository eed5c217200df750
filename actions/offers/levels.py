"""
What a level of loyalty is called in each language, however its list writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from actions import formatting
from actions.shared.likeness import fold

WORDS = Path(__file__).with_name("levels.yml")


def level_called(tier: str, lang: str) -> str:
    """
    The level's name in `lang`; as it is written where nobody knows it.
    """
    names = _levels().get(fold(tier))
    return names[lang] if names else formatting.as_written(tier, lang)


@cache
def _levels() -> Mapping[str, Mapping[str, str]]:
    """
    The names by language of every level, under each way to write it.
    """
    content = yaml.safe_load(WORDS.read_text(encoding="utf-8"))["levels"]
    known = {}
    for key, names in content.items():
        also = names.pop("also", [])
        for written in (key, *names.values(), *also):
            known[fold(written)] = names
    return known
