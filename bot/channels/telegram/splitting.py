"""
Long messages in pieces: at the ends of paragraphs, lines, sentences, words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.channels.telegram.letters import boundary, is_blank
from bot.channels.telegram.marks import marked
from bot.channels.telegram.markup import Rich, units

MOST_SPANS = 100
"""Telegram leaves out what stands out in a message beyond so many."""

# Of a message that was filled, a part at least: no line alone ahead of a page.
_LEAST = 3
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_LINE = re.compile(r"\n")
# Marks that end a sentence, and what may close behind them.
_SENTENCE = re.compile("(?<![.!?؟؛…])[.!?؟؛…]+[\"'”’»)\\]\u200f\u200e\u2069]*(?=\\s)")
# Where words may be parted: not at what binds them, as a no-break space does.
_SPACE = re.compile(r"[^\S\xa0\u202f\u2007]")
# Behind these a full stop ends nothing.
_ABBREVIATIONS = frozenset(
    {
        *("no", "nr", "dr", "mr", "mrs", "ms", "st", "ave", "vs", "etc", "approx"),
        *("tel", "ext", "fig", "inc", "ltd", "co", "jan", "feb", "mar", "apr"),
        *("jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "min", "max"),
    }
)
_NUMBER = re.compile(r"[0-9\u06f0-\u06f9\u0660-\u0669]+")
_OPENING = "(«\"'“‘[\u2066\u2067\u2068\u200e\u200f"


def split(rich: Rich, base: str, most: int, first: int | None = None) -> list[Rich]:
    """
    The text in pieces of at most `most` UTF-16 units, the `first` of another length.

    Each is marked for paragraphs that run `base`. A tag that is open where a piece ends
    is closed and opened again in the next one. Each piece has something to be seen.
    """
    found = []
    limit = most if first is None else first
    rest = rich.stripped()
    while rest:
        piece, rest = _head(rest, base, limit)
        if not is_blank(piece.text):
            found.append(piece)
            limit = most
    return found


def _head(rich: Rich, base: str, limit: int) -> tuple[Rich, Rich]:
    """
    The first piece, and what is left. Marks take room too, hence the tries.
    """
    room = limit
    while True:
        end = _reach(rich, room)
        cut = _cut(rich.text, end)
        piece = marked(rich.cut(0, cut).stripped(), base)
        if piece.units <= limit or cut == 1:
            return piece, rich.cut(cut, len(rich.text)).stripped()
        # What is left out takes as many marks as the rest, about.
        fitting = room * limit // piece.units
        room = max(1, min(fitting, units(rich.text[:cut]) - 1))


def _reach(rich: Rich, room: int) -> int:
    """
    How many characters have this room and no more spans than a message may have.
    """
    end = min(len(rich.text), room)
    while end > 1 and units(rich.text[:end]) > room:
        end -= max(1, (units(rich.text[:end]) - room) // 2)
    starts = sorted(span.start for span in rich.spans)
    if len(starts) > MOST_SPANS:
        end = min(end, max(1, starts[MOST_SPANS]))
    return end


def _cut(text: str, end: int) -> int:
    """
    The best place to end at, up to `end`.
    """
    if end >= len(text):
        return len(text)
    least = max(1, end // _LEAST)
    for places in (_starts(_PARAGRAPH, text, end), _starts(_LINE, text, end)):
        cut = max(places, default=0)
        if cut >= least:
            return cut
    cut = max(_sentence_ends(text, end), default=0)
    if cut >= least:
        return cut
    cut = max(_starts(_SPACE, text, end), default=0)
    return cut or boundary(text, end) or end


def _starts(pattern: re.Pattern[str], text: str, end: int) -> Iterator[int]:
    """
    Where it begins; a piece may end right ahead of it.
    """
    found = (each.start() for each in pattern.finditer(text, 0, end + 2))
    return (each for each in found if 0 < each <= end)


def _sentence_ends(text: str, end: int) -> Iterator[int]:
    for found in _SENTENCE.finditer(text, 0, end + 1):
        if found.end() <= end and not _goes_on(text, found):
            yield found.end()


def _goes_on(text: str, found: re.Match[str]) -> bool:
    """
    Whether a full stop belongs to what is ahead of it: "No. 5", "e.g. so", "2. then".
    """
    if not found.group().startswith("."):
        return False
    if found.group().startswith(".."):
        return False
    start = found.start()
    while start and not text[start - 1].isspace():
        start -= 1
    word = text[start : found.start()].lstrip(_OPENING)
    if _NUMBER.fullmatch(word):
        return not text[text.rfind("\n", 0, start) + 1 : start].strip()
    is_letter = len(word) == 1 and word.isalpha()
    is_short = "." in word and all(len(each) == 1 for each in word.split("."))
    return is_letter or is_short or word.casefold() in _ABBREVIATIONS
