"""
Whether somebody swears: by words, in all ways of writing.
"""

from __future__ import annotations

import re
from itertools import dropwhile

from actions.smalltalk.tone import listed, words_of

_FILE = "rudeness.yml"
_SHORT = 3
# Of persons and numbers, behind a word that is long enough: «احمقی», "idiots".
_ENDING = re.compile(r"(?<=\w{4})(?:ی|ید|ین|ای|ها|م|و|ه|i|id|in|e|o|ha|s|ed|ing)$")


def is_rude(text: str) -> bool:
    """
    Whether a message, which is nothing of the shop's, has a word of abuse.
    """
    said = words_of(text)
    forms = (said, [_ENDING.sub("", word) for word in said])
    always, short = listed(_FILE, "always"), listed(_FILE, "short")
    whole = [f" {' '.join(form)} " for form in forms]
    return (
        any(f" {word} " in form for form in whole for word in always)
        or (len(said) <= _SHORT and not short.isdisjoint(said))
        or " ".join(said) in listed(_FILE, "alone")
        or _calls_names(said)
    )


def _calls_names(said: list[str]) -> bool:
    """
    Whether somebody is called a name: "you are a pig", «يا حمار».
    """
    if not said or said[0] not in listed(_FILE, "calling"):
        return False
    between = listed(_FILE, "between")
    name = " ".join(dropwhile(between.__contains__, said[1:]))
    return name in listed(_FILE, "called") | listed(_FILE, "alone")
