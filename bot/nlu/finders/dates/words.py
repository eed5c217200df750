"""
What is said of days, weeks and months, in four ways of writing.
"""

from collections.abc import Iterable
from typing import NamedTuple

from bot.nlu.finders.dates.calendars import GREGORIAN, JALALI
from bot.nlu.finders.numbers import tokens_of
from bot.nlu.finders.words import spellings


class Word(NamedTuple):
    """
    One expression: its kind, what it stands for and its language (la: Latin Persian).

    Kinds: day (an offset), weekday (Monday is 0), weak (a doubtful weekday), unit, two
    (of a unit), month, weekend, end, near (next: 1, this: 0, last: -1), ago, later,
    ahead (in three days), of, the, year (an offset) and call (a word that makes a weak
    name sure).
    """

    kind: str
    value: int | str = 0
    lang: str = ""
    calendar: str = ""


_DAYS = {
    0: {
        "fa": "امروز امشب امروزو امروز_صبح امروز_ظهر امروز_عصر",
        "la": "emr{oo,u,o,ou}z emshab emr{oo,u,o,ou}z_{sobh,zohr,asr}",
        "en": "today tonight this_morning this_afternoon this_evening",
        "ar": "اليوم الليلة هاليوم النهارده",
    },
    1: {
        "fa": "فردا فرداس فرداست فردام فردارو فردا_شب فردا_صبح فردا_ظهر فردا_عصر",
        "la": "farda fardaa",
        "en": "tomorrow tomorow tmrw tmr tommorow tommorrow",
        "ar": "غد غدا بكرة بكرا بكره باچر باجر باكر",
    },
    2: {
        "fa": "پس‌فردا پس_فردا",
        "la": "pas_farda pasfarda",
        "en": "day_after_tomorrow the_day_after_tomorrow",
        "ar": "بعد_غد بعد_بكرة بعد_بكرا بعد_باچر بعد_باكر",
    },
    3: {"fa": "پس‌پس‌فردا پسون_فردا پس_پس_فردا", "la": "paspasfarda"},
    -1: {
        "fa": "دیروز دیشب",
        "la": "dir{oo,u,o,ou}z dish{a,}b",
        "en": "yesterday last_night yesterday_morning yesterday_evening",
        "ar": "أمس امس البارحة مبارح امبارح",
    },
    -2: {
        "fa": "پریروز پریشب",
        "la": "parir{oo,u,o,ou}z parishab",
        "en": "day_before_yesterday the_day_before_yesterday",
        "ar": "أول_أمس أول_امبارح قبل_أمس اول_البارحة أول_من_أمس",
    },
}
_WEEKDAYS = {
    5: {
        "fa": "شنبه{,ها}",
        "la": "sh{a,}nbe{,h}{,ha,_ha}",
        "en": "saturday{,s}",
        "ar": "{,يوم_,أيام_}السبت",
    },
    6: {
        "fa": "یک‌شنبه{,ها} یه‌شنبه{,ها}",
        "la": "yek{,_}sh{a,}nbe{,h}{,ha,_ha}",
        "en": "sunday{,s}",
        "ar": "{يوم_,أيام_}الأحد",
    },
    0: {
        "fa": "دوشنبه{,ها}",
        "la": "do{,_}sh{a,}nbe{,h}{,ha,_ha}",
        "en": "monday{,s}",
        "ar": "{يوم_,أيام_}{الاثنين,الإثنين}",
    },
    1: {
        "fa": "سه‌شنبه{,ها} سشنبه{,ها}",
        "la": "se{,h}{,_}sh{a,}nbe{,h}{,ha,_ha}",
        "en": "tuesday{,s}",
        "ar": "{,يوم_,أيام_}الثلاثاء {,يوم_,أيام_}الثلاثا",
    },
    2: {
        "fa": "چهارشنبه{,ها} چارشنبه{,ها}",
        "la": "ch{aha,a,ahaa}r{,_}sh{a,}nbe{,h}{,ha,_ha}",
        "en": "wednesday{,s} wensday",
        "ar": "{,يوم_,أيام_}الأربعاء {,يوم_,أيام_}الاربعا",
    },
    3: {
        "fa": "پنج‌شنبه{,ها} پنشنبه{,ها} پنش‌شنبه{,ها}",
        "la": "pan{j,ch,}{,_}sh{a,}nbe{,h}{,ha,_ha}",
        "en": "thursday{,s}",
        "ar": "{,يوم_,أيام_}الخميس",
    },
    4: {
        "fa": "جمعه{,ها} آدینه{,ها}",
        "la": "j{o,oo,u}m{,'}e{,h}{,ha,_ha}",
        "en": "friday{,s}",
        "ar": "{,يوم_,أيام_}الجمعة",
    },
}
# Names that mean something else as often: "sat", الأحد (anyone), الاثنين (both).
_WEAK_WEEKDAYS = {
    5: {"en": "sat", "ar": "سبت"}, 6: {"en": "sun", "ar": "الأحد أحد"},
    0: {"en": "mon", "ar": "الإثنين الاثنين اثنين"},
    1: {"en": "tue tues", "ar": "ثلاثاء"},
    2: {"en": "wed", "ar": "أربعاء"}, 3: {"en": "thu thurs thur", "ar": "خميس"},
    4: {"en": "fri", "ar": "جمعة"},
}  # fmt: skip
_UNITS = {
    "day": {
        "fa": "روز روزه", "la": "r{oo,u,o,ou}z", "en": "day days",
        "ar": "يوم أيام يوما",
    },
    "week": {
        "fa": "هفته{,ی,_ی}", "la": "hafte{,h,ye,_ye,_e}", "en": "week weeks",
        "ar": "أسبوع أسابيع الأسبوع",
    },
    "month": {
        "fa": "ماه{,ی,_ی}", "la": "maah{,e} mah{,e}", "en": "month months",
        "ar": "شهر أشهر شهور الشهر",
    },
    "year": {
        "fa": "سال", "la": "sal{,e} saal{,e}", "en": "year years",
        "ar": "سنة سنوات سنين السنة عام العام",
    },
}  # fmt: skip
_TWO = {
    "day": "يومين يومان",
    "week": "أسبوعين",
    "month": "شهرين",
    "year": "سنتين عامين",
}
_NEAR = {
    1: {
        "fa": "بعد بعدی آینده دیگه دیگر آتی",
        "la": "bad ba'd ba'di baad badi baadi ayande{,h} dige{,h} digar",
        "en": "next nxt coming following upcoming",
        "ar": "القادم{,ة} المقبل{,ة} الجاي{,ة} الجايه التالي{,ة} الآتي اللي_جاي "
        "اللي_جاية قادم",
    },
    0: {
        "fa": "این همین",
        "la": "in hamin",
        "en": "this current",
        "ar": "هذا هذه هاذا هذي الحالي{,ة}",
    },
    -1: {
        "fa": "پیش قبل قبلی گذشته",
        "la": "pish ghabl qabl gabl ghabli qabli gozashte{,h}",
        "en": "last past previous",
        "ar": "الماضي{,ة} الفائت{,ة} الفايت{,ة} السابق{,ة} المنصرم اللي_فات "
        "اللي_فاتت اللي_راح",
    },
}
_AGO = {
    "fa": "پیش قبل گذشته",
    "la": "pish ghabl qabl gabl",
    "en": "ago before_today",
}
_LATER = {
    "fa": "بعد دیگه دیگر آینده",
    "la": "dige{,h} digar bad baad ba'd",
    "en": "later from_now from_today",
}
_AHEAD = {"in": ("en", 1), "بعد": ("ar", 1), "قبل": ("ar", -1), "منذ": ("ar", -1)}
_WEEKEND = {
    "fa": "آخر_هفته{,ی,_ی} اخر_هفته آخرهفته ویکند",
    "la": "akhar{,e}_hafte{,ye} axar{,e}_hafte{,ye} vikend",
    "en": "weekend",
    "ar": "نهاية_الأسبوع عطلة_نهاية_الأسبوع الويكند ويكند آخر_الأسبوع",
}
_END = {"fa": "آخر اخر پایان", "la": "akhar{,e} axar{,e}", "ar": "نهاية آخر"}
_YEARS = {
    "پارسال": -1,
    "امسال": 0,
    "parsal": -1,
    "emsal": 0,
    "emsaal": 0,
    "پیرارسال": -2,
}
_CALLS = {
    "fa": "ماه روز در تو توی از برای تا برج",
    "la": "mah mahe maah tu tuye az baraye ruze rooze dar",
    "en": "in on since until till by for of from during before after",
    "ar": "شهر في من يوم ليوم بيوم اليوم حتى خلال",
}
_JALALI = (
    ("فروردین", "farvardin"), ("اردیبهشت", "ord{i,ee}behesht ordibehest"),
    ("خرداد", "kh{o,oo}rdad xordad"), ("تیر", "tir"), ("مرداد امرداد", "m{o,}rdad"),
    ("شهریور", "shahrivar sharivar"), ("مهر", "mehr"), ("آبان", "ab{a,aa}n aaban"),
    ("آذر", "azar aazar"), ("دی", "dey"), ("بهمن", "bahman"), ("اسفند", "esfand"),
)  # fmt: skip
_GREGORIAN = (
    ("january jan", "ژانویه", "يناير كانون_الثاني"),
    ("february feb", "فوریه", "فبراير شباط"),
    ("march mar", "مارس", "مارس آذار"),
    ("april apr", "آوریل", "أبريل نيسان ابريل"),
    ("may", "می مه", "مايو أيار"),
    ("june jun", "ژوئن", "يونيو حزيران"),
    ("july jul", "ژوئیه جولای", "يوليو تموز"),
    ("august aug", "اوت آگوست", "أغسطس"),
    ("september sep sept", "سپتامبر", "سبتمبر أيلول"),
    ("october oct", "اکتبر", "أكتوبر تشرين_الأول"),
    ("november nov", "نوامبر", "نوفمبر تشرين_الثاني"),
    ("december dec", "دسامبر", "ديسمبر كانون_الأول"),
)
# They are also words of every day, so they need their day in digits beside them.
WEAK_MONTHS = spellings("may mar march dec sep jan jun می مه تیر دی مهر dey tir mehr")

