"""
How somebody says that they will pay, told from what only looks like it.
"""

import pytest

from actions.buying.reading import paying_in
from crm_connector.operations import MethodKind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("نقدی دم در", MethodKind.CASH),
        ("ادفع كاش", MethodKind.CASH),
        ("cash please", MethodKind.CASH),
        ("کارت به کارت می‌کنم", MethodKind.TRANSFER),
        # A city, and no cash.
        ("به کاشان، خیابان فاضل، پلاک ۳، کوچه ۵، کد پستی ۸۷۱۶۶۵۴۳۲۱", None),
        ("ارسلوه إلى كاشان", None),
    ],
)
def test_the_way(text, kind):
    assert paying_in(text) is kind
