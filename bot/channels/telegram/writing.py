"""
Texts and numbers as they come over the wire, made fit to be kept.

Telegram counts in UTF-16: what says where in a text something stands counts characters
outside the basic plane twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_TEXT = 4_096
"""Characters of a text; Telegram sends none that is longer."""
LONGEST_LINE = 256
_UTF16 = "utf-16-le"
_LARGEST = 2**63 - 1

_BROKEN = re.compile("[\0\ud800-\udfff]")
_INVISIBLE = ("Cc", "Cf", "Zs", "Zl", "Zp", "Mn")
# As in the names of files: what turns a line around or breaks it. What joins letters
# in Persian, and pictures of people, stays.
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")
_JOINERS = "\u200c\u200d"
_COMMAND = re.compile(r"/([a-z0-9_]{1,64})(?:@([a-z0-9_]{1,64}))?(?=\s|$)", re.I | re.A)
# How one goes on after a name, in our languages.
_AFTER_NAME = " \t\n,:;،؛-–—"
_CLOSING = ("", *",.:;!?،؛؟")


class Malformed(Exception):
    """
    Something of a type or size that Telegram does not send.
    """


@dataclass(frozen=True)
class Command:
    """
    A command at the start of a text: `/name@bot argument`, `bot` perhaps empty.
    """

    name: str
    bot: str
    argument: str


def whole(value: object) -> int:
    """
    Give a whole number that databases take. Raises `Malformed`.
    """
    number = whole_or_none(value)
    if number is None:
        raise Malformed
    return number


def whole_or_none(value: object) -> int | None:
    """
    The same, or None if there is none.
    """
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > _LARGEST:
        return None
    return value


def raw(value: object) -> str:
    """
    Give a text in which positions count as Telegram counts them.
    """
    return value if isinstance(value, str) else ""


def text(value: object) -> str:
    """
    Give what somebody wrote, without what no database takes.
    """
    return _BROKEN.sub("", raw(value)).strip()[:LONGEST_TEXT]


def line(value: object, longest: int = LONGEST_LINE) -> str:
    """
    Give a name: one line, in which nothing hides.
    """
    # Longer than any name before anything is done for each of its characters.
    spaced = " ".join(raw(value)[: 4 * longest].split())
    shown = (
        char
        for char in spaced
        if char in _JOINERS or unicodedata.category(char) not in _HIDDEN
    )
    return "".join(shown)[:longest].strip()


def token(value: object, longest: int = LONGEST_LINE) -> str:
    """
    Give a name that programs made for programs.
    """
    return _BROKEN.sub("", raw(value))[:longest]


def says_nothing(written: str) -> bool:
    """
    Tell whether there is nothing to be seen in a text.
    """
    return all(unicodedata.category(char) in _INVISIBLE for char in written)


def part(written: str, offset: int, length: int) -> str:
    """
    Give a part of a text, both in units of UTF-16.
    """
    units = written.encode(_UTF16, "surrogatepass")
    return _decoded(units[2 * max(offset, 0) : 2 * max(offset + length, 0)])


def without(written: str, parts: Iterable[tuple[int, int]]) -> str:
    """
    Give a text without these parts (offset and length in units of UTF-16).

    What separated a name from the words after it goes with it.
    """
    units = written.encode(_UTF16, "surrogatepass")
    kept, place = "", 0
    for offset, length in sorted(parts):
        start, end = max(offset, place), offset + length
        if offset < 0 or end <= start:
            continue
        kept = _joined(kept, _decoded(units[2 * place : 2 * start]))
        place = end
    return _joined(kept, _decoded(units[2 * place :])) if place else written


def _joined(before: str, after: str) -> str:
    """
    Put together what stood on both sides of a name.
    """
    if not before.strip():
        return after.lstrip(_AFTER_NAME)
    rest = after.lstrip(" \t")
    space = "" if rest[:1] in _CLOSING else " "
    return before.rstrip() + space + rest


def _decoded(units: bytes) -> str:
    return units.decode(_UTF16, "surrogatepass")


def command(written: str) -> Command | None:
    """
    Give the command at the start of a text, if there is one.
    """
    found = _COMMAND.match(written)
    if found is None:
        return None
    name, bot = found.group(1), found.group(2) or ""
    return Command(name.lower(), bot.lower(), written[found.end() :].strip())
