"""
What was given back, where no order was named.
"""

from dataclasses import replace

import pytest

from crm_connector.model import Money, OrderStatus
from tests.conversations.test_invoices import texts
from tests.fakes.orders import an_invoice, an_order

pytestmark = pytest.mark.engine

GIVEN = {"fa": "۷۰٬۰۰۰ تومان", "ar": "٧٠٬٠٠٠ تومان", "en": "70,000 toman"}
NUMBER = {"fa": "۲۱۹۶۳", "ar": "٢١٩٦٣", "en": "21963"}
ASKED = [
    ("fa", "شما پول من رو برگردوندین؟"),
    ("fa", "مبلغ مرجوعیم به حسابم واریز شده؟"),
    ("fa", "pulamo bargardundin be hesabam?"),
    ("ar", "هل أرجعتم لي فلوسي؟"),
    ("ar", "وصل مبلغ الاسترداد؟"),
    ("en", "have you refunded me anything?"),
    ("en", "how much did I get refunded in total?"),
]
WHEN = [
    ("fa", "پول من کی به حسابم برگشت؟"),
    ("fa", "key pulamo bargardundin?"),
    ("ar", "متى أعدتم لي فلوسي؟"),
    ("en", "when did you send my refund?"),
]
NO_DAY = {"fa": "چه روزی", "ar": "في أي يوم", "en": "On which day"}
NONE = {"fa": "هنوز پولی به شما", "ar": "لم يُعَد إليك", "en": "nothing has been given"}


@pytest.fixture
def refunded(shopper):
    """
    A customer who has got back a part of one of two orders.
    """
    shopper.source.all_orders = [
        an_order("21963", OrderStatus.DELIVERED),
        an_order("21928"),
    ]
    shopper.source.all_invoices = [
        replace(an_invoice(), refunded=Money(70000, "IRT")),
        replace(an_invoice("F-10", "21928"), refunded=Money(0, "IRT")),
    ]
    return shopper


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_the_refund_that_there_is_is_told(refunded, lang, text):
    (told,) = await refunded.says(text)

    assert GIVEN[lang] in told.text
    assert NUMBER[lang] in told.text


@pytest.mark.parametrize(("lang", "text"), WHEN)
async def test_the_day_is_not_guessed(refunded, lang, text):
    told = await refunded.says(text)

    assert GIVEN[lang] in texts(told)
    assert NO_DAY[lang] in texts(told)


@pytest.mark.parametrize(("lang", "text"), ASKED)
async def test_where_nothing_was_given_back_that_is_said(refunded, lang, text):
    refunded.source.all_invoices = [replace(an_invoice(), refunded=Money(0, "IRT"))]
    told = await refunded.says(text)

    assert NONE[lang] in texts(told)
    assert GIVEN[lang] not in texts(told)
