"""
Orders of the demo shop for which money is to come: at the door, or by a transfer.
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

HOW_TO_PAY = {
    "fa": "پول سفارش {number} رو چطور بدم؟",
    "fa-Latn": "pule sefareshe {number} ro chetor bedam?",
    "ar": "متى أدفع للطلب {number}؟ كيف طريقة الدفع؟",
    "en": "When should I pay for order {number}, and how can I pay?",
}
LEFT = {
    "fa": "هنوز ۲۵۰٬۰۰۰ تومان پرداخت نشده است",
    "ar": "لم يُدفع بعد ٢٥٠٬٠٠٠ تومان",
    "en": "250,000 toman of order {number} is not paid yet",
}
NOTHING_LEFT = {"fa": "چیزی نمانده", "ar": "ولم يبقَ شيء", "en": "nothing is left"}
MORE = """
INSERT INTO differences (order_id, kind, amount, method_id, at)
SELECT id, 'payment', 250000, NULL, updated_at FROM orders WHERE number = ?
"""
DEARER = """
UPDATE orders SET subtotal = subtotal + 250000, total = total + 250000 WHERE number = ?
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


@pytest.mark.parametrize("way", WAYS)
async def test_of_a_paid_order_what_was_added_is_left_to_pay(buyer, way):
    lang = ANSWERED_IN[way]
    found = demo_orders.paid_by_transfer(buyer.file)
    buyer.sign_in(found.customer)
    demo_orders.write(buyer.file, MORE, found.number)
    demo_orders.write(buyer.file, DEARER, found.number)

    told = said(await buyer.says(HOW_TO_PAY[way].format(number=found.number)))
    assert LEFT[lang].format(number=found.number) in told
    assert NOTHING_LEFT[lang] not in told
