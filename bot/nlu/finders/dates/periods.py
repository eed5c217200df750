"""
Weekdays, weeks, months and years: «پنجشنبه هفته بعد», "last month", «الأسبوع القادم».
"""

from __future__ import annotations

from datetime import timedelta

from bot.nlu.finders.dates.calendars import (
    JALALI,
    Span,
    month_at,
    week_of,
    year_and_month,
    year_of,
)
from bot.nlu.finders.dates.items import PERSIAN, UNCERTAIN, Row, calendar_of
from bot.nlu.finders.dates.words import WEAK_MONTHS, Word

_SATURDAY = 5
_BEGINS = {"en": 0, "fa": _SATURDAY, "la": _SATURDAY, "ar": _SATURDAY}
_WEEKEND_ON = {"en": _SATURDAY, "fa": 3, "la": 3, "ar": 4}


class Periods(Row):
    """
    The rules for weekdays and for stretches of days.
    """

    def weekday(self, at: int) -> tuple[int, Span] | None:
        """
        «پنجشنبه هفته بعد», "next monday", «يوم الخميس القادم», «شنبه».
        """
        before = self.word(at, "near")
        name_at = at + 1 if before is not None and before.lang != "ar" else at
        name, end = self.weekday_name(name_at)
        # كل يوم جمعة
        if name is None or {self.text(at - 1), self.text(at - 2)} & UNCERTAIN:
            return None
        if name_at > at and before is not None:
            same = before.lang == name.lang or {before.lang, name.lang} <= PERSIAN
            return (end, self._weekday(name, int(before.value))) if same else None
        week = self._week(end, name.lang) or self._week(end + 1, name.lang)
        if week is not None:
            behind, offset = week
            first, _ = self.week_span(name.lang, offset)
            begins = first.weekday()
            day = first + timedelta(days=(int(name.value) - begins) % 7)
            return behind, (day, day)
        after = self.near(end, name.lang) if name.lang != "en" else None
        if after is not None:
            return end + 1, self._weekday(name, int(after.value))
        if name.kind == "weak" and self.word(at - 1, "call", "ahead") is None:
            return None
        return end, self._weekday(name, 0)

    def weekday_name(self, at: int) -> tuple[Word | None, int]:
        """
        The weekday named at a place, and where the name ends.
        """
        number, following = self.count(at), self.word(at + 1, "weekday")
        # «۵ شنبه»
        if (
            number is not None
            and following is not None
            and following.value == _SATURDAY
        ):
            whole = number.whole
            if whole is not None and 1 <= whole <= 5 and following.lang in PERSIAN:
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
            same = unit.lang == lang or {unit.lang, lang} <= PERSIAN
            return (at + 2, int(near.value)) if near is not None and same else None
        near, unit = self.word(at, "near"), self.word(at + 1, "unit")
        if near is None or unit is None or unit.value != "week":
            return None
        fits = near.lang == unit.lang or {near.lang, unit.lang} <= PERSIAN
        return (at + 2, int(near.value)) if fits and unit.lang == lang else None

    def week_span(self, lang: str, offset: int) -> Span:
        """
        The week so many weeks away, as people of that language count them.
        """
        begins = _BEGINS[lang] if self.begins is None else self.begins
        return week_of(self.today + timedelta(weeks=offset), begins)

    def period(self, at: int) -> tuple[int, Span] | None:
        """
        «هفته پیش», "last month", «الأسبوع القادم», «پارسال», "end of month".
        """
        if self.uncertain(at):
            return None
        year = self.word(at, "year")
        if year is not None:
            now, _ = year_and_month(JALALI, self.today)
            span = year_of(JALALI, now + int(year.value))
            return (at + 1, span) if span else None
        if self.word(at, "end") is not None and self.word(at, "weekend") is None:
            start = at + 1 + (self.word(at + 1, "the", "of") is not None)
            whole = self.period_at(start, bare=True)
            return None if whole is None else (whole[0], (whole[1][1], whole[1][1]))
        return self.period_at(at, bare=False)

    def period_at(self, at: int, *, bare: bool) -> tuple[int, Span] | None:
        """
        A week, month, year or weekend; a bare one only behind «آخر» or "end of".
        """
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
        name, behind = self.weekday_name(end)
        if span is None or unit.value != "week" or name is None:
            return (end, span) if span else None
        day = span[0] + timedelta(days=(int(name.value) - span[0].weekday()) % 7)
        return behind, (day, day)

    def _span(self, unit: Word, offset: int) -> Span | None:
        if unit.kind == "weekend":
            week, _ = self.week_span(unit.lang, offset)
            first = week + timedelta(days=(_WEEKEND_ON[unit.lang] - week.weekday()) % 7)
            return first, first + timedelta(days=1)
        calendar = calendar_of(unit.lang)
        if unit.kind == "month":
            return self.named_month(unit, offset)
        if unit.value == "week":
            return self.week_span(unit.lang, offset)
        if unit.value == "month":
            return month_at(calendar, self.today, offset)
        if unit.value == "year":
            return year_of(calendar, year_and_month(calendar, self.today)[0] + offset)
        return None

    def named_month(self, month: Word, sign: int) -> Span | None:
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
