"""
Sending something of the demo shop back, and what came broken.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from actions import formatting
from tests.conversations import demo_orders
from tests.conversations.changes import (
    ANSWERED_IN,
    BROKEN,
    NOT_POSSIBLE,
    REFERENCE,
    RETURN,
    SHALL_I,
    WAYS,
    YES,
    said,
)

RETURNS = "SELECT count(*) FROM returns"
CAME = """
SELECT max(h.at) FROM order_status_history h JOIN orders o ON o.id = h.order_id
WHERE o.number = ? AND h.status = 'delivered'
"""
TEHRAN = ZoneInfo("Asia/Tehran")
REASON = "SELECT reason FROM returns ORDER BY id DESC LIMIT 1"


@pytest.fixture
def order(buyer):
    """
    What came some days ago, of who is signed in.
    """
    since = (buyer.now - timedelta(days=4)).date().isoformat()
    found = demo_orders.to_return(buyer.file, since)
    buyer.sign_in(found.customer)
    return found


@pytest.mark.parametrize("way", WAYS)
async def test_it_is_read_back_with_who_pays_and_until_when(buyer, order, way):
    lang = ANSWERED_IN[way]
    before = demo_orders.value(buyer.file, RETURNS)
    words = RETURN[way].format(number=order.number, thing=order.names[lang])

    asked = said(await buyer.says(words))

    assert SHALL_I[lang] in asked
    assert order.names[lang] in asked
    assert demo_orders.value(buyer.file, RETURNS) == before
    assert REFERENCE[lang] in said(await buyer.says(YES[way]))
    assert demo_orders.value(buyer.file, RETURNS) == before + 1


@pytest.mark.parametrize("way", WAYS)
async def test_what_came_too_late_is_refused_with_the_day(buyer, order, way):
    lang = ANSWERED_IN[way]
    buyer.now += timedelta(days=30)
    buyer.sign_in(order.customer)
    words = RETURN[way].format(number=order.number, thing=order.names[lang])

    answer = said(await buyer.says(words))

    assert any(part in answer for part in (NOT_POSSIBLE[lang], TOO_LATE[lang]))
    assert SHALL_I[lang] not in answer


@pytest.mark.parametrize("way", WAYS)
async def test_the_day_that_is_told_is_the_last_one(buyer, order, way):
    lang = ANSWERED_IN[way]
    words = RETURN[way].format(number=order.number, thing=order.names[lang])
    came = datetime.fromisoformat(demo_orders.value(buyer.file, CAME, order.number))
    last = came.astimezone(TEHRAN).date() + timedelta(days=7)

    buyer.now = datetime.combine(last, time(23, 55), TEHRAN)
    buyer.sign_in(order.customer)
    asked = said(await buyer.says(words))
    assert SHALL_I[lang] in asked
    assert formatting.day(last, lang) in asked

    # Ten minutes later the day is over.
    buyer.now += timedelta(minutes=10)
    answer = said(await buyer.says(YES[way]))
    assert TOO_LATE[lang] in answer
    assert formatting.day(last, lang) in answer


@pytest.mark.parametrize("way", WAYS)
async def test_what_came_broken_is_shown_before_it_is_taken_back(buyer, order, way):
    lang = ANSWERED_IN[way]
    words = BROKEN[way].format(number=order.number, thing=order.names[lang])

    asked = said(await buyer.says(words))
    assert WAY[lang] in asked
    asked = said(await buyer.presses(MONEY[lang]))
    if SHALL_I[lang] not in asked and PHOTO[lang] not in asked:
        # What of the order it is, where words left that open.
        asked = said(await buyer.presses(order.names[lang]))
    assert PHOTO[lang] in asked
    # Whatever they say beside it, nobody tells them that it cannot be seen.
    (reply,) = await buyer.sends(LOOK[lang])
    assert SHALL_I[lang] in reply.text
    await buyer.says(YES[way])

    assert demo_orders.value(buyer.file, REASON) == "damaged"


TOO_LATE = {"fa": "مهلت تا", "ar": "كانت المهلة حتى", "en": "the time for it ended"}
WAY = {"fa": "عوض کنید؟", "ar": "أم استبداله", "en": "to exchange it?"}
MONEY = {"fa": "پس می‌دهم", "ar": "إرجاعه", "en": "Return it"}
PHOTO = {"fa": "عکسی بفرستید", "ar": "صورة تُظهر", "en": "send a photo"}
LOOK = {"fa": "این هم عکسش", "ar": "هذه صورته", "en": "here it is"}
