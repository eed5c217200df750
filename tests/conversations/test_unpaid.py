"""
Orders of the demo shop that are paid at the door: no money is promised before that.
"""

import pytest

from tests.conversations import demo_orders
from tests.conversations.changes import (
    ANSWERED_IN,
    CANCEL,
    REFERENCE,
    REMOVE,
    SHALL_I,
    WAYS,
    YES,
    said,
)

NOTHING_PAID = {
    "fa": "پولی پرداخت نشده است، پس چیزی هم برنمی‌گردد",
    "ar": "لم يُدفع شيء لهذا الطلب، فلا يوجد مبلغ يُعاد",
    "en": "Nothing was paid for this order, so nothing comes back",
}
NOT_PAID_YET = {
    "fa": "هنوز چیزی پرداخت نشده است، پس چیزی هم برنمی‌گردد",
    "ar": "لم يُدفع شيء بعد، فلا يوجد مبلغ يُعاد",
    "en": "Nothing was paid yet, so nothing comes back",
}
PENDING = """
SELECT p.status, p.amount FROM payments p JOIN orders o ON o.id = p.order_id
WHERE o.number = ? ORDER BY p.id DESC
"""
TOTAL = "SELECT total FROM orders WHERE number = ?"
MOVED = """
SELECT (SELECT count(*) FROM refunds WHERE order_id = o.id)
     + (SELECT count(*) FROM differences WHERE order_id = o.id)
FROM orders o WHERE o.number = ?
"""


@pytest.fixture
def order(buyer):
    """
    The one open order of who is signed in; the courier is to have the money.
    """
    found = demo_orders.to_pay_at_the_door(buyer.file)
    buyer.sign_in(found.customer)
    return found


@pytest.mark.parametrize("way", WAYS)
async def test_cancelled_it_gives_nothing_back(buyer, order, way):
    lang = ANSWERED_IN[way]

    asked = said(await buyer.says(CANCEL[way].format(number=order.number)))

    assert SHALL_I[lang] in asked
    assert NOTHING_PAID[lang] in asked
    done = said(await buyer.says(YES[way]))
    assert REFERENCE[lang] in done
    assert NOTHING_PAID[lang] in done
    assert demo_orders.value(buyer.file, MOVED, order.number) == 0
    assert demo_orders.value(buyer.file, PENDING, order.number) == "cancelled"


@pytest.mark.parametrize("way", WAYS)
async def test_changed_it_is_to_be_paid_as_it_costs_then(buyer, order, way):
    lang = ANSWERED_IN[way]
    before = demo_orders.value(buyer.file, TOTAL, order.number)
    words = REMOVE[way].format(number=order.number, thing=order.names[lang])

    asked = said(await buyer.says(words))

    assert SHALL_I[lang] in asked
    assert NOT_PAID_YET[lang] in asked
    assert REFERENCE[lang] in said(await buyer.says(YES[way]))
    costs = demo_orders.value(buyer.file, TOTAL, order.number)
    assert demo_orders.value(buyer.file, PENDING, order.number, column=1) == costs
    assert costs < before
    assert demo_orders.value(buyer.file, MOVED, order.number) == 0
