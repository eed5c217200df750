"""
Whether a message asks what somebody of the shop has promised or settled, by its words.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto
from pathlib import Path

from actions.shared.sayings import asks, bare, listed

WORDS = Path(__file__).with_name("promising.yml")
# Whoever writes more says something of its own.
_MOST_WORDS = 18


class About(Enum):
    """
    What a message says of what was left behind.
    """

    PROMISE = auto()
    """What it was, or that it was one."""
    REPLACEMENT = auto()
    """When what was promised in place of something comes."""


def about_promise(text: str, names: Iterable[str] = ()) -> About | None:
    """
    What a message asks of a promise; None if nothing. `names` are who gave one.

    Only of a conversation in which somebody left something behind: "what did Sara say?"
    means nothing before.
    """
    said = bare(text)
    if len(said.split()) > _MOST_WORDS or _has("own", said):
        return None
    called = {part for name in names for part in bare(name).split()}
    is_named = _has("person", said) or not called.isdisjoint(said.split())
    is_question = asks(text) or _has("asks", said)
    if _has("given", said):
        return About.PROMISE
    if _has("promise", said):
        return About.PROMISE if is_question or is_named else None
    if is_named and is_question and (_has("settled", said) or _has("said", said)):
        return About.PROMISE
    if _has("replacement", said) and _has("comes", said):
        return About.REPLACEMENT
    return None


def _has(kind: str, said: str) -> bool:
    return listed(WORDS, kind).search(said) is not None
