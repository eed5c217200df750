"""
The words for numbers, in four ways of writing, and what each does to a number.
"""

from decimal import Decimal
from typing import NamedTuple

from bot.nlu.finders.words import spellings


class Part(NamedTuple):
    """
    One word of a number.

    `role` is "add" (three, twenty), "hundred", "scale" (thousand), "scaled" (ألفين, a
    scale and its count in one), "half" (any fraction), "ten" (عشر, which makes ثلاثة
    thirteen) or "joiner" (and). An `unsure` word means something else as well.
    """

    role: str
    value: Decimal = Decimal(0)
    lang: str = ""
    unsure: bool = False
    ordinal: bool = False


_FA = {
    "0": "صفر", "1": "یک یه", "2": "دو", "3": "سه", "4": "چهار چار", "5": "پنج پنش",
    "6": "شش شیش", "7": "هفت", "8": "هشت", "9": "نه", "10": "ده", "11": "یازده",
    "12": "دوازده", "13": "سیزده", "14": "چهارده چارده", "15": "پانزده پونزده",
    "16": "شانزده شونزده", "17": "هفده هیفده", "18": "هجده هیجده هژده", "19": "نوزده",
    "20": "بیست", "30": "سی", "40": "چهل", "50": "پنجاه", "60": "شصت", "70": "هفتاد",
    "80": "هشتاد", "90": "نود", "200": "دویست", "300": "سیصد",
    "400": "چهارصد چارصد", "500": "پانصد پونصد", "600": "ششصد شیشصد", "700": "هفتصد",
    "800": "هشتصد", "900": "نهصد",
}  # fmt: skip
_LATIN = {
    "0": "sefr", "1": "ye yek ye{k,y}", "2": "do", "3": "se seh",
    "4": "ch{aha,ahaa,a,aa,ha}r", "5": "panj panch", "6": "sh{i,e,ee}sh", "7": "haft",
    "8": "hasht", "9": "no noh", "10": "dah da", "11": "yazdah yaazdah",
    "12": "d{a,}vazdah davazda", "13": "sizdah", "14": "ch{aha,a}rdah",
    "15": "p{oo,u,a,o,ou}nzdah", "16": "sh{oo,u,a,o,ou}nzdah", "17": "h{e,i}fdah",
    "18": "h{e,i}jdah", "19": "n{oo,u,o,ou}zdah", "20": "bist", "30": "si",
    "40": "che{he,}l",
    "50": "panjah panja", "60": "shast", "70": "haftad", "80": "hashtad", "90": "navad",
    "200": "d{e,i}v{i,ee}st", "300": "sisad", "400": "ch{aha,a}rsad",
    "500": "p{oo,u,a,o,ou}nsad", "600": "sh{i,e}shsad", "700": "haftsad",
    "800": "hashtsad", "900": "no{h,}sad",
}  # fmt: skip
_EN = {
    "0": "zero", "1": "one", "2": "two", "3": "three", "4": "four", "5": "five",
    "6": "six", "7": "seven", "8": "eight", "9": "nine", "10": "ten", "11": "eleven",
    "12": "twelve", "13": "thirteen", "14": "fourteen", "15": "fifteen",
    "16": "sixteen", "17": "seventeen", "18": "eighteen", "19": "nineteen",
    "20": "twenty", "30": "thirty", "40": "fo{u,}rty", "50": "fifty", "60": "sixty",
    "70": "seventy", "80": "eighty", "90": "ninety",
}  # fmt: skip
_AR = {
    "0": "صفر", "1": "واحد واحدة وحده أحد إحدى",
    "2": "اثنين اثنان اثنتين اثنتان ثنين تنين ثنتين تنتين اثنا اثني اثنتا اثنتي",
    "3": "ثلاث{ة,} تلات{ة,}", "4": "أربع{ة,}", "5": "خمس{ة,}", "6": "ست{ة,}",
    "7": "سبع{ة,}", "8": "ثماني{ة,} ثمان", "9": "تسع{ة,}",
    "11": "احدعش{ر,} حدعش", "12": "اثنعش{ر,} طنعش اطنعش", "13": "ثل{ا,}{ط,تط,ت}عش{ر,}",
    "14": "أربع{ط,تط,ت}عش{ر,}", "15": "خمس{ط,تط,ت}عش{ر,}", "16": "س{ط,تط,ت}عش{ر,}",
    "17": "سبع{ط,تط,ت}عش{ر,}", "18": "ثم{ا,}ن{ط,تط,ت}عش{ر,}",
    "19": "تسع{ط,تط,ت}عش{ر,}", "20": "عشر{ين,ون}", "30": "ثلاث{ين,ون} تلاتين",
    "40": "أربع{ين,ون}", "50": "خمس{ين,ون}", "60": "ست{ين,ون}", "70": "سبع{ين,ون}",
    "80": "ثمان{ين,ون}", "90": "تسع{ين,ون}", "200": "مئت{ين,ان} مائت{ين,ان} ميتين",
    **{
        str(value): f"{word}{{مئة,مائة,مية}}"
        for value, word in (
            (300, "ثلاث"), (400, "أربع"), (500, "خمس"), (600, "ست"), (700, "سبع"),
            (800, "ثمان"), (900, "تسع"),
        )
    },
}  # fmt: skip
_HUNDREDS = {
    "fa": "صد",
    "la": "sad",
    "en": "hundred hundreds",
    "ar": "مئة مائة مية",
}
_SCALES = {
    1_000: {
        "fa": "هزار هزاری هزاره",
        "la": "h{e,}zar{,i}",
        "en": "thousand thousands",
        "ar": "ألف آلاف ألاف ألفا",
    },
    1_000_000: {
        "fa": "میلیون ملیون میلیونی ملیونی میلیونه ملیونه",
        "la": "m{i,e}l{i,y,iy,ee}{o,u,oo,ou}n{,i}",
        "en": "million millions",
        "ar": "مليون ملايين مليونا",
    },
    1_000_000_000: {
        "fa": "میلیارد ملیارد میلیاردی",
        "la": "mil{i,y,iy}ard{,i}",
        "en": "billion",
        "ar": "مليار مليارات",
    },
}
# Only behind digits: 300k, 1.5m.
SHORT_SCALES = {
    "k": Decimal(1_000),
    "m": Decimal(1_000_000),
    "mil": Decimal(1_000_000),
    "mio": Decimal(1_000_000),
    "mln": Decimal(1_000_000),
}
_SCALED = {2_000: "ألفين ألفان", 2_000_000: "مليونين مليونان"}
_FRACTIONS = {
    "0.5": "نیم nim half نصف نص",
    "0.25": "ربع",
}
_JOINERS = "و o va vo and"
_TEENS = "عشر عشرة"
# They are also: not, village, see, set, his (what is left of «شش»), no, sad, do.
_UNSURE = (
    "یه نه ده سی صد شش ye do se no da si sad one ست ستة أحد إحدى وحده واحد ألف half "
    "nim "
    "second الأول الثاني"
)

