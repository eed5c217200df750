"""
What one eats or drinks does not break: that it is no longer good is said otherwise.
"""

import pytest

from actions.changing.reading import Asked, Asking, Known, read
from crm_connector.operations import Reason

FA, LATIN, AR, EN = "fa", "fa-Latn", "ar", "en"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (EN, "the dates are stale, smells weird, i want my money back"),
        (EN, "The coffee tastes off"),
        (EN, "there was mold on the cheese"),
        (EN, "its already past its date"),
        (FA, "خرماهاش مونده بود بوی بد میده می‌خوام پس بدم"),
        (FA, "پنیرش کپک زده"),
        (FA, "تاریخ مصرفش گذشته بود"),
        (FA, "مزه‌ش خیلی بد بود"),
        (LATIN, "khormahash munde bud, buye bad mide"),
        (LATIN, "tarikh masrafesh gozashte"),
        (AR, "التمر فاسد وريحته غريبة"),
        (AR, "الجبن معفن"),
        (AR, "العسل منتهي الصلاحية"),
    ],
)
def test_it_is_a_fault_of_the_thing(lang, text):
    assert read(text, lang, Known(), Asked(Asking.REASON)).reason is Reason.DEFECTIVE


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (EN, "I wanted the other scent"),
        (EN, "it smells lovely"),
        (FA, "فقط یکی مونده"),
        (FA, "بوی نارنج میده"),
        (LATIN, "faghat yeki munde"),
        (AR, "ريحته حلوة"),
    ],
)
def test_these_are_no_faults(lang, text):
    assert read(text, lang, Known(), Asked(Asking.REASON)).reason is None
