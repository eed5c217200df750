"""
What a customer has come with, part by part: what is said of each, and what is answered.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Protocol

from bench._tasks import wordings
from bench._tasks.choosing import closest, is_said, of_verbs
from bench._tasks.questions import Ask, Asked
from bench._tasks.regular import Item, Wish

PATIENCE = 2
"""So often one part is said again to a bot that did not understand, or forgot."""
ORIGINAL = "The payment method that I used for the order, please."
_CHANGED_MIND = "I changed my mind."


class Part(Protocol):
    """
    Something that is wanted.

    `is_told` once it was said, `is_settled` once it was agreed to, refused or taken
    back.
    """

    is_told: bool
    is_settled: bool

    def opening(self) -> str:
        """
        How it is said first.
        """

    def score(self, text: str) -> int:
        """
        How much a message seems to be about it.
        """

    def answer(self, asked: Asked) -> str | None:
        """
        The answer to a question; None where nothing is known. May be a button's title.
        """

    def before_yes(self) -> tuple[str, bool] | None:
        """
        What is said in place of a yes, and whether it is a no; None for a yes.
        """

    def agreed(self, text: str) -> None:
        """
        They said yes to this.
        """

    def after_refusal(self, text: str) -> str | None:
        """
        What is said when it cannot be done; None to leave it.
        """

    def still(self) -> str | None:
        """
        What is still to be said of it, when the bot has no more questions.
        """

    def again(self) -> str | None:
        """
        The same in other words; None when they are tired of it.
        """


class RegularPart:
    """
    A wish of the regular kind.
    """

    def __init__(self, wish: Wish, chance: random.Random) -> None:
        self._wish = wish
        self._chance = chance
        self._said = 0
        self.is_told = self.is_settled = False

    def opening(self) -> str:
        """
        The wish; what it leaves out, the bot may ask.
        """
        self.is_told = True
        return wordings.said(self._wish, self._chance)

    def score(self, text: str) -> int:
        """
        By its order's number, the names of its things and its verb.
        """
        wish, low = self._wish, text.lower()
        found = 10 * (wish.order.lower().lstrip("#") in low)
        found += 3 * sum(item.name.lower() in low for item in wish.items)
        return found + 2 * is_said(wish.verb, low)

    def answer(self, asked: Asked) -> str | None:
        """
        Out of the sentence.
        """
        wish = self._wish
        if asked.kind is Ask.MEANT:
            return of_verbs(asked.choices, [wish.verb])
        if asked.kind is Ask.ORDER:
            return next((c for c in asked.choices if wish.order in c), wish.order)
        if asked.kind is Ask.METHOD:
            if not wish.method:
                return closest(asked.choices, "original same used") or ORIGINAL
            return next((c for c in asked.choices if wish.method in c), wish.method)
        if asked.kind is Ask.REASON:
            if not wish.reason:
                return closest(asked.choices, _CHANGED_MIND) or _CHANGED_MIND
            return closest(asked.choices, wish.reason) or _sentence(wish.reason)
        if asked.kind is Ask.ADDRESS and wish.address:
            return wordings.address(wish)
        if asked.kind is Ask.ITEM and wish.items:
            return _sentence(wordings.joined(map(wordings.thing, wish.items)))
        if asked.kind is Ask.OPTIONS and wish.items:
            return self._options(asked)
        return None

    def before_yes(self) -> tuple[str, bool] | None:
        """
        Nothing: it is what they want.
        """

    def agreed(self, text: str) -> None:
        """
        That is all.
        """
        self.is_settled = True

    def after_refusal(self, text: str) -> str | None:
        """
        It is left.
        """
        self.is_settled = True
        return None

    def still(self) -> str | None:
        """
        All of it, if the bot went past it.
        """
        return None if self.is_settled else self.again()

    def again(self) -> str | None:
        """
        Another wording, with everything in it.
        """
        if self._said >= PATIENCE:
            self.is_settled = True
            return None
        self._said += 1
        return wordings.said(self._wish, self._chance, fully=True)

    def _options(self, asked: Asked) -> str | None:
        of = _named_in(
            asked.text, [i for i in self._wish.items if i.wanted is not None]
        )
        if not of:
            return None
        if len(of) == 1:
            chosen = closest(asked.choices, " ".join(_become(of[0])))
            return chosen or _sentence(wordings.wanted(of[0], self._chance))
        return _sentence(
            wordings.joined(
                f"{wordings.thing(each)} for {wordings.wanted(each, self._chance)}"
                for each in of
            )
        )


def _named_in(text: str, items: Sequence[Item]) -> list[Item]:
    """
    The one item that a question is about, told by its name and options; else all.

    Of several that it names it is about the last.
    """
    low = text.lower()
    at = {each.name: low.rfind(each.name.lower()) for each in items}
    last = max(at, key=lambda name: at[name], default="")
    if at.get(last, -1) < 0:
        return list(items)
    same = [each for each in items if each.name == last]
    after = low[at[last] :]
    fits = [sum(v.lower() in after for v in each.options.values()) for each in same]
    best = max(fits)
    return same if fits.count(best) > 1 else [same[fits.index(best)]]


def _become(item: Item) -> list[str]:
    """
    The values of what an item should become.
    """
    return list({**item.options, **(item.wanted or {})}.values())


def _sentence(text: str) -> str:
    text = text.strip(" ,")
    return f"{text[0].upper()}{text[1:]}."
