"""
What a message of several wishes comes apart into.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from actions.orders import at_hand
from bot.engine.matters import PEOPLE, THINGS, Matter
from bot.engine.meaning import Parsed

MOST = 5
"""So many wishes of a message are answered one by one."""
_REFERENCES = frozenset({at_hand.NUMBER, at_hand.PLACE, "product", "product_word"})


@dataclass(frozen=True)
class Part:
    """
    What is answered by itself; it speaks of the orders `lent` to it, and names none.

    `is_own` tells that it may be of what nobody else is told, `is_form` that a form
    takes it up.
    """

    text: str
    lent: tuple[dict[str, Any], ...] = ()
    is_own: bool = True
    is_form: bool = False

    def meant(self, parsed: Parsed) -> Parsed:
        """
        What it was understood as, with the orders that were named beside it.
        """
        if not self.lent or parsed["intent"]["name"] not in at_hand.WISHES:
            return parsed
        return {**parsed, "entities": [*parsed["entities"], *self.lent]}


@dataclass(frozen=True)
class Apart:
    """
    The `parts` of a message in the order in which they are answered; none of a whole.

    What is `left` of it is answered by none of them, and what was to be done only
    `on_condition` is not done: the customer's own words for both.
    """

    parts: tuple[Part, ...] = ()
    left: tuple[str, ...] = ()
    on_condition: tuple[str, ...] = ()


@dataclass
class Wish:
    """
    A stretch, or several, understood as wishes of one `group`.
    """

    group: str
    texts: list[str]
    entities: list[dict[str, Any]]

    @property
    def text(self) -> str:
        """
        All that was said of it.
        """
        return "\n".join(self.texts)

    @property
    def matter(self) -> Matter:
        """
        What it is about.
        """
        named = [(each["entity"], str(each["value"])) for each in self.entities]
        return (
            self.group,
            {value for kind, value in named if kind == at_hand.NUMBER},
            {value for kind, value in named if kind in THINGS},
        )


def most(wishes: Sequence[Wish]) -> tuple[list[Wish], tuple[str, ...]]:
    """
    As many wishes as are answered, and what the others are; a person is always called.
    """
    people = [each for each in wishes if each.group in PEOPLE]
    others = [each for each in wishes if each.group not in PEOPLE]
    end = MOST - len(people)
    return [*others[:end], *people], tuple(each.text for each in others[end:])


def joined(found: Sequence[Wish]) -> list[Wish]:
    """
    Each group once, where it stood first.
    """
    known_so_far: dict[str, Wish] = {}
    for each in found:
        known = known_so_far.setdefault(each.group, each)
        if known is not each:
            known.texts += each.texts
            known.entities += each.entities
    return list(known_so_far.values())


def lent(wishes: Sequence[Wish], at: int) -> tuple[dict[str, Any], ...]:
    """
    The number of the order that a wish speaks of which names none: of one before it.
    """
    if any(each["entity"] in _REFERENCES for each in wishes[at].entities):
        return ()
    for before in reversed(wishes[:at]):
        named = [e for e in before.entities if e["entity"] == at_hand.NUMBER]
        if named:
            return tuple({k: e[k] for k in ("entity", "value")} for e in named)
    return ()
