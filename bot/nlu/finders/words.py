"""
How the finders turn lists of words into patterns over the compared form.
"""

import re
from collections.abc import Iterable

from bot.nlu.text import normalize


def one_of(words: str | Iterable[str]) -> str:
    """
    A group that matches any of the words, however they were written here.

    A string is split at white space; an underscore in it stands for a space.
    """
    listed = words.split() if isinstance(words, str) else words
    forms = {normalize(word.replace("_", " ")) for word in listed}
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return "(?:" + "|".join(map(re.escape, longest_first)) + ")"


_CHOICE = re.compile(r"\{([^{}]*)\}")


def spellings(patterns: str) -> frozenset[str]:
    """
    All compared forms of words given with choices: "dir{u,oo}z" is diruz and dirooz.

    Split at white space; an underscore stands for a space, and `{,h}` for a letter that
    may be missing.
    """
    done, open_ = set(), patterns.split()
    while open_:
        pattern = open_.pop()
        choice = _CHOICE.search(pattern)
        if choice is None:
            done.add(normalize(pattern.replace("_", " ")))
            continue
        before, after = pattern[: choice.start()], pattern[choice.end() :]
        open_.extend(before + part + after for part in choice.group(1).split(","))
    return frozenset(done)
