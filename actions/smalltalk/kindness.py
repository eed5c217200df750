"""
Whether somebody is fond of the bot and says no more than that.
"""

from __future__ import annotations

from actions.smalltalk.tone import listed, words_of

_FILE = "kindness.yml"
_MOST_AROUND = 3


def is_kind(text: str) -> bool:
    """
    Whether a message is affection, perhaps with a name or a small word around it.

    "I love you" and «عاشقتم ربات جون» are; "how do you say I love you" is not.
    """
    around = listed(_FILE, "around")
    said = words_of(text)
    core = [word for word in said if word not in around]
    return len(said) - len(core) <= _MOST_AROUND and " ".join(core) in _cores()


def _cores() -> frozenset[str]:
    """
    What is left of each phrase without the words that may stand around any.
    """
    around = listed(_FILE, "around")
    phrases = listed(_FILE, "phrases")
    return frozenset(
        " ".join(word for word in phrase.split() if word not in around)
        for phrase in phrases
    )
