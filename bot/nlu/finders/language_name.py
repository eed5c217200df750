"""
Names of languages: «فارسی حرف بزن», "speak English", «تكلم بالعربية».
"""

import re
from collections.abc import Iterator

from bot.nlu.finders.found import Found
from bot.nlu.finders.words import one_of
from bot.nlu.text import Normalized

ENTITY = "language"

_NAMES = {
    "fa": "فارسی پارسی الفارسية الفارسي بالفارسية بالفارسي فارسية فارسى farsi persian "
    "parsi فارسیش farsy",
    "ar": "عربی العربية العربي بالعربية بالعربي عربية عربى arabic arabi للعربية",
    "en": "انگلیسی اینگیلیسی انگلیش انگليسى الإنجليزية الإنجليزي الانكليزية الانجليزي "
    "بالإنجليزية بالإنجليزي بالانجليزي بالانكليزي انجليزي إنجليزية انكليزي انجلش "
    "للإنجليزية english engelisi inglisi ingilisi englisi englis enghelisi engilisi",
}
_PATTERNS = tuple(
    (value, re.compile(rf"\b{one_of(names)}(?:و|م)?\b"))
    for value, names in _NAMES.items()
)


def find(normal: Normalized) -> Iterator[Found]:
    """
    The languages a message names, as our codes for them.
    """
    for value, pattern in _PATTERNS:
        for match in pattern.finditer(normal.text):
            yield Found(ENTITY, value, match.start(), match.end())
