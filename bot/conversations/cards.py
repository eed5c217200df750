"""
Numbers and codes of bank cards in what customers write: hidden before they are kept.

Nobody pays in the chat, so no such number is of use here, and whoever reads a
conversation later must not find one in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_DOTS = "••••"
# Digits of any script, alone or in groups: a card's, and what may stand around them.
_BETWEEN = r"[ \u00a0\u200c\u200f.\-_/]{0,2}"
_NUMBERS = re.compile(rf"(?<!\d)\d(?:{_BETWEEN}\d){{14,}}(?!\d)")
_GROUP = re.compile(r"\d+")
# What is printed beside the number, behind it: until when, and the code of the back.
_BESIDE = re.compile(
    rf"(?:{_BETWEEN}\d{{2}} ?/ ?\d{{2,4}})?(?:{_BETWEEN}\d{{3,4}})?(?!\d)"
)
_GONE = "•••"
_HIDDEN = re.compile(rf"{_DOTS} \d{{4}}(?!\d)|(?<!•){_GONE}(?!•)")
# What the code of a card is called, and what only is that beside a card's number.
_SPACE = r"[\s\u200c]*"
_CVV = (
    rf"c{_SPACE}v{_SPACE}[vc]{_SPACE}[2۲٢]?|cv2|csc|security code|"
    rf"سی{_SPACE}وی{_SPACE}(?:وی|سی){_SPACE}(?:[2۲٢]|تو)?|سي{_SPACE}في{_SPACE}في|"
    rf"ramz{_SPACE}e?{_SPACE}dov+om|رمز{_SPACE}دوم"
)
_BESIDE_A_CARD = (
    rf"{_CVV}|رمز{_SPACE}(?:پویا|اینترنتی)?|پویا|کد{_SPACE}امنیتی|"
    rf"ramz{_SPACE}e?{_SPACE}(?:p[uo]+ya|interneti)?|p[uo]+ya|kode? amniati|"
    r"(?:ال)?رمز(?: (?:ال)?(?:سري|تحقق|أمان|امان))?|(?:ال)?رقم (?:ال)?سري|"
    r"كود (?:ال)?(?:تحقق|أمان|امان)|رمز (?:ال)?(?:تحقق|أمان|امان)|"
    r"pin(?: code)?|password|passcode|otp"
)
# Between the word and its digits nothing else is named: "the code of order 21957".
_FILLING = (
    r"(?:[\s\u200c:=,،.\-_()]|\b(?:is|my|the|code|number|هم|هست|است|من|اش|ش|م|شماره|کد|"
    r"هو|هي|الخاص|ham|hast|ine?|man|am|esh|sh)\b){0,8}"
)


def _code(words: str) -> re.Pattern[str]:
    """
    A code of three to eight digits behind one of these words, or right before it.
    """
    named = rf"(?<!\w)و?(?:{words})"
    # No card's last digits, which stay.
    alone = rf"(?<![\d•])(?<!{_DOTS} )\d{{3,8}}"
    return re.compile(
        rf"(?P<word>{named}(?:e?sh|am|م|ش|ي|ک|ك)?{_FILLING})(?<!\d)\d{{3,8}}(?!\d)"
        rf"|{alone}(?P<behind>[ :=]{{1,3}}{named}(?!\w))",
        re.IGNORECASE,
    )


_ALONE, _WITH_CARD = _code(_CVV), _code(_BESIDE_A_CARD)
_LENGTHS = frozenset({15, 16, 19})
# Visa, Mastercard and the like, and the banks of Iran; tracking codes begin otherwise.
_FIRST = frozenset("34569")
_LEFT = 4
_NINE = 9


def hidden(text: str) -> str:
    """
    The text with no more than the last four digits of each number of a card.

    The code of its back and its passwords are hidden wholly: by a name that nothing
    else has wherever they stand, by others beside the number of a card.
    """
    said = _NUMBERS.sub(_hide, text)
    codes = _WITH_CARD if _HIDDEN.search(said) else _ALONE
    return codes.sub(_without_code, said)


def has_hidden(text: str) -> bool:
    """
    Whether the number of a card was in it, or its code.
    """
    return _HIDDEN.search(text) is not None


def _without_code(found: re.Match[str]) -> str:
    word, behind = found["word"], found["behind"]
    return f"{word}{_GONE}" if word is not None else f"{_GONE}{behind}"


def _hide(found: re.Match[str]) -> str:
    """
    The same digits without the cards among them: they begin and end with a group.
    """
    text, kept, at = found.group(), [], 0
    groups = list(_GROUP.finditer(text))
    for first, begin in enumerate(groups):
        if begin.start() < at:
            continue
        end = _end_of_card(text, groups[first:])
        if end is None:
            continue
        digits = _digits(text[begin.start() : end])
        last = "".join(map(str, digits[-_LEFT:]))
        kept += [text[at : begin.start()], f"{_DOTS} {last}"]
        beside = _BESIDE.match(text, end)
        at = beside.end() if beside else end
    return "".join((*kept, text[at:]))


def _end_of_card(text: str, groups: Sequence[re.Match[str]]) -> int | None:
    """
    Where the number of a card ends that begins with the first of these groups.
    """
    for group in groups:
        digits = _digits(text[groups[0].start() : group.end()])
        if len(digits) > max(_LENGTHS):
            return None
        if _is_card(digits):
            return group.end()
    return None


def _digits(text: str) -> list[int]:
    return [unicodedata.digit(each) for each in text if each.isdigit()]


def _is_card(digits: list[int]) -> bool:
    """
    Whether these may be a card's, by their number, their beginning and their check.
    """
    if len(digits) not in _LENGTHS or str(digits[0]) not in _FIRST:
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - _NINE if doubled > _NINE else doubled
    return total % 10 == 0
