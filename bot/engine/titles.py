"""
What each wish is called for customers: "Track an order" for `track_order`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import yaml

from bot import HOUSE

TITLES = HOUSE / "bot" / "domain" / "titles.yml"


@cache
def titles() -> Mapping[str, Mapping[str, str]]:
    """
    All titles by intent and language, read once.
    """
    content = yaml.safe_load(TITLES.read_text(encoding="utf-8"))
    return {
        str(intent): {str(lang): str(text) for lang, text in texts.items()}
        for intent, texts in content["titles"].items()
    }
