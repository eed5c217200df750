"""
Picking from a short list in words: by place ("the first") or by title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz

from bot.engine.titles import titles
from bot.nlu.decision import OUT_OF_SCOPE
from bot.nlu.finders import order_ordinal
from bot.nlu.reading import read
from bot.nlu.text import normalize, normalize_with_places

WORDS = Path(__file__).with_name("picks.yml")
_SIMILAR = 85.0
_LONGEST_PICK = 60
_WORD = re.compile(r"\w+")


def picked_place(text: str) -> int | None:
    """
    The place in a list that a message names, if that is all it says.
    """
    if len(text) > _LONGEST_PICK:
        return None
    said = _WORD.findall(normalize(text))
    beside, places = _words()["beside"], _words()["places"]
    # "one" is a place in "number one", and none in "the first one".
    for left in (beside - places.keys(), beside):
        words = [word for word in said if word not in left]
        # More than one word is a sentence, or a place among the orders.
        if len(words) != 1:
            continue
        if words[0] in places:
            return places[words[0]]
        found = list(order_ordinal.find(normalize_with_places(words[0])))
        if len(found) == 1 and found[0].value.isdigit():
            return int(found[0].value)
    return None


def picked_title(text: str, intents: Sequence[str]) -> str | None:
    """
    The intent whose title a message is, in any language, give or take a slip.
    """
    if len(text) > _LONGEST_PICK:
        return None
    # Persian in Latin letters is compared in Persian letters.
    forms = {normalize(text).strip(" .!?"), normalize(read(text).legible).strip(" .!?")}
    likeness = {
        intent: max(
            fuzz.ratio(form, normalize(title))
            for form in forms
            for title in (
                *titles().get(intent, {}).values(),
                *(_words()["other"] if intent == OUT_OF_SCOPE else ()),
            )
        )
        for intent in intents
        if intent in titles()
    }
    best = max(likeness, key=lambda intent: likeness[intent], default=None)
    return best if best is not None and likeness[best] >= _SIMILAR else None


@cache
def _words() -> dict[str, Any]:
    """
    The words of `picks.yml` in their compared form.
    """
    content = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    listed = {
        kind: {normalize(word) for word in content[kind]}
        for kind in ("beside", "other")
    }
    places = {
        normalize(word): int(place)
        for place, names in content["places"].items()
        for word in names
    }
    return {**listed, "places": places}
