"""
What is asked of a parcel that was just told of: at which hour it comes, who brings it.
"""

from __future__ import annotations

from pathlib import Path

from actions.shared.sayings import bare, listed

WORDS = Path(__file__).with_name("parcel.yml")
# Whoever writes more says something of its own.
_MOST_WORDS = 9


def asks_hour(text: str) -> bool:
    """
    Whether the hour is asked for, which no system tells: that of a parcel, no shop's.
    """
    return _says(text, "hour") and not _says(text, "opening")


def asks_of_parcel(text: str) -> bool:
    """
    Whether a short text goes on asking about a parcel.
    """
    is_short = len(text.split()) <= _MOST_WORDS
    return is_short and (asks_hour(text) or _says(text, "carrier"))


def _says(text: str, kind: str) -> bool:
    return listed(WORDS, kind).search(bare(text)) is not None
