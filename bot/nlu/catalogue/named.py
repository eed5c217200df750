"""
What is found of a catalogue: for whoever asked, and while a message is being read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.nlu.catalogue.index import Thing
from bot.nlu.finders.found import Found


@dataclass(frozen=True)
class Named(Found):
    """
    A thing of the catalogue: `value` is its id, `name` what the shop calls it.

    `kind` says what the id is of. A word for products in general ("shoes") has the id
    of its category; where several products are meant, the value is what was said of
    their names, and `ids` holds them if they are few. What the shop does not have, as a
    branch elsewhere, is unknown, and its value is what was said.
    """

    name: str = ""
    kind: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Span:
    """
    A thing's name, from a word of the message to the one before another.
    """

    start: int
    end: int
    thing: Thing


def places_of(spans: Sequence[Span]) -> set[int]:
    """
    The words that these names hold.
    """
    return {at for span in spans for at in range(span.start, span.end)}
