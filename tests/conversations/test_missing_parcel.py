"""
It says delivered, and nobody has it: the delivered one is spoken of, and handed on.
"""

import pytest

from crm_connector.model import OrderStatus
from tests.fakes.orders import an_order

pytestmark = pytest.mark.engine


@pytest.mark.parametrize(
    ("lang", "text", "number", "open_number"),
    [
        (
            "en",
            "someone stole my parcel i think, it says delivered but i never got it",
            "21690",
            "21957",
        ),
        ("fa", "نوشته بسته تحویل داده شده ولی من نگرفتمش", "۲۱۶۹۰", "۲۱۹۵۷"),
        ("fa", "neveshte tahvil dade shode vali man nagereftam", "۲۱۶۹۰", "۲۱۹۵۷"),
        ("ar", "مكتوب تم تسليم الطلب بس ما وصلني شي", "٢١٦٩٠", "٢١٩٥٧"),
    ],
)
async def test_the_delivered_order_is_told_and_handed_on(
    talk, lang, text, number, open_number
):
    talk.sign_in()
    talk.source.all_orders = [
        an_order("21957", OrderStatus.PLACED),
        an_order("21888"),
        an_order("21690", OrderStatus.DELIVERED),
    ]

    replies = await talk.says(text)

    told = "\n".join(each.text for each in replies)
    assert number in told
    assert open_number not in told
    assert "2100000100" in told.translate(LATIN)


LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