_FA_ORDINALS = {
    1: "یکم اول اولین", 2: "دوم", 3: "سوم", 4: "چهارم", 5: "پنجم", 6: "ششم شیشم",
    7: "هفتم",
    8: "هشتم", 9: "نهم", 10: "دهم", 11: "یازدهم", 12: "دوازدهم", 13: "سیزدهم",
    14: "چهاردهم", 15: "پانزدهم پونزدهم", 16: "شانزدهم شونزدهم", 17: "هفدهم",
    18: "هجدهم هیجدهم", 19: "نوزدهم", 20: "بیستم", 30: "سیم سی‌ام سی‌اُم",
}  # fmt: skip
_LATIN_ORDINALS = {
    1: "yekom av{,v}al{,e}", 2: "dov{,v}om{,e}", 3: "sev{,v}om{,e}",
    4: "ch{aha,a}rom{,e}",
    5: "panjom{,e}", 6: "sh{i,e}shom{,e}", 7: "haftom{,e}", 8: "hashtom{,e}",
    9: "nohom{,e}", 10: "dahom{,e}", 11: "yazdahom{,e}", 12: "davazdahom{,e}",
    13: "sizdahom{,e}", 14: "ch{aha,a}rdahom{,e}", 15: "p{oo,u,a,o}nzdahom{,e}",
    16: "sh{oo,u,a,o}nzdahom{,e}", 17: "h{e,i}fdahom{,e}", 18: "h{e,i}jdahom{,e}",
    19: "n{oo,u,o}zdahom{,e}", 20: "bistom{,e}", 30: "siom{,e}",
}  # fmt: skip
_EN_ORDINALS = {
    1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth",
    7: "seventh", 8: "eighth", 9: "ninth", 10: "tenth", 11: "eleventh", 12: "twelfth",
    13: "thirteenth", 14: "fourteenth", 15: "fifteenth", 16: "sixteenth",
    17: "seventeenth", 18: "eighteenth", 19: "nineteenth", 20: "twentieth",
    30: "thirtieth",
}  # fmt: skip
_AR_ORDINALS = {
    1: "الأول", 2: "الثاني", 3: "الثالث", 4: "الرابع", 5: "الخامس", 6: "السادس",
    7: "السابع", 8: "الثامن", 9: "التاسع", 10: "العاشر", 20: "العشرين العشرون",
    30: "الثلاثين الثلاثون",
}  # fmt: skip
# Behind digits: 20th, ۲۰ام, 20om.
ORDINAL_ENDINGS = spellings("st nd rd th ام م اُم om m_e ome")


