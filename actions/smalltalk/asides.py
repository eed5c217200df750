"""
What a message says about a question of ours that stands open, without answering it.

"Which card?", «چرا می‌پرسی؟» and "only by SMS" are said of the very question, whatever
they would mean alone. Each question has its own kinds of sayings, and those of any
question, in `actions/shared/asides`; a message that speaks of orders is never one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from actions.account.marketing import ABOUT
from actions.account.wishes import Wish, wish_of
from actions.shared.open_question import OpenQuestion
from actions.shared.sayings import asks, saying_of
from actions.smalltalk.plain import is_plain

_FOLDER = Path(__file__).parents[1] / "shared" / "asides"
_ANY, _ELSEWHERE = _FOLDER / "any.yml", _FOLDER / "elsewhere.yml"
_NAMED, _POINTS_AT, _RELATIVE = "named", "points_at", "relative"
_REGRET, _NEVER_MIND = "regret", "never_mind"
_UNCLEAR, _WHAT, _TAKE_BACK = "unclear", "what", "take_back"
# Of the message after the answer, or beside a yes or a no.
_NOT_ALONE = frozenset({None, _NAMED, _POINTS_AT, _REGRET, _NEVER_MIND})
# Whoever writes more says something of its own.
_MOST_WORDS = 14
_NOT_UNDERSTOOD = "nlu_fallback"
_WISH_TO_STOP = "newsletter_subscription"
_ANSWERS = frozenset({"affirm", "deny"})


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
    if not question.is_recent(now) or not own.exists():
        return None
    if saying_of(_ELSEWHERE, text, most_words=_MOST_WORDS) is not None:
        return None
    if question.is_answered:
        return Aside(_REGRET) if question.is_last and _taken_back(own, text) else None
    if not question.is_last:
        return _late(own, text)
    if _is(own, _RELATIVE, text):
        return Aside(is_yes=False)
    if any(is_plain(text, is_yes=is_yes) for is_yes in (True, False)):
        return None
    only_sure = is_sure and intent not in _ANSWERS
    kind = saying_of(own, text, most_words=_MOST_WORDS, is_sure=only_sure)
    if (
        question.about == ABOUT
        and kind != _TAKE_BACK
        and _stops(text, intent, only_sure)
    ):
        return Aside(wish=_WISH_TO_STOP)
    if kind == _UNCLEAR:
        return Aside()
    if kind not in _NOT_ALONE:
        return Aside(str(kind))
    kind = saying_of(_ANY, text, most_words=_MOST_WORDS, is_sure=only_sure)
    if kind is None and intent == _NOT_UNDERSTOOD and asks(text):
        kind = _WHAT
    return Aside(kind) if kind is not None else None


def _stops(text: str, intent: str, is_other: bool) -> bool:
    """
    Whether advertising is to stop: a no that is kept at once, and never to a question.
    """
    if wish_of(text) is not Wish.STOP:
        return False
    return intent == _WISH_TO_STOP or not (is_other or asks(text))


def _late(own: Path, text: str) -> Aside | None:
    """
    A yes or a no some messages later, if it says of what.
    """
    if _is(own, _RELATIVE, text) and _is(own, _POINTS_AT, text):
        return Aside(is_yes=False)
    for is_yes in (True, False):
        if is_plain(text, is_yes=is_yes) and _is(own, _NAMED, text):
            return Aside(is_yes=is_yes)
    return None


def _taken_back(own: Path, text: str) -> bool:
    if asks(text):
        return False
    return any(_is(own, kind, text) for kind in (_REGRET, _NEVER_MIND, _RELATIVE))


def _is(own: Path, kind: str, text: str) -> bool:
    return saying_of(own, text, most_words=_MOST_WORDS, only=kind) is not None
