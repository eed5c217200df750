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
