"""
E-mail addresses, also with Persian or Arabic written right up to them.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator

from bot.nlu.finders.found import Found
from bot.nlu.text import Normalized

ENTITY = "email"

_AT = re.compile(r"[@\uff20\ufe6b]")
# As the standards bound them: 64 before the sign, labels of 63, 253 in all.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}$")
_DOMAIN = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9])"
)
_LONGEST_LOCAL = 64
_LONGEST_DOMAIN = 253


def find(normal: Normalized) -> Iterator[Found]:
    """
    The addresses of a message, their domain in small letters.

    They are read from the customer's own text: in the compared form every doubled
    letter has become one.
    """
    if not _AT.search(normal.original):
        return
    written, places = _plain(normal.original)
    after = 0
    for sign in _AT.finditer(written):
        at = sign.start()
        domain = _DOMAIN.match(written, at + 1, at + 1 + _LONGEST_DOMAIN)
        local = _LOCAL.search(written[max(after, at - _LONGEST_LOCAL) : at])
        if domain is None or local is None:
            continue
        name = local.group().lstrip(".'*/=`{|}~!?&")
        if not name or name.endswith(".") or ".." in name:
            continue
        after = domain.end()
        first, last = places[at - len(name)], places[after - 1] + 1
        start = bisect_left(normal.places, first)
        end = bisect_left(normal.places, last)
        if start < end:
            yield Found(ENTITY, f"{name}@{domain.group().lower()}", start, end)


def _plain(text: str) -> tuple[str, list[int]]:
    """
    The text without invisible marks and with ASCII digits, and whence each letter is.
    """
    letters, places = [], []
    for place, char in enumerate(text):
        if char.isascii():
            letters.append(char)
        elif (category := unicodedata.category(char)) == "Nd":
            letters.append(str(unicodedata.digit(char)))
        elif category != "Cf":
            letters.append(char)
        else:
            continue
        places.append(place)
    return "".join(letters), places
