"""
Payments of the demo shop that go wrong: what is said of them, and how they come about.
"""

import pytest

from actions import formatting
from bot.handoff.packet import read
from tests.conversations import demo_orders
from tests.conversations.changes import YES

FAILED = {
    "fa": "پرداخت سفارشم ناموفق بود",
    "fa-Latn": "pardakhte sefaresham namovafagh bud",
    "ar": "فشلت عملية دفع طلبي",
    "en": "My payment failed",
}
TAKEN = {
    "fa": "پول از حسابم کم شد ولی سفارش {number} پرداخت نشده",
    "fa-Latn": "pul az hesabam kam shod vali sefaresh {number} pardakht nashode",
    "ar": "انخصم المبلغ من حسابي والطلب {number} غير مدفوع",
    "en": "Money was taken from my account but order {number} is still unpaid",
}
TWICE = {
    "fa": "برای سفارش {number} دو بار از حسابم پول کم شد",
    "fa-Latn": "baraye sefaresh {number} do bar az hesabam pul kam shod",
    "ar": "انخصم المبلغ مرتين من حسابي للطلب {number}",
    "en": "I was charged twice for order {number}",
}
NOTHING_CAME = {
    "fa": "پولی برای آن به ما نرسیده است",
    "ar": "ولم يصلنا عنه أي مبلغ",
    "en": "no money has reached us for it",
}
WITH_BANK = {
    "fa": "در بانک است",
    "ar": "موجود لدى البنك",
    "en": "is with the bank",
}
ONCE = {
    "fa": "فقط یک پرداخت به ما رسیده است",
    "ar": "لم تصلنا لهذا الطلب إلا دفعة واحدة",
    "en": "Only one payment for this order",
}
TOKEN = "t0ken-of-nobody-else"
_ALONE = """
AND (SELECT count(*) FROM orders y WHERE y.customer_id = o.customer_id
     AND y.status IN ('placed', 'paid', 'preparing')) = 1
"""


def a_paid_order(payer):
    """
    The one order of theirs under way, which is paid; they sign in.
    """
    found = demo_orders.an_order(payer.file, "paid", more=_ALONE)
    payer.sign_in(found.customer)
    return found


def let_fail(payer, order):
    """
    The same, but its payment failed; there is a page to pay it on.
    """
    id_ = id_of(payer, order)
    demo_orders.write(
        payer.file, "UPDATE orders SET status = 'placed' WHERE id = ?", id_
    )
    demo_orders.write(
        payer.file,
        "UPDATE payments SET status = 'failed', method = 'online_card', paid_at = NULL,"
        " reference = NULL WHERE order_id = ?",
        id_,
    )
    demo_orders.write(
        payer.file, "INSERT INTO checkouts VALUES ('w', ?, ?)", id_, TOKEN
    )
    return order


def id_of(payer, order):
    """
    The id of the order's row.
    """
    return demo_orders.value(
        payer.file, "SELECT id FROM orders WHERE number = ?", order.number
    )


def total_of(payer, order):
    """
    What it comes to.
    """
    question = "SELECT total FROM orders WHERE number = ?"
    return demo_orders.value(payer.file, question, order.number)


async def handed(payer, way):
    """
    What the packet has of it, also where a person is offered first.
    """
    if payer.handed is None:
        await payer.says(YES[way])
    (asked,) = read(payer.handed.packet).asked
    return asked


@pytest.fixture
def order(payer):
    """
    The one order of theirs under way, which is paid.
    """
    return a_paid_order(payer)


@pytest.fixture
def failed(payer, order):
    """
    The same, but its payment failed; there is a page to pay it on.
    """
    return let_fail(payer, order)


def number_in(order, lang):
    """
    Its number as the bot writes it.
    """
    return formatting.digits(order.number, lang)
