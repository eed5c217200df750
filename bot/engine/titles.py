"""
What each wish is called for customers: "Track an order" for `track_order`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import yaml

from bot import HOUSE

TITLES = HOUSE / "bot" / "domain" / "titles.yml"


def title(intent: str, language: str) -> str | None:
    """
    The title of an intent in fa, ar or en; None for what customers do not ask for.
    """
    return titles().get(intent, {}).get(language)


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
