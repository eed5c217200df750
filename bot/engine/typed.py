"""
A button's own words, typed: they mean what the button would.

That holds for buttons of the domain that are nothing but a wish. What a yes, an order
or another choice belongs to, only the button itself knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from actions.shared.likeness import fold
from bot.engine.meaning import Parsed, meaning

_WISH = re.compile(r"/(\w+)")
_SIGNS = re.compile(r"[^\w\s]")
# Said to a question, whichever stands open.
_ANSWERS = frozenset({"affirm", "deny", "nlu_fallback"})


class TypedTitles:
    """
    The titles of all such buttons; one that means several wishes is none of them.
    """

    def __init__(self, responses: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
        wishes: dict[str, set[str]] = {}
        for variants in responses.values():
            for variant in variants:
                for button in variant.get("buttons") or ():
                    found = _WISH.fullmatch(str(button["payload"]))
                    if found is not None and found[1] not in _ANSWERS:
                        wishes.setdefault(_bare(button["title"]), set()).add(found[1])
        self._wishes = {
            title: names.pop() for title, names in wishes.items() if len(names) == 1
        }

    def typed(self, parsed: Parsed) -> Parsed:
        """
        The message as the wish of the button that is called so; else as it was.
        """
        wish = self._wishes.get(_bare(parsed["text"]))
        return parsed if wish is None else meaning(wish, parsed, (), confidence=1.0)


def _bare(text: str) -> str:
    return " ".join(_SIGNS.sub(" ", fold(text)).split())
