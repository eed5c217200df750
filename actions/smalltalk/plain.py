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
    if not yes.union(no, beside).issuperset(words) or not _says_whose(words):
        return False
    if not no.isdisjoint(words):
        return not is_yes and not _says_both(words)
    return is_yes and words[0] in yes | listed(_FILE, "own")


def begins_an_answer(text: str) -> bool:
    """
    Whether its first word is outright a yes or a no, whatever comes behind it.
    """
    words = words_of(text)
    both = listed(_FILE, "outright") | listed(_FILE, "outright_no")
    return bool(words) and words[0] in both


def without_no(text: str) -> tuple[str, str]:
    """
    The no that a text begins with, as it is written, and what follows it.

    Both are empty where it does not begin with one.
    """
    first, _, behind = text.strip().partition(" ")
    is_no = listed(_FILE, "outright_no").issuperset(words_of(first) or [""])
    return (first, behind.strip()) if is_no else ("", "")


def is_nod(text: str) -> bool:
    """
    Whether it only says that something was heard: "ok", «باشه», "fine".
    """
    return nods().issuperset(words_of(text))


def nods() -> frozenset[str]:
    """
    The words that by themselves say no more than that something was heard.
    """
    return listed(_FILE, "nodding")


def outright() -> frozenset[str]:
    """
    The words that say yes and nothing else.
    """
    return listed(_FILE, "outright")


def is_joke(text: str) -> bool:
    """
    Whether it takes back what was said before as a joke, and says nothing else.
    """
    words = words_of(text)
    jokes, beside = listed(_FILE, "joking"), listed(_FILE, "beside_joke")
    if not 0 < len(words) <= _MOST_WORDS or _ASKS.search(text):
        return False
    return not jokes.isdisjoint(words) and (jokes | beside).issuperset(words)


def is_thanks(text: str) -> bool:
    """
    Whether there are thanks in it.
    """
    return not listed(_FILE, "thanking").isdisjoint(words_of(text))


def _says_whose(words: list[str]) -> bool:
    """
    Whether no «مال» stands without its owner: the next message may be «همسرمه».
    """
    whose, oneself = listed(_FILE, "whose"), listed(_FILE, "oneself")
    behind = [*words[1:], ""]
    return all(
        after in oneself
        for word, after in zip(words, behind, strict=True)
        if word in whose
    )


def _says_both(words: list[str]) -> bool:
    """
    Whether a message with a no in it says as well that it is theirs, or yes.
    """
    if not listed(_FILE, "outright").isdisjoint(words):
        return True
    is_own = not listed(_FILE, "own").isdisjoint(words)
    return is_own and listed(_FILE, "negating").isdisjoint(words)
