"""
Which order is meant by its place: the last one, the second, number 3.
"""

import re
from collections.abc import Iterator

from bot.nlu.finders.found import Found
from bot.nlu.finders.words import one_of
from bot.nlu.text import Normalized

ENTITY = "order_ordinal"
LAST = "last"
OTHER = "other"

_FA_END = r"(?:ه|یه|ش|شو|م|مو|مون|رو|و|ی|ا|یا)?"
_FA_THING = one_of("سفارش خرید بسته مرسوله مورد")
_LATIN_THING = r"(?:sefaresh|kharid|baste)(?:e|ha|i)?"
_EN_THING = one_of("order orders purchase one package parcel item thing delivery")
_EN_ONE = one_of("order purchase one package parcel item thing delivery")
_AR_THING = one_of("طلب طلبية اوردر شحنة طرد مشترياتي")

# "last" is also said of weeks, times and news.
_NOT_EN = one_of(
    "week month night year time day days few couple two three hour minute sunday "
    "monday tuesday wednesday thursday friday saturday name update news status price "
    "chance model collection orders step page stage word minute straw resort"
)
_NOT_TIME_EN = rf"(?! (?:{_NOT_EN}\b|[0-9]))"
_NOT_FA = one_of(
    "بار دفعه هفته روز ماه سال شب فرصت مهلت وضعیت مدل خبر اخبار قدم کار مرحله کلاس"
)
_NOT_LATIN = one_of(
    "bar dafe hafte mah sal vaziat ruz rooz model kar akhbar akhbare khabar marhale"
)
_NOT_AR = one_of(
    "مرة أسبوع شهر يوم خبر مرحلة سعر عرض عروض ظهرا ظهر صباحا مساء عصرا ليلا"
)
_NOT_TIME_FA, _NOT_TIME_LATIN = rf"(?! {_NOT_FA})", rf"(?! {_NOT_LATIN})"
_NOT_TIME_AR = rf"(?! {_NOT_AR})"

