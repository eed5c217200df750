"""
The words of moods: what stands in `words/<way>.yml`, found in messages.

An entry is a phrase as people write it, found in whatever spelling (`bot.nlu.text`). In
it `{a,b c}` is either, `x*` a word that begins so, `a*b` has up to three words between,
and a lone `_` is up to three words. No phrase goes on over the end of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.nlu.language import Language
from bot.nlu.text import normalize

KINDS = (
    *("abuse", "accusation", "anger", "judgement", "threat", "exasperation"),
    *("sarcasm", "mild", "impatience", "problem", "joy", "calm", "settled", "aside"),
)

_FOLDER = Path(__file__).parent / "words"
# What may be denied: "not angry", «بد نیست», «مو سيء».
_DENIABLE = frozenset({"anger", "judgement", "mild", "joy"})
_FURTHEST = 3
_SENTENCE_END = re.compile(r"[.!?;:\n…]+")
_NO_WORD = re.compile(r"[^\w. ]+")
_SPACES = re.compile(r" {2,}")
# One piece of an entry: a choice, a gap, any ending, a space, or letters.
_PIECE = re.compile(r"\{[^}]*\}| _ |\*>|\*| |[^ {*]+")
_SIGNS = {
    " _ ": r" (?:\w+ ){0,3}?",
    "*>": r"\w*(?: \w+){0,3}? ?",
    "*": r"\w*",
    " ": " ",
}
_GOES_ON = re.compile(r"\*(?=\w)")
# Arabic sets "and", "the" and other small words right before the next.
_BEFORE_WORD: Mapping[str, str] = {"ar": r"(?:[وفبل]|[وبف]?ال|لل|هال)?"}
_FINGLISH = (
    *(("kh", "x"), ("gh", "q"), ("ou", "u"), ("o", "u"), ("y", "i"), ("w", "v")),
    *(("ck", "k"), ("ph", "f")),
)
_SILENT_H = re.compile(r"(?<=[ea])h\b")


@dataclass(frozen=True)
class Found:
    """
    A phrase of one kind as it stands in the compared form; `is_denied` by what is near.
    """

    kind: str
    words: str
    is_denied: bool = False


@dataclass(frozen=True)
class Lexicon:
    """
    The phrases of one way of writing.
    """

    patterns: Mapping[str, re.Pattern[str]]
    before: frozenset[str]
    between: frozenset[str]
    after: re.Pattern[str] | None

    def find(self, words: str) -> Iterator[Found]:
        """
        All phrases in a text that `comparable` or `folded` gave.
        """
        for kind, pattern in self.patterns.items():
            for match in pattern.finditer(words):
                denied = kind in _DENIABLE and self._denies(
                    words[: match.start()], words[match.end() :]
                )
                yield Found(kind, match.group().strip(), denied)

    def _denies(self, ahead: str, behind: str) -> bool:
        for word in reversed(ahead.split()[-_FURTHEST:]):
            if word in self.before:
                return True
            if word not in self.between:
                break
        if self.after is None:
            return False
        for word in behind.split()[:_FURTHEST]:
            if self.after.fullmatch(word):
                return True
            if word not in self.between:
                break
        return False


def comparable(text: str) -> str:
    """
    Words of one spelling with single spaces, and a point where a sentence ends.
    """
    form = normalize(text).replace("'", "")
    form = _SENTENCE_END.sub(" . ", form)
    return _SPACES.sub(" ", _NO_WORD.sub(" ", form)).strip()


def folded(words: str) -> str:
    """
    Persian in Latin letters, with one letter for what people spell in several ways.
    """
    for written, one in _FINGLISH:
        words = words.replace(written, one)
    return _SILENT_H.sub("", words)


@cache
def lexicon(way: Language) -> Lexicon:
    """
    The phrases of a way of writing, read once.
    """
    path = _FOLDER / f"{way.lower()}.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    patterns = {kind: _compiled(content[kind], way) for kind in KINDS}
    after = [_regex(entry, way) for entry in content.get("after", ())]
    return Lexicon(
        patterns,
        frozenset(_form(word, way) for word in content.get("before", ())),
        frozenset(_form(word, way) for word in content.get("between", ())),
        re.compile("|".join(after)) if after else None,
    )


def _compiled(entries: list[str], way: Language) -> re.Pattern[str]:
    ahead = _BEFORE_WORD.get(way, "")
    # As a whole: in «می گین» the normaliser closes a gap.
    forms = (normalize(_GOES_ON.sub("*>", entry)) for entry in entries)
    whole = "|".join(_regex(form, way) for form in forms)
    return re.compile(rf"(?<!\w){ahead}(?:{whole})(?!\w)")


def _regex(entry: str, way: Language) -> str:
    return "".join(_piece(piece, way) for piece in _PIECE.findall(entry.strip()))


def _piece(piece: str, way: Language) -> str:
    if piece.startswith("{"):
        choices = {_regex(each, way) for each in piece[1:-1].split(",")}
        # The longest first: what is found is shown.
        return f"(?:{'|'.join(sorted(choices, key=lambda c: (-len(c), c)))})"
    if piece in _SIGNS:
        return _SIGNS[piece]
    return re.escape(_form(piece, way))


def _form(words: str, way: Language) -> str:
    form = comparable(words)
    return folded(form) if way == "fa-Latn" else form
