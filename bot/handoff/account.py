"""
What a summary is made from: all that is known of a conversation, filled by the caller.

Wishes and deeds are those of the packet, by their codes; `Names` has what agents call
them in their three languages, as mappings by "fa", "ar" and "en".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from bot.handoff.earlier import Earlier
from bot.handoff.packet import Asked, Deed, Wish
from bot.handoff.said import Said
from bot.handoff.sentiment import Mood

Titles = Mapping[str, str]

_ACTION = "action_"


@dataclass(frozen=True)
class Names:
    """
    What agents call intents, and the errors for which something failed.
    """

    wishes: Mapping[str, Titles] = field(default_factory=dict)
    problems: Mapping[str, Titles] = field(default_factory=dict)

    def of_wish(self, wish: Wish) -> Titles:
        """
        The wish by its intent; the code itself where nobody has named it.
        """
        return self.wishes.get(wish.intent) or _plain(wish.intent)

    def of_kind(self, asked: Asked) -> Titles:
        """
        What was wanted of an order, by what it comes to there or what it was called.
        """
        kinds = (asked.operation, asked.kind)
        known = (self.wishes[each] for each in kinds if each in self.wishes)
        return next(known, None) or _plain(asked.kind)

    def of_deed(self, deed: Deed) -> Titles:
        """
        The deed by the wish that its action is for.
        """
        name = deed.action[len(_ACTION) :] if _is_action(deed) else deed.action
        return self.wishes.get(name) or _plain(name)

    def of_problem(self, deed: Deed) -> Titles | None:
        """
        Why it failed; None where that is not known.
        """
        if not deed.why:
            return None
        return self.problems.get(deed.why) or _plain(deed.why)


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
class Account:
    """
    A conversation so far, oldest first in everything.

    `customer` is their name if it is known; `is_proven`, whether they have proven it.
    `named` are numbers of orders that they have named and nobody has verified, `asked`
    what is to be done with their orders, the one at hand first.
    """

    said: tuple[Said, ...]
    customer: str = ""
    is_proven: bool = False
    wishes: tuple[Wish, ...] = ()
    things: tuple[Thing, ...] = ()
    deeds: tuple[Deed, ...] = ()
    mood: Mood = field(default_factory=lambda: Mood(0.0))
    names: Names = field(default_factory=Names)
    earlier: tuple[Earlier, ...] = ()
    named: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()


def _is_action(deed: Deed) -> bool:
    return deed.action.startswith(_ACTION)


def _plain(code: str) -> Titles:
    return {"en": code.replace("_", " ")} if code else {}
