"""
What stands in a cell, turned into values that make sense.

Pure functions. `Nonsense` says what is wrong without the value, which may be personal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

# Excel's ways of saying "this is text, leave its zeros alone": '0912 and ="0912".
_FORMULA = re.compile(r'="(?P<text>[^"]*)"')
_MARKED = re.compile(r"'(?=[\d+\-=@])")
# Marks of direction and the like, which one cannot see and nobody typed.
_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_JOINER = "\u200c"
_ARABIC = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", _JOINER: None})
_SEPARATORS = {".": ",٬،'’ \u00a0\u202f", ",": ".٬'’ \u00a0\u202f"}
_DECIMAL = {".": ".٫", ",": ",٫"}


class Nonsense(Exception):
    """
    A cell that cannot be what the mapping says; the message holds no value.
    """


def text(cell: str) -> str | None:
    """
    A cell's text, without Excel's marks and outer spaces; None where it is empty.
    """
    found = (cell if cell.isascii() else _UNSEEN.sub("", cell)).strip()
    formula = _FORMULA.fullmatch(found)
    if formula is not None:
        found = formula["text"].strip()
    if found[:1] == "'":
        found = _MARKED.sub("", found, count=1)
    return found or None


def key(cell: str) -> str | None:
    """
    An id: digits of every script are the same, and an apostrophe in front is Excel's.
    """
    found = text(cell)
    return None if found is None else ascii_digits(found.lstrip("'")).strip() or None


def number(
    cell: str, *, decimal: str = ".", multiply_by: int = 1, divide_by: int = 1
) -> int:
    """
    A whole number of our unit that is not negative: 12,500 and ۱۲٬۵۰۰ and 12500.0.

    Separators have to stand between threes: "1,5" is not fifteen.
    """
    found = key(cell)
    if found is None:
        raise Nonsense("is empty")
    value = _decimal(found, decimal) * multiply_by / divide_by
    if value < 0:
        raise Nonsense("is negative")
    if value != int(value):
        raise Nonsense("is not a whole number")
    return int(value)


def _decimal(written: str, decimal: str) -> Decimal:
    found = _number_pattern(decimal).fullmatch(written)
    # More digits than money has are a mistake, and slow to reckon with.
    if found is None or len(written) > 30:
        raise Nonsense("is not a number")
    whole = re.sub(r"\D", "", found["whole"], flags=re.ASCII)
    sign = "-" if found["sign"] == "-" else ""
    return Decimal(f"{sign}{whole}.{found['fraction'] or '0'}")


@lru_cache(2)
def _number_pattern(decimal: str) -> re.Pattern[str]:
    separators, points = re.escape(_SEPARATORS[decimal]), re.escape(_DECIMAL[decimal])
    return re.compile(
        r"(?P<sign>[+-]?)"
        rf"(?P<whole>\d+|\d{{1,3}}(?P<by>[{separators}])\d{{3}}(?:(?P=by)\d{{3}})*)"
        rf"(?:[{points}](?P<fraction>\d+))?",
        re.ASCII,
    )


def word(cell: str, values: Mapping[str, str]) -> str | None:
    """
    What the mapping makes of the cell's word.
    """
    found = text(cell)
    if found is None:
        return None
    try:
        return values[folded(found)]
    except KeyError:
        raise Nonsense("is a word that the mapping does not know") from None


def folded(name: str) -> str:
    """
    A word as it is compared: Arabic or Persian letters and outer spaces are the same.
    """
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", name)).translate(_ARABIC)
    return " ".join(ascii_digits(plain).casefold().split())


def ascii_digits(written: str) -> str:
    """
    The same with all digits in ASCII.
    """
    if written.isascii():
        return written
    return "".join(
        str(unicodedata.digit(each)) if each.isdecimal() else each for each in written
    )
