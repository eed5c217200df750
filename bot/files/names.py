"""
What a file may be called: a name that hides nothing and fits every disk.
"""

from __future__ import annotations

import re
import unicodedata

from bot.files.kinds import SUFFIXES

LONGEST = 100
"""Characters of a name; the table has room for some more."""

# Signs of paths and shells, and what some systems refuse.
_BAD = re.compile(r'[\\/:*?"<>|%$`\x00-\x1f\x7f]')
# Half a pair, marks of direction ("exe.gpj" read backwards) and other formatting; what
# joins letters in Persian (U+200C) stays.
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_JOINERS = "\u200c\u200d"
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def clean_name(name: str, type: str) -> str:  # noqa: A002 - as in `File`
    """
    Give the name under which a file of this type is shown and saved.

    Its ending is one of the type's: `page.html` that is text becomes `page.html.txt`.
    """
    plain = unicodedata.normalize("NFC", name.encode("utf-8", "ignore").decode())
    plain = re.split(r"[\\/]", plain)[-1]
    plain = "".join(
        char
        for char in plain
        if char in _JOINERS or unicodedata.category(char) not in _HIDDEN
    )
    plain = re.sub(r"\s+", " ", _BAD.sub("_", plain)).strip()
    endings = SUFFIXES[type]
    ending = next((each for each in endings if plain.lower().endswith(each)), "")
    stem = plain[: len(plain) - len(ending)].strip(f" .-_{_JOINERS}")
    ending = ending or endings[0]
    if not stem or _DEVICES.fullmatch(stem):
        stem = f"file_{stem}" if stem else "file"
    return stem[: LONGEST - len(ending)].rstrip(f" .{_JOINERS}") + ending
