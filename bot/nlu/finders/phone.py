"""
Telephone numbers of any country, however grouped, as "+989121234567".

What is one is known to the library `phonenumbers`; here it is told from the other long
numbers of a shop: orders, prices, tracking codes, cards.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from bot.nlu.finders.found import Found
from bot.nlu.finders.glued import opens_a_code
from bot.nlu.finders.words import one_of, spellings
from bot.nlu.text import Normalized

ENTITY = "phone"

# Digit groups as people set them: 0912 345 6789, (021) 8877-6655, +98 (0) 912 ...
_RUN = re.compile(r"(?:\+ ?|\()?[0-9]+(?:(?: ?[-.)(] ?\(?| )[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")
_LONGEST_CODE = 15
_SHORTEST = 7
_MOST_GROUPS = 7
# Whoever writes more numbers than these is trying our patience, and gets none.
_MOST_TRIES = 120

_OTHER_NUMBER = (
    "رهگیری پیگیری مرسوله tracking rahgiri rahgiry peygiri التتبع تتبع فاکتور فاتورة "
    "invoice factor faktor ملی melli پستی posti postal zip کارت card kart بطاقة شبا "
    "sheba "
    "iban حساب account hesab قیمت مبلغ price سعر gheymat سریال serial"
)
# Behind these 0912... is still a telephone number, by which somebody ordered.
_ORDER = "سفارش سفارشم order sefaresh sefaresham طلب طلبی الطلب طلبيه"
_NUMBER_WORDS = (
    "شماره شمارهی کد code no no. number num nr id رقم shomare shomareye kode"
)
# In Latin letters they may be glued to the number.
_GLUED = spellings(
    "tel{,efon,ephone,efonam} phone mob{,ile,ail,ayl} cell hamrah{,am} whatsapp vatsap "
    "call tamas ba be to no num number shomar{e,eh,eye,am,eam}"
)
# Right before the digits, with a word for "number" and a few signs between.
_BETWEEN = rf"(?: (?:{one_of(_NUMBER_WORDS)}|من|ام|man|am|is|هو)){{0,3}} ?[:#=]? ?\(?$"
_NAMED_OTHER = re.compile(rf"\b{one_of(_OTHER_NUMBER)}{_BETWEEN}|[$€£#] ?$")
_NAMED_ORDER = re.compile(rf"\b{one_of(_ORDER)}{_BETWEEN}")
_MONEY_AFTER = re.compile(
    r" ?(?:[$€£%]|(?:ت|t|k|تومان|تومن|ریال|درهم|دینار|دلار|دولار|یورو"
    r"|هزار|میلیون|ملیون|الف"
    r"|toman|tomans|tomani|tomane|rial|rials|hezar|usd|eur|aed|sar|irr|irt|dollars?|euros?"
    r")(?![^\W\d_]))"
)
_CODE_AFTER = re.compile(r"[a-z]+[0-9]|[/:][0-9]")
_DATE_OR_TIME_BEFORE = re.compile(r"[0-9][/:]$")
_THOUSANDS = re.compile(r"[,'٬،’]")
# Where else customers of such shops have their telephones.
_ABROAD = ("IR", "SA", "AE", "EG", "IQ", "KW", "QA", "OM", "BH", "JO", "TR", "GB")
_MOBILE = frozenset(
    {
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    }
)


def find(normal: Normalized, region: str = "IR") -> Iterator[Found]:
    """
    The telephone numbers of a message; those without a country are of the region.
    """
    text = normal.text
    tries = _MOST_TRIES
    for run in _RUN.finditer(text):
        if run.end() - run.start() < _SHORTEST:
            continue
        groups = [g.span() for g in _GROUP.finditer(text, run.start(), run.end())]
        at = 0
        while at < len(groups) and tries > 0:
            size, asked, value = _longest(normal, groups, at, run.start(), region)
            tries -= asked
            if size:
                start = _opening(text, groups[at][0], run.start())
                yield Found(ENTITY, value, start, groups[at + size - 1][1])
            at += size or 1


def _opening(text: str, start: int, first: int) -> int:
    """
    Where a number begins, with its plus sign.
    """
    before = text[first:start]
    return first if before in {"+", "+ ", "("} else start


def _longest(
    normal: Normalized,
    groups: list[tuple[int, int]],
    at: int,
    first: int,
    region: str,
) -> tuple[int, int, str]:
    """
    How many groups from here are one number, how often we asked, and the number.
    """
    text = normal.text
    start = groups[at][0]
    head = text[slice(*groups[at])]
    plus = at == 0 and text[first:start].startswith("+")
    if not _may_open(head, plus=plus, region=region):
        return 0, 0, ""
    asked = 0
    for size in range(min(_MOST_GROUPS, len(groups) - at), 0, -1):
        end = groups[at + size - 1][1]
        digits = "".join(text[slice(*span)] for span in groups[at : at + size])
        if not _SHORTEST <= len(digits) <= _LONGEST_CODE + 2:
            continue
        # One number has one kind of gap; "0912 ... 10042" are two numbers.
        if not plus and head[0] != "0" and size > 1 and len(head) != _AREA:
            continue
        asked += 1
        value = _e164(f"+{digits}" if plus else digits, region, one_group=size == 1)
        if not value and size == 1 and not plus:
            value = _as_typed(digits, region) or _by_its_length(digits, region)
        if value and _stands_alone(normal, start, end, international=plus):
            return size, asked, value
    return 0, asked, ""


_AREA = 3


def _may_open(head: str, *, plus: bool, region: str) -> bool:
    """
    Whether a number can begin with this group: + 00 0 98 or, without its 0, a mobile.
    """
    return (
        plus or head[0] == "0" or head[0] == "9" or (region != "IR" and len(head) > 1)
    )


@lru_cache(maxsize=2048)
def _e164(digits: str, region: str, *, one_group: bool) -> str | None:
    """
    The number in its one form, or None when nobody can have it.
    """
    # +98 (0) 912: the zero is for callers inside the country.
    if digits.startswith("+980"):
        digits = "+98" + digits[4:]
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    bare = digits[0] not in "+0"
    if bare and phonenumbers.number_type(number) not in _MOBILE:
        return None
    if bare and region == "IR" and not one_group and digits.startswith("98"):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=2048)
def _as_typed(digits: str, region: str) -> str | None:
    """
    A mobile of another country that is not said: its digits, for a person to read.
    """
    if digits[0] != "0" or digits[1:2] == "0":
        return None
    for abroad in _ABROAD:
        number = phonenumbers.parse(digits, abroad)
        mobile = phonenumbers.number_type(number) in _MOBILE
        if abroad != region and mobile and phonenumbers.is_valid_number(number):
            return digits
    return None


@lru_cache(maxsize=2048)
def _by_its_length(digits: str, region: str) -> str | None:
    """
    A number of no known range that begins and ends as the region's mobiles do.

    Which ranges are given out changes faster than lists of them.
    """
    example = phonenumbers.example_number_for_type(
        region, phonenumbers.PhoneNumberType.MOBILE
    )
    if example is None or digits[:1] != "0":
        return None
    mobile = str(example.national_number)
    national = digits[1:]
    if len(national) != len(mobile) or national[0] != mobile[0]:
        return None
    return f"+{example.country_code}{national}"


def _stands_alone(
    normal: Normalized, start: int, end: int, *, international: bool
) -> bool:
    """
    Whether nothing beside the digits says that they are something else.
    """
    text = normal.text
    before, after = text[max(0, start - 40) : start].rstrip("+ ("), text[end : end + 12]
    if _DATE_OR_TIME_BEFORE.search(before) or _CODE_AFTER.match(after):
        return False
    if _MONEY_AFTER.match(after):
        return False
    named = text[max(0, start - 40) : start]
    if not international and (
        _NAMED_OTHER.search(named)
        or opens_a_code(text, start - named.endswith("-"), _GLUED)
    ):
        return False
    if not text.startswith("09", start) and _NAMED_ORDER.search(named):
        return False
    first, last = normal.span(start, end)
    return not _THOUSANDS.search(normal.original[first:last])
