"""
Cancelling an order of the demo shop: nothing before a yes, once, and with a reference.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions import services
from bot.conversations.messages import Choice
from crm_connector.model import Assurance, Identity
from tests.conversations import demo_orders
from tests.conversations.changes import (
    ANSWERED_IN,
    CANCEL,
    CANCEL_ANY,
    DELIVERY,
    JOKE,
    NEVER_MIND,
    NO,
    NO_SUCH_ORDER,
    NOT_POSSIBLE,
    NOTHING_CHANGED,
    PERSON,
    REFERENCE,
    SHALL_I,
    THANKS,
    WAYS,
    YES,
    said,
)
from tests.conversations.demo_orders import status
from tests.fakes.news import FakeNews

SIGNED_IN = Choice("signed_in")
AGES = timedelta(minutes=16)


@pytest.mark.parametrize("way", WAYS)
async def test_it_is_read_back_agreed_to_and_done(buyer, order, way):
    lang = ANSWERED_IN[way]

    asked = said(await buyer.says(CANCEL[way].format(number=order.number)))

    assert SHALL_I[lang] in asked
    assert order.names[lang] in asked
    assert status(buyer, order) == "paid"
    done = said(await buyer.says(YES[way]))
    assert REFERENCE[lang] in done
    assert status(buyer, order) == "cancelled"


async def test_nobody_is_told_again_of_what_they_have_just_done(buyer, order):
    news = FakeNews()
    services.configure(replace(services.services(), news=news))

    await buyer.says(CANCEL["en"].format(number=order.number))
    assert news.told == []
    await buyer.says(YES["en"])

    assert news.told == [order.number]


@pytest.mark.parametrize("way", WAYS)
async def test_the_one_that_can_be_meant_is_taken(buyer, order, way):
    asked = said(await buyer.says(CANCEL_ANY[way]))

    assert SHALL_I[ANSWERED_IN[way]] in asked
    assert order.names[ANSWERED_IN[way]] in asked


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("words", [DELIVERY, JOKE, THANKS], ids=["ask", "joke", "nod"])
async def test_what_is_no_yes_changes_nothing_and_the_question_stands(
    buyer, order, way, words
):
    await buyer.says(CANCEL[way].format(number=order.number))

    answer = said(await buyer.says(words[way]))

    assert SHALL_I[ANSWERED_IN[way]] in answer
    assert status(buyer, order) == "paid"
    assert REFERENCE[ANSWERED_IN[way]] in said(await buyer.says(YES[way]))
    assert status(buyer, order) == "cancelled"


@pytest.mark.parametrize("way", WAYS)
async def test_a_question_between_is_answered(buyer, order, way):
    await buyer.says(CANCEL[way].format(number=order.number))

    first, *_ = await buyer.says(DELIVERY[way])

    assert SHALL_I[ANSWERED_IN[way]] not in first.text
    assert buyer.meta["intent"]["name"] == "delivery_options"


@pytest.mark.parametrize("way", WAYS)
async def test_never_mind_ends_it(buyer, order, way):
    lang = ANSWERED_IN[way]
    await buyer.says(CANCEL[way].format(number=order.number))

    assert NOTHING_CHANGED[lang] in said(await buyer.says(NEVER_MIND[way]))

    await buyer.says(YES[way])
    assert status(buyer, order) == "paid"


@pytest.mark.parametrize("way", WAYS)
async def test_after_a_no_a_yes_does_nothing(buyer, order, way):
    await buyer.says(CANCEL[way].format(number=order.number))
    await buyer.says(NO[way])
    await buyer.says(NO[way])

    await buyer.says(YES[way])

    assert status(buyer, order) == "paid"


@pytest.mark.parametrize("way", WAYS)
async def test_whoever_wants_a_person_gets_one_in_the_middle(buyer, order, way):
    await buyer.says(CANCEL[way].format(number=order.number))

    answer = said(await buyer.says(PERSON[way]))

    assert buyer.meta["intent"]["name"] == "contact_human_agent"
    assert SHALL_I[ANSWERED_IN[way]] not in answer


@pytest.mark.parametrize("way", WAYS)
async def test_what_has_gone_too_far_is_refused_with_the_reason(buyer, way):
    found = demo_orders.an_order(buyer.file, "shipped")
    buyer.sign_in(found.customer)

    answer = said(await buyer.says(CANCEL[way].format(number=found.number)))

    assert NOT_POSSIBLE[ANSWERED_IN[way]] in answer
    assert SHALL_I[ANSWERED_IN[way]] not in answer


@pytest.mark.parametrize("way", WAYS)
async def test_of_somebody_else_and_of_nobody_it_says_the_same(buyer, order, way):
    other = demo_orders.an_order(buyer.file, "paid", lines=1)
    assert other.customer != order.customer
    answers = []
    for number in (other.number, "99887"):
        buyer.state = None
        answer = said(await buyer.says(CANCEL[way].format(number=number)))
        answers.append(_plain(answer).replace(number, "N"))

    assert answers[0] == answers[1]
    assert NO_SUCH_ORDER[ANSWERED_IN[way]] in answers[0]
    assert status(buyer, other) == "paid"


@pytest.mark.parametrize("way", WAYS)
async def test_a_stranger_signs_in_first_and_it_goes_on(buyer, way):
    found = demo_orders.to_cancel(buyer.file)

    answer = said(await buyer.says(CANCEL[way].format(number=found.number)))
    assert SHALL_I[ANSWERED_IN[way]] not in answer

    buyer.sign_in(found.customer)
    asked = said(await buyer.happens(SIGNED_IN))
    assert SHALL_I[ANSWERED_IN[way]] in asked
    await buyer.says(YES[way])
    assert status(buyer, found) == "cancelled"


async def test_a_proof_that_has_ended_changes_nothing(buyer, order):
    await buyer.says(CANCEL["en"].format(number=order.number))
    buyer.who = Identity(order.customer, Assurance.CHANNEL)

    await buyer.says("Yes")

    assert status(buyer, order) == "paid"


async def test_a_yes_of_another_customer_is_none(buyer, order):
    other = demo_orders.an_order(buyer.file, "paid", lines=1)
    await buyer.says(CANCEL["en"].format(number=order.number))
    buyer.sign_in(other.customer)

    await buyer.says("Yes")

    assert (status(buyer, order), status(buyer, other)) == ("paid", "paid")


async def test_an_old_button_is_no_answer_any_more(buyer, order):
    await buyer.says(CANCEL["en"].format(number=order.number))
    old = dict(buyer.buttons)
    await buyer.says("Never mind")

    buyer.buttons = old
    answer = said(await buyer.presses("Yes"))

    assert "not open any more" in answer
    assert status(buyer, order) == "paid"


async def test_a_yes_long_after_is_none(buyer, order):
    await buyer.says(CANCEL["en"].format(number=order.number))
    buyer.now += AGES

    await buyer.says("Yes")

    assert status(buyer, order) == "paid"


async def test_what_moved_meanwhile_is_not_cancelled(buyer, order):
    await buyer.says(CANCEL["en"].format(number=order.number))
    demo_orders.write(
        buyer.file,
        "UPDATE orders SET status = 'shipped' WHERE number = ?",
        order.number,
    )

    answer = said(await buyer.says("Yes"))

    assert NOT_POSSIBLE["en"] in answer
    assert status(buyer, order) == "shipped"


async def test_two_yeses_cancel_once(buyer, order):
    await buyer.says(CANCEL["en"].format(number=order.number))

    await buyer.says("Yes")
    await buyer.says("Yes")

    question = (
        "SELECT count(*) FROM wishes "
        "WHERE order_id = (SELECT id FROM orders WHERE number = ?)"
    )
    assert demo_orders.value(buyer.file, question, order.number) == 1


def _plain(text):
    """
    With ASCII digits.
    """
    digits = {ord(sign): str(at % 10) for at, sign in enumerate("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩")}
    return text.translate(digits)
