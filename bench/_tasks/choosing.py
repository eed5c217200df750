"""
What a text is about: the things it names, the deeds, and the choice that fits it best.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bench._tasks.regular import Verb
from bench._tasks.voice import listed

ORDER = re.compile(r"#?W\d{4,}")
"""An order's number, as customers write it."""
_WORD = re.compile(r"[a-z0-9.%]+(?:-[a-z0-9]+)*")
# Words that name no thing.
_EMPTY = frozenset(
    listed("""
    a an the and or but to of for from in on at by with via as is are was be been it its
    this that these those my me i i'm i'd you your we our they them their have has had
    do does don't not no yes so if then than also too very just only all any some one
    ones order orders item items product products please want wanna like need would
    could can will cancel cancelled return returned exchange exchanged change changed
    modify refund refunded new same exactly full get money back s t d ll ve re instead
    options option payment method ordered received make sure am which what who how
    """)
)
_VERBS = {
    Verb.CANCEL: r"\bcancel",
    Verb.ADDRESS: r"\baddress\b|\bship",
    Verb.MODIFY: r"\bchang|\bmodif|\bdifference\b|\binstead\b",
    Verb.EXCHANGE: r"\bexchang|\bdifference\b|\binstead\b",
    Verb.RETURN: r"\breturn|\brefund|\bsend back\b|\btake back\b",
}


def things(text: str) -> frozenset[str]:
    """
    The words of a text that could name a thing or what it is like.
    """
    words = (each.strip(".") for each in _WORD.findall(text.lower()))
    return frozenset(_singular(each) for each in words if each and each not in _EMPTY)


def closest(choices: Sequence[str], text: str) -> str | None:
    """
    The choice that has most words of a text; None where none has, or several do.
    """
    own = things(text)
    counts = [len(things(each) & own) for each in choices]
    best = max(counts, default=0)
    if not best or counts.count(best) > 1:
        return None
    return choices[counts.index(best)]


def is_said(verb: Verb, text: str) -> bool:
    """
    Whether a text speaks of doing this.
    """
    return bool(re.search(_VERBS[verb], text, re.IGNORECASE))


def of_verbs(choices: Sequence[str], verbs: Iterable[Verb]) -> str | None:
    """
    The choice that names one of these; None where none does.
    """
    for verb in verbs:
        for choice in choices:
            if is_said(verb, choice):
                return choice
    return None


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
