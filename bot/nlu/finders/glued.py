"""
Digits right behind Latin letters: of a code, or of a word whose space was forgotten.
"""

import re
from collections.abc import Collection

_LETTERS = re.compile(r"[a-z]+$")
# No word for a number is longer; of pasted text no more need be looked at.
_MOST_LETTERS = 24


def opens_a_code(text: str, start: int, words: Collection[str]) -> bool:
    """
    Whether what is glued in front makes the digits a code: TRK12345678, RR123456785IR.

    It does not where it is one of the `words` behind which such a number stands:
    "no21963", "gheymat500". Letters of Arabic script are never of a code.
    """
    glued = _LETTERS.search(text, max(0, start - _MOST_LETTERS), start)
    return glued is not None and glued.group() not in words