_LONGEST = 4


def _all() -> dict[tuple[str, ...], tuple[Word, ...]]:
    found: dict[tuple[str, ...], list[Word]] = {}

    def put(words: str, word: Word, prefixes: Iterable[str] = ("",)) -> None:
        for form in spellings(words):
            for prefix in prefixes:
                whole = _prefixed(prefix, form)
                # A name is looked up in the pieces in which a message is.
                key = tuple(token.text for token in tokens_of(whole))
                if word not in found.setdefault(key, []):
                    found[key].append(word)

    def table(kind: str, by_value: dict[int, dict[str, str]]) -> None:
        for value, by_lang in by_value.items():
            for lang, words in by_lang.items():
                put(
                    words, Word(kind, value, lang), _PREFIXES if lang == "ar" else ("",)
                )

    table("day", _DAYS)
    table("weekday", _WEEKDAYS)
    table("weak", _WEAK_WEEKDAYS)
    table("near", _NEAR)
    for unit, by_lang in _UNITS.items():
        for lang, words in by_lang.items():
            put(words, Word("unit", unit, lang), _PREFIXES if lang == "ar" else ("",))
    for unit, words in _TWO.items():
        put(words, Word("two", unit, "ar"))
    kinds = (
        ("ago", _AGO), ("later", _LATER), ("weekend", _WEEKEND), ("end", _END),
        ("call", _CALLS),
    )  # fmt: skip
    for kind, by_lang in kinds:
        for lang, words in by_lang.items():
            put(words, Word(kind, 0, lang))
    put("end_of the_end_of end_of_the", Word("end", 0, "en"))
    for ahead, (lang, sign) in _AHEAD.items():
        put(ahead, Word("ahead", sign, lang))
    for name, offset in _YEARS.items():
        put(name, Word("year", offset, "fa"))
    put("of e ی سال sal من", Word("of"))
    put("the", Word("the"))
    for number, (persian, latin) in enumerate(_JALALI, 1):
        put(f"{persian} {persian}ماه" if " " not in persian else persian,
            Word("month", number, "fa", JALALI))  # fmt: skip
        put(latin, Word("month", number, "la", JALALI))
    for number, (english, persian, arabic) in enumerate(_GREGORIAN, 1):
        put(english, Word("month", number, "en", GREGORIAN))
        put(persian, Word("month", number, "fa", GREGORIAN))
        put(arabic, Word("month", number, "ar", GREGORIAN), _PREFIXES)
    return {key: tuple(words) for key, words in found.items()}


_PREFIXES = ("", "و", "ل", "ب", "ف")


def _prefixed(prefix: str, form: str) -> str:
    # للخميس is ل before الخميس.
    if prefix == "ل" and form.startswith("ال"):
        return f"لل{form[2:]}"
    return prefix + form


WORDS = _all()
# Each token with which an expression can begin; most messages have none.
OPENERS = frozenset(key[0] for key in WORDS)


def words_at(texts: list[str], at: int) -> tuple[tuple[Word, ...], int]:
    """
    The meanings of the longest expression at a place, and where it ends.
    """
    if texts[at] in OPENERS:
        for size in range(min(_LONGEST, len(texts) - at), 0, -1):
            found = WORDS.get(tuple(texts[at : at + size]))
            if found:
                return found, at + size
    return (), at + 1
