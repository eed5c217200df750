"""
How a message is typed: shouted, with what signs, what of it is somebody else's words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTED = re.compile(r"«[^«»]{3,}»|“[^“”]{3,}”|\"[^\"]{3,}\"|(?<!\w)'[^']{6,}'(?!\w)")
_CAPITALS = re.compile(r"\b[A-Z][A-Z']+\b")
_LATIN = re.compile(r"[A-Za-z]")
_MARKS = re.compile(r"[!！]{2,}|[?؟]{2,}|(?:[?؟]!|![?؟])[!?؟]*|\.{4,}|…{2,}")
_DRAWN = re.compile(r"\b\w*([^\W\d_])\1{2,}\w*\b")
_ANGRY = re.compile("[😡🤬😠👿💢🖕🤮]")
_SOUR = re.compile("[😤🙄😒👎😑😐🤦🤨💔]|🤦")
_JOY = re.compile("[😍🥰😘❤♥😊😁😄😃😀🙏🎉👍🌹🌸💐💕😂🤣😅🤩😇☺🌷✨]")
_LAUGH = re.compile(r"خ{3,}|(?:ه{3,}|هه ?هه)|\b(?:ha|he|kh|hah|ja){2,}h?\b", re.I)
_APPLAUSE = re.compile("[👏]")
# Capitals that are no shouting: codes and names.
_LOUD, _MOST_LOUD = 3, 3
_SHOUTED_LETTERS, _SHOUTED_SHARE = 6, 0.7
_NAMES = (
    "OTP USB SMS USD EUR AED SAR XL XXL XXXL LED USA IBAN NFC HDMI PDF HTML VAT COD PIN"
    " ATM APP ASAP FAQ URL USPS DHL UPS IKEA NIKE LEGO SONY ASUS OK THANK THANKS YES"
    " LOVE WOW BEST GREAT PERFECT HAPPY YAY"
)
_NO_SHOUT = frozenset(_NAMES.split())


@dataclass(frozen=True)
class Typing:
    """
    The signs of a message. `loud` are the words in capitals among others that are not.
    """

    shouts: bool
    loud: tuple[str, ...]
    marks: str
    drawn_out: str
    angry: tuple[str, ...]
    sour: tuple[str, ...]
    joy: bool
    applause: bool


def typing_of(text: str) -> Typing:
    """
    The signs of a message.
    """
    letters = _LATIN.findall(text)
    capitals = [word for word in _CAPITALS.findall(text) if word not in _NO_SHOUT]
    large = sum(map(len, capitals))
    shouts = large >= _SHOUTED_LETTERS and large >= _SHOUTED_SHARE * len(letters)
    loud = [word for word in capitals if len(word) >= _LOUD]
    marks, drawn = _MARKS.search(text), _DRAWN.search(text)
    return Typing(
        shouts,
        () if shouts else tuple(loud[:_MOST_LOUD]),
        marks.group() if marks else "",
        drawn.group() if drawn else "",
        tuple(dict.fromkeys(_ANGRY.findall(text))),
        tuple(dict.fromkeys(_SOUR.findall(text))),
        (_JOY.search(text) or _LAUGH.search(text)) is not None,
        _APPLAUSE.search(text) is not None,
    )


def outside_quotes(text: str) -> str:
    """
    The text without what stands in quotation marks: somebody else said that.
    """
    return _QUOTED.sub(" ", text)
