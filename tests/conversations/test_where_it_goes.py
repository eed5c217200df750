"""
Where an order goes, and which one is meant, with the demo shop in four ways of writing.
"""

import sqlite3
from contextlib import closing

import pytest

from tests.conversations import demo_orders
from tests.conversations.changes import ANSWERED_IN, SHALL_I, WAYS, YES, said

PLACE = "SELECT city, street, recipient, province, delivery_method FROM orders"
SAME_DAY = "AND o.delivery_method = 'same_day'"
BY_POST = "AND o.delivery_method = 'post'"
TO_MASHHAD = {
    "fa": "آدرس سفارش {} رو عوض کنید: مشهد، بلوار سجاد، پلاک ۲۰، گیرنده سارا نوری",
    "fa-Latn": "adrese sefareshe {} ro avaz konid be mashhad, bolvare sajad, pelak 20, "
    "girande sara nouri",
    "ar": "غيّروا عنوان الطلب {}: مشهد، شارع سجاد، رقم ٢٠، المستلم سارة نوري",
    "en": "Change the address of order {} to 20 Sajad Street, Mashhad, "
    "recipient Sara Nouri",
}
SARA = {
    "fa": "سارا نوری",
    "fa-Latn": "sara nouri",
    "ar": "سارة نوري",
    "en": "Sara Nouri",
}
KHORASAN = {
    "fa": "خراسان رضوی",
    "fa-Latn": "Razavi Khorasan",
    "ar": "خراسان رضوی",
    "en": "Razavi Khorasan",
}
ABROAD = {
    "fa": "آدرس سفارش {} رو عوض کنید: استانبول، خیابان استقلال، پلاک ۵",
    "fa-Latn": "adrese sefareshe {} ro avaz konid be dubai, khiyaban zayed, pelak 5",
    "ar": "غيّر عنوان الطلب {} إلى بغداد، شارع الرشيد، رقم ٥",
    "en": "Change the address of order {} to 5 Sheikh Zayed Road, Dubai",
}
NOT_THERE = {"fa": "ارسال نداریم", "ar": "لا نوصل إلى", "en": "We don't deliver to"}
DELIVERING = {
    "fa": "به ترکیه هم ارسال دارید؟",
    "fa-Latn": "be kuwait ham ersal darid?",
    "ar": "عندكم توصيل للنجف؟",
    "en": "do you ship to Germany and to Shiraz?",
}
EVERY = {
    "fa": "همه‌ی سفارش‌هامو کنسل کنید",
    "fa-Latn": "hameye sefareshamo cancel konid",
    "ar": "الغوا جميع طلباتي من فضلكم",
    "en": "please cancel all of my orders",
}
LATE = {
    "fa": "سفارشم دیر شده، کنسلش کنید",
    "fa-Latn": "sefaresham dir shode cancelesh konid",
    "ar": "طلبي متأخر، ألغوه",
    "en": "the order is too late for me, cancel it",
}
WHICH = {"fa": "کدام سفارش", "ar": "أي طلب", "en": "Which order"}
JOKE = {
    "fa": "شوخی کردم بابا",
    "fa-Latn": "shookhi kardam",
    "ar": "كنت امزح",
    "en": "haha just joking",
}


def place(file, number):
    """
    Where an order goes, and how.
    """
    return rows(file, f"{PLACE} WHERE number = ?", number)[0]


def rows(file, question, *values):
    """
    What the shop's database answers.
    """
    with closing(sqlite3.connect(file)) as database:
        return database.execute(question, values).fetchall()


def signed_in(buyer, more):
    """
    An open order of somebody, who is signed in.
    """
    found = demo_orders.an_order(buyer.file, "paid", lines=1, more=more)
    buyer.sign_in(found.customer)
    return found


@pytest.mark.parametrize("way", WAYS)
async def test_who_is_named_with_the_address_receives_it(buyer, way):
    order = signed_in(buyer, BY_POST)

    asked = said(await buyer.says(TO_MASHHAD[way].format(order.number)))

    assert SHALL_I[ANSWERED_IN[way]] in asked
    assert SARA[way] in asked
    assert place(buyer.file, order.number)[2] != SARA[way]
    await buyer.says(YES[way])
    city, street, recipient, province, method = place(buyer.file, order.number)
    assert city.casefold() in ("مشهد", "mashhad")
    assert ("," in street) is (way in ("fa-Latn",))
    assert (recipient, province, method) == (SARA[way], KHORASAN[way], "post")


