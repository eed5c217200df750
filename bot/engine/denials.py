"""
"Not 22000, 21895": of the orders that one message names, those that are not meant.

What a no is said of is told by where it stands and by pauses. Where neither tells, it
is said of the order that was just spoken of, or else of the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Any

import yaml

from actions.orders.at_hand import DENIED, NUMBER, OTHER, PLACE
from bot.engine.meaning import Parsed
from bot.nlu.text import normalize

WORDS = Path(__file__).with_name("denials.yml")
REFERENCES = frozenset({NUMBER, PLACE, "product_word"})
_PAUSE = ","
_TOKEN = re.compile(r"\w+(?:'\w+)?|&|[,;.:!?\n-]")

Entity = dict[str, Any]
Told = Callable[[object], bool]


def not_meant(parsed: Parsed, told: Told) -> list[Entity]:
    """
    The orders of a message of which it says that they are not meant.

    `told` says whether a number is that of the order just spoken of.
    """
    # The one that is not the other one is the other one: it is never denied.
    named = [
        e
        for e in parsed["entities"]
        if e["entity"] in REFERENCES and e["value"] != OTHER
    ]
    return [named[place] for place in denied(parsed["text"], named, told)]


def leaves_out(text: str) -> bool:
    """
    Whether it has a word for "all except".
    """
    return not _words()["except"].isdisjoint(_tokens(text))


def without(parsed: Parsed, left_out: Sequence[Entity]) -> Parsed:
    """
    The message without these of its orders.

    They are kept as another kind, so that nobody takes a number for an unread one, and
    what is denied is not answered for because it was at hand.
    """
    kept = [{**e, "entity": DENIED} if e in left_out else e for e in parsed["entities"]]
    return {**parsed, "entities": kept}


def denied(text: str, named: Sequence[Entity], told: Told) -> list[int]:
    """
    Places in `named`, which is in the order of the text, of what is not meant.
    """
    if not named:
        return []
    ends = [0, *(int(e["end"]) for e in named)]
    starts = [*(int(e["start"]) for e in named), len(text)]
    pieces = [_tokens(text[end:start]) for end, start in zip(ends, starts, strict=True)]
    words = _words()
    found = {place for place in range(len(named)) if _is_before(pieces[place])}
    found |= {
        place
        for place in range(len(named))
        if _is_excepted(pieces[place], pieces[place + 1])
    }
    for place, piece in enumerate(pieces[1:-1]):
        found |= _between(piece, place, named, told)
    # The end of a message is a pause.
    after = [*pieces[1:-1], [*pieces[-1], _PAUSE]]
    behind = {place for place, piece in enumerate(after) if _is_behind(piece)}
    joined = [place for place, piece in enumerate(pieces[1:-1]) if _joins(piece)]
    # "Not 22000 and 21895", «۲۲۰۰۰ و ۲۱۸۹۵ نه»: the same is said of both.
    for place in joined:
        found |= {place + 1} if place in found else set()
    for place, piece in enumerate(pieces[1:-1]):
        # "Neither the shoes nor the coffee", «لا 22000 ولا 21895»: both.
        if _goes_on(piece) and (place in found or _is_no(pieces[place])):
            found |= {place, place + 1}
    for place in reversed(joined):
        behind |= {place} if place + 1 in behind else set()
    found |= behind
    opens = pieces[0] and pieces[0][-1] in words["opening"]
    if opens and not found and len(named) > 1 and 0 not in joined:
        # Both of a kind: "no the second, the shoes" denies neither.
        found |= {0} if named[0]["entity"] == named[1]["entity"] else set()
    # "I don't want 22000 any more, cancel it" speaks of that very order.
    unwanted = len(found) == len(named) and _is_unwanted(pieces[0])
    return [] if unwanted else sorted(found)


def _is_before(piece: Sequence[str]) -> bool:
    words = _words()
    return bool(piece) and (piece[-1] in words["before"] or _is_unwanted(piece))


def _is_unwanted(piece: Sequence[str]) -> bool:
    words = _words()
    if len(piece) <= 1:
        return False
    return piece[-2] in words["before"] and piece[-1] in words["wants"]


def _is_excepted(before: Sequence[str], after: Sequence[str]) -> bool:
    """
    Whether what stands between is left out of all, as in "all except 22000".

    "Nothing but 22000" and «چیزی جز ۲۲۰۰۰ نمی‌خوام» mean that one and no other.
    """
    words = _words()
    if not before or before[-1] not in words["except"]:
        return False
    # A no with a pause behind it is an answer.
    nothing = any(
        one in words["nothing"] and other != _PAUSE for one, other in pairwise(before)
    )
    verb = takewhile(lambda token: token != _PAUSE, after)
    return not nothing and words["nothing"].isdisjoint(verb)


def _is_no(piece: Sequence[str]) -> bool:
    words = _words()
    return bool(piece) and piece[-1] in words["opening"] | words["before"]


def _goes_on(piece: Sequence[str]) -> bool:
    """
    Whether the no said before goes on behind this piece: by "nor", «و نه».
    """
    words = _words()
    said = [token for token in piece if token != _PAUSE]
    if len(said) == 1:
        return said[0] in words["nor"]
    return len(said) == 2 and said[0] in words["joins"] and said[1] in words["either"]


def _is_behind(piece: Sequence[str]) -> bool:
    """
    Whether what stands before this piece is denied by it: by a no, and then a pause.
    """
    if not piece:
        return False
    return piece[0] in _words()["after"] or (
        piece[0] in _words()["either"] and set(piece[1:]) == {_PAUSE}
    )


def _between(
    piece: Sequence[str], place: int, named: Sequence[Entity], told: Told
) -> set[int]:
    """
    Which of the two beside this piece a no between them is said of.
    """
    words = _words()
    first, second = {place}, {place + 1}
    bare = [each for each in piece if each != _PAUSE]
    if not bare:
        return set()
    if bare[0] in words["takes_back"]:
        return first
    ends_in_pause = piece[-1] == _PAUSE
    if bare[-1] in words["sets_against"]:
        return first if ends_in_pause else second
    if piece == bare and len(bare) == 1 and bare[0] in words["either"]:
        return second if told(named[place + 1]["value"]) else first
    if bare[0] in words["either"] and (piece[0] != _PAUSE or ends_in_pause):
        return first
    return second if piece[-1] in words["either"] else set()


def _joins(piece: Sequence[str]) -> bool:
    return bool(piece) and piece[0] in _words()["joins"]


def _tokens(piece: str) -> list[str]:
    """
    The words and pauses of a piece, but for those that change nothing.
    """
    tokens: list[str] = []
    for said in _TOKEN.findall(normalize(piece)):
        if not (said[0].isalnum() or said == "&"):
            # Twice a pause is one.
            if tokens[-1:] != [_PAUSE]:
                tokens.append(_PAUSE)
        elif tokens and f"{tokens[-1]} {said}" in _words()["except"]:
            tokens[-1] = f"{tokens[-1]} {said}"
        elif said not in _words()["beside"]:
            tokens.append(said)
    return tokens


@cache
def _words() -> dict[str, frozenset[str]]:
    """
    The words of `denials.yml` in their compared form.
    """
    content = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return {
        kind: frozenset(normalize(word) for word in listed)
        for kind, listed in content.items()
    }
