"""
"No, the shoes", "sorry i meant 21928": another order than the one just spoken of.

By itself such a message is a plain no, or nothing that can be understood; after an
answer about orders it says once more what was wanted, of another order.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml

from actions.orders.at_hand import BOTH, NUMBER, PLACE, TRACK, AtHand
from actions.shared.sayings import saying_of
from bot.engine.denials import REFERENCES, leaves_out, not_meant, without
from bot.engine.meaning import Entities, Parsed, meaning, rest_of
from bot.engine.refusals import is_refused
from bot.nlu.decision import ASK_WHICH, FALLBACK
from bot.nlu.finders.words import spellings
from bot.nlu.text import normalize

WORDS = Path(__file__).with_name("corrections.yml")
PLACES = Path(__file__).with_name("oldest.yml")
_MOST_OF_OLDEST = 8
_DENY, _WHERE = "deny", "أين"
_PLAIN = (_DENY, FALLBACK)
_UNCLEAR = (ASK_WHICH, "out_of_scope", "list_orders")
# The kinds of words that say nothing but that another one is meant.
_BARE = ("means", "denies", "sorry", "beside")
_WORD = re.compile(r"\w+(?:'\w+)?")
# Longer than this nobody says "both".
_LONGEST_BOTH = 60


def corrected(parsed: Parsed, hand: AtHand) -> Parsed:
    """
    The message as the wish that it means of the orders it means.

    An order that it denies is left out; a wish that it denies ("don't cancel 21928") is
    a no. While orders are spoken of it is the last wish once more, where it says that
    another one was meant, or says nothing else ("no, the shoes"): "no, i don't want
    shoes" and "no thanks, the shoes are fine" stay what they are. "Both" takes both of
    the orders that were offered.
    """
    if hand.asks and _is_both(parsed["text"]):
        return meaning(TRACK, parsed, [{"entity": PLACE, "value": BOTH}])
    intent = parsed["intent"]["name"]
    if intent in (*_PLAIN, TRACK, *_UNCLEAR) and _is_oldest(parsed["text"], hand):
        # The newest are shown first.
        oldest = {"entity": NUMBER, "value": hand.offered[-1]}
        return meaning(TRACK, parsed, [oldest], confidence=1.0)
    named = [e for e in parsed["entities"] if e["entity"] in REFERENCES]
    if is_refused(intent, parsed["text"]):
        return meaning(_DENY, without(parsed, named))
    denied = not_meant(parsed, hand.is_number)
    said = _said(parsed["text"], named)
    # Whoever denies an order's number speaks of orders as well.
    of_orders = hand.is_spoken_of or any(e["entity"] == NUMBER for e in denied)
    # "The coffee, not the shoes" and "not that, the coffee" say which is meant.
    sets_right = 0 < len(denied) < len(named) or _denies_that(parsed["text"])
    if not (of_orders and _corrects(intent, said, named, sets_right)):
        if len(denied) == len(named) and not (
            leaves_out(parsed["text"]) or any(e["entity"] == NUMBER for e in denied)
        ):
            # "There were no shoes in the box" is said of the very order with shoes.
            return parsed
        return without(parsed, denied)
    words = _words()
    if not said.isdisjoint(words["denies"]):
        # Of the order just spoken of, whoever says no and its number means the no.
        numbers = (e for e in named if e["entity"] == NUMBER and e not in denied)
        denied += [e for e in numbers if hand.is_number(e["value"])]
    if len(denied) == len(named):
        return meaning(_DENY, without(parsed, denied))
    # The number alone, after other talk, asks no more than where that order is.
    says_so = denied or said & (words["means"] | words["denies"] | words["sorry"])
    wish = hand.wish if says_so or not hand.over else TRACK
    return meaning(wish, without(parsed, denied))


def _is_oldest(text: str, hand: AtHand) -> bool:
    """
    Whether it means the oldest of the orders that were shown.
    """
    said = saying_of(PLACES, text, most_words=_MOST_OF_OLDEST)
    return bool(hand.offered) and said is not None


def _corrects(
    intent: str, said: frozenset[str], named: Entities, sets_right: bool
) -> bool:
    """
    Whether the message only says which order is meant, whatever intent was heard.
    """
    if not named:
        return False
    says_so = not _words()["means"].isdisjoint(said)
    kinds = (*_BARE, "sets_right") if sets_right else _BARE
    nothing_else = said <= frozenset[str]().union(*(_words()[kind] for kind in kinds))
    if intent in _PLAIN:
        return says_so or nothing_else
    # A product by itself may also be looked for, or be out of stock.
    says_so = says_so or sets_right
    is_clear = says_so or any(e["entity"] == NUMBER for e in named)
    return nothing_else and (intent == TRACK or is_clear)


def _denies_that(text: str) -> bool:
    """
    Whether it has a no beside "that": "it's not that", «این نه», «ليس هذا».
    """
    words, said = _words(), _WORD.findall(normalize(text))
    return any(
        (one in words["denies"] and other in words["that"])
        or (one in words["that"] and other in words["denies"])
        for one, other in pairwise(said)
    )


def _said(text: str, named: Entities) -> frozenset[str]:
    """
    The words of a message besides the orders that it names.
    """
    words = frozenset(_WORD.findall(normalize(rest_of(text, named))))
    # In compared form the Arabic "where" is the Persian "this".
    return words | {_WHERE} if _WHERE in text else words


def _is_both(text: str) -> bool:
    if len(text) > _LONGEST_BOTH:
        return False
    said = f" {' '.join(_WORD.findall(normalize(text)))} "
    phrase = next((each for each in _longest_both() if f" {each} " in said), None)
    if phrase is None:
        return False
    beside = said.replace(f" {phrase} ", " ", 1).split()
    return _words()["both_beside"].issuperset(beside)


@cache
def _longest_both() -> tuple[str, ...]:
    return tuple(sorted(_words()["both"], key=len, reverse=True))


@cache
def _words() -> dict[str, frozenset[str]]:
    """
    The words of `corrections.yml` in their compared form.
    """
    content = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return {kind: spellings(" ".join(listed)) for kind, listed in content.items()}
