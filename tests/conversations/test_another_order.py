"""
"No, the other one": correcting which order was meant, and orders by a parcel's code.
"""

from datetime import timedelta

import pytest

from tests.fakes.orders import COFFEE, an_order

pytestmark = pytest.mark.engine


@pytest.fixture
def spoken_of(talk):
    """
    A customer with two open orders has just asked after the shoes.
    """
    talk.sign_in()
    talk.source.all_orders = [
        an_order("21963", tracking="RR123456785IR"),
        an_order("21928", product=COFFEE, tracking="272512345678901234567890"),
    ]

    async def ask():
        replies = await talk.says("سفارش ۲۱۹۶۳ کجاست؟")
        assert shown(replies) == ["21963"]

    return ask


def shown(replies):
    """
    The numbers of the orders whose cards are shown.
    """
    return [card.id for reply in replies for card in reply.cards]


@pytest.mark.parametrize(
    "text",
    [
        "نه، قهوه",
        "نه منظورم قهوه است",
        "اون یکی نه، ۲۱۹۲۸",
        "نه، دومی",
        "na manzuram ghahve bud",
        "no the coffee",
        "sorry i meant 21928",
        "لا أقصد القهوة",
        "لا قصدي 21928",
    ],
)
async def test_a_no_that_names_another_order_asks_after_that_one(talk, spoken_of, text):
    await spoken_of()
    assert shown(await talk.says(text)) == ["21928"]


@pytest.mark.parametrize("text", ["نه", "نه ممنون", "no thanks", "لا شكرا"])
async def test_a_plain_no_stays_one(talk, spoken_of, text):
    await spoken_of()
    assert shown(await talk.says(text)) == []


async def test_a_product_in_a_no_means_no_order_where_none_was_spoken_of(
    talk, spoken_of
):
    """
    Neither at first nor a long while later.
    """
    assert shown(await talk.says("نه، قهوه نمیخوام")) == []
    await spoken_of()
    talk.now += timedelta(minutes=16)
    assert shown(await talk.says("نه منظورم قهوه است")) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("کد رهگیری ۲۷۲۵۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹۰ کجاست؟", "21928"),
        ("where is my parcel rr123456785ir", "21963"),
        ("tracking code RR123456785IR", "21963"),
    ],
)
async def test_an_order_is_found_by_the_code_of_its_parcel(
    talk, spoken_of, text, number
):
    await spoken_of()
    assert shown(await talk.says(text)) == [number]


async def test_a_code_among_older_orders_is_found(talk):
    talk.sign_in()
    newer = [an_order(str(30000 + n), days_ago=n, tracking=None) for n in range(12)]
    talk.source.all_orders = [*newer, an_order("21928", days_ago=70, tracking="77001")]
    assert shown(await talk.says("order 77001 koja")) == ["21928"]
    assert shown(await talk.says("where is parcel code 7700199990001")) == []


async def test_a_code_of_somebody_elses_parcel_is_found_by_nobody(talk):
    talk.sign_in()
    talk.source.all_orders = [
        an_order("21963"),
        an_order("40000", customer_id="8", tracking="555123456789"),
    ]
    replies = await talk.says("where is my parcel, code 555123456789")
    assert shown(replies) == []
    assert "555123456789" in replies[0].text


async def test_a_telephone_number_is_no_number_of_an_order(talk):
    talk.sign_in()
    talk.source.all_orders = [an_order("21963")]
    replies = await talk.says("سفارشم کجاست؟ شماره‌ام ۰۹۱۲۱۲۳۴۵۶۷ است")
    assert shown(replies) == ["21963"]
