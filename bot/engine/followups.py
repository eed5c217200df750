"""
"And Mashhad?", "what's their phone number", "tomorrow?": going on from an answer.

By itself such a message is nothing that can be understood; after an answer about
branches or delivery it asks the same of another place or day, or another thing of the
same branch.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions import services
from actions.orders.at_hand import STILL
from actions.store.branches import names
from bot.engine.meaning import Entities, Parsed, meaning, rest_of
from bot.nlu.text import normalize

# What was last told about the shop; `actions.store.telling.spoken_of` writes it.
SLOT = "store_spoken"
WORDS = Path(__file__).with_name("followups.yml")
_PLACES, _DAY = ("city", "branch"), "date"
_DELIVERY, _HOURS, _WHOLE = "delivery_period", "store_hours", "store_locations"
_ORDERS = "track_order"
_OF_DAYS = frozenset({_DELIVERY, _HOURS})
# Whoever writes more than this says something of its own.
_LONGEST = 80
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Spoken:
    """
    What an answer was about: the wish, the places and the day, as entities; and when.
    """

    wish: str
    places: Entities
    days: Entities
    at: float

    @classmethod
    def of(cls, slot: Any) -> Spoken | None:
        """
        What a slot holds, if it holds anything.
        """
        try:
            kept = json.loads(slot)
            return cls(kept["wish"], kept["places"], kept["days"], float(kept["at"]))
        except (TypeError, ValueError, KeyError):
            return None


def followed_up(parsed: Parsed, slot: Any, orders_at: float, now: datetime) -> Parsed:
    """
    The message as the question that it goes on from, if it says nothing else.

    `slot` is the value of `SLOT`. Where orders were spoken of since (`orders_at`, in
    seconds since 1970; 0 is not at all), a day alone is a question about them.
    """
    if len(parsed["text"]) > _LONGEST:
        return parsed
    said = [e for e in parsed["entities"] if e["entity"] in (*_PLACES, _DAY)]
    words = _WORD.findall(normalize(rest_of(parsed["text"], said)))
    known = _words()
    named = [wish for wish, listed in known.items() if wish and listed & set(words)]
    meant = known[""].union(*(known[wish] for wish in named))
    # In such a message a branch needs no word for one: "and Tehranpars?".
    more = " ".join(word for word in words if word not in meant)
    branches = _branches_called(more)
    said += branches
    if (more and not branches) or not (said or named):
        return parsed
    spoken = Spoken.of(slot)
    if spoken is None or orders_at > spoken.at:
        days_alone = not named and all(each["entity"] == _DAY for each in said)
        if days_alone and _is_recent(orders_at, now):
            return meaning(_ORDERS, parsed, parsed["entities"])
        return parsed
    places = [e for e in said if e["entity"] in _PLACES]
    wish = _wish(spoken, named, places) if _is_recent(spoken.at, now) else None
    if wish is None:
        return parsed
    days = [e for e in said if e["entity"] == _DAY]
    return meaning(wish, parsed, [*(places or spoken.places), *(days or spoken.days)])


def _branches_called(words: str) -> list[dict[str, str]]:
    """
    The shop's branches of this name, as entities.
    """
    try:
        shop = services.services().shop
    except services.NotConfigured:
        return []
    branches = () if shop is None or not words else shop.branches
    called = (branch for branch in branches if names(branch.name, [words]))
    return [{"entity": "branch", "value": branch.key} for branch in called]


def _wish(spoken: Spoken, named: Sequence[str], places: Entities) -> str | None:
    """
    What is asked: the same as before, or what is named of the same branch.
    """
    if not named:
        # "And on Friday?" is never asked of an address.
        of_hours = not places and spoken.wish not in _OF_DAYS
        return _HOURS if of_hours else spoken.wish
    # Only a branch has a telephone, hours and an address; its card has them all.
    if not places and (not spoken.places or spoken.wish == _DELIVERY):
        return None
    return named[0] if len(named) == 1 else _WHOLE


def _is_recent(at: float, now: datetime) -> bool:
    return now.timestamp() - at <= STILL.total_seconds()


@cache
def _words() -> dict[str, frozenset[str]]:
    """
    The words of `followups.yml` in their compared form, by wish; "" has those beside.
    """
    content = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    listed = {"": content["beside"], **content["wishes"]}
    return {
        wish: frozenset(
            part for word in words for part in _WORD.findall(normalize(word))
        )
        for wish, words in listed.items()
    }
