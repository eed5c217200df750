"""
Yes, no, and that there is nothing else: only where it is said explicitly.

Whoever says "yes, but" has said something else, and whoever asks back has not answered.
"""

from __future__ import annotations

import re

from actions.changing.reading.phrases import pattern, whole
from actions.changing.reading.text import Text

_SIGNS = re.compile(r"[^\w\s',]+")
_ASKS = re.compile(r"[?]")
_MOST_WORDS = 16
_FIRST = re.compile(r"[,.!;\n]")


def yes_or_no(text: Text) -> bool | None:
    """
    What was said of the two; None for anything else.
    """
    if _ASKS.search(text.folded):
        return None
    said = _bare(text.folded)
    if not said or len(said.split()) > _MOST_WORDS:
        return None
    short = _without_around(said)
    if _fits("no", said) or _fits("no", short):
        return False
    if _fits("yes", said) or (short and _fits("yes", short)):
        return True
    return None


def begins_with_no(text: Text) -> bool:
    """
    Whether a "no" comes first, whatever follows it.
    """
    first, *rest = _FIRST.split(text.folded.strip(), maxsplit=1)
    if _ASKS.search(first) or not rest:
        return False
    return _fits("no", _bare(first))


def no_more(text: Text) -> bool:
    """
    Whether they say that nothing else is wanted.
    """
    if _ASKS.search(text.folded):
        return False
    said = _bare(text.folded)
    return 0 < len(said.split()) <= _MOST_WORDS and _fits("no_more", said)


def other_one(text: Text) -> bool:
    """
    Whether they want the other one than what was put to them.
    """
    if _ASKS.search(text.folded):
        return False
    return _fits("other", _bare(text.folded)) or _fits("other", _bare_of_no(text))


def is_unopened(text: Text) -> bool | None:
    """
    Whether it is still closed, as they say.
    """
    if pattern("answers", "unopened").search(text.folded):
        return True
    if pattern("answers", "opened").search(text.folded):
        return False
    return None


def _fits(kind: str, said: str) -> bool:
    return whole("answers", kind).fullmatch(said) is not None


def _bare_of_no(text: Text) -> str:
    parts = _FIRST.split(text.folded.strip(), maxsplit=1)
    return _bare(parts[-1])


def _bare(folded: str) -> str:
    plain = _SIGNS.sub(" ", folded).replace("_", " ")
    commas = re.sub(r"\s*,\s*", ", ", plain)
    return " ".join(commas.strip(" ,'").split())


def _without_around(said: str) -> str:
    """
    What is left without "please" and the like; all of it where nothing is.
    """
    plain = said.replace(",", " ")
    left = " ".join(pattern("answers", "around").sub(" ", plain).split())
    return left or " ".join(plain.split())
