"""
Whether somebody swears: by words, in all ways of writing.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import dropwhile
from pathlib import Path

import yaml

from actions.shared.likeness import fold

WORDS = Path(__file__).with_name("rudeness.yml")
_SHORT = 3
_WORD = re.compile(r"[^\W\d_]+")
# Of persons and numbers, behind a word that is long enough: «احمقی», "idiots".
_ENDING = re.compile(r"(?<=\w{4})(?:ی|ید|ین|ای|ها|م|و|ه|i|id|in|e|o|ha|s|ed|ing)$")
# Typed for emphasis: «خررر», "idiooot".
_DRAWN_OUT = re.compile(r"(.)\1{2,}")


def is_rude(text: str) -> bool:
    """
    Whether a message, which is nothing of the shop's, has a word of abuse.
    """
    said = _words_of(text)
    forms = (said, [_ENDING.sub("", word) for word in said])
    always, short = _listed("always"), _listed("short")
    whole = [f" {' '.join(form)} " for form in forms]
    return (
        any(f" {word} " in form for form in whole for word in always)
        or (len(said) <= _SHORT and not short.isdisjoint(said))
        or " ".join(said) in _listed("alone")
        or _calls_names(said)
    )


def _calls_names(said: list[str]) -> bool:
    """
    Whether somebody is called a name: "you are a pig", «يا حمار».
    """
    if not said or said[0] not in _listed("calling"):
        return False
    between = _listed("between")
    name = " ".join(dropwhile(between.__contains__, said[1:]))
    return name in _listed("called") | _listed("alone")


def _words_of(text: str) -> list[str]:
    return _WORD.findall(_DRAWN_OUT.sub(r"\1", fold(text)))


@cache
def _listed(kind: str) -> frozenset[str]:
    """
    One of the lists of `rudeness.yml` in its compared form.
    """
    content = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return frozenset(" ".join(_words_of(each)) for each in content[kind])
