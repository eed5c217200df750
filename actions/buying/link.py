"""
Whether the page to pay on is said not to open.
"""

from __future__ import annotations

from pathlib import Path

from actions.shared.sayings import saying_of

WORDS = Path(__file__).with_name("link.yml")
_MOST_WORDS = 12


def link_fails(text: str) -> bool:
    """
    Whether all that a text says is that a link, or the page behind it, fails.
    """
    return saying_of(WORDS, text, most_words=_MOST_WORDS) is not None
