"""
Characters as people see them: what may not be taken apart, and how wide it is.
"""

from __future__ import annotations

import re
import unicodedata

_JOINER = "\u200d"
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")
# Of a letter or an emoji before them: marks, variations, colours of the skin, tags.
_GOES_ON = re.compile(
    "[\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs", "Mn", "Me"})
_WIDE = frozenset("WF")
ELLIPSIS = "…"


def is_blank(text: str) -> bool:
    """
    Whether nothing is to be seen of it; Telegram takes no such message.
    """
    return all(unicodedata.category(each) in _INVISIBLE for each in text)


def boundary(text: str, end: int) -> int:
    """
    The last place up to `end` at which no character that people see is taken apart.

    0 if there is none behind the beginning.
    """
    at = min(end, len(text))
    while 0 < at < len(text) and _holds(text, at):
        at -= 1
    return at


def width(text: str) -> int:
    """
    How many letters' room it takes, about: an emoji takes that of two.
    """
    return sum(_room(each) for each in text)


def shortened(text: str, most: int) -> str:
    """
    The text in the room of `most` letters, with an ellipsis where some were cut off.
    """
    if width(text) <= most:
        return text
    room, end = 1, 0
    for each in text:
        room += _room(each)
        if room > most:
            break
        end += 1
    return text[: boundary(text, end)].rstrip() + ELLIPSIS


def _holds(text: str, at: int) -> bool:
    """
    Whether what is before and behind this place is one character to the eye.
    """
    before, behind = text[at - 1], text[at]
    if _GOES_ON.match(behind) or unicodedata.category(behind).startswith("M"):
        return True
    if before == _JOINER:
        return True
    if _FLAG.match(before) and _FLAG.match(behind):
        first = at
        while first and _FLAG.match(text[first - 1]):
            first -= 1
        return (at - first) % 2 == 1
    return before == "\r" and behind == "\n"


def _room(sign: str) -> int:
    if _GOES_ON.match(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in _WIDE else 1
