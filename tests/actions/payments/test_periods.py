"""
Which days a question about sums is about, on both calendars.
"""

from datetime import date

import pytest

from actions.payments.periods import period_of

# The second of Azar 1405.
TODAY = date(2026, 11, 23)
YEAR_1405 = (date(2026, 3, 21), TODAY)
YEAR_1404 = (date(2025, 3, 21), date(2026, 3, 20))
ABAN = (date(2026, 10, 23), date(2026, 11, 21))
MEHR = (date(2026, 9, 23), date(2026, 10, 22))
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
YEAR_2026 = (date(2026, 1, 1), TODAY)
YEAR_2025 = (date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("lang", "text", "days"),
    [
        ("fa", "امسال چقدر پرداخت کردم؟", YEAR_1405),
        ("fa", "تو سال جاری چقدر دادم", YEAR_1405),
        ("fa", "emsal cheghadr kharj kardam", YEAR_1405),
        ("fa", "پارسال چقدر شد", YEAR_1404),
        ("fa", "سال ۱۴۰۴ چقدر پرداختم", YEAR_1404),
        ("fa", "tu sale 1404 chand dadam", YEAR_1404),
        ("fa", "ماه قبل چقدر دادم", ABAN),
        ("fa", "mahe pish", ABAN),
        ("fa", "آبان چقدر خرید کردم", ABAN),
        ("fa", "توی مهر", MEHR),
        ("fa", "mahe mehr", MEHR),
        ("fa", "مهر ۱۴۰۴", (date(2025, 9, 23), date(2025, 10, 22))),
        ("fa", "تو اکتبر", OCTOBER),
        ("fa", "از فروردین تا مهر", (date(2026, 3, 21), MEHR[1])),
        ("fa", "از آبان", (ABAN[0], TODAY)),
        ("fa", "سه ماه اخیر", (date(2026, 8, 25), TODAY)),
        ("fa", "۱۰ روز گذشته", (date(2026, 11, 14), TODAY)),
        ("ar", "كم دفعت هذا العام؟", YEAR_2026),
        ("ar", "هالسنة", YEAR_2026),
        ("ar", "السنة الماضية", YEAR_2025),
        ("ar", "سنة ٢٠٢٥", YEAR_2025),
        ("ar", "الشهر الماضي", OCTOBER),
        ("ar", "الشهر اللي فات", OCTOBER),
        ("ar", "في أكتوبر", OCTOBER),
        ("ar", "تشرين الأول", OCTOBER),
        ("ar", "آخر شهرين", (date(2026, 9, 24), TODAY)),
        ("ar", "آخر ٣ أشهر", (date(2026, 8, 24), TODAY)),
        ("en", "so far this year", YEAR_2026),
        ("en", "in 2025", YEAR_2025),
        ("en", "last month", OCTOBER),
        ("en", "in October", OCTOBER),
        ("en", "october 2025", (date(2025, 10, 1), date(2025, 10, 31))),
        ("en", "since january", YEAR_2026),
        ("en", "from January to March", (date(2026, 1, 1), date(2026, 3, 31))),
        ("en", "in the last three months", (date(2026, 8, 24), TODAY)),
        ("en", "last week", (date(2026, 11, 16), date(2026, 11, 22))),
        ("en", "in december", (date(2025, 12, 1), date(2025, 12, 31))),
        ("en", "in mehr 1405", MEHR),
    ],
)
def test_days_that_have_a_name(lang: str, text: str, days: tuple[date, date]) -> None:
    assert period_of(text, TODAY, lang) == days


@pytest.mark.parametrize(
    "text",
    [
        "چقدر پرداخت کردم",
        "از شما چقدر خرید کردم",
        "دی باید بدم",
        "من فضلك كم دفعت",
        "what may i pay",
        "how much in total",
        "سال ۱۴۹۹",
    ],
)
def test_what_names_no_days_that_have_been(text: str) -> None:
    assert period_of(text, TODAY, "fa") is None
