"""
What is wrong with a thing, told without the word for it.
"""

import pytest

from actions.changing.reading import Asked, Asking, Known, pieces, read
from crm_connector.operations import Operation, Reason

FA, LATIN, AR, EN = "fa", "fa-Latn", "ar", "en"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
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
def test_it_is_defective(lang, text):
    assert read(text, lang, Known(), Asked(Asking.REASON)).reason is Reason.DEFECTIVE


@pytest.mark.parametrize(
    ("lang", "text"),
    [
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
