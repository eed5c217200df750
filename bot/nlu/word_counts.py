"""
How often each word stands in the training sentences of each way of writing.

    python -m bot.nlu.word_counts

writes them anew. Names of brands, people and places say nothing of a language and are
left out where the sentences mark them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.nlu.sentences import MARK, own_examples
from bot.nlu.text import normalize

LANGUAGE_WORD = re.compile(r"[^\W\d_]+(?:['’\u200c][^\W\d_]+)*")

_FILE = Path(__file__).parent / "words" / "counts.tsv"
_WAYS = ("fa", "fa-Latn", "ar", "en")
_NAME = re.compile(r"\[[^\]]*\]\((?:brand|branch|city|person|coupon|email)\)")
# What is in the wrong letters for its language belongs to another.
_ARABIC = re.compile(r"[\u0620-\u06ff]")


def read_counts() -> dict[str, dict[str, int]]:
    """
    The counts of the file: for each way of writing, those of its words.
    """
    counts: dict[str, dict[str, int]] = {way: {} for way in _WAYS}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        word, *numbers = line.split("\t")
        for way, number in zip(_WAYS, numbers, strict=True):
            if number != "0":
                counts[way][word] = int(number)
    return counts


def words_of(sentences: Iterable[str], in_arabic_letters: bool) -> Counter[str]:
    """
    The words of sentences in compared form, without names and other scripts' words.
    """
    count: Counter[str] = Counter()
    for sentence in sentences:
        plain = MARK.sub(r"\1", _NAME.sub(" ", sentence))
        for word in LANGUAGE_WORD.findall(plain):
            if bool(_ARABIC.search(word)) == in_arabic_letters:
                count[normalize(word)] += 1
    del count[""]
    return count


def lines_of(counts: Mapping[str, Mapping[str, int]]) -> list[str]:
    """
    The lines of the file: a word and its count in each way of writing.
    """
    words = sorted(set().union(*counts.values()))
    return [
        "\t".join([word, *(str(counts[way].get(word, 0)) for way in _WAYS)])
        for word in words
    ]


def sentences_of(way: str) -> Iterable[str]:
    """
    The training sentences of one way of writing, with their marks.
    """
    return [each.marked for each in own_examples(way.lower())]


def _main() -> None:
    counts = {way: words_of(sentences_of(way), way in ("fa", "ar")) for way in _WAYS}
    _FILE.write_text("\n".join(lines_of(counts)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _main()
