"""
What is a question of how one's own order is paid for.
"""

import pytest

from actions.orders.parcel import asks_hour, asks_of_parcel
from actions.payments.money_back import asks_of_money_back
from actions.payments.owed import asks_how_they_pay, asks_to_pay


@pytest.mark.parametrize(
    "text",
    [
        "I haven't paid for it yet, what now?",
        "how long do I have to pay",
        "هزینه‌اش رو هنوز واریز نکردم",
        "تا چه موقع باید پرداختش کنم",
        "shomare hesab befrestin",
        "mablagh ro nadadam hanuz",
        "بعدني ما دفعت فلوسه",
        "ارسلوا لي رقم الحساب",
    ],
)
def test_what_is_not_paid_yet(text):
    assert asks_to_pay(text)
    assert asks_how_they_pay(text)


@pytest.mark.parametrize(
    "text",
    [
        "can I pay online for it?",
        "when do I pay",
        "الان می‌تونم پولشو بدم؟",
        "دم در نقدی بدم؟",
        "koja bayad pardakht konam",
        "شلون ادفع ثمنه",
        "متى ادفع",
        "میخوام سفارش ۲۱۹۹۴ رو که دمنوش نعناست پرداخت کنم",
        "mikham sefaresh 21994 ro pardakht konam",
        "اريد ادفع الطلب ٢١٩٩٤",
        "I want to pay for my order 21994",
    ],
)
def test_how_they_pay(text):
    assert asks_how_they_pay(text)
    assert not asks_to_pay(text)


@pytest.mark.parametrize(
    "text",
    [
        "which payment methods do you take?",
        "can I pay in instalments",
        "روش‌های پرداختتون چیه",
        "قسطی می‌تونم پرداخت کنم",
        "ravesh haye pardakht",
        "ما طرق الدفع عندكم",
        "where is my refund",
        "پولم رو پس بدید",
    ],
)
def test_ways_to_pay_as_such_and_refunds_are_none(text):
    assert not asks_how_they_pay(text)


@pytest.mark.parametrize(
    "text",
    [
        "and how much do I get back?",
        "where does the money go",
        "چقدرش برمی‌گرده",
        "پولش به کدوم کارت میره",
        "pulam koja mire",
        "كم يرجع لي",
        "الفلوس وين تروح",
        # What is kept back of it.
        "چقد ازم کم میشه؟",
        "cheghadr azam kam mishe",
        "how much will be deducted",
    ],
)
def test_of_money_that_comes_back(text):
    assert asks_of_money_back(text)


@pytest.mark.parametrize("text", ["where is my order", "سفارشم کجاست", "وين طلبي"])
def test_where_an_order_is_asks_of_no_money(text):
    assert not asks_of_money_back(text)


@pytest.mark.parametrize(
    ("text", "of_hour"),
    [
        ("what time will it be here", True),
        ("چه ساعتی می‌رسه", True),
        ("saat chand miad", True),
        ("اي ساعة توصل", True),
        ("which courier is it with", False),
        ("با کدوم پست فرستادین", False),
        ("ba ki ferestadin", False),
        ("من اللي يجيبها", False),
    ],
)
def test_what_is_asked_of_a_parcel_behind_it(text, of_hour):
    assert asks_of_parcel(text)
    assert asks_hour(text) is of_hour


@pytest.mark.parametrize(
    "text", ["what are your hours", "ساعت کاری شعبه", "اوقات الدوام"]
)
def test_opening_hours_are_not_of_a_parcel(text):
    assert not asks_of_parcel(text)


@pytest.mark.parametrize(
    "text",
    [
        "what time do you open tomorrow?",
        "ساعت چند باز می‌کنید؟",
        "saat chand baz mikonid",
        "أي ساعة تفتحون الفرع؟",
    ],
)
def test_a_shops_hour_is_no_parcels(text):
    assert not asks_of_parcel(text)


@pytest.mark.parametrize(
    "text",
    [
        "can I pay with a credit card?",
        "how do I pay with PayPal",
        "I did not pay for the delivery",
        "I haven't paid attention, sorry",
    ],
)
def test_a_named_way_is_of_ways_as_such(text):
    assert not asks_how_they_pay(text)
    assert not asks_to_pay(text)
