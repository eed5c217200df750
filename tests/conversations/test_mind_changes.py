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
    NOTHING_CHANGED,
    SEND,
    SHALL_I,
    WAYS,
    YES,
    said,
)

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


def status(buyer, order):
    """
    Where it stands.
    """
    question = "SELECT status FROM orders WHERE number = ?"
    return demo_orders.value(buyer.file, question, order.number)


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

    assert status(buyer, order) == "paid"
    assert SHALL_I[ANSWERED_IN[way]] in answer
