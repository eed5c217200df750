"""
Yes, no, and that there is nothing else: only where it is said explicitly.

Whoever says "yes, but" has said something else, and whoever asks back has not answered.
"""

from __future__ import annotations

import re
from functools import cache

from actions.changing.reading.deeds import operation_of
from actions.changing.reading.phrases import content, letters, pattern, whole
from actions.changing.reading.text import Text
from crm_connector.operations import Operation

_SIGNS = re.compile(r"[^\w\s',]+")
_ASKS = re.compile(r"[?]")
_MOST_WORDS = 16
_FIRST = re.compile(r"[,.!;\n]")


def yes_or_no(text: Text, put: Operation | None = None) -> bool | None:
    """
    What was said of the two; None for anything else.

    A yes may name the deed again if it is the one that was `put` to them.
    """
    if _ASKS.search(text.folded):
        return None
    said = _bare(text.folded).replace(",", "")
    if not said or len(said.split()) > _MOST_WORDS:
        return None
    if _is_made_of(said, "no", ("no_beside", "around")):
        return False
    if _is_made_of(said, "yes", ("yes_beside", "around")):
        return True
    if put is not None and operation_of(text) is put:
        return (
            True
            if _is_made_of(said, "yes", ("yes_beside", "around", "deeds"))
            else None
        )
    return None


def begins_with_no(text: Text) -> bool:
    """
    Whether a "no" comes first, whatever follows it.
    """
    first, *rest = _FIRST.split(text.folded.strip(), maxsplit=1)
    if _ASKS.search(first) or not rest:
        return False
    return _is_made_of(_bare(first), "no", ("around",))


def comes_instead(text: Text) -> bool:
    """
    Whether it begins with a no, or with "instead", and goes on with something else.
    """
    begins = pattern("answers", "instead").match(text.folded.strip())
    return begins is not None or begins_with_no(text)


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


def place(text: Text) -> int | None:
    """
    The place in a list that they name, from 1; -1 is the last one, None is no place.
    """
    if _ASKS.search(text.folded):
        return None
    said = _bare(text.folded).replace(",", "")
    every = content("answers")["places"]
    around = whole("answers", "around").pattern
    for at, named in every.items():
        one = "|".join(f"(?:{letters(each)})" for each in named)
        if re.fullmatch(rf"(?:(?:{around}) )*(?:{one})(?: (?:{around}))*", said):
            return int(at)
    return None


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


def _is_made_of(said: str, kind: str, others: tuple[str, ...]) -> bool:
    """
    Whether all of it is of these kinds, and some of the first.
    """
    return bool(_told(kind).search(said)) and bool(_row(kind, others).fullmatch(said))


@cache
def _told(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{whole('answers', kind).pattern})(?!\S)")


@cache
def _row(kind: str, others: tuple[str, ...]) -> re.Pattern[str]:
    every = "|".join(whole("answers", each).pattern for each in (kind, *others))
    return re.compile(rf"(?:{every})(?: (?:{every}))*")
