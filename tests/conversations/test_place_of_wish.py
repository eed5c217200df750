"""
A wish for the order at a place in the list that was shown: "cancel the first one".
"""

import pytest

from tests.conversations import demo_orders
from tests.conversations.changes import ANSWERED_IN, SHALL_I, WAYS, said

pytestmark = pytest.mark.engine

ALL = {
    "fa": "وضعیت همه سفارشام چیه؟",
    "fa-Latn": "vaziate hame sefaresham chie?",
    "ar": "شو وضع كل طلباتي؟",
    "en": "what's the status of all my orders?",
}
FIRST = {
    "fa": "اولی رو لغو کن",
    "fa-Latn": "avali ro laghv kon",
    "ar": "أبي ألغي الطلب الأول",
    "en": "cancel the first one please",
}
# The newest of several orders, of one thing, that can still be cancelled.
_NEWEST = """
AND o.id = (SELECT max(y.id) FROM orders y WHERE y.customer_id = o.customer_id)
AND o.placed_at = (SELECT max(y.placed_at) FROM orders y
                   WHERE y.customer_id = o.customer_id)
AND (SELECT count(*) FROM orders y WHERE y.customer_id = o.customer_id) > 2
"""
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", 2 * "0123456789")


@pytest.mark.parametrize("way", WAYS)
async def test_the_first_of_all_that_were_listed_is_read_back(buyer, way):
    lang = ANSWERED_IN[way]
    order = demo_orders.an_order(buyer.file, "paid", lines=1, more=_NEWEST)
    buyer.sign_in(order.customer)

    (listed,) = await buyer.says(ALL[way])
    assert next(card.id for card in listed.cards) == order.number
    asked = said(await buyer.says(FIRST[way]))

    assert SHALL_I[lang] in asked
    assert order.number in asked.translate(_DIGITS)
    assert demo_orders.status(buyer, order) == "paid"
