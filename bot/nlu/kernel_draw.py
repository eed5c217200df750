"""
Which sentences are learnt where there are more than memory holds.

Of every label the same share is drawn, and of a label always those that a hash puts
first. So an edit of one label draws the same of all the others, and nearly the same of
its own: the quick update need not learn what it was never going to keep.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import blake2b

# A text and its label.
Sentence = tuple[str, str]
# Of a label all are kept up to this number: the rare ones cannot spare any.
_LEAST = 10


@dataclass(frozen=True)
class Draw:
    """
    The `share` of sentences that a model learns, and those that it `left_out`.
    """

    share: float = 1.0
    left_out: frozenset[Sentence] = frozenset()


EVERYTHING = Draw()


def share_for(sentences: Collection[Sentence], most: int) -> float:
    """
    The share that makes about so many of these sentences; 1 where they are no more.
    """
    return min(1.0, most / max(1, len(sentences)))


def drawn(sentences: Iterable[Sentence], share: float) -> set[Sentence]:
    """
    That share of the sentences (text, label) of each label, in whatever order they are.
    """
    once = dict.fromkeys(sentences)
    if share >= 1:
        return set(once)
    of_label: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in once:
        of_label[sentence[1]].append(sentence)
    chosen: set[Sentence] = set()
    for own in of_label.values():
        count = max(_LEAST, int(share * len(own)))
        chosen.update(sorted(own, key=_place)[:count])
    return chosen


def _place(sentence: Sentence) -> tuple[bytes, Sentence]:
    # A lone surrogate is no UTF-8, but may stand in a sentence.
    text = sentence[0].encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=8).digest(), sentence
