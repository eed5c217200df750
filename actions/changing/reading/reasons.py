"""
Why a customer wants it, as far as the shop knows reasons.
"""

from __future__ import annotations

import re

from actions.changing.reading.known import Known
from actions.changing.reading.phrases import content, pattern
from actions.changing.reading.text import Text
from crm_connector.operations import Operation, Reason

# What a shop with fewer reasons means by one that it does not list: the nearest first.
_NEAREST: dict[Reason, tuple[Reason, ...]] = {
    Reason.TAKES_TOO_LONG: (Reason.NO_LONGER_NEEDED, Reason.CHANGED_MIND),
    Reason.CHEAPER_ELSEWHERE: (Reason.NO_LONGER_NEEDED, Reason.CHANGED_MIND),
    Reason.CHANGED_MIND: (Reason.NO_LONGER_NEEDED,),
    Reason.NO_LONGER_NEEDED: (Reason.CHANGED_MIND,),
    Reason.ORDERED_BY_MISTAKE: (Reason.CHANGED_MIND, Reason.NO_LONGER_NEEDED),
    Reason.DOES_NOT_FIT: (Reason.CHANGED_MIND, Reason.NO_LONGER_NEEDED),
    Reason.DAMAGED: (Reason.DEFECTIVE, Reason.NOT_AS_DESCRIBED),
    Reason.DEFECTIVE: (Reason.DAMAGED, Reason.NOT_AS_DESCRIBED),
    Reason.PARTS_MISSING: (Reason.DEFECTIVE, Reason.NOT_AS_DESCRIBED, Reason.DAMAGED),
    Reason.NOT_AS_DESCRIBED: (Reason.WRONG_ITEM, Reason.CHANGED_MIND),
    Reason.WRONG_ITEM: (Reason.NOT_AS_DESCRIBED,),
}
_FAULTS = frozenset(
    {
        *(Reason.PARTS_MISSING, Reason.WRONG_ITEM, Reason.DAMAGED, Reason.DEFECTIVE),
        Reason.NOT_AS_DESCRIBED,
    }
)
_NOT_WANTING = frozenset({Reason.NO_LONGER_NEEDED, Reason.CHANGED_MIND})
_WAYS = ("gift_card", "wallet", "paypal", "card", "transfer")

_ENDS = re.compile(r"[,.;!?\n]")
_QUESTION = re.compile(r"[^.!?\n]*[?]")


def reason(text: Text, known: Known) -> Reason | None:
    """
    The reason that is told, of those that the shop knows.
    """
    found = _told(text)
    if found is None or not known.reasons or found in known.reasons:
        return found
    return next((each for each in _NEAREST[found] if each in known.reasons), None)


def _told(text: Text) -> Reason | None:
    if any(pattern("methods", each).search(text.folded) for each in _WAYS):
        # "Not to the card, I don't want that" is of the money.
        told = _told_of(text)
        return None if told in _NOT_WANTING else told
    return _told_of(text)


def _told_of(text: Text) -> Reason | None:
    # What somebody asks about ("how long will it take?") is no reason yet.
    said_text = _QUESTION.sub(_unless_why, text.folded)
    said = [
        Reason(kind)
        for kind in content("reasons")
        if any(
            not _is_in_case(said_text[: found.start()])
            for found in pattern("reasons", kind).finditer(said_text)
        )
    ]
    # What is wrong with it says more than not wanting it.
    faults = [each for each in said if each in _FAULTS]
    return next(iter(faults or said), None)


def is_no_more_than_unwanted(text: Text) -> bool:
    """
    Whether all that speaks for a reason is that something is not wanted.

    "I don't want the coffee" is the wish itself.
    """
    unwanted = pattern("operations", "unwanted")
    told = pattern("reasons", Reason.NO_LONGER_NEEDED.value).finditer(text.folded)
    return all(unwanted.fullmatch(each.group()) for each in told)


def _is_in_case(before: str) -> bool:
    """
    Whether what stands behind this is said as an "if": "if it isn't shipped, cancel".
    """
    found = [each.end() for each in pattern("operations", "in_case").finditer(before)]
    if not found:
        return False
    between = before[found[-1] :]
    is_done = any(pattern("operations", e.value).search(between) for e in Operation)
    return not (is_done or _ENDS.search(between))


def _unless_why(question: re.Match[str]) -> str:
    said = question.group()
    return " " if pattern("answers", "asks_about").search(said) else said
