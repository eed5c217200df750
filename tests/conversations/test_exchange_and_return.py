"""
One thing of an order is to be exchanged and another goes back, said in one message.
"""

import pytest

from tests.conversations import demo_orders
from tests.conversations.changes import ANSWERED_IN, SHALL_I, WAYS, said

_SHOES = """
SELECT o.number, o.customer_id, l.id, m.id, p.name_fa, p.name_ar, p.name_en,
       q.name_fa, q.name_ar, q.name_en
FROM orders o JOIN order_lines l ON l.order_id = o.id
JOIN variants v ON v.id = l.variant_id
JOIN products p ON p.id = l.product_id
JOIN order_lines m ON m.order_id = o.id AND m.id != l.id
JOIN products q ON q.id = m.product_id
WHERE o.status = 'delivered' AND o.updated_at > ? AND v.size IN ('39', '40', '41')
AND p.category_id != q.category_id
AND EXISTS (SELECT 1 FROM variants w WHERE w.product_id = v.product_id
            AND w.colour IS v.colour AND w.stock > 3 AND w.size = v.size + 1)
AND q.category_id NOT IN (
    SELECT id FROM categories
    WHERE name_en IN ('Groceries', 'Beauty and care', 'Coffee and tea'))
AND (SELECT count(*) FROM order_lines x WHERE x.order_id = o.id
     AND x.product_id IN (p.id, q.id)) = 2
ORDER BY o.id DESC LIMIT 1
"""
BOTH = {
    "fa": "سفارش {number}: {shoes} تنگه یه سایز بزرگ‌تر می‌خوام، {other} هم پس می‌دم",
    "fa-Latn": "sefaresh {number}: {shoes} tange ye size bozorgtar mikham, "
    "{other} ham pas midam",
    "ar": "الطلب {number}: {shoes} ضيق علي، أبي مقاس واحد أكبر وأبي أرجع {other}",
    "en": "order {number}: the {shoes} are tight, I'd like one size up, "
    "and I want to return the {other}",
}


@pytest.mark.parametrize("way", WAYS)
async def test_the_exchange_is_read_back_without_what_goes_back(buyer, way):
    lang = ANSWERED_IN[way]
    at = ("fa", "ar", "en").index(lang)
    since = (buyer.now.date()).replace(day=1).isoformat()

    def found(column):
        return demo_orders.value(buyer.file, _SHOES, since, column=column)

    buyer.sign_in(str(found(1)))
    number, shoes, other = found(0), found(4 + at), found(7 + at)

    told = said(
        await buyer.says(BOTH[way].format(number=number, shoes=shoes, other=other))
    )

    assert SHALL_I[lang] in told
    assert shoes in told
    assert other not in told