def _parts() -> dict[str, Part]:
    unsure = spellings(_UNSURE)
    parts: dict[str, Part] = {}

    def put(words: str, role: str, value: Decimal, lang: str, ordinal: bool) -> None:
        for word in spellings(words):
            known = Part(role, value, lang, word in unsure, ordinal)
            parts.setdefault(word, known)

    languages = (("fa", _FA), ("la", _LATIN), ("en", _EN), ("ar", _AR))
    for lang, table in languages:
        for number, words in table.items():
            put(words, "add", Decimal(number), lang, ordinal=False)
        put(_HUNDREDS[lang], "hundred", Decimal(100), lang, ordinal=False)
        for scale, by_language in _SCALES.items():
            put(by_language[lang], "scale", Decimal(scale), lang, ordinal=False)
    for scaled, words in _SCALED.items():
        put(words, "scaled", Decimal(scaled), "ar", ordinal=False)
    for fraction, words in _FRACTIONS.items():
        put(words, "half", Decimal(fraction), "", ordinal=False)
    put(_JOINERS, "joiner", Decimal(0), "", ordinal=False)
    put(_TEENS, "ten", Decimal(10), "ar", ordinal=False)
    ordinals = (
        ("fa", _FA_ORDINALS),
        ("la", _LATIN_ORDINALS),
        ("en", _EN_ORDINALS),
        ("ar", _AR_ORDINALS),
    )
    for lang, places in ordinals:
        for place, words in places.items():
            put(words, "add", Decimal(place), lang, ordinal=True)
    return parts


PARTS = _parts()

# Of the unsure words, those that English messages are full of.
LATIN_UNSURE = spellings("do se no da si sad ye half")

# What may be written together with a number word.
_TAILS = spellings(
    "تا تایی تومان تومن تومنی تومانی ریال ریالی درهم دینار دلار یورو دونه دانه عدد جفت "
    "بسته روز روزه هفته ماه سال ta tai taee toman tomani rial dune doone adad joft "
    "شنبه shanbe"
)
# Names and words in which a number and a tail meet by chance.
_WHOLE = spellings("یکتا سیتا sita nota data نهتا چهلتا یهتا")
_GOES_ON = frozenset({"joiner", "scale", "hundred"})
_MOST_PARTS = 6


def pieces(word: str) -> tuple[str, ...]:
    """
    The parts of a word that was written together: «دوتا» is «دو» and «تا».
    """
    if word in PARTS or word in _TAILS or word in _WHOLE:
        return (word,)
    found = _cut(word, 0)
    return found if found and len(found) > 1 else (word,)


def _cut(word: str, depth: int) -> tuple[str, ...] | None:
    for end in range(len(word), 1 if depth == 0 else 0, -1):
        head, rest = word[:end], word[end:]
        part = PARTS.get(head)
        if part is None or (depth == 0 and part.role == "joiner" and head != "و"):
            continue
        if not rest:
            # A lone joiner ends «بیستو» and "bisto"; nothing else so short does.
            return (head,) if part.role != "joiner" or depth else None
        if rest in _TAILS and part.role != "joiner":
            return (head, rest)
        tail = _cut(rest, depth + 1) if depth < _MOST_PARTS else None
        # سیصدهزار and بیستویک are one number; «دوست» is not two and six.
        if tail and (part.role == "joiner" or PARTS[tail[0]].role in _GOES_ON):
            return (head, *tail)
    if depth == 0 and word[0] == "و" and word[1:] in PARTS:
        # وعشرين
        return ("و", word[1:])
    return None
