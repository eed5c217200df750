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

from actions.shared.open_question import OpenQuestion
from actions.shared.sayings import asks, saying_of
from actions.smalltalk.plain import is_plain

_FOLDER = Path(__file__).parents[1] / "shared" / "asides"
_ANY, _ELSEWHERE = _FOLDER / "any.yml", _FOLDER / "elsewhere.yml"
_NAMED, _RELATIVE, _REGRET, _WHAT, _POINTS_AT = (
    "named",
    "relative",
    "regret",
    "what",
    "points_at",
)
# Whoever writes more says something of its own.
_MOST_WORDS = 14
_NOT_UNDERSTOOD = "nlu_fallback"


@dataclass(frozen=True)
class Aside:
    """
    What is said of the question: a kind of its file, or else whether it is a yes.
    """

    kind: str = ""
    is_yes: bool | None = None


def aside_of(
    question: OpenQuestion, text: str, intent: str, now: datetime
) -> Aside | None:
    """
    What a message says of this question; None where it is none of that.

    `intent` is what was understood. While nothing else was said, that is any of its
    sayings; a while later only a yes or a no that names the thing itself.
    """
    own = _FOLDER / f"{question.about}.yml"
    if not question.is_recent(now) or not own.exists():
        return None
    if saying_of(_ELSEWHERE, text, most_words=_MOST_WORDS) is not None:
        return None
    kind = saying_of(own, text, most_words=_MOST_WORDS)
    if question.is_answered:
        return Aside(_REGRET) if question.is_last and _taken_back(own, text) else None
    if kind == _RELATIVE and (question.is_last or _is(own, _POINTS_AT, text)):
        return Aside(is_yes=False)
    if not question.is_last:
        return _late(own, text)
    if any(is_plain(text, is_yes=is_yes) for is_yes in (True, False)):
        return None
    if kind not in (None, _NAMED, _REGRET, _POINTS_AT):
        return Aside(str(kind))
    kind = saying_of(_ANY, text, most_words=_MOST_WORDS)
    if kind is None and intent == _NOT_UNDERSTOOD and asks(text):
        kind = _WHAT
    return Aside(kind) if kind is not None else None


def _late(own: Path, text: str) -> Aside | None:
    """
    A yes or a no some messages later, if it says of what.
    """
    for is_yes in (True, False):
        if is_plain(text, is_yes=is_yes) and _is(own, _NAMED, text):
            return Aside(is_yes=is_yes)
    return None


def _taken_back(own: Path, text: str) -> bool:
    if asks(text):
        return False
    return _is(own, _REGRET, text) or _is(own, _RELATIVE, text)


def _is(own: Path, kind: str, text: str) -> bool:
    return saying_of(own, text, most_words=_MOST_WORDS, only=kind) is not None
