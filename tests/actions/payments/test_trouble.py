"""
What somebody says whose payment went wrong, and what is kept of it.
"""

from datetime import timedelta

import pytest

from actions.payments.trouble import CODE, STILL, TAKEN, TWICE, Trouble, said_in
from tests.fakes.orders import NOW


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("پول از حسابم کم شد ولی سفارش ثبت نشد", (TAKEN,)),
        ("دو بار از حسابم کم شد", (TAKEN, TWICE)),
        ("کد تخفیفم رو قبول نمی‌کنه", (CODE,)),
        ("پرداختم ناموفق بود", ()),
        ("pul az kartam raft", (TAKEN,)),
        ("do bar az hesabam kam shod", (TAKEN, TWICE)),
        ("kode takhfif kar nemikone", (CODE,)),
        ("pardakhtam namovafagh bud", ()),
        ("انخصم المبلغ والطلب ما طلع", (TAKEN,)),
        ("انسحب المبلغ مرتين", (TAKEN, TWICE)),
        ("كود الخصم ما يشتغل", (CODE,)),
        ("فشلت عملية الدفع", ()),
        ("money was taken from my account", (TAKEN,)),
        ("I was charged twice", (TAKEN, TWICE)),
        ("my promo code does not work", (CODE,)),
        ("my payment failed", ()),
        ("the bank page gives an error", ()),
    ],
)
def test_what_is_said_is_read(text, said):
    found = said_in(text)

    assert (CODE in found) == (CODE in said)
    if CODE not in said:
        assert found == said


def test_what_was_kept_is_read_again_and_not_for_ever():
    kept = Trouble(
        "7", "failed", (TAKEN,), "w", 0, 100, "IRT", "", "1", NOW.timestamp()
    )

    assert Trouble.read(kept.slot, NOW + STILL) == kept
    assert Trouble.read(kept.slot, NOW + STILL + timedelta(seconds=1)) == Trouble()


@pytest.mark.parametrize("slot", [None, "", "{", "[]", '{"number": 1, "x": 2}', "7"])
def test_what_cannot_be_read_is_nothing(slot):
    assert Trouble.read(slot, NOW) == Trouble()
