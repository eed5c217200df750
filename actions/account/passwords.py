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

import yaml
from rapidfuzz import fuzz

from actions.shared.likeness import fold

WORDS = Path(__file__).with_name("passwords.yml")
_LONGEST_TEXT = 400
_SLIP, _LEAST_FOR_SLIP = 80.0, 5
_ALSO = "*"

_OPEN, _CLOSE = "[\"'“”«‘`]", "[\"'“”»’`]"
_WORD = r"[^\s\"“”«»:=،؛؟]{4,40}"
# What it is called, in the letters of three languages.
_EN = r"(?:pass ?word|passwd|pasword|passwrod|pwd|pw)"
_FA = (
    r"(?:رمز|پسورد|پس[ \u200c]?ورد|گذر[ \u200c]?واژه|[کك]لمه[ \u200cءیٔ]{0,2}عبور)"
    r"(?:[ \u200c](?:عبور|ورود|حساب|اکانت))?[ \u200c]?(?:مو|ام|م)?"
)
_AR = (
    r"(?:[كک]لم[ةه] (?:ال)?(?:مرور|سر)[يی]?|(?:ال)?باس ?وورد[يی]?|(?:ال)?باسورد[يی]?"
    r"|(?:ال)?رقم[يی]? السر[يی])"
)
_OWN = r"(?:ramz|password|pasword|pasvord|passvord|pass)(?:[ae]?mo?|e? man)"
_BETWEEN = (
    r"(?:\s+(?:is|was|here|this|my|the|currently|now|still|i (?:use|used|typed|have|set"
    r"|chose|enter|entered)|for (?:the |this |your )?(?:shop|site|account|login)"
    r"|من|خودم|حساب\w{0,2}|اکانت\w{0,2}|سایت|اینه|این|هم|رو|را|زدم|گذاشتم"
    r"|می[ \u200c]?زنم"
    r"|حق[يی]|حقت[يی]|تبع[يی]|بتاع[يی]|الخاص[ةه]|ب[يی]|ه[يی]|هو|حساب[يی]|لحساب[يی]"
    r"|khodam|ine|inam|in|obur|oboor|vorud|hesabam|accountam|site|ro|ra|o)(?!\w))"
)
# What may stand behind it: an end, or how the sentence goes on.
_END = (
    r"(?=\s*$|\s*[\n.,;!?)؟،؛]+(?:\s|$)"
    r"|\s+(?:and|but|so|why|it|which|however|yet|then|ولی|ولي|اما|و|چرا|که|لكن|بس|ليش"
    r"|vali|ama|chera|va|o)(?!\w)|\s+و\w)"
)
_IS = r"\s*(?:هست|است|بود|اینه|می[ \u200c]?باشه|ه)(?!\w)"
_IS_LATN = r"\s+(?:hast|ast|e|bud|bood|mibashe)(?!\w)"
_LATIN = r"[a-z][\w@#$%&*!_+^~-]{3,39}?"

_NAMED = rf"(?<!\w)(?:{_EN}|{_FA}|{_AR}|{_OWN})(?!\w){_BETWEEN}{{0,4}}"
_IN_ARABIC = rf"(?<!\w)(?:{_FA}|{_AR})(?!\w)"
_SIGN = r"\s*(?::|=|->|→|：)\s*"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # password: swordfish; pass = swordfish
        rf"(?:{_NAMED}|(?<!\w)(?:pass|ramz)){_SIGN}(?P<said>{_WORD}?){_END}",
        # my password is "open sesame"
        rf"{_NAMED}(?:{_SIGN}|\s+){_OPEN}(?P<said>[^\"“”«»\n]{{4,40}}?){_CLOSE}",
        # رمزم swordfish هست
        rf"{_IN_ARABIC}{_BETWEEN}{{0,4}}\s+(?P<said>{_LATIN})(?:{_IS}|{_END})",
        # my password is swordfish
        rf"(?<!\w)my\s+(?:\w+\s+){{0,2}}?{_EN}\s+(?:is|was)\s+(?P<said>{_WORD}?){_END}",
        # ramzam golpesar hast; ramze man ine golpesar
        rf"(?<!\w){_OWN}{_BETWEEN}{{0,3}}\s+(?P<said>{_LATIN}){_IS_LATN}",
        rf"(?<!\w){_OWN}{_BETWEEN}{{0,2}}\s+ine\s+(?P<said>{_LATIN}){_END}",
    )
)
# A sign or a capital in the middle of letters: nobody writes words so.
_ODD = re.compile(
    rf"(?i:{_NAMED})\s+(?P<said>\S*(?:[a-z][@#$%&*!_+^~=]+[a-z]|[a-z][A-Z])\S*)"
)
_ADDRESS = re.compile(r"@[\w-]+\.|\w\.(?:com|ir|net|org|example)\b|://|^www\.", re.I)
_ENDINGS = ("ed", "ing", "able", "ible")


def password_in(text: str) -> tuple[int, int] | None:
    """
    Where a password stands that somebody tells, without a digit in most cases.
    """
    if len(text) > _LONGEST_TEXT:
        return None
    for form in (*_FORMS, _ODD):
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
def _said() -> tuple[frozenset[str], tuple[str, ...]]:
    """
    What is said of passwords: whole words, and how others begin.
    """
    lists = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    words = [fold(word) for lines in lists.values() for word in " ".join(lines).split()]
    begins = tuple(each[:-1] for each in words if each.endswith(_ALSO))
    return frozenset(each for each in words if not each.endswith(_ALSO)), begins
