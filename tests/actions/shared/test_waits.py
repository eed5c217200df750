"""
Waits are rounded up and counted as each language counts.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.shared.waits import about, people


@pytest.mark.parametrize(
    ("minutes", "fa", "ar", "en"),
    [
        (0, "چند دقیقه", "بضع دقائق", "a few minutes"),
        (5, "چند دقیقه", "بضع دقائق", "a few minutes"),
        (5.1, "حدود ۱۰ دقیقه", "نحو ١٠ دقائق", "about 10 minutes"),
        (32, "حدود ۳۵ دقیقه", "نحو ٣٥ دقيقة", "about 35 minutes"),
        (55.1, "حدود یک ساعت", "نحو ساعة", "about an hour"),
        (61, "حدود ۲ ساعت", "نحو ساعتين", "about 2 hours"),
        (179, "حدود ۳ ساعت", "نحو ٣ ساعات", "about 3 hours"),
        (660, "حدود ۱۱ ساعت", "نحو ١١ ساعة", "about 11 hours"),
    ],
)
def test_a_wait_in_words(minutes: float, fa: str, ar: str, en: str) -> None:
    wait = timedelta(minutes=minutes)
    assert [about(wait, lang) for lang in ("fa", "ar", "en")] == [fa, ar, en]


@pytest.mark.parametrize(
    ("count", "fa", "ar", "en"),
    [
        (1, "یک نفر", "شخص واحد", "one person"),
        (2, "۲ نفر", "شخصين", "2 people"),
        (3, "۳ نفر", "٣ أشخاص", "3 people"),
        (12, "۱۲ نفر", "١٢ شخصًا", "12 people"),
    ],
)
def test_people_in_words(count: int, fa: str, ar: str, en: str) -> None:
    assert [people(count, lang) for lang in ("fa", "ar", "en")] == [fa, ar, en]
