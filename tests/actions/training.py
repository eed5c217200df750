"""
The sentences that the bot learns from, read once for all tests that try them.
"""

from __future__ import annotations

from functools import cache

from bot.nlu.sentences import Example, own_examples


@cache
def training() -> tuple[Example, ...]:
    """
    Every training sentence, with its intent.
    """
    return own_examples()
