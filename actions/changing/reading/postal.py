"""
A postal code that is told by itself, for the address that the order has.
"""

from __future__ import annotations

import re
from functools import cache

from actions.changing.reading.phrases import content, letters
from actions.changing.reading.text import Text

# As Iran writes them: 3145678912, 31456-78912.
_CODE = re.compile(r"(?<![\d-])\d{5}-?\d{5}(?![\d-])")
_BESIDE = 2
"""So many words may stand beside it."""


def postal_code(text: Text) -> str:
    """
    A postal code that is called so, without the rest of an address; empty for none.
    """
    found = _postal_alone().search(text.folded)
    return "".join(filter(str.isdigit, found[1])) if found else ""


def is_postal_code_alone(text: Text) -> bool:
    """
    Whether such a one is all that is said, with a word or two beside it.
    """
    found = _postal_alone().search(text.folded)
    if found is None or not found[1]:
        return False
    rest = text.folded[: found.start()] + text.folded[found.end() :]
    return len(re.findall(r"[^\W\d_]+", rest)) <= _BESIDE


def has_ten_digits(text: str) -> bool:
    """
    Whether a text holds what looks like a postal code, in whatever digits.

    Beside a city it is one, and no number of an order.
    """
    return _CODE.search(text) is not None


@cache
def _postal_alone() -> re.Pattern[str]:
    name = letters(content("addresses")["surely_postal"])
    return re.compile(rf"(?<!\w){name}(\d[\d -]{{3,11}}\d)(?![\d-])")
