"""
Order numbers: four to eight digits that are not a phone, a price, a date or a measure.

Behind a word for orders any length will do, letters in front included (TP-204), so that
a number of the shop's own kind is never passed over in silence. The codes that Vendure
makes of its own accord (Y5JGE8VUN3CHL6PA) are numbers of orders wherever they stand.
"""

import re
from collections.abc import Iterator

from bot.nlu.codes import CODE
from bot.nlu.finders import order_detail
from bot.nlu.finders.found import Found
from bot.nlu.finders.glued import opens_a_code
from bot.nlu.finders.words import one_of, spellings
from bot.nlu.text import Normalized

ENTITY = "order_number"

# A run of digit groups, with what may join them: 0912 345 6789, 1403/05/12, 12:30.
_RUN = re.compile(r"[+(]?[0-9]+(?:(?: ?[-./:,)(] ?| )[0-9]+)*")
_NUMBER = re.compile(r"(?<![0-9])[0-9]{4,8}(?![0-9])")
_LIST = re.compile(r"[0-9]{4,8}(?:(?: |, ?| ?- ?)[0-9]{4,8})*")
_MONEY_OR_MEASURE = (
    "تومان تومن تومنی تومانی ریال ریالی هزار هزارتومن میلیون ملیون درهم دینار ريال "
    "جنيه ليرة دولار دلار يورو یورو ألف الف مليون toman tomans tomani rial rials hezar "
    "milion melyoon million thousand usd eur sar aed egp dollar dollars euro euros "
    "dirham dirhams riyal riyals pounds bucks gr gram grams kg kilo km ml گرم کیلو متر "
    "غرام كيلو meter meters points امتیاز نقطة gb mb mah pieces pcs قطعه قطعة تکه "
    "% $ € £ ﷼ k"
)
_AFTER = re.compile(rf" ?{one_of(_MONEY_OR_MEASURE)}(?![a-z])")
_BEFORE = re.compile(
    rf"(?:[$€£﷼]|\b{one_of('usd eur sar aed قیمت قيمته بسعر price مبلغ')}) ?$"
)
_ORDER_WORDS = (
    "order orders سفارش سفارشم سفارشی سفارشه سفارشات مرسوله بسته طلب طلبی طلبيه الطلب "
    "الطلبیه طلبیه أوردر اوردر sefaresh sefareshe sefaresham"
)
_NUMBER_WORDS = (
    "number numbers no no. num nr id شماره شماره‌ی شمارهٔ رقم رقمه رقمها shomare "
    "shomareye shomareh"
)
_ZIP_WORDS = (
    "zip zipcode zip_code postal_code post_code postcode codeposti code_posti کدپستی "
    "کد_پستی الرمز_البريدي رمز_بريدي"
)
# The id of a card ("gift_card_1725971"), or what ends an address ("Austin, TX 78219").
_OF_OTHER_THINGS = re.compile(
    rf"(?:[a-z]_|, ?[a-z]{{2}} |\b{one_of(_ZIP_WORDS)}(?: (?:is|number))?:? ?)$"
)
_YEAR_BEFORE = re.compile(rf"\b{one_of('سال سنة عام year since in sal sale')} $")
_YEAR = re.compile(r"1[345][0-9]{2}|(?:19|20)[0-9]{2}")


_NAMED = re.compile(
    rf"(?:#|\b{one_of(_ORDER_WORDS)}(?: {one_of(_NUMBER_WORDS)})?) ?[:#]? ?"
    r"([a-z]{0,4}-?[0-9]{2,20})(?![0-9a-z])"
)
_PHONE = re.compile(r"0[0-9]{9,10}")
_WORDS = spellings(f"{_ORDER_WORDS} {_NUMBER_WORDS}")


def find(normal: Normalized) -> Iterator[Found]:
    """
    The order numbers of a message, in ASCII digits.
    """
    text = normal.text
    named = {m.span(1): m.group(1) for m in _NAMED.finditer(text)}
    for (start, end), number in named.items():
        if not _PHONE.fullmatch(number) and not _AFTER.match(text[end : end + 16]):
            # A shop writes its letters in capitals: they are said so, too.
            yield Found(ENTITY, number.upper(), start, end)
    for code in CODE.finditer(text):
        if not order_detail.ends_in_code(text[: code.start()]):
            yield Found(ENTITY, code.group().upper(), *code.span())
    for run in _RUN.finditer(text):
        # One number, or several of an order number's length; else a phone or a date.
        if not _LIST.fullmatch(run.group()):
            continue
        for number in _NUMBER.finditer(text, run.start(), run.end()):
            start, end = number.span()
            known = any(first < end and start < last for first, last in named)
            if not known and _is_order(normal, start, end):
                yield Found(ENTITY, number.group(), start, end)


def _is_order(normal: Normalized, start: int, end: int) -> bool:
    text = normal.text
    before, after = text[max(0, start - 20) : start], text[end : end + 16]
    first, last = normal.span(start, end)
    return not (
        # Thousands were set apart: that is an amount.
        last - first != end - start
        or _AFTER.match(after)
        or _BEFORE.search(before)
        or _OF_OTHER_THINGS.search(before)
        or (_YEAR.fullmatch(text, start, end) and _YEAR_BEFORE.search(before))
        # Digits inside a code of letters and digits are no order number.
        or re.match(r"[a-z]", after)
        or opens_a_code(text, start, _WORDS)
    )
