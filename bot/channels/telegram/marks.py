"""
Words of two directions in one message, as Telegram shows them.

Telegram aligns each paragraph by its first letter that has a direction, so a line of a
Persian message that begins with a Latin word, a digit, a bullet or an emoji gets a mark
(RLM) ahead of it. What runs the other way inside a line (codes, telephones, prices,
addresses, names) is isolated: LRI or RLI ahead of it, PDI behind it. LRM on both sides
would not do: two codes with only a dash between would still become one run and
change places, and what follows would move with them. Overrides would do, but Telegram
takes them out of every message.

Marks stand outside of what is copied or opened as a whole. In an address of plain text
Telegram itself ends at them.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.channels.telegram.markup import ATOMS, Rich

RTL, LTR = "rtl", "ltr"
RLM, LRM = "\u200f", "\u200e"
LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"

_ALL = re.compile("[\u200e\u200f\u2066-\u2069]")
_ISOLATE_OR_END = re.compile("[\u2066-\u2069]")
_RTL_LANGUAGES = frozenset({"fa", "ar"})
_MARKS = {RTL: RLM, LTR: LRM}
_ISOLATES = {RTL: RLI, LTR: LRI}
_OTHER = {RTL: LTR, LTR: RTL}

_FIRST_RTL = re.compile("[\u0590-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufefc]")
_FIRST_LTR = re.compile("[A-Za-z\u00aa-\u02b8\u0370-\u058f]")
_HAS_DIGIT = re.compile("[0-9]")

# The same pieces that the chat of the web isolates, and e-mail addresses.
_DIGIT = "0-9\u06f0-\u06f9\u0660-\u0669"
_LINK = re.compile('https?://[^\\s<>"«»\u2066-\u2069]+')
_MAIL = (
    r"(?P<mail>(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]{1,64}"
    r"@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+)"
)
_CODE = (
    rf"(?P<code>[+0\u06f0\u0660][{_DIGIT}][{_DIGIT} \-]{{5,}}[{_DIGIT}]"
    rf"|(?:(?<!\S)[\-\u2212])?[$€£¥₺₹#]?"
    rf"(?:[{_DIGIT}][A-Za-z{_DIGIT}\-_/.:@,\u066b\u066c]*[A-Za-z{_DIGIT}]|[{_DIGIT}])"
    rf"|(?<![A-Za-z])#?[A-Za-z]+[\-_/]?[{_DIGIT}][A-Za-z{_DIGIT}\-_/]*(?<![\-_/]))"
)
_LATIN = r"[A-Za-z][A-Za-z0-9\-_./:@+#&'’]*(?<![.:'’/&\-])"
_LATIN_WORDS = rf"(?P<other>(?:(?<!\S)[@/#])?{_LATIN}(?: {_LATIN}| [0-9]+)*)"
# Joiners stand between letters.
_RTL_RUN = (
    "[\u0590-\u05ff\u0620-\u065f\u066e-\u06ef\u06fa-\u08ff\u200c\u200d"
    "\ufb1d-\ufdff\ufe70-\ufefc]+"
)
_RTL_WORDS = (
    rf"(?P<other>{_RTL_RUN}(?: (?:{_RTL_RUN}|[{_DIGIT}]+(?![{_DIGIT}.,:/\-])))*)"
)
_PIECES = {
    RTL: re.compile(f"{_MAIL}|{_CODE}|{_LATIN_WORDS}"),
    LTR: re.compile(f"{_MAIL}|{_CODE}|{_RTL_WORDS}"),
}
_BEHIND_LINK = ".,;:!?)]}'’،؛؟…"
# Numbers that every text shows in their own order, dates and hours among them.
_NUMBER = re.compile(
    r"[0-9]+(?:[.,:/][0-9]+)*"
    "|[\u06f0-\u06f9]+(?:[.,:/\u066b\u066c][\u06f0-\u06f9]+)*"
    "|[\u0660-\u0669]+(?:[.,:/\u066b\u066c][\u0660-\u0669]+)*"
)
# Arabic digits in groups change places even in a text from left to right.
_GROUP = re.compile(r"(?<=[\u0660-\u0669])[ \-]+(?=[\u0660-\u0669])")


@dataclass(frozen=True)
class _Put:
    """
    A mark to be put in: ends of isolates first, then marks of lines, then beginnings.
    """

    at: int
    rank: int
    mark: str


def is_rtl(lang: str | None) -> bool:
    """
    Whether a language is written from right to left.
    """
    return lang in _RTL_LANGUAGES


def direction_of(text: str, lang: str | None) -> str:
    """
    The direction of a message: what its language says if its words can be of that.

    Otherwise that of its first letter, codes and addresses aside.
    """
    words = " ".join(
        each
        for each in text.split()
        if not each.startswith(("http:", "https:")) and not _HAS_DIGIT.search(each)
    )
    rtl, ltr = _FIRST_RTL.search(words), _FIRST_LTR.search(words)
    if is_rtl(lang) and (rtl or not ltr):
        return RTL
    if lang == "en" and (ltr or not rtl):
        return LTR
    if rtl and ltr:
        return RTL if rtl.start() < ltr.start() else LTR
    return RTL if rtl or (not ltr and _FIRST_RTL.search(text)) else LTR


def bare(text: str) -> str:
    """
    The text without marks of direction.
    """
    return _ALL.sub("", text)


def isolated(text: str, lang: str, base: str) -> Rich:
    """
    A value as one piece of its own direction in a text that runs `base`.
    """
    own = direction_of(text, lang)
    if own == base:
        return Rich(text)
    return Rich(f"{_ISOLATES[own]}{text}{PDI}")


def marked(rich: Rich, base: str) -> Rich:
    """
    The text with the marks that it needs in paragraphs that run `base`.
    """
    puts: list[_Put] = []
    start = 0
    for line in rich.text.split("\n"):
        end = start + len(line)
        mark = _line_mark(line, base)
        if mark:
            puts.append(_Put(start, 1, mark))
        for first, last, is_atom in _to_isolate(rich, start, end, base):
            text = rich.text[first:last]
            way = LTR if base == RTL or not _FIRST_RTL.search(text) else RTL
            puts += [_Put(first, 2, _ISOLATES[way]), _Put(last, 0, PDI)]
            if not is_atom:
                groups = _GROUP.finditer(text)
                puts += [_Put(first + each.end(), 1, LRM) for each in groups]
        start = end + 1
    return _with(rich, puts) if puts else rich


def _line_mark(line: str, base: str) -> str:
    """
    What makes Telegram align this line as the others are; "" if it does so anyway.

    Whether what is isolated counts, its apps do not agree on: here it does.
    """
    shown = line.strip()
    if not shown:
        return ""
    if base == RTL:
        return "" if strong(shown[0]) == RTL else RLM
    first = next(filter(None, map(strong, shown)), LTR)
    return LRM if first == RTL else ""


def strong(sign: str) -> str:
    """
    The direction that a character has by itself, or "".
    """
    kind = unicodedata.bidirectional(sign)
    return {"R": RTL, "AL": RTL, "L": LTR}.get(kind, "")


def _to_isolate(
    rich: Rich, start: int, end: int, base: str
) -> Iterator[tuple[int, int, bool]]:
    """
    Where in a line there is something that is to be isolated.
    """
    text, at = rich.text, start
    for first, last, is_atom in _wholes(rich, start, end):
        yield from _pieces(text, at, first, base)
        if is_atom and _is_foreign(text[first:last], base):
            yield first, last, True
        at = last
    yield from _pieces(text, at, end, base)


def _wholes(rich: Rich, start: int, end: int) -> list[tuple[int, int, bool]]:
    """
    What is not looked into: what is isolated already, and (True) codes and links.
    """
    found: list[tuple[int, int, bool]] = []
    depth = first = 0
    for sign in _ISOLATE_OR_END.finditer(rich.text, start, end):
        if sign.group() != PDI:
            first = first if depth else sign.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                found.append((first, sign.end(), False))
    for first, last, is_atom in (*_atoms(rich, start, end), *_links(rich, start, end)):
        if all(last <= a or b <= first for a, b, _ in found):
            found.append((first, last, is_atom))
    return sorted(found)


def _atoms(rich: Rich, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    for span in rich.spans:
        first, last = max(span.start, start), min(span.end, end)
        if span.tag in ATOMS and first < last:
            # Around a part of one there is no place for marks.
            yield first, last, (first, last) == (span.start, span.end)


def _links(rich: Rich, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    for found in _LINK.finditer(rich.text, start, end):
        # The sentence's own punctuation is no part of an address.
        length = len(found.group().rstrip(_BEHIND_LINK))
        yield found.start(), found.start() + length, True


def _pieces(
    text: str, start: int, end: int, base: str
) -> Iterator[tuple[int, int, bool]]:
    for found in _PIECES[base].finditer(text, start, end):
        if found["other"] or _is_foreign(found.group(), base):
            yield found.start(), found.end(), False


def _is_foreign(piece: str, base: str) -> bool:
    """
    Whether a code, a number or an address would not stand in its own order.
    """
    if _NUMBER.fullmatch(piece):
        return False
    kinds = {unicodedata.bidirectional(each) for each in piece}
    if base == RTL:
        return bool(kinds & {"L", "EN", "AN"})
    # Arabic digits in groups, and letters from right to left.
    return bool(kinds & {"R", "AL", "AN"})


def _with(rich: Rich, puts: list[_Put]) -> Rich:
    """
    The text with these marks; spans go on to cover what they did.

    At the edge of a code or a link marks are outside of it, at that of any other span
    inside.
    """
    ordered = sorted(puts, key=lambda put: (put.at, put.rank))
    places = [put.at for put in ordered]
    text, at = [], 0
    for put in ordered:
        text += [rich.text[at : put.at], put.mark]
        at = put.at
    text.append(rich.text[at:])

    def count(place: int, *, with_all: bool) -> int:
        """
        How many marks are ahead of a place: at it, ends alone or all.
        """
        if with_all:
            return bisect_right(places, place)
        first = bisect_left(places, place)
        last = bisect_right(places, place)
        return first + sum(put.rank == 0 for put in ordered[first:last])

    spans = []
    for span in rich.spans:
        is_atom = span.tag in ATOMS
        start = span.start + count(span.start, with_all=is_atom)
        end = span.end + (
            bisect_left(places, span.end)
            if is_atom
            else count(span.end, with_all=False)
        )
        spans.append(replace(span, start=start, end=end))
    return Rich("".join(text), tuple(spans))
