"""
What a message says about a question of ours that stands open, without answering it.

"Which card?", «چرا می‌پرسی؟» and "only by SMS" are said of the very question, whatever
they would mean alone. Each question has its own kinds of sayings, and those of any
question, in `actions/shared/asides`; a message that speaks of orders is never one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from actions.account import marketing
from actions.account.wishes import Wish, wish_of
from actions.offers import not_same_person, same_person
from actions.shared.open_question import AfterAnswer, OpenQuestion
from actions.shared.sayings import asks, bare, saying_of
from actions.smalltalk.plain import begins_an_answer, is_plain

_FOLDER = Path(__file__).parents[1] / "shared" / "asides"
_ANY, _ELSEWHERE = _FOLDER / "any.yml", _FOLDER / "elsewhere.yml"
_AFTER = _FOLDER / "after.yml"
_NAMED, _POINTS_AT, _RELATIVE = "named", "points_at", "relative"
_POINTED, _ITSELF = "pointed", "itself"
_GONE, _CARD, _OTHER_CARD = "gone", "card", "other_card"
_REFUSED = AfterAnswer.REFUSED.value
_AFFIRMS, _DENIES, _STANDING, _DONE = "affirms", "denies", "standing", "done"
_UNCLEAR, _WHAT, _TAKE_BACK = "unclear", "what", "take_back"
_DECLINES, _LATER = "declines", "later"
_IF = ("if_no", "if_yes")
# Of the message after the answer, or beside a yes or a no.
_NOT_ALONE = frozenset(
    {
        *(None, _NAMED, _POINTS_AT, _POINTED, _ITSELF, _GONE, _CARD, _OTHER_CARD),
        *(each.value for each in AfterAnswer),
    }
)
# Of these questions anything can be asked; any other is yes or no alone.
_EXPLAINED = frozenset({marketing.ABOUT, same_person.ABOUT})
# Whoever writes more says something of its own.
_MOST_WORDS = 14
_NOT_UNDERSTOOD = "nlu_fallback"
_WISH = "newsletter_subscription"
_ANSWERS = frozenset({"affirm", "deny"})
# What "this card" is taken for where nobody knows which was spoken of.
_TAKEN_FOR = frozenset({"check_payment_methods", "payment_issue"})
# Asked also later, where it says whose the card is, or points at it.
_OF_IT = ("what", "why")
_SAYS = re.compile(r"\b(?:بگم|بگویم|گفتم|begam|goftam|say|said|قلت)\b")


@dataclass(frozen=True)
class Aside:
    """
    What is said of the question: a kind of its file, whether it is a yes, or a wish.

    With none of these it is about the question, and nobody can tell what.
    """

    kind: str = ""
    is_yes: bool | None = None
    wish: str = ""


def aside_of(
    question: OpenQuestion, text: str, intent: str, now: datetime, *, is_sure: bool
) -> Aside | None:
    """
    What a message says of this question; None where it is none of that.

    `intent` is what was understood; if that `is_sure` and is another wish, only sayings
    that can be of nothing else count. While nothing else was said, a message is any of
    the sayings; a while later only a yes or a no that names the thing itself.
    """
    own = _FOLDER / f"{question.about}.yml"
    if not own.exists() or saying_of(_ELSEWHERE, text, most_words=_MOST_WORDS):
        return None
    if question.about == not_same_person.ABOUT and gives_up_a_card(text):
        # Asked whether to take it out, it is a yes; later it is asked anew.
        is_awaited = question.is_awaited(now)
        return Aside(is_yes=True) if is_awaited else Aside(_REFUSED)
    if question.is_answered:
        return _after(question, own, text, intent, now, is_sure=is_sure)
    if not question.is_recent(now):
        return None
    if not question.is_last:
        return _late(own, text)
    if _is(own, _RELATIVE, text):
        return Aside(is_yes=False)
    if any(is_plain(text, is_yes=is_yes) for is_yes in (True, False)):
        return None
    if question.about in _EXPLAINED and _is(_ANY, _DECLINES, text):
        return Aside(_LATER)
    only_sure = is_sure and intent not in _ANSWERS
    kind = saying_of(own, text, most_words=_MOST_WORDS, is_sure=only_sure)
    if kind is None and intent in _TAKEN_FOR and _is(own, _POINTED, text):
        kind = _WHAT
    if kind in (_AFFIRMS, _DENIES):
        return Aside(is_yes=kind == _AFFIRMS)
    if question.about == marketing.ABOUT and (
        kind == _STANDING or (kind != _TAKE_BACK and _stops(text, intent, only_sure))
    ):
        return Aside(wish=_WISH)
    if kind == _UNCLEAR:
        return Aside()
    if kind not in _NOT_ALONE:
        return Aside(str(kind))
    return _of_any(question, text, intent, only_sure=only_sure)


def gives_up_a_card(text: str) -> bool:
    """
    Whether a message says of a points card that it is not theirs, or shall go.
    """
    own = _FOLDER / f"{same_person.ABOUT}.yml"
    if _is(own, _OTHER_CARD, text):
        return False
    return _is(own, _GONE, text) and _is(own, _CARD, text)


def leaves_unanswered(question: OpenQuestion, text: str, now: datetime) -> bool:
    """
    Whether a message that is something else begins with a yes or a no to the question.

    "Yes, and where is my order?" is answered as what it asks; the yes is not noted.
    """
    return (
        question.about in _EXPLAINED
        and question.is_awaited(now)
        and not question.is_repeated
        and begins_an_answer(text)
    )


def _of_any(
    question: OpenQuestion, text: str, intent: str, *, only_sure: bool
) -> Aside | None:
    """
    What can be said of whichever question.
    """
    if question.about not in _EXPLAINED:
        return None
    kind = saying_of(_ANY, text, most_words=_MOST_WORDS, is_sure=only_sure)
    if kind == _UNCLEAR:
        return Aside()
    if kind is None and intent == _NOT_UNDERSTOOD and asks(text):
        kind = _WHAT
    return Aside(kind) if kind is not None else None


def _stops(text: str, intent: str, is_other: bool) -> bool:
    """
    Whether advertising is to stop: a no that is kept at once, and never to a question.
    """
    if wish_of(text) is not Wish.STOP:
        return False
    return intent == _WISH or not (is_other or asks(text))


def _late(own: Path, text: str) -> Aside | None:
    """
    A yes or a no some messages later, if it says of what; and what either would do.

    So is what is asked of the card itself: there is a word for it.
    """
    is_no = _is(own, _RELATIVE, text) or _is(own, _DENIES, text)
    if is_no and _is(own, _POINTS_AT, text):
        return Aside(is_yes=False)
    for is_yes in (True, False):
        if is_plain(text, is_yes=is_yes) and _is(own, _NAMED, text):
            return Aside(is_yes=is_yes)
    kind = saying_of(own, text, most_words=_MOST_WORDS, is_sure=True)
    if kind in _OF_IT and _is(own, _ITSELF, text):
        return Aside(str(kind))
    if _SAYS.search(bare(text)):
        for file in (own, _ANY):
            kind = saying_of(file, text, most_words=_MOST_WORDS, is_sure=True)
            if kind in _IF:
                return Aside(str(kind))
    return None


def _after(
    question: OpenQuestion,
    own: Path,
    text: str,
    intent: str,
    now: datetime,
    *,
    is_sure: bool,
) -> Aside | None:
    """
    What is said of the answer, right after it; of a card for a day, if it says so.
    """
    if asks(text) or question.about not in _EXPLAINED:
        return None
    is_gone = question.about == same_person.ABOUT and gives_up_a_card(text)
    if not question.is_last or not question.is_recent(now):
        is_no = _is(own, _DENIES, text) and _is(own, _POINTS_AT, text)
        is_meant = (is_no or is_gone) and question.was_put(question.about, now)
        return Aside(_REFUSED) if is_meant else None
    if _is(_AFTER, _DONE, text):
        return None
    if _is(own, _RELATIVE, text) or _is(own, _DENIES, text):
        return Aside(_REFUSED)
    only_sure = is_sure and intent not in _ANSWERS
    for file in (own, _AFTER):
        for kind in AfterAnswer:
            if _is(file, kind.value, text, is_sure=only_sure):
                return Aside(kind.value)
    is_no = is_gone or (intent == "deny" and is_sure)
    return Aside(_REFUSED) if is_no or is_plain(text, is_yes=False) else None


def _is(own: Path, kind: str, text: str, *, is_sure: bool = False) -> bool:
    said = saying_of(own, text, most_words=_MOST_WORDS, only=kind, is_sure=is_sure)
    return said is not None
