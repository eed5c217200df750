"""
What is put right in an address that was read back: "no, number 21".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.changing.reading import shapes
from actions.changing.reading.known import Known
from actions.changing.reading.phrases import content, letters, whole
from actions.changing.reading.text import Text, fold, text_of
from actions.shared import countries
from crm_connector.model import Address

_NUMBER = re.compile(r"[\s.:#-]{0,3}(\d+\w*)")
_HOUSE = re.compile(r"(?<![\w-])\d+[a-z]?(?![\w-])")
_CODE = re.compile(r"(?<![\w-])\d[\d -]*\d(?![\w-])")
_IN_IRAN = 10
_LEAST = 4
_BESIDE = 2


def parts(text: Text) -> tuple[tuple[str, str], ...]:
    """
    The parts of an address with a number: the word of each, folded, and all of it.

    Of "21 Oak Street" the word is "oak street".
    """
    found: list[tuple[str, str]] = []
    for word in shapes.street().finditer(text.folded):
        number = _NUMBER.match(text.folded, word.end())
        if number is not None:
            written = text.as_written(word.start(), number.end())
            found.append((word.group().strip(" ."), written))
    for house in () if found else _HOUSE.finditer(text.folded):
        last = shapes.behind().search(text.folded, house.end())
        if last is not None:
            named = text.folded[house.end() : last.end()].strip()
            found.append((named, text.as_written(house.start(), last.end())))
    return tuple(found)


def amended(address: Address, told: Sequence[tuple[str, str]]) -> Address:
    """
    The address with these parts in the place of its own; a new one stands last.
    """
    lines = list(address.lines)
    for word, written in told:
        put = [_put(each, word, written) for each in lines]
        at = next((at for at, each in enumerate(put) if each), None)
        if at is None:
            lines.append(written)
        else:
            lines[at] = put[at]
    return replace(address, lines=tuple(lines))


def bare_code(text: str, known: Known) -> str:
    """
    A postal code that is not called one, and is all that is said; empty for none.

    It has as many digits as that of the order's address, or ten as in Iran, and is no
    number of an order of theirs.
    """
    said = text_of(text).folded
    found = _CODE.search(said)
    if found is None or "?" in said or shapes.street().search(said):
        return ""
    rest = said[: found.start()] + said[found.end() :]
    digits = "".join(filter(str.isdigit, found.group()))
    is_own = any(digits in fold(each.number) for each in known.orders)
    if is_own or any(map(str.isdigit, rest)) or len(rest.split()) > _BESIDE:
        return ""
    place = known.order.ship_to if known.order else None
    before = fold(place.postal_code or "") if place else ""
    lengths = {sum(map(str.isdigit, before))} - {*range(_LEAST)}
    if known.country == countries.HOME:
        lengths.add(_IN_IRAN)
    return digits if len(digits) in lengths else ""


def _put(line: str, word: str, written: str) -> str:
    """
    A line with what is written in the place of its part of this word; empty for none.
    """
    text = text_of(line)
    is_house = whole("addresses", "house").fullmatch(word) is not None
    alike = letters(content("addresses")["house"][0]) if is_house else re.escape(word)
    named = re.search(rf"(?<!\w)(?:{alike})[\s.:#-]{{0,3}}\d+\w*", text.folded)
    if named is not None:
        return _with(text, named.span(), written)
    first = re.match(r"\d+[a-z]?(?!\w)", text.folded)
    if first is None:
        return ""
    if is_house:
        number = re.search(r"\d+\w*", written)
        return _with(text, first.span(), number.group() if number else written)
    behind = text.folded[first.end() :].strip()
    is_same = behind.startswith(word)
    end = text.folded.index(word) + len(word) if is_same else 0
    return _with(text, (0, end), written) if is_same else ""


def _with(text: Text, span: tuple[int, int], written: str) -> str:
    start, end = span
    before = text.written[: text.places[start]]
    after = text.written[text.places[end] :] if end < len(text.places) else ""
    return f"{before}{written}{after}"
