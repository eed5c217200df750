"""
Texts that a regular expression stands for, each of its branches taken at least once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import chain, islice
from typing import Any

from actions.changing.reading.phrases import content, letters

_MOST = 600
# The parser of expressions has another name from 3.11 on.
_PARSER: Any = getattr(re, "_parser", None) or import_module("sre_parse")
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_SIGNS = {"CATEGORY_WORD": "z", "CATEGORY_DIGIT": "7", "CATEGORY_SPACE": " "}


def of_answers(kind: str) -> Iterator[str]:
    """
    What this kind of answers.yml stands for, in folded letters.
    """
    yield from chain(*(of(letters(each)) for each in content("answers")[kind]))


def of_deeds(kind: str) -> Iterator[str]:
    """
    The same of its deeds with this name.
    """
    listed = content("answers")["deeds"][kind]
    yield from chain(*(of(letters(each)) for each in listed))


def of(expression: str) -> list[str]:
    """
    Texts that fit the whole of an expression; at most so many, of all its branches.
    """
    whole = re.compile(expression)
    texts = dict.fromkeys(" ".join(each.split()) for each in _row(_parsed(expression)))
    return [each for each in texts if each and whole.fullmatch(each)]


def repeated(expression: str) -> Iterator[tuple[str, str]]:
    """
    For each repetition in an expression what may stand before it, and what it repeats.
    """
    yield from _repeated(_parsed(expression), "")


def _parsed(expression: str) -> Sequence[Any]:
    found: Sequence[Any] = _PARSER.parse(expression)
    return found


def _repeated(row: Sequence[Any], before: str) -> Iterator[tuple[str, str]]:
    for kind, value in row:
        name = str(kind)
        if name in _REPEATS:
            _, most, inner = value
            if most > 1 and not _is_one_sign(inner):
                yield from ((before, each) for each in _row(inner) if each)
            yield from _repeated(inner, before)
        elif name == "BRANCH":
            for each in value[1]:
                yield from _repeated(each, before)
        elif name == "SUBPATTERN":
            yield from _repeated(value[-1], before)
        before += next(iter(_node(kind, value)), "")


def _is_one_sign(row: Sequence[Any]) -> bool:
    return len(row) == 1 and str(row[0][0]) in ("IN", "LITERAL", "ANY", "NOT_LITERAL")


def _row(row: Sequence[Any]) -> list[str]:
    """
    The parts one behind the other; every branch of each with the first of the others.
    """
    parts = [_node(kind, value) for kind, value in row]
    first = [each[0] if each else "" for each in parts]
    found = ["".join(first)]
    for at, each in enumerate(parts):
        found += ["".join((*first[:at], one, *first[at + 1 :])) for one in each[1:]]
    return list(islice(dict.fromkeys(found), _MOST))


def _node(kind: Any, value: Any) -> list[str]:
    name = str(kind)
    if name == "LITERAL":
        return [chr(value)]
    if name == "BRANCH":
        return list(chain(*(_row(each) for each in value[1])))
    if name == "SUBPATTERN":
        return _row(value[-1])
    if name in _REPEATS:
        least, _, inner = value
        every = _row(inner)
        return [each * max(least, 1) for each in every] + ([""] if not least else [])
    if name == "IN":
        return _of_class(value)
    if name in ("ANY", "NOT_LITERAL"):
        return ["z"]
    # What looks ahead or back, and the ends of words, take no letters.
    return [""]


def _of_class(value: Sequence[Any]) -> list[str]:
    found = []
    for kind, what in value:
        name = str(kind)
        if name == "LITERAL":
            found.append(chr(what))
        elif name == "RANGE":
            found.append(chr(what[0]))
        elif name == "CATEGORY":
            found.append(_SIGNS.get(str(what), "z"))
        else:
            return ["z"]
    return found
