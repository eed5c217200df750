"""
What is left to pay: of all that was billed, and of the order just spoken of.
"""

from datetime import date, timedelta

import pytest

from bot.conversations.messages import Choice
from crm_connector.model import OrderStatus
from tests.conversations.test_invoices import (
    ALL_PAID,
    COPY,
    DUE,
    OWING,
    REST,
    TOTAL,
    UNPAID,
    texts,
)
from tests.fakes.orders import an_invoice, an_order

pytestmark = pytest.mark.engine


@pytest.mark.parametrize(("lang", "text"), OWING)
async def test_what_is_left_of_everything_is_told(shopper, lang, text):
    shopper.source.all_orders += [
        an_order("21901", OrderStatus.DELIVERED),
        an_order("21900", OrderStatus.CANCELLED),
    ]
    shopper.source.all_invoices = [
        an_invoice(unpaid=70000, due=date(2026, 12, 1)),
        an_invoice("F-10", "21928"),
        an_invoice("F-11", "21901", unpaid=1250000),
        # Nobody pays for what was cancelled.
        an_invoice("F-12", "21900", unpaid=1250000),
    ]
    first, second, together = await shopper.says(text)

    assert UNPAID[lang] in first.text
    assert DUE[lang] in first.text
    assert TOTAL[lang] in second.text
    assert {"fa": "۱٬۳۲۰٬۰۰۰", "ar": "١٬٣٢٠٬٠٠٠", "en": "1,320,000"}[lang] in (
        together.text
    )
    assert "21928" not in texts((first, second))
    assert COPY[lang] not in texts((first, second, together))


@pytest.mark.parametrize(("lang", "text"), OWING)
async def test_where_all_is_paid_nothing_is_left(shopper, lang, text):
    shopper.source.all_invoices = [an_invoice(), an_invoice("F-10", "21928")]
    (told,) = await shopper.says(text)

    assert ALL_PAID[lang] in told.text


@pytest.mark.parametrize(
    ("lang", "text"), [*OWING[:-1], ("en", "how much is left to pay?")]
)
async def test_what_is_left_is_of_the_order_just_spoken_of(shopper, lang, text):
    shopper.source.all_invoices = [
        an_invoice(unpaid=70000),
        an_invoice("F-10", "21928", unpaid=1250000),
    ]
    await shopper.asks(Choice("track_order", {"order_number": "21963"}), "21963")
    (told,) = await shopper.says(text)
    assert REST[lang] in told.text

    # Unless it is asked whether there is anything.
    *_, together = await shopper.says(
        {
            "fa": "هنوز چیزی بدهکارم؟",
            "ar": "هل بقي علي شيء أدفعه؟",
            "en": "do i still owe anything?",
        }[lang]
    )
    assert {"fa": "۱٬۳۲۰٬۰۰۰", "ar": "١٬٣٢٠٬٠٠٠", "en": "1,320,000"}[lang] in (
        together.text
    )


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "یعنی هیچی نباید بدم؟"),
        ("fa", "پس لازم نیست چیزی پرداخت کنم؟"),
        ("fa", "yani dige hichi nabayad bedam?"),
        ("ar", "يعني ما لازم أدفع شي؟"),
        ("en", "so I don't have to pay anything, right?"),
        ("en", "so there's nothing left to pay?"),
    ],
)
async def test_who_makes_sure_that_nothing_is_owed_hears_what_is(shopper, lang, text):
    shopper.source.all_invoices = [
        an_invoice(unpaid=70000),
        an_invoice("F-10", "21928"),
    ]
    told = texts(await shopper.says(text))
    assert UNPAID[lang] in told

    shopper.source.all_invoices = [an_invoice(), an_invoice("F-10", "21928")]
    shopper.now += timedelta(hours=2)
    assert ALL_PAID[lang] in texts(await shopper.says(text))
