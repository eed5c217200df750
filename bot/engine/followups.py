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
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from actions import services
from actions.orders.at_hand import STILL
from actions.shared.likeness import within
from actions.store.asking import asks_of_now
from actions.store.branches import plain
from bot.engine.meaning import Entities, Parsed, meaning, rest_of
from bot.nlu.catalogue.talk import talk
from bot.nlu.text import normalize

# What was last told about the shop; `actions.store.telling.spoken_of` writes it.
SLOT = "store_spoken"
WORDS = Path(__file__).with_name("followups.yml")
_PLACES, _DAY = ("city", "branch"), "date"
_DELIVERY, _HOURS, _WHERE = "delivery_period", "store_hours", "store_locations"
_ORDERS, _PRICES = "track_order", "delivery_options"
_OF_DAYS = frozenset({_DELIVERY, _HOURS})
# Whoever writes more than this says something of its own.
_LONGEST = 80
# Lists whose entries may be of several words.
_PHRASES = frozenset({"there_is", "branch", "something_else"})
_AND = "و"
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
    spoken = Spoken.of(slot)
    if spoken is not None and not _is_recent(spoken.at, now):
        spoken = None
    of_orders = _is_recent(orders_at, now) and (spoken is None or orders_at > spoken.at)
    if len(parsed["text"]) > _LONGEST or (spoken is None and not of_orders):
        return parsed
    said = _Said.of(parsed)
    if said is None:
        return parsed
    if of_orders:
        days_alone = said.days and not (said.named or said.places or said.price)
        return meaning(_ORDERS, parsed, parsed["entities"]) if days_alone else parsed
    wish = _wish(spoken, said) if spoken is not None else None
    if spoken is None or wish is None:
        return parsed
    # Who asks whether it is open now is done with Friday.
    days = said.days or ([] if asks_of_now(parsed["text"]) else spoken.days)
    return meaning(wish, parsed, [*(said.places or spoken.places), *days])


@dataclass(frozen=True)
class _Said:
    """
    What a message names that says nothing else: places, days, and wishes by words.

    `price` is whether it asks what something costs, `there_is` whether there is
    anything, and `of_branch` whether a branch.
    """

    places: Entities
    days: Entities
    named: Sequence[str]
    price: bool
    there_is: bool
    of_branch: bool

    @classmethod
    def of(cls, parsed: Parsed) -> _Said | None:
        """
        None for a message that says something of its own, or nothing.
        """
        said = [e for e in parsed["entities"] if e["entity"] in (*_PLACES, _DAY)]
        days = [e for e in said if e["entity"] == _DAY]
        words = _words_in(rest_of(parsed["text"], said))
        known, wishes = _words()
        if any(_stands(phrase, words) for phrase in known["something_else"]):
            return None
        # In such a message a branch needs no word for one: "and Tehranpars?".
        more = [w for w in words if w not in known["beside"] | known["how_much"]]
        branches, named = _branches_called(more), []
        if not branches:
            named = [w for w, listed in wishes.items() if not listed.isdisjoint(more)]
            listed = frozenset().union(*(wishes[wish] for wish in named))
            more = [word for word in more if word not in listed]
            branches = _branches_called(more)
        places = [*(e for e in said if e["entity"] in _PLACES), *branches]
        if (more and not branches) or not (places or days or named):
            return None
        if not (places or named) and _asks_the_date(words):
            return None
        counted = named not in ([], [_WHERE]) or not known["days"].isdisjoint(words)
        return cls(
            places,
            days,
            named,
            not counted and not known["how_much"].isdisjoint(words),
            any(_stands(each, words) for each in known["there_is"]),
            any(_stands(each, _words_in(parsed["text"])) for each in known["branch"]),
        )


def _words_in(text: str) -> list[str]:
    """
    Its words in compared form; of «والعصر» only «العصر».
    """
    listed = _every_word()
    words = _WORD.findall(normalize(text))
    return [
        word[1:]
        if word[0] == _AND and word not in listed and word[1:] in listed
        else word
        for word in words
    ]


def _stands(phrase: str, words: Sequence[str]) -> bool:
    """
    Whether the words of a phrase stand in this order, others between them or not.
    """
    left = iter(words)
    return all(word in left for word in phrase.split())


def _asks_the_date(words: Sequence[str]) -> bool:
    known, _ = _words()
    asked = known["date"]
    return not asked.isdisjoint(words) and (asked | known["date_beside"]).issuperset(
        words
    )


def _branches_called(words: Sequence[str]) -> list[dict[str, str]]:
    """
    The shop's branches of this name, as entities.
    """
    if not words:
        return []
    try:
        shop = services.services().shop
    except services.NotConfigured:
        return []
    said = plain(" ".join(words))
    # «عصر» is the afternoon, though one branch is called «ولی عصر».
    everyday = talk().issuperset(words)
    return [
        {"entity": "branch", "value": branch.key}
        for branch in (() if shop is None else shop.branches)
        if any(
            within(said, name) and (not everyday or within(name, said))
            for name in map(_plain_name, branch.name.values())
        )
    ]


@lru_cache(maxsize=4096)
def _plain_name(name: str) -> str:
    """
    Kept, for a shop may have hundreds of branches.
    """
    return plain(name)


def _wish(spoken: Spoken, said: _Said) -> str | None:
    """
    What is asked: the same as before, or what is named of the same branch.
    """
    after_delivery = spoken.wish == _DELIVERY
    if said.price:
        return _PRICES if said.places and after_delivery else None
    if not said.named:
        if said.places and (said.of_branch if after_delivery else said.there_is):
            return _WHERE
        # "And on Friday?" is never asked of an address.
        of_hours = said.days and spoken.wish not in _OF_DAYS
        return _HOURS if of_hours else spoken.wish
    # Only a branch has a telephone, hours and an address; its card has them all.
    if not said.places and (not spoken.places or after_delivery):
        return None
    return said.named[0] if len(said.named) == 1 else _WHERE


def _is_recent(at: float, now: datetime) -> bool:
    return now.timestamp() - at <= STILL.total_seconds()


@cache
def _every_word() -> frozenset[str]:
    known, wishes = _words()
    return frozenset().union(*known.values(), *wishes.values())


@cache
def _words() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """
    The lists of `followups.yml` in their compared form, and those of the wishes.

    Where a list holds phrases, each is kept whole; elsewhere its words are.
    """
    content = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    wishes = content.pop("wishes")

    def listed(each: Sequence[str], *, whole: bool) -> frozenset[str]:
        parts = (_WORD.findall(normalize(word)) for word in each)
        if whole:
            return frozenset(map(" ".join, parts))
        return frozenset(part for found in parts for part in found)

    return (
        {kind: listed(each, whole=kind in _PHRASES) for kind, each in content.items()},
        {wish: listed(each, whole=False) for wish, each in wishes.items()},
    )
