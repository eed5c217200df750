"""
People who change their mind, ask between, or want two things at once.
"""

import pytest

from tests.conversations import demo_orders
from tests.conversations.changes import (
    ADDRESS,
    AND_THEN,
    ANSWERED_IN,
    CANCEL,
    CHANGE,
    DELIVERY,
    NO,
    NOT_TO_CANCEL,
    NOTHING_CHANGED,
    REFERENCE,
    REMOVE,
    SEND,
    SHALL_I,
    WAYS,
    WHERE,
    YES,
    said,
)
from tests.conversations.demo_orders import status

NO_AFTER_ALL = {
    "fa": "نه، منصرف شدم",
    "fa-Latn": "na, monsaref shodam",
    "ar": "لا، غيرت رايي",
    "en": "No, I changed my mind",
}


@pytest.fixture
def order(buyer):
    """
    An open order of who is signed in, whose first thing comes in other colours.
    """
    found = demo_orders.to_change(buyer.file)
    buyer.sign_in(found.customer)
    return found


@pytest.mark.parametrize("way", WAYS)
async def test_a_no_with_its_reason_ends_it(buyer, order, way):
    await buyer.says(CANCEL[way].format(number=order.number))

    answer = said(await buyer.says(NO_AFTER_ALL[way]))

    assert NOTHING_CHANGED[ANSWERED_IN[way]] in answer
    await buyer.says(YES[way])
    assert status(buyer, order) == "paid"


@pytest.mark.parametrize("way", WAYS)
async def test_a_question_in_the_middle_and_back(buyer, order, way):
    lang = ANSWERED_IN[way]
    asked = said(await buyer.says(SEND[way].format(number=order.number)))
    question = asked.split("\n")[-1]

    answers = await buyer.says(DELIVERY[way])

    assert buyer.meta["intent"]["name"] == "delivery_options"
    assert question in answers[-1].text
    assert SHALL_I[lang] in said(await buyer.says(ADDRESS[way]))


@pytest.mark.parametrize("way", WAYS)
async def test_two_wishes_are_taken_one_after_the_other(buyer, order, way):
    lang = ANSWERED_IN[way]
    colour = demo_orders.other_colour(buyer.file, order, lang)
    change = CHANGE[way].format(
        number=order.number, thing=order.names[lang], colour=colour
    )
    both = change + AND_THEN[way] + SEND[way].format(number=order.number)

    answer = said(await buyer.says(both))

    # The address comes first: of what was changed it may not be possible any more.
    assert SHALL_I[lang] not in answer
    assert SHALL_I[lang] in said(await buyer.says(ADDRESS[way]))
    after = said(await buyer.says(YES[way]))
    assert colour in after
    assert SHALL_I[lang] in after


@pytest.mark.parametrize("way", WAYS)
async def test_a_new_wish_does_not_answer_the_old_one(buyer, order, way):
    await buyer.says(CANCEL[way].format(number=order.number))

    answer = said(await buyer.says(SEND[way].format(number=order.number)))

    # It is not cancelled and sent elsewhere: what comes later counts, and this is said.
    assert NOTHING_CHANGED[ANSWERED_IN[way]] in answer
    await buyer.says(YES[way])
    assert status(buyer, order) == "paid"


@pytest.mark.parametrize("way", WAYS)
async def test_who_does_not_want_to_cancel_is_not_asked_to(buyer, order, way):
    answer = said(await buyer.says(NOT_TO_CANCEL[way]))

    assert SHALL_I[ANSWERED_IN[way]] not in answer
    assert SHALL_I[ANSWERED_IN[way]] not in said(await buyer.says(YES[way]))
    assert status(buyer, order) == "paid"


@pytest.mark.parametrize("way", WAYS)
async def test_what_was_refused_does_not_come_back(buyer, order, way):
    lang = ANSWERED_IN[way]
    await buyer.says(CANCEL[way].format(number=order.number))
    await buyer.says(NO[way])

    elsewhere = said(await buyer.says(WHERE[way].format(number=order.number)))

    assert SHALL_I[lang] not in elsewhere
    assert SHALL_I[lang] not in said(await buyer.says(YES[way]))
    assert status(buyer, order) == "paid"


@pytest.mark.parametrize("way", WAYS)
async def test_instead_of_cancelling_something_is_taken_out(buyer, order, way):
    lang = ANSWERED_IN[way]
    await buyer.says(CANCEL[way].format(number=order.number))

    words = REMOVE[way].format(number=order.number, thing=order.names[lang])
    asked = said(await buyer.says(words))

    assert SHALL_I[lang] in asked
    assert REFERENCE[lang] in said(await buyer.says(YES[way]))
    assert status(buyer, order) == "paid"
    lines = """
        SELECT count(*) FROM order_lines l JOIN orders o ON o.id = l.order_id
        WHERE o.number = ?
    """
    assert demo_orders.value(buyer.file, lines, order.number) == 1


UPSET = {
    "fa": "خیلی بد جواب می‌دین، واقعا که",
    "fa-Latn": "kheili bad javab midin vaghean ke",
    "ar": "خدمتكم سيئة جدا وأنا منزعج",
    "en": "Your service is terrible, I am really annoyed",
}


@pytest.mark.parametrize("way", WAYS)
async def test_a_yes_behind_a_complaint_cancels_nothing(buyer, order, way):
    await buyer.says(CANCEL[way].format(number=order.number))
    answer = said(await buyer.says(UPSET[way]))
    is_put = SHALL_I[ANSWERED_IN[way]] in answer

    await buyer.says(YES[way])

    # Only what was read back last is agreed to by it.
    assert status(buyer, order) == ("cancelled" if is_put else "paid")
    assert not is_put


TROUBLE = {
    "fa": "پرداختم انجام نشد",
    "fa-Latn": "pardakhtam anjam nashod",
    "ar": "فشل الدفع",
    "en": "My payment failed",
}


@pytest.mark.parametrize("way", WAYS)
async def test_a_yes_to_another_question_cancels_nothing(buyer, order, way):
    failed = """
        UPDATE payments SET status = 'failed'
        WHERE order_id = (SELECT id FROM orders WHERE number = ?)
    """
    demo_orders.write(buyer.file, failed, order.number)
    placed = "UPDATE orders SET status = 'placed' WHERE number = ?"
    demo_orders.write(buyer.file, placed, order.number)
    await buyer.says(CANCEL[way].format(number=order.number))
    between = said(await buyer.says(TROUBLE[way]))
    assert SHALL_I[ANSWERED_IN[way]] not in between

    await buyer.says(YES[way])

    assert status(buyer, order) == "placed"
