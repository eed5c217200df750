"""
A cart in the middle of a wish about an order, and the other way round, and back again.
"""

import pytest

from bot import HOUSE
from bot.goods import CatalogueGoods
from bot.nlu.catalogue import CatalogueReader
from bot.nlu.catalogue import replace as replace_catalogue
from bot.policies import load_policies
from tests.conversations import demo_orders
from tests.conversations.changes import (
    CANCEL,
    NEVER_MIND,
    REFERENCE,
    YES,
    said,
)
from tests.conversations.changes import SHALL_I as MAY_I
from tests.conversations.demo_orders import status
from tests.conversations.test_buying import SHALL_I, bought
from tests.conversations.wishes import SHOP

BUY = {
    "fa": "یه چمدان کابین رانوش هم می‌خوام بخرم",
    "en": "I want to buy two Ranoosh wallets",
}
NOTED = {"fa": "به آن هم می‌رسیم", "en": "We'll come to that"}
BACK = {
    "order": {
        "fa": "برگردیم به سفارشتان",
        "ar": "نعود إلى طلبك",
        "en": "Back to your order",
    },
    "cart": {
        "fa": "برگردیم به خریدتان",
        "ar": "لنعد إلى سلتك",
        "en": "Back to what you were buying",
    },
}


@pytest.fixture
async def order(buyer):
    """
    An open order of who is signed in, in a shop that also sells in the chat.
    """
    reader = CatalogueReader(buyer.source, clock=lambda: buyer.now, seconds=60)
    await reader.refresh()
    policies = load_policies(HOUSE / "demo" / "shop.yml", SHOP)
    buyer.open(shop=SHOP, goods=CatalogueGoods(), policies=policies)
    found = demo_orders.to_change(buyer.file)
    buyer.sign_in(found.customer)
    yield found
    replace_catalogue(None)


async def cart(buyer, way):
    """
    Something in the first of its colours, by the first delivery, is read back.
    """
    told = said(await buyer.says(BUY[way]))
    for _ in range(2):
        assert SHALL_I[way] not in told
        told = said(await buyer.presses(next(iter(buyer.buttons))))
    assert SHALL_I[way] in told
    assert bought(buyer) == []


@pytest.mark.parametrize("is_bought", [True, False])
@pytest.mark.parametrize("way", ["fa", "en"])
async def test_what_was_bought_in_the_middle_leads_back_to_the_cancelling(
    buyer, order, way, is_bought
):
    asked = said(await buyer.says(CANCEL[way].format(number=order.number)))
    question = asked.split("\n")[-1]
    assert MAY_I[way] in question
    await cart(buyer, way)

    after = said(await buyer.says(YES[way] if is_bought else NEVER_MIND[way]))

    assert len(bought(buyer)) == is_bought
    # The yes was to the cart alone.
    assert status(buyer, order) == "paid"
    assert after.index(BACK["order"][way]) < after.index(question)
    done = said(await buyer.says(YES[way]))
    assert REFERENCE[way] in done
    assert BACK["cart"][way] not in done
    assert status(buyer, order) == "cancelled"
    assert len(bought(buyer)) == is_bought


@pytest.mark.parametrize("is_cancelled", [True, False])
@pytest.mark.parametrize("way", ["fa", "en"])
async def test_what_was_cancelled_in_the_middle_leads_back_to_the_cart(
    buyer, order, way, is_cancelled
):
    await cart(buyer, way)
    asked = said(await buyer.says(CANCEL[way].format(number=order.number)))
    assert MAY_I[way] in asked

    after = said(await buyer.says(YES[way] if is_cancelled else NEVER_MIND[way]))

    assert status(buyer, order) == ("cancelled" if is_cancelled else "paid")
    assert bought(buyer) == []
    assert after.index(BACK["cart"][way]) < after.index(SHALL_I[way])
    done = said(await buyer.says(YES[way]))
    assert len(bought(buyer)) == 1
    assert BACK["order"][way] not in done
    assert status(buyer, order) == ("cancelled" if is_cancelled else "paid")


@pytest.mark.parametrize(
    ("way", "is_change_first"), [("fa", True), ("en", True), ("en", False)]
)
async def test_of_both_in_one_message_the_change_is_asked_first_and_then_the_cart(
    buyer, order, way, is_change_first
):
    change = CANCEL[way].format(number=order.number)
    two = (change, BUY[way]) if is_change_first else (BUY[way], change)

    asked = said(await buyer.says(". ".join(two)))

    assert asked.endswith(MAY_I[way])
    assert NOTED[way] in asked
    assert status(buyer, order) == "paid"
    after = said(await buyer.says(YES[way]))
    assert status(buyer, order) == "cancelled"
    assert after.index(REFERENCE[way]) < after.index(BACK["cart"][way])
    assert bought(buyer) == []
    for _ in range(2):
        after = said(await buyer.presses(next(iter(buyer.buttons))))
    assert SHALL_I[way] in after
    await buyer.says(YES[way])
    assert len(bought(buyer)) == 1
