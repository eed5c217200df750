"""
A fault that is told without the word for it: what one eats does not break.
"""

import pytest

from actions.changing.reading import Asked, Asking, Known, pieces, read
from crm_connector.operations import Operation, Reason

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
        (FA, "یه گوشش صدا نداره"),
        (FA, "صفحاتش جا افتاده"),
        (FA, "صفحه‌های آخرش سفیده"),
        (LATIN, "ye gooshesh seda nadare"),
        (LATIN, "safhehash ja oftade"),
        (AR, "السماعة ما لها صوت"),
        (EN, "there is no sound on the left side"),
        (EN, "some pages are blank"),
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
        (FA, "صداش عالیه"),
        (FA, "صفحه آخر سایت رو دیدم"),
        (AR, "صوته ممتاز"),
        (EN, "the sound is great"),
    ],
)
def test_these_are_no_faults(lang, text):
    assert read(text, lang, Known(), Asked(Asking.REASON)).reason is None


def test_another_one_sent_to_me_is_an_exchange():
    (found,) = pieces("کتاب خراب بود، یکی دیگه برام بفرستید", FA, Known())

    assert found.operation is Operation.EXCHANGE_ITEMS
