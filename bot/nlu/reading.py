"""
How a message is read: once, for all that comes after.

Two forms of it: one to compare sentences by their letters, which folds languages
together (`bot.nlu.text`), and one for an encoder, which was trained on real pages and
wants Arabic spelled as Arabic and Persian as Persian. Persian in Latin letters is put
into Persian letters for both, so that what was learnt from one serves the other.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.nlu.codes import CODE
from bot.nlu.finglish import to_persian
from bot.nlu.language import Language, detect
from bot.nlu.text import AFFIX_GAP, normalize

_PERSIAN = str.maketrans("يىك", "ییک")
_ARABIC = str.maketrans("یک", "يك")
# Which number it is tells nothing of what is wanted.
_LONG_NUMBER = re.compile(r"\d{3,}")
_ANY_NUMBER = "12345"
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_MARK = re.compile(
    r"[\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069]"
)
_DIGITS = {
    ord(digit): str(value)
    for digits in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")
    for value, digit in enumerate(digits)
}


@dataclass(frozen=True)
class Reading:
    """
    The language a message seems to be in, and its two forms.
    """

    language: Language
    compared: str
    legible: str


# Asked for several times a message; what people write is short and often the same.
@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """
    Read a message. Total on any string.
    """
    text = CODE.sub(_ANY_NUMBER, text)
    language = detect(text).language
    compared = _LONG_NUMBER.sub(_ANY_NUMBER, normalize(text))
    if language == "fa-Latn":
        persian = _LONG_NUMBER.sub(_ANY_NUMBER, to_persian(text))
        # Both ways of writing, so that a word which the list lacks is still seen.
        return Reading(language, f"{compared} {normalize(persian)}", persian)
    return Reading(language, compared, _legible(text, language))


def _legible(text: str, language: Language) -> str:
    """
    The sentence without marks, in one case, with the letters of its own language.
    """
    written = unicodedata.normalize("NFC", text).translate(_DIGITS)
    written = _DRAWN_OUT.sub(r"\1", _MARK.sub("", written)).lower()
    if language == "ar":
        written = written.translate(_ARABIC)
    elif language == "fa":
        written = AFFIX_GAP.sub("", written.translate(_PERSIAN))
    return " ".join(_LONG_NUMBER.sub(_ANY_NUMBER, written).split())
