"""
What the classifier sees of a sentence besides its vector.
"""

from collections.abc import Iterable

from bot.nlu.ngrams import MARK

_MANY_WORDS = 6


def wording(compared: str, kinds: Iterable[str]) -> str:
    """
    The compared form, with marks for the kinds of entities in it and for its length.

    So any product or number counts as one, also those never seen in training, and a
    word alone ("the shoes", «آخری») is told from the same word in a long sentence.
    """
    # Whoever types the sign of a mark has not made one.
    compared = compared.replace(MARK, " ")
    length = min(len(compared.split()), _MANY_WORDS)
    marks = " ".join(f"{MARK}{kind}" for kind in sorted(set(kinds)))
    return f"{compared} {MARK}{length} {marks}".strip()
