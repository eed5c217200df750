"""
To whom an order goes, where somebody else is named for it.
"""

from __future__ import annotations

from actions.changing.reading.phrases import pattern
from actions.changing.reading.text import Text

_MOST_WORDS = 5
_STRIP = " .:-\"'()!?،,"


def recipient(text: Text) -> str:
    """
    The name of who receives it, as it was written; empty where none is said.
    """
    for found in pattern("addresses", "recipient").finditer(text.folded):
        at = next((i for i, said in enumerate(found.groups(), 1) if said), None)
        if at is None:
            continue
        name = text.as_written(*found.span(at)).strip(_STRIP)
        if 0 < len(name.split()) <= _MOST_WORDS and not any(map(str.isdigit, name)):
            return name
    return ""
