"""
How many of a thing, and which place of a list: from digits and words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.buying.draft import MOST_OF_ONE
from actions.shared.likeness import letters
from actions.shared.sayings import bare

WORDS = Path(__file__).with_name("counting.yml")
_DIGITS = re.compile(r"(?<![\w.,٫٬:/-])([0-9۰-۹٠-٩]{1,3})(?![\w.,٫٬:/-]*[0-9۰-۹٠-٩])")
_JOINED = re.compile(r"(?<=\d)(?=[^\W\d])")
_CLAUSE = re.compile(r"[,،;؛.!\n]|(?<!\w)(?:and|but|و|ولی|va|vali|لكن|بس)(?!\w)")
_SHORTEST_NAME = 3
_LAST = "last"


@dataclass(frozen=True)
class Count:
    """
    So many; with `step` 1 or -1 so many more or fewer than there are.
    """

    number: int
    step: int = 0

    def of(self, present: int) -> int:
        """
        How many that makes, at least one.
        """
        number = present + self.step * self.number if self.step else self.number
        return max(1, min(MOST_OF_ONE, number))


def count_in(text: str, names: Iterable[str] = ()) -> Count | None:
    """
    How many somebody now wants, where one clause of a text says that and nothing else.

    The words of `names` may stand beside it: "make it three wallets".
    """
    known = {word for name in names for word in bare(name).split()}
    for clause in _CLAUSE.split(text):
        said = _words(clause)
        strong = _shape().search(" ".join(said))
        if strong is not None:
            number = _number_of(next(each for each in strong.groups() if each))
            if number:
                return Count(number)
        found = _made_of_count(said, known)
        if found is not None:
            return found
    return None


def _made_of_count(said: Sequence[str], names: set[str]) -> Count | None:
    number, step, is_told, is_named = None, 0, False, False
    for word in said:
        many = _number_of(word)
        if many:
            if number is not None:
                return None
            number = many
        elif (moved := _step_of(word)) is not None:
            step, is_told = moved, True
        elif _list("counts").fullmatch(word):
            is_told = True
        elif _is_named(word, names):
            is_named = True
        elif not _list("beside").fullmatch(word):
            return None
    if number is None and step and _list("another").search(" ".join(said)):
        number = 1
    if is_named and not is_told:
        # "Three wallets" is how many, "the Ranoosh one" is which.
        is_told = not any(_list("pronouns").fullmatch(each) for each in said)
    return Count(number, step) if number and is_told else None


def place_in(text: str, size: int) -> int | None:
    """
    Which of `size` things shown is meant by its place, from 0; None where none is.
    """
    every = bare(text).replace(",", " ").replace("?", " ").split()
    said = [each for each in every if not _list("place_beside").fullmatch(each)]
    ordinals = [each for each in said if each in _places()]
    plain = [each for each in said if each not in _places()]
    if len(ordinals) == 1:
        if not all(_list("one").fullmatch(each) for each in plain):
            return None
        at = _places()[ordinals[0]]
        place = size - 1 if at == _LAST else int(at) - 1
    elif len(plain) == 1 and not ordinals:
        place = (_number_of(plain[0]) or 0) - 1
    else:
        return None
    return place if 0 <= place < size else None


def bare_number(text: str) -> int | None:
    """
    The number that is all of a text.
    """
    said = [each for each in _words(text) if not _list("beside").fullmatch(each)]
    return _number_of(said[0]) if len(said) == 1 else None


def taken_in(text: str) -> int | None:
    """
    The first number in a text, without words that are more often something else.
    """
    found = (
        number
        for number, start, end in numbers(text)
        if not _list("ambiguous").fullmatch(text[start:end].casefold())
    )
    return next(found, None)


def quantity_of(entities: Iterable[Mapping[str, Any]]) -> int | None:
    """
    How many, where it was understood as that.
    """
    for each in entities:
        if each["entity"] == "quantity" and str(each["value"]).isdecimal():
            return counted(int(each["value"]))
    return None


def numbers(text: str) -> Sequence[tuple[int, int, int]]:
    """
    Numbers of things with their places, in their order.
    """
    found = []
    for each in _DIGITS.finditer(text):
        number = counted(int(each.group(1)))
        if number is not None:
            found.append((number, each.start(1), each.end(1)))
    folded = text.casefold()
    for number, pattern in _number_words():
        found += [(number, e.start(), e.end()) for e in pattern.finditer(folded)]
    return sorted(found, key=lambda each: each[1])


def counted(number: int) -> int | None:
    """
    The number, if so many of a thing can be bought.
    """
    return number if 0 < number <= MOST_OF_ONE else None


def _words(text: str) -> list[str]:
    plain = bare(text).replace(",", " ").replace("?", " ")
    return _JOINED.sub(" ", plain).split()


def _number_of(word: str) -> int | None:
    if word.isdecimal():
        return counted(int(word))
    return _spelt().get(word) or _spelt().get(_list("ending").sub("", word))


def _step_of(word: str) -> int | None:
    if _list("more").fullmatch(word):
        return 1
    return -1 if _list("fewer").fullmatch(word) else None


def _is_named(word: str, names: set[str]) -> bool:
    return word in names or any(
        len(each) >= _SHORTEST_NAME and word.startswith(each) for each in names
    )


@cache
def _content() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return found


@cache
def _list(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(letters, _content()[kind]))})")


@cache
def _spelt() -> dict[str, int]:
    return {
        bare(word): int(number)
        for number, words in _content()["numbers"].items()
        for word in words
        if " " not in bare(word)
    }


@cache
def _places() -> dict[str, str]:
    return {
        bare(word): str(place)
        for place, words in _content()["places"].items()
        for word in words
    }


@cache
def _shape() -> re.Pattern[str]:
    """
    Words between which a number is how many, whatever else is said.
    """
    ending = "|".join(map(letters, _content()["ending"]))
    number = rf"(\d{{1,2}}|(?:{'|'.join(map(re.escape, _spelt()))})(?:{ending})?)"
    shapes = "|".join(
        letters(each).replace("NUMBER", number) for each in _content()["shapes"]
    )
    return re.compile(rf"(?<!\w)(?:{shapes})(?!\w)")


@cache
def _number_words() -> tuple[tuple[int, re.Pattern[str]], ...]:
    return tuple(
        (int(number), re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)"))
        for number, words in _content()["numbers"].items()
    )
