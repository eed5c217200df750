"""
Opening hours in words, and whether it is open now.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from actions import hours
from actions.hours import Standing

ZONE = ZoneInfo("Asia/Tehran")


@dataclass(frozen=True)
class Stretch:
    """
    A stretch of one day.
    """

    opens: time
    closes: time


class OnNoHoliday:
    """
    Its calendar names no holidays.
    """

    def is_holiday(self, day):
        """
        Never.
        """
        return False


class Place(OnNoHoliday):
    """
    Open from 9 to 13 and from 17 to 22, on Fridays from 16 to 21, on Mondays never.
    """

    def usually(self, day):
        """
        By the day of the week alone.
        """
        if day.weekday() == 0:
            return ()
        if day.weekday() == 4:
            return (Stretch(time(16), time(21)),)
        return (Stretch(time(9), time(13)), Stretch(time(17), time(22)))


class Never(OnNoHoliday):
    """
    Closed for good.
    """

    def usually(self, day):
        """
        Closed.
        """
        return ()


def at(day, clock):
    """
    A moment of November 2026, whose 22nd is a Sunday, in the shop's time.
    """
    return datetime.combine(date(2026, 11, day), time.fromisoformat(clock), ZONE)


@pytest.mark.parametrize(
    ("day", "clock", "until"),
    [(22, "09:00", time(13)), (22, "12:59", time(13)), (22, "21:59", time(22))],
)
def test_it_is_open_from_the_first_minute_until_before_the_last(day, clock, until):
    stands = hours.standing(Place(), at(day, clock))

    assert stands == Standing(until=until)
    assert stands.is_open


@pytest.mark.parametrize(
    ("day", "clock", "opens"),
    [
        (22, "08:59", at(22, "09:00")),
        (22, "13:00", at(22, "17:00")),
        # The next day is the Monday on which it is closed.
        (22, "22:00", at(24, "09:00")),
        (23, "12:00", at(24, "09:00")),
        (26, "23:00", at(27, "16:00")),
    ],
)
def test_when_it_is_closed_it_is_known_when_it_opens(day, clock, opens):
    stands = hours.standing(Place(), at(day, clock))

    assert stands == Standing(opens=opens)
    assert not stands.is_open


def test_what_opens_once_a_week_opens_again_in_a_week():
    class OnFridays(OnNoHoliday):
        def usually(self, day):
            """
            An hour.
            """
            friday = (Stretch(time(9), time(10)),)
            return friday if day.weekday() == 4 else ()

    assert hours.standing(OnFridays(), at(20, "10:00")).opens == at(27, "09:00")


def test_what_never_opens_has_no_moment_to_tell():
    assert hours.standing(Never(), at(22, "12:00")) == Standing()


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "fa",
            (
                "شنبه تا یک‌شنبه ۰۹:۰۰ تا ۱۳:۰۰ و ۱۷:۰۰ تا ۲۲:۰۰، دوشنبه تعطیل، "
                "سه‌شنبه تا پنج‌شنبه ۰۹:۰۰ تا ۱۳:۰۰ و ۱۷:۰۰ تا ۲۲:۰۰، جمعه ۱۶:۰۰ تا ۲۱:۰۰"
            ),
        ),
        (
            "ar",
            (
                "السبت إلى الأحد ٠٩:٠٠ إلى ١٣:٠٠ و١٧:٠٠ إلى ٢٢:٠٠، الاثنين مغلق، "
                "الثلاثاء إلى الخميس ٠٩:٠٠ إلى ١٣:٠٠ و١٧:٠٠ إلى ٢٢:٠٠، "
                "الجمعة ١٦:٠٠ إلى ٢١:٠٠"
            ),
        ),
        (
            "en",
            (
                "Saturday to Sunday 09:00 to 13:00 and 17:00 to 22:00, Monday closed, "
                "Tuesday to Thursday 09:00 to 13:00 and 17:00 to 22:00, "
                "Friday 16:00 to 21:00"
            ),
        ),
    ],
)
def test_days_of_the_same_hours_are_taken_together(lang, expected):
    assert hours.week_in_words(Place(), lang) == expected


@pytest.mark.parametrize(
    ("moment", "fa", "ar", "en"),
    [
        ((22, 12, 5), "ساعت ۱۲:۰۵", "الساعة ١٢:٠٥", "12:05"),
        ((23, 9, 0), "فردا ساعت ۰۹:۰۰", "غدًا الساعة ٠٩:٠٠", "09:00 tomorrow"),
        (
            (24, 9, 0),
            "سه‌شنبه ۳ آذر ۱۴۰۵ ساعت ۰۹:۰۰",
            "الثلاثاء ٢٤ نوفمبر ٢٠٢٦ الساعة ٠٩:٠٠",
            "09:00 on Tuesday 24 November 2026",
        ),
    ],
)
def test_a_moment_to_come_has_its_day_unless_it_is_today(moment, fa, ar, en):
    day, hour, minute = moment
    value = datetime(2026, 11, day, hour, minute, tzinfo=ZONE)
    today = date(2026, 11, 22)
    said = [hours.coming(value, today, lang) for lang in ("fa", "ar", "en")]
    assert said == [fa, ar, en]


class ClosedInNowruz(Place):
    """
    From a Sunday to a Wednesday it is closed, whatever its week says.
    """

    def is_holiday(self, day):
        """
        By the calendar.
        """
        return date(2026, 11, 22) <= day <= date(2026, 11, 25)


def test_on_a_holiday_it_is_closed_and_opens_on_the_first_day_after():
    stands = hours.standing(ClosedInNowruz(), at(22, "10:00"))

    assert stands == Standing(opens=at(26, "09:00"))
    assert hours.openings(ClosedInNowruz(), date(2026, 11, 24)) == ()


def test_the_usual_week_is_told_whatever_holidays_are_in_it():
    usual = hours.week_in_words(Place(), "en")

    assert hours.week_in_words(ClosedInNowruz(), "en") == usual
