"""
Text with what stands out in it, and how that is written for Telegram.

Tags are made here alone, from spans over a plain text: no data can become one, and a
text may be cut anywhere without a tag left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

BOLD, ITALIC, CODE, LINK = "b", "i", "code", "a"
QUOTE, FOLDED = "blockquote", "blockquote expandable"
ATOMS = frozenset({CODE, LINK})
"""What is copied or opened as a whole: it has no other spans in it."""

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
# Nothing to see, or no text at all; embeddings and overrides turn what follows them.
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufeff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")
_HALF = re.compile(r"[\ud800-\udfff]")
_NO_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f\"<>\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ISOLATES = re.compile("[\u2066-\u2069\n]")
_END = "\u2069"


@dataclass(frozen=True)
class Span:
    """
    A tag over `text[start:end]`; a link has its `address`.
    """

    start: int
    end: int
    tag: str
    address: str = ""


@dataclass(frozen=True)
class Rich:
    """
    A text and the spans over it: each two are apart, or one is in the other.
    """

    text: str = ""
    spans: tuple[Span, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)

    def __add__(self, other: Rich) -> Rich:
        by = len(self.text)
        moved = (
            replace(each, start=each.start + by, end=each.end + by)
            for each in other.spans
        )
        return Rich(self.text + other.text, (*self.spans, *moved))

    @property
    def units(self) -> int:
        """
        How long it is for Telegram: in UTF-16 code units, without the tags.
        """
        return units(self.text)

    def within(self, tag: str, address: str = "") -> Rich:
        """
        The whole of it in a tag.
        """
        if not self.text:
            return self
        inner = () if tag in ATOMS else self.spans
        return Rich(self.text, (Span(0, len(self.text), tag, address), *inner))

    def cut(self, start: int, end: int) -> Rich:
        """
        A part of it, in the same tags.
        """
        kept = []
        for each in self.spans:
            first, last = max(each.start, start), min(each.end, end)
            if first < last:
                kept.append(replace(each, start=first - start, end=last - start))
        return Rich(self.text[start:end], tuple(kept))

    def stripped(self) -> Rich:
        """
        The same without white space around it.
        """
        ahead = len(self.text) - len(self.text.lstrip())
        return self.cut(ahead, max(ahead, len(self.text.rstrip())))

    def html(self) -> str:
        """
        As Telegram reads it.
        """
        said: list[str] = []
        unclosed: list[Span] = []
        at = 0

        def close() -> int:
            span = unclosed.pop()
            said.append(self.text[at : span.end].translate(_ESCAPES))
            said.append(f"</{span.tag.partition(' ')[0]}>")
            return span.end

        for span in sorted(self.spans, key=lambda each: (each.start, -each.end)):
            while unclosed and unclosed[-1].end <= span.start:
                at = close()
            said.append(self.text[at : span.start].translate(_ESCAPES))
            at = span.start
            href = f' href="{span.address.translate(_ESCAPES)}"' if span.address else ""
            said.append(f"<{span.tag}{href}>")
            unclosed.append(span)
        while unclosed:
            at = close()
        return "".join((*said, self.text[at:].translate(_ESCAPES)))


def units(text: str) -> int:
    """
    The UTF-16 code units of a text.
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(text: str) -> Rich:
    """
    Anybody's text, as it stands: without what turns or breaks what is around it.
    """
    lines = _LINE_END.sub("\n", text)
    return Rich(_closed(_UNFIT.sub("", _HALF.sub("\ufffd", lines))))


def bold(text: str) -> Rich:
    """
    The text in bold.
    """
    return plain(text).within(BOLD)


def joined(between: str, parts: Iterable[Rich]) -> Rich:
    """
    All that is not empty, with `between` between each two.
    """
    whole = Rich()
    for part in filter(None, parts):
        whole = whole + Rich(between) + part if whole else part
    return whole


def web_address(text: str) -> str | None:
    """
    The text, if it is an address of the web and nothing else.
    """
    if _NO_ADDRESS.search(text) or _HALF.search(text):
        return None
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and host else None


def _closed(text: str) -> str:
    """
    The text without isolates of which there is only one end in a line.
    """
    begun: list[int] = []
    wrong: set[int] = set()
    for found in _ISOLATES.finditer(text):
        if found.group() == "\n":
            wrong.update(begun)
            begun.clear()
        elif found.group() != _END:
            begun.append(found.start())
        elif begun:
            begun.pop()
        else:
            wrong.add(found.start())
    wrong.update(begun)
    if not wrong:
        return text
    return "".join(each for at, each in enumerate(text) if at not in wrong)
