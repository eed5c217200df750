"""
To whom an order goes, where somebody else is named for it.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile

from actions.changing.reading.phrases import pattern, words
from actions.changing.reading.text import Text

_MOST_WORDS = 4
_STRIP = " .:-\"'()!?،,"
_BEHIND = re.compile(r"[\s:=-]*(?P<name>[^\W\d_]+(?: [^\W\d_]+){0,4})")
_LINKS = frozenset({"و", "and"})


def recipient(text: Text) -> str:
    """
    The name of who receives it, as it was written; empty where none is said.
    """
    for found in pattern("addresses", "recipient").finditer(text.folded):
        at = next((i for i, said in enumerate(found.groups(), 1) if said), None)
        if at is None or not _is_name(found[at]):
            continue
        name = text.as_written(*found.span(at)).strip(_STRIP)
        if name and not any(map(str.isdigit, name)):
            return name
    return ""


def addressee(text: Text) -> tuple[int, int, int] | None:
    """
    Where it is said to whom an address is: where that begins, and the name from and to.
    """
    for found in pattern("addresses", "addressee").finditer(text.folded):
        named = _BEHIND.match(text.folded, found.end())
        if named is None:
            continue
        start = named.start("name")
        listed = named["name"].split()
        while listed and listed[0] in _kin():
            start += len(listed.pop(0)) + 1
        said = [*takewhile(lambda word: word not in _no_name(), listed)]
        if said:
            return found.start(), start, start + len(" ".join(said))
    return None


def addressee_named(text: Text) -> str:
    """
    The name that stands right behind "the recipient"; empty for none.
    """
    found = addressee(text)
    return text.as_written(*found[1:]) if found is not None else ""


def _is_name(said: str) -> bool:
    """
    Whether all of it may be of a name: nobody is called "not at home", or "my sister".
    """
    listed = said.strip(_STRIP).split()
    return 0 < len(listed) <= _MOST_WORDS and _no_name().isdisjoint(listed)


@cache
def _kin() -> frozenset[str]:
    return words("addresses", "kin")


@cache
def _no_name() -> frozenset[str]:
    return words("addresses", "no_name") | _LINKS
