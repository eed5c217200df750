"""
Reads amounts in words back into numbers, knowing nothing of how they were written.
"""

from __future__ import annotations

import re

_FA = (
    "صفر یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده "
    "هفده هجده نوزده"
)
_FA_TENS = "بیست سی چهل پنجاه شصت هفتاد هشتاد نود"
_FA_HUNDREDS = "صد دویست سیصد چهارصد پانصد ششصد هفتصد هشتصد نهصد"
_AR = (
    "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة أحد_عشر اثنا_عشر "
    "ثلاثة_عشر أربعة_عشر خمسة_عشر ستة_عشر سبعة_عشر ثمانية_عشر تسعة_عشر"
)
_AR_TENS = "عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون"
_AR_HUNDREDS = "مئة مئتان ثلاثمئة أربعمئة خمسمئة ستمئة سبعمئة ثمانمئة تسعمئة"
_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen"
)
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def _small(ones: str, tens: str, hundreds: str) -> dict[str, int]:
    known = {
        **{word: number for number, word in enumerate(ones.split())},
        **{word: number * 10 for number, word in enumerate(tens.split(), 2)},
        **{word: number * 100 for number, word in enumerate(hundreds.split(), 1)},
    }
    return {word.replace("_", " "): number for word, number in known.items()}


_SMALL = {
    "fa": _small(_FA, _FA_TENS, _FA_HUNDREDS),
    "ar": _small(_AR, _AR_TENS, _AR_HUNDREDS) | {"مئتا": 200},
    "en": _small(_EN, _EN_TENS, ""),
}
_POWERS = {
    "fa": {"هزار": 1, "میلیون": 2, "میلیارد": 3, "تریلیون": 4},
    "ar": {
        form: power
        for power, forms in enumerate(
            (
                "ألف ألفًا آلاف",
                "مليون مليونًا ملايين",
                "مليار مليارًا مليارات",
                "تريليون تريليونًا تريليونات",
            ),
            1,
        )
        for form in forms.split()
    },
    "en": {"thousand": 1, "million": 2, "billion": 3, "trillion": 4},
}
_TWICE = {
    form: power
    for power, forms in enumerate(
        ("ألفان ألفا", "مليونان مليونا", "ملياران مليارا", "تريليونان تريليونا"), 1
    )
    for form in forms.split()
}


def number_of(words: str, lang: str) -> int:
    """
    Read a whole number without its currency. Raises KeyError for any other word.
    """
    if lang == "en":
        return _english(words)
    total = group = 0
    for part in re.split(r" و " if lang == "fa" else r" و", words):
        head, _, last = part.rpartition(" ")
        if part in _SMALL[lang]:
            group += _SMALL[lang][part]
            continue
        if lang == "ar" and part in _TWICE:
            total += 2 * 1000 ** _TWICE[part]
            continue
        power = 1000 ** _POWERS[lang][last]
        group += _SMALL[lang][head] if head else 0
        total, group = total + (group or 1) * power, 0
    return total + group


def _english(words: str) -> int:
    total = group = 0
    for word in re.split(r"[ ,-]+", words.lower()):
        if word == "and":
            continue
        if word == "hundred":
            group *= 100
        elif word in _POWERS["en"]:
            total, group = total + group * 1000 ** _POWERS["en"][word], 0
        else:
            group += _SMALL["en"][word]
    return total + group
