"""
Whether a message is plainly yes or no: what it is not must not change anything.

Understanding tells a yes from other wishes; «بله؟», "is it mine?" and "mine, but I'm
not sure" are near enough to be taken for one. For what is joined, or agreed to, that is
not enough: nothing but words of a yes may stand in it, and no question mark.
"""

from __future__ import annotations

import re

from actions.smalltalk.tone import listed, words_of

_FILE = "plain.yml"
_MOST_WORDS = 7
_ASKS = re.compile(r"[?؟]")


def is_plain(text: str, *, is_yes: bool) -> bool:
    """
    Whether `text` says this answer and nothing else.
    """
    words = words_of(text)
    if not 0 < len(words) <= _MOST_WORDS or _ASKS.search(text):
        return False
    yes, no, beside = (
        listed(_FILE, kind) for kind in ("affirming", "denying", "beside")
    )
    if not yes.union(no, beside).issuperset(words):
        return False
    if not no.isdisjoint(words):
        return not is_yes
    return is_yes and words[0] in yes | listed(_FILE, "own")


def is_nod(text: str) -> bool:
    """
    Whether it only says that something was heard: "ok", «باشه», "fine".
    """
    return listed(_FILE, "nodding").issuperset(words_of(text))