@pytest.mark.parametrize("way", WAYS)
async def test_a_way_of_delivery_that_does_not_go_there_is_told(buyer, way):
    order = signed_in(buyer, SAME_DAY)
    before = place(buyer.file, order.number)

    told = said(await buyer.says(TO_MASHHAD[way].format(order.number)))

    assert SHALL_I[ANSWERED_IN[way]] not in told
    assert {"fa": "پیک چابک", "ar": "تشابوك", "en": "Chabok"}[ANSWERED_IN[way]] in told
    await buyer.says(YES[way])
    assert place(buyer.file, order.number) == before


@pytest.mark.parametrize("way", WAYS)
async def test_no_order_is_sent_abroad(buyer, way):
    order = signed_in(buyer, BY_POST)
    before = place(buyer.file, order.number)

    told = said(await buyer.says(ABROAD[way].format(order.number)))

    assert NOT_THERE[ANSWERED_IN[way]] in told
    assert SHALL_I[ANSWERED_IN[way]] not in told
    await buyer.says(YES[way])
    assert place(buyer.file, order.number) == before


@pytest.mark.parametrize("way", WAYS)
async def test_delivery_abroad_has_no_price(buyer, way):
    told = said(await buyer.says(DELIVERING[way]))

    assert NOT_THERE[ANSWERED_IN[way]] in told
    assert ("Delivery to Shiraz" in told) is (way == "en")


@pytest.mark.parametrize("way", WAYS)
async def test_all_open_orders_are_read_back_one_by_one(buyer, way):
    ((customer,),) = rows(
        buyer.file,
        "SELECT customer_id FROM orders "
        "WHERE status IN ('placed', 'paid', 'preparing') "
        "GROUP BY customer_id HAVING count(*) = 2 ORDER BY customer_id LIMIT 1",
    )
    buyer.sign_in(str(customer))
    cancelled = (
        "SELECT count(*) FROM orders WHERE customer_id = ? AND status = 'cancelled'"
    )
    ((before,),) = rows(buyer.file, cancelled, customer)

    assert SHALL_I[ANSWERED_IN[way]] in said(await buyer.says(EVERY[way]))
    assert rows(buyer.file, cancelled, customer) == [(before,)]
    assert SHALL_I[ANSWERED_IN[way]] in said(await buyer.says(YES[way]))
    assert rows(buyer.file, cancelled, customer) == [(before + 1,)]
    await buyer.says(YES[way])
    assert rows(buyer.file, cancelled, customer) == [(before + 2,)]


@pytest.mark.parametrize("way", WAYS)
async def test_an_everyday_word_of_a_title_chooses_no_order(buyer, way):
    book = "باغ انارهای دیر"
    found = rows(
        buyer.file,
        "SELECT customer_id, max(id) FROM orders "
        "WHERE status IN ('placed', 'paid', 'preparing') "
        "GROUP BY customer_id HAVING count(*) = 2 ORDER BY customer_id LIMIT 1",
    )
    ((customer, order),) = found
    with closing(sqlite3.connect(buyer.file)) as database, database:
        database.execute(
            "UPDATE order_lines SET (product_id, variant_id) = ("
            "  SELECT p.id, v.id FROM products p JOIN variants v ON v.product_id = p.id"
            "  WHERE p.name_fa LIKE ? LIMIT 1) WHERE order_id = ? AND position = 1",
            (f"%{book}%", order),
        )
    buyer.sign_in(str(customer))

    told = said(await buyer.says(LATE[way]))

    assert WHICH[ANSWERED_IN[way]] in told
    assert SHALL_I[ANSWERED_IN[way]] not in told


@pytest.mark.parametrize("way", WAYS)
async def test_a_joke_is_no_wish(buyer, way):
    order = signed_in(buyer, BY_POST)
    asked = {
        "fa": "سفارش {} رو لغو کن",
        "fa-Latn": "sefareshe {} ro laghv kon",
        "ar": "ألغِ الطلب {}",
        "en": "cancel order {}",
    }[way].format(order.number)
    assert SHALL_I[ANSWERED_IN[way]] in said(await buyer.says(asked))

    told = said(await buyer.says(JOKE[way]))

    assert SHALL_I[ANSWERED_IN[way]] not in told
    await buyer.says(YES[way])
    status = "SELECT status FROM orders WHERE number = ?"
    assert rows(buyer.file, status, order.number) == [("paid",)]
