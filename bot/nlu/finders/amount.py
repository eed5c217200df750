"""
Amounts of money: «۲ میلیون تومن», "$50", «٣٠٠ درهم», "under 30 million".

The value is a decimal number and an ISO 4217 code; the toman, which has none, is IRT.
What is said is kept: «۲ تومن», which stands for thousands or millions, is "2 IRT".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.nlu.finders.currencies import currency_at
from bot.nlu.finders.found import Found
from bot.nlu.finders.glued import opens_a_code
from bot.nlu.finders.number_words import PARTS
from bot.nlu.finders.numbers import Number, number_at, tokens_of
from bot.nlu.finders.tokens import Token
from bot.nlu.finders.words import spellings
from bot.nlu.text import Normalized

ENTITY = "amount"
TOMAN = "IRT"

# 2.500.000 and ۲/۵۰۰/۰۰۰ and 2 500 000: thousands set apart by more than commas.
_SET_APART = re.compile(
    r"(?<![0-9./])[0-9]{1,3}(?:([./ ])[0-9]{3})(?:\1[0-9]{3})*(?![0-9./])"
)
# ۱/۵ میلیون is one and a half.
_SLASH = re.compile(r"(?<![0-9./])([0-9]{1,3})/([0-9]{1,2})(?![0-9/.])")
_NO_CENTS = frozenset({"IRT", "IRR"})

_RANGE = spellings("تا الی ta ila to till until و و and - ~ الى إلى لـ ل لغاية حتى")
# Words that make a number with a scale («۲ میلیون») a price.
_PRICE_BEFORE = spellings(
    "زیر بالای حدود حدودا حداکثر حداقل نهایت نهایتا تا بین قیمت قیمتش قیمتی بودجه "
    "بودجم بودجهم "
    "بودجهام مبلغ ارزونتر ارزانتر کمتر بیشتر بالاتر پایینتر تقریبا سقف هزینه "
    "zir{e,} bala{ye,} hodud{e,} hodood{e,} hadaksar hadaghal ta bein{e,} beyn{e,} "
    "gheymat{esh,e,} "
    "qeymat budje{am,m,} boodje{am,m,} kamtar bishtar saghf{e,} "
    "under below over above around about max maximum min minimum budget price "
    "priced cost "
    "costs less more between up within "
    "تحت أقل أكثر حدود بحدود بين سعر سعره بسعر ميزانية ميزانيتي فوق حوالي بحوالي لحد"
)
_PRICE_AFTER = spellings(
    "بودجه بودجم budget budje boodje max maximum ارزونتر ارزانتر کمتر بیشتر بپایین "
    "ببالا "
    "قیمت قیمتش ميزانية ميزانيتي کحد"
)
# تا and to make a range or a limit, but only before a price do they mean one.
_BETWEEN_WORDS = 2


@dataclass(frozen=True)
class _Money:
    """
    A number of a message with the currency that stands with it, if one does.
    """

    value: Decimal
    first: int
    last: int
    code: str | None
    number: Number | None = None


def find(normal: Normalized, currency: str = TOMAN) -> Iterator[Found]:
    """
    The amounts of a message; a price without a currency is in the shop's.
    """
    tokens = tokens_of(normal.text)
    monies = _ranged(list(_monies(normal, tokens, currency)), tokens, currency)
    for money in monies:
        if money.code is not None and not _is_chance(money, tokens, normal):
            start, end = tokens[money.first].start, tokens[money.last - 1].end
            yield Found(ENTITY, f"{_written(money.value)} {money.code}", start, end)


def _is_chance(money: _Money, tokens: Sequence[Token], normal: Normalized) -> bool:
    """
    Whether it only looks like money: "no toman", "2 sar be man zad", a code.
    """
    number, last = money.number, tokens[money.last - 1]
    if opens_a_code(normal.text, tokens[money.first].start, _PRICE_BEFORE):
        return True
    if number is not None and not number.sure and number.last - number.first == 1:
        return tokens[number.first].text in {"no", "half", "da"}
    small = last.text == "sar" and money.value < _SMALL
    return (
        small
        and not normal.original[slice(*normal.span(last.start, last.end))].isupper()
    )


_SMALL = 10


def _written(value: Decimal) -> str:
    return f"{value:f}"


def _monies(normal: Normalized, tokens: Sequence[Token], shop: str) -> Iterator[_Money]:
    at = 0
    apart = _set_apart(normal.text, tokens)
    while at < len(tokens):
        money = _money_at(tokens, at, shop, apart)
        if money is None:
            at += 1
        else:
            yield money
            at = money.last


def _set_apart(
    text: str, tokens: Sequence[Token]
) -> dict[int, tuple[int, Decimal, str]]:
    """
    Numbers written over several tokens: by first token, the last one and the value.
    """
    if not any(sign in text for sign in "./ "):
        return {}
    at_start = {
        token.start: index for index, token in enumerate(tokens) if token.is_number
    }
    if not at_start:
        return {}
    at_end = {token.end: index for index, token in enumerate(tokens)}
    found: dict[int, tuple[int, Decimal, str]] = {}
    for match in _SET_APART.finditer(text):
        first, last = at_start.get(match.start()), at_end.get(match.end())
        if first is not None and last is not None:
            digits = re.sub(r"[./ ]", "", match.group())
            groups = match.group().count(match.group(1))
            kind = match.group(1) if groups == 1 else "many"
            found[first] = (last + 1, Decimal(digits), kind)
    for match in _SLASH.finditer(text):
        first, last = at_start.get(match.start()), at_end.get(match.end())
        if first is not None and last is not None:
            found[first] = (last + 1, Decimal(f"{match[1]}.{match[2]}"), "fraction")
    return found


def _money_at(
    tokens: Sequence[Token],
    at: int,
    shop: str,
    apart: dict[int, tuple[int, Decimal, str]],
) -> _Money | None:
    before = currency_at(tokens, at, shop, prefix=True)
    start = before[1] if before else at
    if start >= len(tokens):
        return None
    money = _apart_at(tokens, start, shop, apart, before is not None)
    if money is None:
        number = number_at(tokens, start)
        if number is None or number.ordinal:
            return None
        money = _with_currency(tokens, number, shop, before is not None)
    if before is None:
        return money
    # "$50": the sign stands before, and nothing else may.
    if (
        not tokens[start].is_number
        and money.number is not None
        and not money.number.sure
    ):
        return None
    return _Money(money.value, at, money.last, money.code or before[0], money.number)


def _apart_at(
    tokens: Sequence[Token],
    at: int,
    shop: str,
    apart: dict[int, tuple[int, Decimal, str]],
    signed: bool,
) -> _Money | None:
    """
    An amount whose digits are set apart, if a currency or scale says that it is one.
    """
    if at not in apart:
        return None
    last, value, kind = apart[at]
    if kind == "fraction":
        part = PARTS.get(tokens[last].text) if last < len(tokens) else None
        if part is None or part.role != "scale":
            return None
        value *= part.value
        number = Number(_plain(value), at, last + 1, scaled=True, digits=True)
        return _with_currency(tokens, number, shop, signed)
    known = currency_at(tokens, last, shop)
    if known is None:
        return None
    code, end = known
    if kind == "." and code not in _NO_CENTS:
        return None
    return _Money(value, at, end, code)


def _plain(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def _with_currency(
    tokens: Sequence[Token],
    number: Number,
    shop: str,
    signed: bool,
) -> _Money:
    known = None if signed else currency_at(tokens, number.last, shop)
    if known is None:
        return _Money(number.value, number.first, number.last, None, number)
    code, end = known
    value, end = _with_rest(tokens, number, end)
    return _Money(value, number.first, end, code, number)


def _with_rest(
    tokens: Sequence[Token], number: Number, end: int
) -> tuple[Decimal, int]:
    """
    «یه تومن و پونصد», «دو تومن و نیم»: one and a half of whatever a toman means there.
    """
    following = tokens[end : end + 2]
    if len(following) < 2 or following[0].text not in {"و", "o"} or number.scaled:
        return number.value, end
    half = PARTS.get(following[1].text)
    if half is not None and half.role == "half":
        return number.value + half.value, end + 2
    rest = number_at(tokens, end + 1)
    if (
        rest is None
        or rest.scaled
        or not 100 <= rest.value < 1000
        or number.value >= 100
    ):
        return number.value, end
    if currency_at(tokens, rest.last, TOMAN) is not None:
        return number.value, end
    return _plain(number.value + rest.value / 1000), rest.last


def _ranged(
    monies: list[_Money], tokens: Sequence[Token], shop: str
) -> Iterator[_Money]:
    """
    Each money; the first of a range takes scale and currency from the second.
    """
    for index, money in enumerate(monies):
        following = monies[index + 1] if index + 1 < len(monies) else None
        if following is not None and _makes_range(tokens, money, following):
            end = _priced(following, tokens, shop, in_range=True)
            if end.code is not None:
                yield _like(money, end)
                monies[index + 1] = end
                continue
            if money.code and not tokens[money.first].is_number:
                # $20-30
                end = replace(following, code=money.code)
                monies[index + 1] = end if end.value > money.value else following
        yield _priced(money, tokens, shop)


def _makes_range(tokens: Sequence[Token], one: _Money, other: _Money) -> bool:
    between = tokens[one.last : other.first]
    if len(between) != 1 or between[0].text not in _RANGE:
        return False
    if between[0].text in {"و", "and"}:
        before = tokens[one.first - 1].text if one.first else ""
        return before in _BETWEEN
    return True


_BETWEEN = spellings("بین between بين bein{e,} beyn{e,}")


def _like(money: _Money, end: _Money) -> _Money:
    """
    «۲ تا ۳ میلیون تومن»: the two are millions as well, and tomans.
    """
    value = money.value
    number = end.number
    plain = money.number is not None and not money.number.scaled and money.code is None
    if plain and number is not None and number.scaled:
        for scale in (Decimal(10) ** 9, Decimal(10) ** 6, Decimal(10) ** 3):
            if end.value >= scale and value * scale < end.value:
                value *= scale
                break
    return _Money(_plain(value), money.first, money.last, money.code or end.code)


def _priced(
    money: _Money, tokens: Sequence[Token], shop: str, *, in_range: bool = False
) -> _Money:
    """
    A number of thousands or millions with a word for prices beside it is one.
    """
    number = money.number
    if money.code is not None or number is None or not number.scaled:
        return money
    if not (number.sure or number.digits):
        return money
    before = tokens[max(0, money.first - _BETWEEN_WORDS - 1) : money.first]
    after = tokens[money.last : money.last + _BETWEEN_WORDS]
    if (
        in_range
        or any(token.text in _PRICE_BEFORE for token in before)
        or any(token.text in _PRICE_AFTER for token in after)
    ):
        return _Money(money.value, money.first, money.last, shop, number)
    return money
