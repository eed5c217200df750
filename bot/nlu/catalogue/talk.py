"""
The words that customers use apart from names: none of them is a misspelled name.

    python -m bot.nlu.catalogue.talk

writes them anew from the training sentences, where names are marked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from bot.nlu.sentences import MARK, own_examples
from bot.nlu.text import normalize

_FILE = Path(__file__).with_name("talk.txt")
_WORDS = Path(__file__).parents[1] / "words"
_MARKED = re.compile(r"\[[^\]]*\]\((?:product|brand|color|size|city|branch|category)\)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_OFTEN = 2


@lru_cache(maxsize=1)
def talk() -> frozenset[str]:
    """
    The words of talk, and the common words of each language, in compared form.
    """
    found = set(_FILE.read_text(encoding="utf-8").split())
    # Everyday words in Latin letters sound like many a name ("bande", "vaghei").
    everyday = (_WORDS / "everyday" / f"{way}.txt" for way in ("fa-latn", "en"))
    for path in (*_WORDS.glob("*.txt"), *everyday):
        found.update(map(normalize, path.read_text(encoding="utf-8").split()))
    return frozenset(found)


def words_of(sentences: Iterable[str]) -> set[str]:
    """
    The words that stand in several sentences, and not in the marks of names.
    """
    count: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for sentence in sentences:
        for mark in _MARKED.findall(sentence):
            named.update(set(_WORD.findall(normalize(mark.split("](")[0]))))
        plain = MARK.sub(r"\1", _MARKED.sub(" ", sentence))
        count.update(set(_WORD.findall(normalize(plain))))
    return {
        word for word, times in count.items() if times >= _OFTEN and times > named[word]
    }


def _main() -> None:
    words = sorted(words_of(each.marked for each in own_examples()))
    lines = (" ".join(words[at : at + 12]) for at in range(0, len(words), 12))
    _FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _main()
