"""
The form in which an encoder reads a sentence: the usual spelling of its language.

`bot.nlu.text.normalize` folds languages together for comparing; a model that was
trained on real pages wants Arabic written as Arabic and Persian as Persian.
"""

import re
import unicodedata

from bot.nlu.language import detect
from bot.nlu.text import AFFIX_GAP

_PERSIAN = str.maketrans("يىك", "ییک")
_ARABIC = str.maketrans("یک", "يك")
_ARABIC_SCRIPT = re.compile(r"[\u0620-\u06d3]")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_MARK = re.compile(
    r"[\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e]"
)
_DIGITS = {
    ord(digit): str(value)
    for digits in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")
    for value, digit in enumerate(digits)
}


def legible(text: str) -> str:
    """
    The sentence without marks, in one case, with the letters of its own language.
    """
    written = unicodedata.normalize("NFC", text).translate(_DIGITS)
    written = _DRAWN_OUT.sub(r"\1", _MARK.sub("", written)).lower()
    if _ARABIC_SCRIPT.search(written):
        persian = detect(text).language != "ar"
        written = written.translate(_PERSIAN if persian else _ARABIC)
        if persian:
            written = AFFIX_GAP.sub("", written)
    return " ".join(written.split())
