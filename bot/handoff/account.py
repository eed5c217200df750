"""
What a summary is made from: all that is known of a conversation, filled by the caller.

Texts for agents come in their three languages, as mappings by "fa", "ar" and "en".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from bot.handoff.said import Said
from bot.handoff.sentiment import Mood

Titles = Mapping[str, str]


@dataclass(frozen=True)
class Wish:
    """
    What the customer wanted, by the title of its intent; open until it was done.
    """

    titles: Titles
    is_open: bool = True


@dataclass(frozen=True)
class Thing:
    """
    An order or a product that was spoken of, by its number or name, with its state.
    """

    kind: ThingKind
    name: str
    states: Titles | None = None


class ThingKind(str, Enum):
    """
    What a thing is.
    """

    ORDER = "order"
    PRODUCT = "product"


@dataclass(frozen=True)
class Deed:
    """
    What the bot did, or tried: `problems` says why it failed.
    """

    titles: Titles
    succeeded: bool = True
    problems: Titles | None = None


@dataclass(frozen=True)
class Account:
    """
    A conversation so far, oldest first in everything.

    `customer` is their name if it is known; `is_proven`, whether they have proven it.
    """

    said: tuple[Said, ...]
    customer: str = ""
    is_proven: bool = False
    wishes: tuple[Wish, ...] = ()
    things: tuple[Thing, ...] = ()
    deeds: tuple[Deed, ...] = ()
    mood: Mood = field(default_factory=lambda: Mood(0.0))
