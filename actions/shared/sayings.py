"""
Which saying a message is, among those that a YAML file lists by kind.

A file has for each kind regular expressions over bare text; each must fit the whole of
it, so that what stands in the middle of something else is not taken for it. The kinds
are tried in their order. A question is written with " ?" at its end, by whichever sign
it was asked; an expression without it fits a question and a statement alike. A kind
whose name has `else` behind it holds more expressions for the same, of which somebody
may ask to leave them out: those that might as well be something else.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import yaml

from actions.shared.likeness import fold, letters

_SIGNS = re.compile(r"[^\w\s',?]")
# Whoever writes more says something of its own.
_LONGEST = 160
_ASKS = re.compile(r"[?؟]")
_AROUND = "around"
"""Not a kind: words that change nothing, left out wherever they stand."""
_ELSE = " else"


# One message is compared with many kinds, one after the other.
@lru_cache(maxsize=64)
def bare(text: str) -> str:
    """
    A text in folded letters, without vowel marks and without most signs.
    """
    plain = "".join(each for each in text if not unicodedata.combining(each))
    return _SIGNS.sub(" ", fold(plain).replace("’", "'"))


def asks(text: str) -> bool:
    """
    Whether there is a question mark in it.
    """
    return _ASKS.search(text) is not None


def saying_of(
    file: Path,
    text: str,
    *,
    most_words: int,
    only: str | None = None,
    is_sure: bool = False,
) -> str | None:
    """
    The first kind of the file that fits, or `only` this one; None for none of them.

    A message of more than `most_words` words is none. Where it must be one that
    `is_sure`, what stands under `else` is left out.
    """
    if len(text) > _LONGEST:
        return None
    around, kinds = _kinds(file)
    said = bare(_ASKS.sub(" ", text)).replace(",", " ")
    words = said.split()
    if not 0 < len(words) <= most_words:
        return None
    whole = " ".join(words)
    # "Please" alone is left as it is.
    short = " ".join(around.sub(" ", f" {whole} ").split()) or whole
    mark = " ?" if asks(text) else ""
    for name, pattern in kinds:
        kind = name.removesuffix(_ELSE)
        if only not in (None, kind) or (is_sure and name != kind):
            continue
        if pattern.fullmatch(short + mark) or pattern.fullmatch(whole + mark):
            return kind
    return None


@cache
def listed(file: Path, kind: str) -> re.Pattern[str]:
    """
    What a YAML file lists of this kind, each from the beginning of a word, anywhere.

    To be searched for in folded text, whatever letters the file is typed in.
    """
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    return re.compile(rf"\b(?:{'|'.join(map(letters, content[kind]))})")


@cache
def _kinds(
    file: Path,
) -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    around = "|".join(map(letters, content.pop(_AROUND, [])))
    return (
        re.compile(rf"(?<= )(?:{around})(?= )" if around else r"(?!)"),
        tuple(
            (kind, re.compile(rf"(?:{'|'.join(map(letters, each))})(?: \?)?"))
            for kind, each in content.items()
        ),
    )
