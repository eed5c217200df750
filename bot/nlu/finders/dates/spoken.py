"""
Dates in words: «پنجشنبه هفته بعد», "15 aban", "next monday", «قبل يومين».

Each rule reads from one place of a message and gives where it ends and which days are
meant. A name without a year is the nearest one, a weekday the next to come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from bot.nlu.finders.dates.calendars import (
    GREGORIAN,
    JALALI,
    YEARS,
    Span,
    day_of,
    month_at,
    month_of,
    months_later,
    nearest,
    week_of,
    year_and_month,
    year_of,
)
from bot.nlu.finders.dates.words import OPENERS, WEAK_MONTHS, Word, words_at
from bot.nlu.finders.number_words import ORDINAL_ENDINGS
from bot.nlu.finders.numbers import Number, number_at
from bot.nlu.finders.tokens import Token
from bot.nlu.finders.words import spellings

_SATURDAY = 5
_PERSIAN = frozenset({"fa", "la"})
_BEGINS = {"en": 0, "fa": _SATURDAY, "la": _SATURDAY, "ar": _SATURDAY}
_WEEKEND_ON = {"en": _SATURDAY, "fa": 3, "la": 3, "ar": 4}
_MOST = {"day": 5000, "week": 500, "month": 120, "year": 20}
_LONGEST_MONTH = 31
# «هر جمعه», «چند هفته پیش»: no certain day.
_UNCERTAIN = spellings(
    "هر har every each كل چند چندین chand chandin کدوم کدام few several"
)
# «هفته بعد از عید»: counted from something else.
_FROM = spellings("از az")


class Item(NamedTuple):
    """
    An expression or a number of a message; a token that is neither has no meaning.
    """

    words: tuple[Word, ...]
    number: Number | None
    first: int
    last: int
    text: str


def items_of(tokens: tuple[Token, ...]) -> list[Item]:
    """
    A message as expressions, numbers and other tokens.
    """
    texts = [token.text for token in tokens]
    items, at = [], 0
    while at < len(tokens):
        words, end = words_at(texts, at)
        number = None if words else number_at(tokens, at)
        last = number.last if number is not None else end
        items.append(Item(words, number, at, last, texts[at]))
        at = last
    return items


@dataclass
class Reader:
    """
    Reads the dates of one message; `begins` is the shop's first day of a week.
    """

    items: list[Item]
    today: date
    begins: int | None = None

    def read(self) -> Iterator[tuple[int, int, Span]]:
        """
        Each date with its first token and the one behind it.
        """
        at = 0
        while at < len(self.items):
            for rule in _RULES:
                found = rule(self, at)
                if found is not None:
                    end, days = found
                    yield self.items[at].first, self.items[end - 1].last, days
                    at = end
                    break
            else:
                at += 1

    # What stands at a place.

    def word(self, at: int, *kinds: str) -> Word | None:
        """
        The meaning of one of these kinds at a place.
        """
        if 0 <= at < len(self.items):
            return next((w for w in self.items[at].words if w.kind in kinds), None)
        return None

    def near(self, at: int, lang: str) -> Word | None:
        """
        Next, this or last, in the language of what it belongs to.
        """
        langs = _PERSIAN if lang in _PERSIAN else {lang}
        if not 0 <= at < len(self.items):
            return None
        words = (
            w for w in self.items[at].words if w.kind == "near" and w.lang in langs
        )
        word = next(words, None)
        return None if word is None or self.text(at + 1) in _FROM else word

    def text(self, at: int) -> str:
        """
        The first word at a place.
        """
        return self.items[at].text if 0 <= at < len(self.items) else ""

    def count(self, at: int) -> Number | None:
        """
        The number at a place.
        """
        return self.items[at].number if 0 <= at < len(self.items) else None

    def _uncertain(self, at: int) -> bool:
        return self.text(at - 1) in _UNCERTAIN or self.count(at - 1) is not None

    # The rules.

    def day(self, at: int) -> tuple[int, Span] | None:
        """
        Today, «فردا», أمس.
        """
        word = self.word(at, "day")
        if word is None:
            return None
        day = self.today + timedelta(days=int(word.value))
        return at + 1, (day, day)

    def of_month(self, at: int) -> tuple[int, Span] | None:
        """
        «۳۰ آبان», "october 3rd", «الخامس من نوفمبر ٢٠٢٦», also behind a weekday.
        """
        start = at
        if self.word(at, "weekday", "weak"):
            start = at + 1 + (self.text(at + 1) == ",")
        start += self.word(start, "the") is not None
        number = self.count(start)
        if number is None:
            return self._month_first(start)
        month_at_ = start + 1 + (self.text(start + 1) in ORDINAL_ENDINGS)
        month_at_ += self.word(month_at_, "of") is not None
        month = self.word(month_at_, "month")
        day = _day_number(number)
        if month is None or day is None or not self._may_be(number, month, month_at_):
            return None
        return self._with_year(month, day, month_at_ + 1)

    def _month_first(self, at: int) -> tuple[int, Span] | None:
        month, number = self.word(at, "month"), self.count(at + 1)
        if month is None or number is None or month.lang not in {"en", "la"}:
            return None
        day = _day_number(number)
        if day is None or not (number.digits or number.ordinal):
            return None
        return self._with_year(month, day, at + 2)

    def _may_be(self, number: Number, month: Word, at: int) -> bool:
        """
        «یه تیر» and "one may" are no dates; «یکم تیر» and "1 may" are.
        """
        if number.digits or number.ordinal:
            # Two DVDs are not the second of Dey.
            return self.text(at + 1) != "وی"
        strong = self.text(at) not in WEAK_MONTHS or number.value > 1
        return month.calendar == JALALI and strong

    def _with_year(self, month: Word, day: int, at: int) -> tuple[int, Span] | None:
        calendar, number = month.calendar, int(month.value)
        end = at
        # «۱۵ مهر ماه», "october 3rd, 2026", «مهر سال ۱۴۰۵»
        unit = self.word(end, "unit")
        if unit is not None and unit.value == "month" and unit.lang in _PERSIAN:
            end = at = end + 1
        end += self.text(end) == "," or self.word(end, "of") is not None
        year = self._year(end, calendar)
        if year is not None:
            found = day_of(calendar, year, number, day)
            end += 1
        else:
            found, end = nearest(calendar, number, day, self.today), at
        return None if found is None else (end, (found, found))

    def _year(self, at: int, calendar: str) -> int | None:
        number = self.count(at)
        if number is None or not number.digits or number.scaled:
            return None
        return number.whole if number.whole in YEARS[calendar] else None

    def counted(self, at: int) -> tuple[int, Span] | None:
        """
        «سه روز پیش», "a week ago", "in 3 days", «بعد أسبوعين».
        """
        ahead = self.word(at, "ahead")
        if ahead is not None:
            two = self.word(at + 1, "two")
            if two is not None and ahead.lang == "ar":
                return self._shifted(str(two.value), 2 * int(ahead.value), "ar", at + 2)
            count, unit_at = self._amount(at + 1, ahead.lang)
            unit = self.word(unit_at, "unit")
            if count is None or unit is None or unit.lang != ahead.lang:
                return None
            return self._shifted(
                str(unit.value), count * int(ahead.value), unit.lang, unit_at + 1
            )
        if self._uncertain(at):
            return None
        count, unit_at = self._amount(at, "en")
        unit = self.word(unit_at, "unit")
        if count is None or unit is None or unit_at == at:
            return None
        for kind, sign in (("ago", -1), ("later", 1)):
            word = self.word_in(unit_at + 1, kind, unit.lang)
            if word is not None and self.text(unit_at + 2) not in _FROM:
                return self._shifted(
                    str(unit.value), sign * count, unit.lang, unit_at + 2
                )
        return None

    def word_in(self, at: int, kind: str, lang: str) -> Word | None:
        """
        A meaning of this kind in this language; the two scripts of Persian are one.
        """
        langs = _PERSIAN if lang in _PERSIAN else {lang}
        if not 0 <= at < len(self.items):
            return None
        words = self.items[at].words
        return next((w for w in words if w.kind == kind and w.lang in langs), None)

    def _amount(self, at: int, lang: str) -> tuple[int | None, int]:
        """
        How many, and where their unit stands: "3 days", "a week", «يوم».
        """
        number = self.count(at)
        if number is not None and not number.ordinal:
            return number.whole, at + 1
        if self.text(at) in {"a", "an"}:
            return 1, at + 1
        alone = lang == "ar" and not self.text(at).startswith("ال")
        return (1, at) if alone else (None, at)

    def _shifted(
        self, unit: str, count: int, lang: str, end: int
    ) -> tuple[int, Span] | None:
        if abs(count) > _MOST[unit]:
            return None
        if unit in {"day", "week"}:
            day: date | None = self.today + timedelta(
                days=count * (7 if unit == "week" else 1)
            )
        else:
            months = count * (12 if unit == "year" else 1)
            day = months_later(_calendar(lang), self.today, months)
        return None if day is None else (end, (day, day))

    def weekday(self, at: int) -> tuple[int, Span] | None:
        """
        «پنجشنبه هفته بعد», "next monday", «يوم الخميس القادم», «شنبه».
        """
        before = self.word(at, "near")
        name_at = at + 1 if before is not None and before.lang != "ar" else at
        name, end = self._weekday_name(name_at)
        # كل يوم جمعة
        if name is None or {self.text(at - 1), self.text(at - 2)} & _UNCERTAIN:
            return None
        if name_at > at and before is not None:
            same = before.lang == name.lang or {before.lang, name.lang} <= _PERSIAN
            return (end, self._weekday(name, int(before.value))) if same else None
        week = self._week(end, name.lang) or self._week(end + 1, name.lang)
        if week is not None:
            behind, offset = week
            first, _ = self._week_span(name.lang, offset)
            begins = first.weekday()
            day = first + timedelta(days=(int(name.value) - begins) % 7)
            return behind, (day, day)
        after = self.near(end, name.lang) if name.lang != "en" else None
        if after is not None:
            return end + 1, self._weekday(name, int(after.value))
        if name.kind == "weak" and self.word(at - 1, "call", "ahead") is None:
            return None
        return end, self._weekday(name, 0)

    def _weekday_name(self, at: int) -> tuple[Word | None, int]:
        number, following = self.count(at), self.word(at + 1, "weekday")
        # «۵ شنبه»
        if (
            number is not None
            and following is not None
            and following.value == _SATURDAY
        ):
            whole = number.whole
            if whole is not None and 1 <= whole <= 5 and following.lang in _PERSIAN:
                value = (_SATURDAY + whole) % 7
                return Word("weekday", value, following.lang), at + 2
        return self.word(at, "weekday", "weak"), at + 1

    def _weekday(self, name: Word, sign: int) -> Span:
        ahead = (int(name.value) - self.today.weekday()) % 7
        if sign > 0 and not ahead:
            ahead = 7
        if sign < 0:
            ahead -= 7
        day = self.today + timedelta(days=ahead)
        return day, day

    def _week(self, at: int, lang: str) -> tuple[int, int] | None:
        """
        «هفته بعد», "next week": where it ends and how many weeks away it is.
        """
        unit = self.word(at, "unit")
        if unit is not None and unit.value == "week" and unit.lang != "en":
            near = self.near(at + 1, unit.lang)
            same = unit.lang == lang or {unit.lang, lang} <= _PERSIAN
            return (at + 2, int(near.value)) if near is not None and same else None
        near, unit = self.word(at, "near"), self.word(at + 1, "unit")
        if near is None or unit is None or unit.value != "week":
            return None
        fits = near.lang == unit.lang or {near.lang, unit.lang} <= _PERSIAN
        return (at + 2, int(near.value)) if fits and unit.lang == lang else None

    def _week_span(self, lang: str, offset: int) -> Span:
        begins = _BEGINS[lang] if self.begins is None else self.begins
        return week_of(self.today + timedelta(weeks=offset), begins)

    def period(self, at: int) -> tuple[int, Span] | None:
        """
        «هفته پیش», "last month", «الأسبوع القادم», «پارسال», "end of month".
        """
        if self._uncertain(at):
            return None
        year = self.word(at, "year")
        if year is not None:
            now, _ = year_and_month(JALALI, self.today)
            span = year_of(JALALI, now + int(year.value))
            return (at + 1, span) if span else None
        if self.word(at, "end") is not None and self.word(at, "weekend") is None:
            start = at + 1 + (self.word(at + 1, "the", "of") is not None)
            whole = self._period(start, bare=True)
            return None if whole is None else (whole[0], (whole[1][1], whole[1][1]))
        return self._period(at, bare=False)

    def _period(self, at: int, *, bare: bool) -> tuple[int, Span] | None:
        before = self.word(at, "near")
        if before is not None and before.lang in {"en", "la", "fa", "ar"}:
            unit = self.word(at + 1, "unit", "weekend", "month")
            same = unit is not None and self.near(at, unit.lang) is not None
            if (
                unit is None
                or not same
                or self.text(at + 1) in {"weeks", "years", "months"}
            ):
                return None
            if (
                unit.kind == "month"
                and self.text(at + 1) in WEAK_MONTHS
                and not before.value
            ):
                return None
            return self._day_in(unit, self._span(unit, int(before.value)), at + 2)
        unit = self.word(at, "unit", "weekend", "month")
        if unit is None:
            return None
        after = self.near(at + 1, unit.lang) if unit.lang != "en" else None
        if after is not None:
            return self._day_in(unit, self._span(unit, int(after.value)), at + 2)
        if unit.kind == "weekend" or bare:
            span = self._span(unit, 0)
            return (at + 1, span) if span else None
        return None

    def _day_in(
        self, unit: Word, span: Span | None, end: int
    ) -> tuple[int, Span] | None:
        """
        The period, or the day of that week named behind it: «هفته بعد پنجشنبه».
        """
        name, behind = self._weekday_name(end)
        if span is None or unit.value != "week" or name is None:
            return (end, span) if span else None
        day = span[0] + timedelta(days=(int(name.value) - span[0].weekday()) % 7)
        return behind, (day, day)

    def _span(self, unit: Word, offset: int) -> Span | None:
        if unit.kind == "weekend":
            week, _ = self._week_span(unit.lang, offset)
            first = week + timedelta(days=(_WEEKEND_ON[unit.lang] - week.weekday()) % 7)
            return first, first + timedelta(days=1)
        calendar = _calendar(unit.lang)
        if unit.kind == "month":
            return self._named_month(unit, offset)
        if unit.value == "week":
            return self._week_span(unit.lang, offset)
        if unit.value == "month":
            return month_at(calendar, self.today, offset)
        if unit.value == "year":
            return year_of(calendar, year_and_month(calendar, self.today)[0] + offset)
        return None

    def _named_month(self, month: Word, sign: int) -> Span | None:
        """
        The month so called: the nearest, or the last or next one.
        """
        year, now = year_and_month(month.calendar, self.today)
        ahead = (int(month.value) - now) % 12
        if sign < 0 or (sign == 0 and ahead > 6):
            ahead -= 12
        if sign > 0 and not ahead:
            ahead = 12
        return month_at(month.calendar, self.today, ahead) if year else None

    def month(self, at: int) -> tuple[int, Span] | None:
        """
        «آبان ماه», «ماه آبان», "in october", «مهر ۱۴۰۵».
        """
        unit = self.word(at, "unit")
        shift = int(
            unit is not None and unit.value == "month" and self._is_month(at + 1)
        )
        month = self.word(at + shift, "month")
        if month is None:
            return None
        end = at + shift + 1
        after = self.word(end, "unit")
        named = after is not None and after.value == "month" and after.lang in _PERSIAN
        end += named
        skip = self.word(end, "of") is not None
        year = self._year(end + skip, month.calendar)
        if year is not None:
            span = month_of(month.calendar, year, int(month.value))
            return (end + skip + 1, span) if span else None
        called = self.word(at - 1, "call") is not None
        weak = self.text(at + shift) in WEAK_MONTHS
        if not (named or shift or (called and not weak)):
            return None
        span = self._named_month(month, 0)
        return (end, span) if span else None

    def _is_month(self, at: int) -> bool:
        return self.word(at, "month") is not None

    def of_this_month(self, at: int) -> tuple[int, Span] | None:
        """
        «بیستم همین ماه», "the 12th of next month", "on the 12th".
        """
        start = at + (self.word(at, "the") is not None)
        number = self.count(start)
        day = _day_number(number) if number is not None and number.ordinal else None
        if day is None or number is None:
            return None
        end = start + 1
        end += self.word(end, "of") is not None
        end += self.word(end, "the") is not None
        period = self._period(end, bare=True)
        unit = self.word(end, "unit") or self.word(end + 1, "unit")
        if period is not None and unit is not None and unit.value == "month":
            found = self._in_month(_calendar(unit.lang), period[1][0], day)
            return None if found is None else (period[0], (found, found))
        call = self.word(at - 1, "call")
        english = call is not None and call.lang == "en" and start > at
        persian = call is not None and call.lang in _PERSIAN and day > 10
        if not (english or persian):
            return None
        calendar = GREGORIAN if english else JALALI
        months = (month_at(calendar, self.today, each) for each in (-1, 0, 1))
        days = [self._in_month(calendar, span[0], day) for span in months if span]
        known = [each for each in days if each is not None]
        if not known:
            return None
        found = min(known, key=lambda each: abs(each - self.today))
        return start + 1, (found, found)

    @staticmethod
    def _in_month(calendar: str, first: date, day: int) -> date | None:
        return day_of(calendar, *year_and_month(calendar, first), day)


def _day_number(number: Number) -> int | None:
    whole = number.whole
    known = whole is not None and 1 <= whole <= _LONGEST_MONTH and not number.scaled
    return whole if known else None


def _calendar(lang: str) -> str:
    return JALALI if lang in _PERSIAN else GREGORIAN


# The longer a reading is, the earlier it is tried.
_RULES: tuple[Callable[[Reader, int], tuple[int, Span] | None], ...] = (
    Reader.of_month,
    Reader.counted,
    Reader.of_this_month,
    Reader.weekday,
    Reader.period,
    Reader.month,
    Reader.day,
)


def find(
    tokens: tuple[Token, ...], today: date, begins: int | None = None
) -> Iterator[tuple[int, int, Span]]:
    """
    The dates of a message: first character, the one behind the last, and the days.
    """
    if OPENERS.isdisjoint(token.text for token in tokens):
        return
    for first, last, days in Reader(items_of(tokens), today, begins).read():
        yield tokens[first].start, tokens[last - 1].end, days
