"""
Dates in words: «سه روز پیش», "15 aban", "the 12th of next month", «قبل يومين».

Each rule reads from one place of a message and gives where it ends and which days are
meant. A name without a year is the nearest one, a weekday the next to come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bot.nlu.finders.dates.calendars import (
    GREGORIAN,
    JALALI,
    Span,
    day_of,
    month_at,
    month_of,
    months_later,
    nearest,
    year_and_month,
)
from bot.nlu.finders.dates.items import FROM, PERSIAN, calendar_of, day_number, items_of
from bot.nlu.finders.dates.periods import Periods
from bot.nlu.finders.dates.words import OPENERS, WEAK_MONTHS, Word
from bot.nlu.finders.number_words import ORDINAL_ENDINGS
from bot.nlu.finders.numbers import Number
from bot.nlu.finders.tokens import Token

_MOST = {"day": 5000, "week": 500, "month": 120, "year": 20}


class Reader(Periods):
    """
    Reads the dates of one message.
    """

    def read(self) -> Iterator[tuple[int, int, Span]]:
        """
        Each date with its first token and the one behind it.
        """
        at = 0
        while at < len(self.items):
            if not self._may_begin(at):
                at += 1
                continue
            for rule in _RULES:
                found = rule(self, at)
                if found is not None:
                    end, days = found
                    yield self.items[at].first, self.items[end - 1].last, days
                    at = end
                    break
            else:
                at += 1

    def _may_begin(self, at: int) -> bool:
        """
        A cheap look: most words and numbers have nothing to do with dates.
        """
        item = self.items[at]
        if item.words:
            return True
        counts = item.number is not None or item.text in {"a", "an"}
        return counts and any(each.words for each in self.items[at + 1 : at + 4])

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
        day = day_number(number)
        if month is None or day is None or not self._may_be(number, month, month_at_):
            return None
        return self._with_year(month, day, month_at_ + 1)

    def _month_first(self, at: int) -> tuple[int, Span] | None:
        month, number = self.word(at, "month"), self.count(at + 1)
        if month is None or number is None or month.lang not in {"en", "la"}:
            return None
        day = day_number(number)
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
        if unit is not None and unit.value == "month" and unit.lang in PERSIAN:
            end = at = end + 1
        end += self.text(end) == "," or self.word(end, "of") is not None
        year = self.year(end, calendar)
        if year is not None:
            found = day_of(calendar, year, number, day)
            end += 1
        else:
            found, end = nearest(calendar, number, day, self.today), at
        return None if found is None else (end, (found, found))

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
        if self.uncertain(at):
            return None
        count, unit_at = self._amount(at, "en")
        unit = self.word(unit_at, "unit")
        if count is None or unit is None or unit_at == at:
            return None
        for kind, sign in (("ago", -1), ("later", 1)):
            word = self.word_in(unit_at + 1, kind, unit.lang)
            if word is not None and self.text(unit_at + 2) not in FROM:
                return self._shifted(
                    str(unit.value), sign * count, unit.lang, unit_at + 2
                )
        return None

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
            day = months_later(calendar_of(lang), self.today, months)
        return None if day is None else (end, (day, day))

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
        named = after is not None and after.value == "month" and after.lang in PERSIAN
        end += named
        skip = self.word(end, "of") is not None
        year = self.year(end + skip, month.calendar)
        if year is not None:
            span = month_of(month.calendar, year, int(month.value))
            return (end + skip + 1, span) if span else None
        called = self.word(at - 1, "call") is not None
        weak = self.text(at + shift) in WEAK_MONTHS
        # "In march" is the month; "in may" may be anything.
        weak = weak and (self.text(at - 1), self.text(at)) != ("in", "march")
        if not (named or shift or (called and not weak)):
            return None
        span = self.named_month(month, 0)
        return (end, span) if span else None

    def _is_month(self, at: int) -> bool:
        return self.word(at, "month") is not None

    def of_this_month(self, at: int) -> tuple[int, Span] | None:
        """
        «بیستم همین ماه», "the 12th of next month", "on the 12th".
        """
        start = at + (self.word(at, "the") is not None)
        number = self.count(start)
        day = day_number(number) if number is not None and number.ordinal else None
        if day is None or number is None:
            return None
        end = start + 1
        end += self.word(end, "of") is not None
        end += self.word(end, "the") is not None
        period = self.period_at(end, bare=True)
        unit = self.word(end, "unit") or self.word(end + 1, "unit")
        if period is not None and unit is not None and unit.value == "month":
            found = self._in_month(calendar_of(unit.lang), period[1][0], day)
            return None if found is None else (period[0], (found, found))
        call = self.word(at - 1, "call")
        english = call is not None and call.lang == "en" and start > at
        persian = call is not None and call.lang in PERSIAN and day > 10
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