_PLACES: dict[str, tuple[str, ...]] = {
    LAST: (
        rf"اخرین{_NOT_TIME_FA}",
        rf"اخری(?:ه|یه|ش|شو|مو|رو|و)?{_NOT_TIME_FA}",
        rf"{_FA_THING}\w* اخر{_FA_END}",
        r"جدید ?ترین|تازه ?ترین",
        rf"(?:{_FA_THING}\w* )اخیر(?:م|و)?",
        r"(?:ال|لل|بال|وال)اخیره?",
        rf"(?:ال)?اخر {_AR_THING}\w*",
        rf"احدث {_AR_THING}\w*",
        rf"last{_NOT_TIME_EN}",
        rf"(?:latest|newest|most recent|recent)(?=(?: \w+)? {_EN_ONE}\b|$)",
        rf"a[kx]hari(?:n|e|ye|sh|sho|m|mo|ro|o)?{_NOT_TIME_LATIN}",
        rf"axari(?:n|e|ye|sh|sho|m|mo|ro|o)?{_NOT_TIME_LATIN}",
        rf"{_LATIN_THING} a(?:kh|x)ar(?:am|i|o|amo)?",
        r"jadid ?tarin",
    ),
    # Not the one just told.
    OTHER: (
        r"(?:اون|آن) یکی(?:ش|شو|م|مو|رو|و)?",
        r"(?:oo?n|un) ?yeki(?:sh|sho|m|mo|ro|o)?",
        rf"(?:the|my) other(?= {_EN_ONE}\b|$)",
        rf"(?:ال)?{_AR_THING}\w* الاخر[یه]?",
        # By itself, or after a no: "the other day" is none.
        r"(?:^|(?<=^لا )|(?<=, )|(?<=هذا ))الاخر[یه]?(?![\w ]* (?:یوم|مره)\b)",
    ),
    "1": (
        rf"اولین{_NOT_TIME_FA}",
        rf"اولی(?:ه|یه|ش|شو|رو|و)?{_NOT_TIME_FA}",
        rf"{_FA_THING}\w* اول{_FA_END}",
        rf"(?:ال|بال)اول[یه]?{_NOT_TIME_AR}",
        rf"اول {_AR_THING}\w*",
        rf"(?:first|1st)(?= {_EN_THING}\b|$)",
        r"av(?:v)?ali(?:n|e|ye|sh|sho|ro|o)?(?! bar)",
        rf"{_LATIN_THING} aval(?:am|i|o)?",
    ),
    "2": (
        r"دومی(?:ن|ه|یه|ش|شو|رو|و)?",
        rf"{_FA_THING}\w* دوم{_FA_END}",
        rf"(?:ال|بال)ثانیه?(?! ?(?:عشر)){_NOT_TIME_AR}",
        rf"ثانی {_AR_THING}\w*",
        rf"(?:second|2nd)(?= {_EN_THING}\b|$)(?<!a second)(?<!one second)(?<!1 second)",
        r"dov+omi(?:n|e|ye|sh|sho|ro|o)?|dovomi\w*",
        rf"{_LATIN_THING} dovom(?:am|i|o)?",
    ),
    "3": (
        r"سومی(?:ن|ه|یه|ش|شو|رو|و)?",
        rf"{_FA_THING}\w* سوم{_FA_END}",
        r"(?:ال|بال)ثالثه?",
        rf"(?:third|3rd)(?= {_EN_THING}\b|$)",
        r"sev+omi(?:n|e|ye|sh|sho|ro|o)?",
    ),
    "4": (
        r"چهارمی(?:ن|ه|یه|ش|شو|رو|و)?",
        r"(?:ال|بال)رابعه?",
        rf"(?:fourth|4th)(?= {_EN_THING}\b|$)",
        r"chaharomi(?:n|e|ye|sh|sho|ro|o)?",
    ),
}
_PATTERNS = tuple(
    (value, re.compile(rf"\b(?:{'|'.join(patterns)})\b"))
    for value, patterns in _PLACES.items()
)
# Most messages hold none of these beginnings; one look spares a dozen patterns.
_ANY = re.compile(
    r"یکی|yeki|other|اخر|اخیر|ترین|احدث|اول|دوم|ثانی|سوم|ثالث|چهارم|رابع|last|latest|newest|recent"
    r"|a[kx]h?ar|tarin|first|1st|av+al|second|2nd|dov|third|3rd|sev|fourth|4th|chaharom"
)
# Of these it is no order that is the first or the last.
_OTHER = one_of(
    "کلاس دکمه طبقه محل المحل بالمحل مرحله قدم kelase dokme tabaghe marhale"
)
_OTHER_THING = re.compile(rf"\b{_OTHER}\w? $")
_AT_THE_END = re.compile(r"(?:ترین|tarin)$")
_NUMBERED = re.compile(
    rf"(?:^|\b{one_of('number no num option شماره شمارهی گزینه رقم shomare shomareye')}"
    r"\.? ?|gozine(?:ye)? |#)([1-9])(?![0-9])(?= |[.)]|$)"
)


_LONGEST_THING = 12


def _word(match: re.Match[str]) -> tuple[int, int]:
    """
    Where the place itself stands: «آخرم» of «سفارش آخرم».
    """
    start, end = match.span()
    stem = _ANY.search(match.group())
    if stem is None or _AT_THE_END.search(match.group()):
        return start, end
    gap = match.group().find(" ", stem.end())
    first = start + match.group().rfind(" ", 0, stem.start()) + 1
    return first, start + gap if gap >= 0 else end


def find(normal: Normalized) -> Iterator[Found]:
    """
    Places of orders in a message: "last", or "1", "2" ... as a list shows them.
    """
    text = normal.text
    if _ANY.search(text):
        for value, pattern in _PATTERNS:
            for match in pattern.finditer(text):
                if not _OTHER_THING.search(text[: match.start()][-_LONGEST_THING:]):
                    yield Found(ENTITY, value, *_word(match))
    for match in _NUMBERED.finditer(text):
        # A digit that opens a message means a place only where nothing follows.
        if match.start() == match.start(1) and len(text.strip(".) ")) > 1:
            continue
        yield Found(ENTITY, match.group(1), match.start(1), match.end(1))
