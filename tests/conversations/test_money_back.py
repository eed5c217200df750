"""
Money that goes back in the demo shop: what is told of it, and how things go on.
"""

import pytest

from tests.conversations import demo_orders
from tests.conversations.changes import (
    ANSWERED_IN,
    CANCEL,
    CHANGE,
    REFERENCE,
    REMOVE,
    RETURN,
    SHALL_I,
    WAYS,
    YES,
    said,
)

WHEN = {
    "fa": "سفارشی که لغو کردم پولش کی میاد؟",
    "fa-Latn": "pulam key barmigarde?",
    "ar": "متى ترجع فلوسي",
    "en": "when do I get my money back?",
}
CANCELLED = {
    "fa": "دو روز پیش لغو کردم",
    "fa-Latn": "laghv kardam 2 rooz pish",
    "ar": "لغيته قبل يومين",
    "en": "I cancelled it two days ago",
}
RETURNED = {
    "fa": "مرجوعی من به کجا رسید",
    "fa-Latn": "marjuiye man be koja resid",
    "ar": "وين وصل المرتجع حقي",
    "en": "how far is my return?",
}
WHERE = {
    "fa": "باشه مرسی فقط بگو کجا بفرستم؟",
    "fa-Latn": "bashe mersi, koja befrestam?",
    "ar": "تمام شكرا، وين أرسله؟",
    "en": "ok thanks, where do I send it?",
}
HOW = {
    "fa": "چطوری مابه‌التفاوتش رو بدم؟",
    "fa-Latn": "chetori mabeottafavotesh ro bedam?",
    "ar": "كيف أدفع الفرق؟",
    "en": "how do I pay the difference?",
}
APPROVED = {"fa": "تأیید شده است", "ar": "تمت الموافقة", "en": "is approved"}
GOODS = {"fa": "پس از رسیدن کالا", "ar": "بعد وصول المنتج", "en": "once the goods"}
PLACE = {"fa": "بخش مرجوعی", "ar": "قسم المرتجعات", "en": "Niksara Returns"}
CALLED = {
    "fa": "از همان کارتی",
    "ar": "من البطاقة نفسها",
    "en": "charged to the card",
}
_WAITS = """
SELECT o.customer_id, o.number, r.amount FROM refunds r
JOIN orders o ON o.id = r.order_id WHERE r.status = ?
AND EXISTS (SELECT 1 FROM refunds s JOIN orders p ON p.id = s.order_id
            WHERE p.customer_id = o.customer_id AND s.status = 'paid')
AND (SELECT count(*) FROM money_back b JOIN orders p ON p.id = b.order_id
     WHERE p.customer_id = o.customer_id AND b.status <> 'paid') = 1
ORDER BY r.id LIMIT 1
"""
_PAID_BY_CARD = """
AND (SELECT method FROM payments WHERE order_id = o.id AND status = 'paid')
    = 'online_card'
"""


def in_ascii(text):
    """
    The digits of a text, without the marks between thousands.
    """
    return "".join(
        str(int(sign)) if sign.isdecimal() else "" if sign in "٬," else sign
        for sign in text
    )


@pytest.mark.parametrize("way", WAYS)
async def test_of_what_was_just_cancelled_the_money_is_told(buyer, way):
    lang, order = ANSWERED_IN[way], demo_orders.to_cancel(buyer.file)
    buyer.sign_in(order.customer)
    await buyer.says(CANCEL[way].format(number=order.number))
    assert REFERENCE[lang] in said(await buyer.says(YES[way]))

    answer = said(await buyer.says(WHEN[way]))

    total = "SELECT total FROM orders WHERE number = ?"
    assert APPROVED[lang] in answer
    assert order.number in in_ascii(answer)
    cost = demo_orders.value(buyer.file, total, order.number)
    assert str(cost) in in_ascii(answer)


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_approved_comes_before_what_was_paid_long_ago(buyer, way):
    lang = ANSWERED_IN[way]
    customer, number, amount = (
        demo_orders.value(buyer.file, _WAITS, "approved", column=at) for at in range(3)
    )
    buyer.sign_in(str(customer))

    answer = in_ascii(said(await buyer.says(WHEN[way])))

    assert in_ascii(APPROVED[lang]) in answer
    assert number in answer
    assert str(amount) in answer
    # That it was cancelled is said of that money: nothing is to be cancelled now.
    answer = in_ascii(said(await buyer.says(CANCELLED[way])))
    assert in_ascii(APPROVED[lang]) in answer
    others = (
        "SELECT group_concat(o.number) FROM refunds r JOIN orders o ON"
        " o.id = r.order_id WHERE o.customer_id = ? AND r.status = 'paid'"
    )
    paid = demo_orders.value(buyer.file, others, customer).split(",")
    assert not [each for each in paid if each in answer]


@pytest.mark.parametrize("way", WAYS)
async def test_what_a_change_makes_cheaper_is_money_that_goes_back(buyer, way):
    lang = ANSWERED_IN[way]
    order = demo_orders.an_order(buyer.file, "paid", more=_PAID_BY_CARD)
    buyer.sign_in(order.customer)
    await buyer.says(REMOVE[way].format(number=order.number, thing=order.names[lang]))
    assert REFERENCE[lang] in said(await buyer.says(YES[way]))

    answer = said(await buyer.says(WHEN[way]))

    gone = (
        "SELECT amount FROM money_back b JOIN orders o ON o.id = b.order_id"
        " WHERE o.number = ?"
    )
    amount = demo_orders.value(buyer.file, gone, order.number)
    assert APPROVED[lang] in answer
    assert str(amount) in in_ascii(answer)
    assert GOODS[lang] not in answer


@pytest.mark.parametrize("way", WAYS)
async def test_how_things_go_back_is_told_and_how_far_they_are(buyer, way):
    lang = ANSWERED_IN[way]
    order = demo_orders.to_return(buyer.file, "2026-11-18")
    buyer.sign_in(order.customer)
    words = RETURN[way].format(number=order.number, thing=order.names[lang])
    assert SHALL_I[lang] in said(await buyer.says(words))

    assert PLACE[lang] in said(await buyer.says(YES[way]))
    where = said(await buyer.says(WHERE[way]))
    assert PLACE[lang] in where
    assert order.number in in_ascii(where)
    far = said(await buyer.says(RETURNED[way]))
    assert GOODS[lang] in far
    assert order.number in in_ascii(far)


@pytest.mark.parametrize("way", WAYS)
async def test_how_a_difference_is_paid_is_told(buyer, way):
    lang = ANSWERED_IN[way]
    order = demo_orders.an_order(
        buyer.file, "paid", more=demo_orders.OTHER_COLOUR + _PAID_BY_CARD
    )
    buyer.sign_in(order.customer)
    demo_orders.write(
        buyer.file,
        "UPDATE variants SET price = price + 1000 WHERE id <> ? AND product_id ="
        " (SELECT product_id FROM variants WHERE id = ?)",
        *(order.variant, order.variant),
    )
    colour = demo_orders.other_colour(buyer.file, order, lang)
    words = CHANGE[way].format(
        number=order.number, thing=order.names[lang], colour=colour
    )

    assert CALLED[lang] in said(await buyer.says(words))
    assert CALLED[lang] in said(await buyer.says(YES[way]))
    answer = said(await buyer.says(HOW[way]))

    assert CALLED[lang] in answer
    assert order.number in in_ascii(answer)
