"""
Texts that are made of listed phrases and of nothing else.

Such a text is taken apart at its blanks, and not by one expression with a repetition
in it: where a word is listed twice, that would try every way of parting a long text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

MOST_WORDS = 16
"""No answer has more of them; a longer text is no row."""


def is_row(said: str, phrase: re.Pattern[str]) -> bool:
    """
    Whether a text is one or more of these phrases with a blank between each two.
    """
    words = said.split()
    return 0 < len(words) <= MOST_WORDS and len(words) in _ends(words, phrase)


def has_phrase(said: str, phrase: re.Pattern[str]) -> bool:
    """
    Whether some words of a text, next to each other, are such a phrase.
    """
    words = said.split()[:MOST_WORDS]
    return any(True for _ in _phrases(words, phrase))


def is_framed(
    said: str, core: re.Pattern[str], before: re.Pattern[str], behind: re.Pattern[str]
) -> bool:
    """
    Whether a text is one `core` with nothing but such phrases before and behind it.
    """
    words = said.split()
    if not 0 < len(words) <= MOST_WORDS:
        return False
    firsts = _ends(words, before)
    return any(
        end == len(words) or is_row(" ".join(words[end:]), behind)
        for start, end in _phrases(words, core)
        if start in firsts
    )


def _phrases(
    words: Sequence[str], phrase: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            if phrase.fullmatch(" ".join(words[start:end])):
                yield start, end


def _ends(words: Sequence[str], phrase: re.Pattern[str]) -> set[int]:
    """
    The places up to which the words are a row of phrases; 0 is always one.
    """
    ends = {0}
    for start, end in _phrases(words, phrase):
        # They come in the order of their starts, so that this one is settled.
        if start in ends:
            ends.add(end)
    return ends
