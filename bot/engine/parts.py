"""
A message cut into stretches, each of which may ask or wish for something by itself.

Cuts are made where a sentence ends, at commas, and at the words that join two wishes.
Whether a stretch is a wish is for understanding to tell, and for `bot.engine.several`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.changing.reading.phrases import letters
from actions.changing.reading.text import Text, text_of

WORDS = Path(__file__).with_name("parts.yml")
LONGEST = 600
"""Whoever writes more tells a story, and is understood as a whole."""
MOST = 10
"""In so many stretches nobody asks for anything by the way."""
_LINES = ("en", "fa", "fa-Latn", "ar")
_ENGLISH = (0,)
_SENTENCE = r"(?<=[^\d\s])[.!?;]+(?=\s|$)|(?<=\d)[.!?;](?=\s|$)|\?+|\n+"


@dataclass(frozen=True)
class Stretch:
    """
    A part of a message, in the customer's own letters, without what joins it.

    `asks` is whether it asks or wishes for something; one that does not may be an
    answer, or tell what the next one is about.
    """

    text: str
    asks: bool


def stretches(text: str, way: str) -> tuple[Stretch, ...]:
    """
    The stretches of a message in this way of writing; none where it is too long.

    What asks for nothing may be an answer, or belong to what stands beside it.
    """
    if not text or len(text) > LONGEST:
        return ()
    whole = text_of(text)
    found = tuple(
        Stretch(
            whole.as_written(start, end),
            _asks(way).search(whole.folded[start:end]) is not None,
        )
        for start, end in _cut(whole, way)
    )
    return found if len(found) <= MOST else ()


def depends(text: str, way: str) -> bool:
    """
    Whether it is a condition, or says what is not wanted: no wish of its own.
    """
    said = text_of(text).folded
    is_refused = _whole("refuses", way).search(said) is not None
    return is_refused or _condition(way).match(said) is not None


def wants(text: str, way: str) -> bool:
    """
    Whether it says that something is to be had or done.
    """
    return _whole("wants", way).search(text_of(text).folded) is not None


def is_ordered(text: str, way: str) -> bool:
    """
    Whether it tells us to do something, in case that something is so.
    """
    said = text_of(text).folded
    is_condition = _condition(way).match(said) is not None
    return is_condition and _whole("orders", way).search(said) is not None


def is_deed(text: str, way: str) -> bool:
    """
    Whether it tells us, by how it is built, to do something: "make the case navy".
    """
    return _deed(way).match(text_of(text).folded) is not None


def is_over(text: str, way: str) -> bool:
    """
    Whether it tells of something that was done: "I have cancelled it".
    """
    return _whole("over", way).search(text_of(text).folded) is not None


def is_wished(text: str, way: str) -> bool:
    """
    Whether it says "I want" or "please do", and not only what is spoken of.
    """
    return _whole("wished", way).search(text_of(text).folded) is not None


def hangs_on(text: str, way: str) -> bool:
    """
    Whether a question for goods belongs to what stands beside it: "is it there?".
    """
    return _whole("hangs", way).search(text_of(text).folded) is not None


def puts_first(text: str, way: str) -> bool:
    """
    Whether something is to be answered before the rest: "but first tell me ...".
    """
    return _whole("first", way).search(text_of(text).folded) is not None


def speaks_of(topic: str, text: str, way: str) -> bool:
    """
    Whether it has a word of this topic, and so means something alone.

    The topics are called as intents are; of any other, no text speaks.
    """
    listed = _content()["topics"].get(topic)
    if listed is None:
        return False
    return _whole(topic, way).search(text_of(text).folded) is not None


def _cut(whole: Text, way: str) -> Iterator[tuple[int, int]]:
    """
    Where its stretches begin and end, with no empty one.
    """
    said, start = whole.folded, 0
    for found in _cuts(way).finditer(said):
        is_sentence = found["sentence"] is not None
        end = found.end() if is_sentence else found.start()
        if not is_sentence and _only_numbers(said[found.end() :], way):
            # "Cancel 21 and 22 please" goes on with the next order.
            continue
        if not _has_word(said[start:end]):
            start = found.end()
        elif is_sentence or not _condition(way).match(said[start:end]):
            # "If I send it back, who pays?" is one question.
            yield start, end
            start = found.end()
    if _has_word(said[start:]):
        yield start, len(said)


def _only_numbers(said: str, way: str) -> bool:
    """
    Whether up to the next cut there is a number, and no word that asks for anything.
    """
    cut = _cuts(way).search(said)
    part = said[: cut.start()] if cut else said
    rest = _whole("numbered", way).sub(" ", part)
    return rest != part and any(c.isdigit() for c in part) and not _has_word(rest)


def _has_word(said: str) -> bool:
    return any(each.isalnum() for each in said)


@cache
def _cuts(way: str) -> re.Pattern[str]:
    joined = _whole("link", way).pattern
    # An Arabic "and" is written with the next word.
    attached = rf"(?<!\w)و(?=(?:{_any('attached', way)})(?!\w))"
    return re.compile(
        rf"(?P<sentence>{_SENTENCE})|,(?!\d)|{joined}(?: {joined})*|{attached}"
    )


@cache
def _asks(way: str) -> re.Pattern[str]:
    asks, wants = (_whole(kind, way).pattern for kind in ("asks", "wants"))
    return re.compile(rf"{asks}|{wants}|\?|{_first('begins', way)}")


@cache
def _condition(way: str) -> re.Pattern[str]:
    return re.compile(_first("condition", way))


@cache
def _deed(way: str) -> re.Pattern[str]:
    return re.compile(_first("deeds", way))


def _first(kind: str, way: str) -> str:
    """
    One of these at the beginning, behind words that say nothing.
    """
    beside, listed = _any("beside", way), _any(kind, way)
    return rf"^\W*(?:(?:{beside})[\s,]+)*(?:{listed})(?![\w'])"


@cache
def _whole(kind: str, way: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'])(?:{_any(kind, way)})(?![\w'])")


@cache
def _any(kind: str, way: str) -> str:
    """
    What is listed for this way of writing; English words are used in each.
    """
    content = _content()
    listed = content.get(kind) or content["topics"][kind]
    lines = {*_ENGLISH, _LINES.index(way)}
    return "|".join(letters(each) for at, each in enumerate(listed) if at in lines)


@cache
def _content() -> dict[str, Any]:
    return dict(yaml.safe_load(WORDS.read_text(encoding="utf-8")))
