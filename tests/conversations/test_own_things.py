"""
What is said of a thing in somebody's own order buys none and looks for none.
"""

import pytest

from tests.conversations import demo_orders
from tests.conversations.changes import ANSWERED_IN, SHALL_I, WAYS, said

_TWO = """
AND EXISTS (SELECT 1 FROM order_lines m JOIN products q ON q.id = m.product_id
            WHERE m.order_id = o.id AND m.id != l.id AND q.category_id != p.category_id)
AND (SELECT count(*) FROM orders y WHERE y.customer_id = o.customer_id
     AND y.status IN ('placed', 'paid', 'preparing')) = 1
"""
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", 2 * "0123456789")
NOT_WANTED = {
    "fa": "{thing} رو نمی‌خوام دیگه",
    "fa-Latn": "{thing} ro dige nemikham",
    "ar": "{thing} ما أبيه شيلوه",
    "en": "I don't want the {thing} anymore",
}
TO_BE_TWO = {
    "fa": "{thing} بشه دو تا",
    "fa-Latn": "{thing} beshe do ta",
    "ar": "أبي {thing} تصير حبتين",
    "en": "make the {thing} two",
}
LINES = (
    "SELECT count(*) FROM order_lines l JOIN orders o ON o.id = l.order_id "
    "WHERE o.number = ?"
)


@pytest.fixture
def order(buyer):
    """
    The only open order, of two things, of who is signed in.
    """
    found = demo_orders.an_order(buyer.file, "paid", lines=2, more=_TWO)
    buyer.sign_in(found.customer)
    return found


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("words", [NOT_WANTED, TO_BE_TWO])
async def test_it_is_read_back_as_a_change(buyer, order, words, way):
    lang = ANSWERED_IN[way]
    thing = order.names[lang]

    asked = said(await buyer.says(words[way].format(thing=thing)))

    assert SHALL_I[lang] in asked
    assert thing in asked
    assert order.number in asked.translate(
        str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", 2 * "0123456789")
    )
    assert demo_orders.value(buyer.file, LINES, order.number) == 2
