"""
A password that somebody writes into the chat: known by where it stands.

With a digit in it most are known by that alone (`signing_in.yml`). One without stands
behind a sign ("password: swordfish") or in quotation marks, has a sign or a capital
within, is the one Latin word in a sentence of other letters, or is what "my password
is" says. Whatever else is said of one in a word (`passwords.yml`) is none.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz

from actions.shared.likeness import fold

WORDS = Path(__file__).with_name("passwords.yml")
_LONGEST_TEXT = 400
_SLIP, _LEAST_FOR_SLIP = 80.0, 5
_ALSO = "*"

_OPEN, _CLOSE = "[\"'“”«‘`]", "[\"'“”»’`]"
_WORD = r"[^\s\"“”«»:=،؛؟]{4,40}"
_LATIN = r"[a-z][\w@#$%&*!_+^~-]{3,39}?"
_SIGN = r"\s*(?::|=|->|→|：)\s*"
# A sign or a capital in the middle of letters: nobody writes words so.
_ODD = r"\S*(?:[a-z][@#$%&*!_+^~=]+[a-z]|[a-z][A-Z])\S*"
_ADDRESS = re.compile(r"@[\w-]+\.|\w\.(?:com|ir|net|org|example)\b|://|^www\.", re.I)
_ENDINGS = ("ed", "ing", "able", "ible")


def password_in(text: str) -> tuple[int, int] | None:
    """
    Where a password stands that somebody tells, without a digit in most cases.
    """
    if len(text) > _LONGEST_TEXT:
        return None
    for form in _forms():
        for found in form.finditer(text):
            start, end = found.span("said")
            said = text[start:end].rstrip(".,;!?؟،؛)")
            if _is_one(said):
                return start, start + len(said)
    return None


def without_password(text: str, mark: str) -> str:
    """
    The text with a mark in place of the password that it tells.
    """
    found = password_in(text)
    if found is None:
        return text
    start, end = found
    return f"{text[:start]}{mark}{text[end:]}"


def _is_one(said: str) -> bool:
    word = fold(said).strip("'\"`")
    if len(word) < 4 or _ADDRESS.search(word) or not any(map(str.isalpha, word)):
        return False
    exact, begins = _said()
    if word in exact or any(word.startswith(each) for each in begins):
        return False
    if word.isalpha() and word.endswith(_ENDINGS):
        return False
    if len(word) < _LEAST_FOR_SLIP or not word.isalpha():
        return True
    return not any(fuzz.ratio(word, each) >= _SLIP for each in (*exact, *begins))


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """
    Where a password may stand.
    """
    words = _read()
    called = {lang: f"(?:{each})" for lang, each in words["called"].items()}
    en, own, arabic = called["en"], called["own"], f"(?:{called['fa']}|{called['ar']})"
    between = rf"(?:\s+(?:{'|'.join(words['between'])})(?!\w))"
    named = rf"(?<!\w)(?:{en}|{arabic}|{own})(?!\w){between}{{0,4}}"
    goes_on = rf"\s+(?:{'|'.join(words['goes on'])})(?!\w)|\s+و\w"
    end = rf"(?=\s*$|\s*[\n.,;!?)؟،؛]+(?:\s|$)|{goes_on})"
    is_, is_latin = (rf"(?:{each})(?!\w)" for each in words["is"])
    forms = (
        # password: swordfish; pass = swordfish
        rf"(?:{named}|(?<!\w)(?:pass|ramz)){_SIGN}(?P<said>{_WORD}?){end}",
        # my password is "open sesame"
        rf"{named}(?:{_SIGN}|\s+){_OPEN}(?P<said>[^\"“”«»\n]{{4,40}}?){_CLOSE}",
        # the one Latin word behind it
        rf"(?<!\w){arabic}(?!\w){between}{{0,4}}\s+(?P<said>{_LATIN})(?:\s*{is_}|{end})",
        # my password is swordfish
        rf"(?<!\w)my\s+(?:\w+\s+){{0,2}}?{en}\s+(?:is|was)\s+(?P<said>{_WORD}?){end}",
        # ramzam golpesar hast; ramze man ine golpesar
        rf"(?<!\w){own}{between}{{0,3}}\s+(?P<said>{_LATIN})\s+{is_latin}",
        rf"(?<!\w){own}{between}{{0,2}}\s+ine\s+(?P<said>{_LATIN}){end}",
    )
    odd = re.compile(rf"(?i:{named})\s+(?P<said>{_ODD})")
    return (*(re.compile(form, re.IGNORECASE) for form in forms), odd)


@cache
def _said() -> tuple[frozenset[str], tuple[str, ...]]:
    """
    What is said of passwords: whole words, and how others begin.
    """
    words = [fold(each) for line in _read()["said"] for each in line.split()]
    begins = tuple(each[:-1] for each in words if each.endswith(_ALSO))
    return frozenset(each for each in words if not each.endswith(_ALSO)), begins


@cache
def _read() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return found
