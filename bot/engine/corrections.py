"""
"No, the shoes", "sorry i meant 21928": another order than the one just spoken of.

By itself such a message is a plain no, or nothing that can be understood; after an
answer about orders it corrects which one was meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.decision import FALLBACK
from bot.nlu.text import normalize

# When orders were last spoken of, in seconds since 1970.
SLOT = "orders_spoken_at"
TOLD = "orders_number"
WORDS = Path(__file__).with_name("corrections.yml")
# Later than this a no is an answer to something else.
_STILL_SPOKEN_OF = 15 * 60
_WISH = "track_order"
_PLAIN = ("deny", FALLBACK)
_REFERENCES = frozenset({"order_number", "order_ordinal", "product_word"})
_WORD = re.compile(r"\w+")

Entities = Sequence[Mapping[str, Any]]


def corrected(
    parsed: dict[str, Any], spoken_at: Any, told: Any, now: datetime
) -> dict[str, Any]:
    """
    The message as a question about the order it names, if that is what it is.

    It is while orders are spoken of (`spoken_at` is the value of `SLOT`), where it
    says that another one was meant, or says nothing else ("no, the shoes"): "no, i
    don't want shoes" and "no thanks, the shoes are fine" stay what they are. The order
    that was just `told` is the one that was not meant.
    """
    if parsed["intent"]["name"] not in _PLAIN or not is_recent(spoken_at, now):
        return parsed
    named = [e for e in parsed["entities"] if e["entity"] in _REFERENCES]
    denied = [e for e in named if _is_number(e, told)]
    if len(named) == len(denied) or not _corrects(parsed["text"], named):
        return parsed
    return {
        **parsed,
        "intent": {**parsed["intent"], "name": _WISH},
        "entities": [e for e in parsed["entities"] if e not in denied],
    }


def at_hand(parsed: dict[str, Any], now: datetime) -> dict[str, Any]:
    """
    The slots by which the one order that a message names is at hand afterwards.

    Whatever was wanted of it: after "cancel 21957", "was it sent yet?" means 21957.
    Whether there is such an order is seen when it is asked for.
    """
    numbers = {e["value"] for e in parsed["entities"] if e["entity"] == "order_number"}
    if len(numbers) != 1:
        return {}
    said = now.timestamp()
    return {TOLD: numbers.pop(), "orders_number_at": said, SLOT: said}


def is_recent(spoken_at: Any, now: datetime) -> bool:
    """
    Whether what was spoken of then, in seconds since 1970, still is (None: never was).
    """
    if spoken_at is None:
        return False
    return now.timestamp() - float(spoken_at) <= _STILL_SPOKEN_OF


def _is_number(entity: Mapping[str, Any], told: Any) -> bool:
    number = entity["value"] if entity["entity"] == "order_number" else None
    return number is not None and str(number).casefold() == str(told).casefold()


def _corrects(text: str, named: Entities) -> bool:
    said = set(_WORD.findall(normalize(without(text, named))))
    words = _words()
    return not words["means"].isdisjoint(said) or said <= words["beside"]


def without(text: str, named: Entities) -> str:
    """
    A text without the stretches in which these entities stand.
    """
    for entity in sorted(named, key=lambda each: -int(each["start"])):
        text = f"{text[: entity['start']]} {text[entity['end'] :]}"
    return text


@cache
def _words() -> dict[str, frozenset[str]]:
    """
    The words of `corrections.yml` in their compared form.
    """
    content = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return {
        kind: frozenset(normalize(word) for word in listed)
        for kind, listed in content.items()
    }
