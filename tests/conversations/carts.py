"""
Carts of the demo shop that are talked about, in four ways of writing.
"""

import sqlite3
from contextlib import closing

from tests.conversations.changes import ANSWERED_IN, said

SITE = "http://127.0.0.1:5005"
# Of the demo shop: what somebody has who lives in Tehran.
WHO = "1"
BUY = {
    "fa": "می‌خوام دو تا کیف پول رانوش بخرم",
    "fa-Latn": "mikham do ta wallet ranoosh bekharam",
    "ar": "أريد شراء محفظة نقود من رانوش عدد 2",
    "en": "I want to buy two Ranoosh wallets",
}
BLACK = {"fa": "مشکی", "fa-Latn": "meshki", "ar": "أسود", "en": "black"}
POST = {"fa": "پست پیشتاز", "ar": "البريد السريع", "en": "Express Post"}
WALLET = {"fa": "کیف پول رانوش", "ar": "محفظة نقود من رانوش", "en": "Ranoosh wallet"}
SHALL_I = {
    "fa": "سفارش بدهم؟",
    "ar": "هل أقدّم الطلب؟",
    "en": "Shall I place the order?",
}
WHICH_KIND = {"fa": "چطور می‌خواهید؟", "ar": "كيف تريد", "en": "Which kind of"}
NOTHING = {
    "fa": "چیزی سفارش داده نشد",
    "ar": "لم يُطلب شيء",
    "en": "nothing was ordered",
}


def rows(buyer, question):
    with closing(sqlite3.connect(buyer.file)) as database:
        return database.execute(question).fetchall()


def bought(buyer):
    """
    What was bought in the chat: customer, product, how many, total, status.
    """
    return rows(
        buyer,
        "SELECT o.customer_id, l.product_id, l.quantity, o.total, o.status"
        " FROM orders o JOIN order_lines l ON l.order_id = o.id"
        " WHERE o.channel = 'chat' ORDER BY o.id, l.position",
    )


async def read_back(buyer, way):
    """
    Two black wallets by post, which have just been read back.
    """
    lang = ANSWERED_IN[way]
    asked = said(await buyer.says(BUY[way]))
    assert WHICH_KIND[lang] in asked
    assert WALLET[lang] in asked
    asked = said(await buyer.says(BLACK[way]))
    assert any(title.startswith(POST[lang]) for title in buyer.buttons)
    told = said(await buyer.presses(POST[lang]))
    assert SHALL_I[lang] in told
    assert WALLET[lang] in told
    return told
