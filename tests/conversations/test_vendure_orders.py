"""
Orders of a real Vendure, cancelled and paid back in the chat: once, or handed on.
"""

import asyncio
from datetime import timedelta

import pytest

from bot.handoff.packet import read
from tests.conversations.changes import (
    ADDRESS,
    BROKEN,
    CANCEL,
    CHANGE,
    JOKE,
    NO_SUCH_ORDER,
    NOT_POSSIBLE,
    REFERENCE,
    REMOVE,
    RETURN,
    SEND,
    SHALL_I,
    YES,
    said,
)
from tests.conversations.vendure_shop import talking
from tests.crm_connector.sources.vendure import shop
from tests.slices import slow_but_for

pytestmark = pytest.mark.engine

LANGUAGES = slow_but_for("fa", ["fa", "ar", "en"])
IN_ALL = pytest.mark.parametrize("lang", LANGUAGES)
BEANS = {"fa": "دان قهوه", "ar": "حبوب قهوة", "en": "Coffee beans"}
TOTAL = {"fa": "۱٬۲۵۰٬۰۰۰ تومان", "ar": "١٬٢٥٠٬٠٠٠ تومان", "en": "1,250,000 toman"}
ALL = 1250000 * 10 * 100
"""The same in the shop's number: rials, and two digits behind the point."""
UNPAID = {"fa": "۶۵۰٬۰۰۰", "ar": "٦٥٠٬٠٠٠", "en": "650,000"}
WAY = {
    "fa": "همان روشی که پرداخت",
    "ar": "الطريقة التي دُفع",
    "en": "the way it was paid",
}
MONEY_BACK = {
    "fa": "پول سفارش {number} رو پس بدید",
    "ar": "أريد استرداد مبلغ الطلب {number}",
    "en": "I want a refund for order {number}",
}
WHERE = {
    "fa": "سفارش {number} کجاست؟",
    "ar": "أين الطلب {number}؟",
    "en": "where is order {number}?",
}
BLACK = {"fa": "مشکی", "ar": "أسود", "en": "black"}
SHOES = {"fa": "کفش دویدن", "ar": "حذاء جري", "en": "Running shoes"}
NOT_MYSELF = {
    "fa": "خودم نمی‌توانم انجام بدهم",
    "ar": "لا أستطيع فعل هذا بنفسي",
    "en": "I can't do this in order",
}
FOR_COLLEAGUES = {
    "fa": "با همکارانم است",
    "ar": "يقرّره زملائي",
    "en": "for my colleagues to decide",
}
MONEY_IN_DOUBT = {
    "fa": "نمی‌توانم بگویم پولش راه افتاده",
    "ar": "لا أستطيع التأكد من أن مبلغه",
    "en": "can't tell whether its money",
}
IS_CANCELLED = {"fa": "لغو شده است", "ar": "ملغى", "en": "is cancelled"}
PLEASE = {"fa": "بله، لطفاً", "ar": "نعم من فضلك", "en": "Yes, please"}
# The operation that each comes to, and what it is said with.
BEYOND = {
    "change_address": SEND,
    "change_items": CHANGE,
    "remove": REMOVE,
}


@pytest.fixture
async def sara(rasa_engine, vendure):
    """
    A customer of the shop, signed in.
    """
    async with talking(rasa_engine, vendure) as made:
        yield made


def asked_of(talk):
    """
    What an agent reads of the wishes.
    """
    return read(talk.handed.packet).asked


@IN_ALL
async def test_it_is_read_back_agreed_to_and_done_with_its_money(sara, lang):
    asked = said(await sara.says(CANCEL[lang].format(number=shop.OPEN.number)))

    assert SHALL_I[lang] in asked
    for line in shop.OPEN.lines:
        assert line.names[lang] in asked
    assert TOTAL[lang] in asked
    assert WAY[lang] in asked
    assert SHALL_I[lang] in said(await sara.says(JOKE[lang]))
    assert sara.state_of(shop.OPEN) == "PaymentSettled"

    done = said(await sara.says(YES[lang]))

    assert REFERENCE[lang] in done
    assert TOTAL[lang] in done
    assert sara.state_of(shop.OPEN) == "Cancelled"
    assert sara.refunds(shop.OPEN) == [(ALL, "Settled")]
    # Whoever of the shop's staff looks finds the reference there.
    (why,) = sara.cancelled_for(shop.OPEN)
    assert why.removeprefix("Hamyar ")[:8].upper() in done


@IN_ALL
async def test_who_wants_money_for_what_was_not_sent_has_it_cancelled(sara, lang):
    asked = said(await sara.says(MONEY_BACK[lang].format(number=shop.PACKED.number)))
    assert SHALL_I[lang] in asked

    await sara.says(YES[lang])

    assert sara.state_of(shop.PACKED) == "Cancelled"
    assert [state for _, state in sara.refunds(shop.PACKED)] == ["Settled"]


@IN_ALL
async def test_a_refund_may_be_pending_until_staff_settles_it(sara, lang):
    payment = sara.staff.order(shop.AUTHORIZED.number)["payments"][0]["id"]
    sara.staff.does(
        "mutation($id: ID!) { settlePayment(id: $id) { __typename } }", id=payment
    )
    # How this was paid is not offered any more: the shop asks no provider.
    sara.staff.does('mutation { deletePaymentMethod(id: "2", force: true) { result } }')

    await sara.says(CANCEL[lang].format(number=shop.AUTHORIZED.number))
    assert REFERENCE[lang] in said(await sara.says(YES[lang]))

    assert sara.state_of(shop.AUTHORIZED) == "Cancelled"
    assert sara.refunds(shop.AUTHORIZED) == [(650000 * 1000, "Pending")]


@IN_ALL
async def test_what_was_not_paid_yet_is_cancelled_without_a_sum(sara, lang):
    asked = said(await sara.says(CANCEL[lang].format(number=shop.AUTHORIZED.number)))
    assert SHALL_I[lang] in asked
    assert UNPAID[lang] not in asked

    assert REFERENCE[lang] in said(await sara.says(YES[lang]))

    assert sara.state_of(shop.AUTHORIZED) == "Cancelled"
    assert sara.refunds(shop.AUTHORIZED) == []


@IN_ALL
async def test_an_order_is_found_by_the_code_that_vendure_gave_it(sara, lang):
    (told,) = await sara.says(WHERE[lang].format(number=shop.OPEN.number.lower()))

    assert [card.id for card in told.cards] == [shop.OPEN.number]


@IN_ALL
async def test_what_staff_cancelled_meanwhile_is_told_and_left_to_staff(sara, lang):
    await sara.says(CANCEL[lang].format(number=shop.OPEN.number))
    sara.staff.cancels(shop.OPEN.number)

    answer = said(await sara.says(YES[lang]))

    assert IS_CANCELLED[lang] in answer
    assert NOT_POSSIBLE[lang] in answer
    assert REFERENCE[lang] not in answer
    assert sara.cancelled_for(shop.OPEN) == ["No stock"]
    assert sara.refunds(shop.OPEN) == []


@IN_ALL
async def test_what_staff_packed_and_sent_meanwhile_is_not_cancelled(sara, lang):
    await sara.says(CANCEL[lang].format(number=shop.PACKED.number))
    (parcel,) = sara.staff.does(
        "query($id: ID!) { order(id: $id) { fulfillments { id } } }",
        id=sara.staff.order(shop.PACKED.number)["id"],
    )["order"]["fulfillments"]
    sara.staff.does(
        'mutation($id: ID!) { transitionFulfillmentToState(id: $id, state: "Shipped") '
        "{ __typename } }",
        id=parcel["id"],
    )

    answer = said(await sara.says(YES[lang]))

    assert REFERENCE[lang] not in answer
    assert sara.state_of(shop.PACKED) == "Shipped"
    assert sara.refunds(shop.PACKED) == []


@IN_ALL
@pytest.mark.parametrize("write", ["Cancel", "Refund"])
async def test_after_a_lost_answer_the_order_is_looked_at_and_nothing_done_twice(
    sara, lang, write
):
    await sara.says(CANCEL[lang].format(number=shop.OPEN.number))
    sara.cable.cut_at = f'"operationName": "{write}"'.encode()

    done = said(await sara.says(YES[lang]))

    assert REFERENCE[lang] in done
    assert sara.state_of(shop.OPEN) == "Cancelled"
    assert len(sara.cancelled_for(shop.OPEN)) == 1
    assert sara.refunds(shop.OPEN) == [(ALL, "Settled")]


@IN_ALL
async def test_money_that_did_not_get_through_is_for_people(sara, lang):
    await sara.says(CANCEL[lang].format(number=shop.OPEN.number))
    sara.cable.cut_at, sara.cable.delivers = b'"operationName": "Refund"', False

    answer = said(await sara.says(YES[lang]))

    assert MONEY_IN_DOUBT[lang] in answer
    assert sara.state_of(shop.OPEN) == "Cancelled"
    assert sara.refunds(shop.OPEN) == []
    await sara.presses(PLEASE[lang])
    (asked,) = asked_of(sara)
    assert (asked.operation, asked.order) == ("cancel_order", shop.OPEN.number)


async def test_a_turn_that_is_worked_again_gives_the_money_back_once(sara):
    await sara.says(CANCEL["en"].format(number=shop.OPEN.number))
    before = sara.state
    first = said(await sara.says("Yes"))

    # As after a server that was killed right after the write.
    sara.state = before
    again = said(await sara.says("Yes"))

    assert again == first
    assert len(sara.cancelled_for(shop.OPEN)) == 1
    assert sara.refunds(shop.OPEN) == [(ALL, "Settled")]


async def test_two_windows_at_the_same_moment_give_the_money_back_once(sara):
    states = []
    for _ in range(2):
        sara.state = None
        await sara.says(CANCEL["en"].format(number=shop.OPEN.number))
        states.append(sara.state)

    async def yes(name, state):
        window = sara.beside(name, state)
        return said(await window.says("Yes"))

    told = await asyncio.gather(*(yes(f"w{n}", s) for n, s in enumerate(states)))

    # One of them was first, and the other hears how the order stands.
    assert sorted(REFERENCE["en"] in each for each in told) == [False, True]
    assert any(NOT_POSSIBLE["en"] in each for each in told)
    assert len(sara.cancelled_for(shop.OPEN)) == 1
    assert sara.refunds(shop.OPEN) == [(ALL, "Settled")]


@IN_ALL
async def test_of_somebody_else_and_of_nobody_it_says_the_same(sara, lang):
    answers = []
    for number in (shop.JOHNS.number, "C6AHP3LGYJN8E5VX"):
        sara.state = None
        answer = said(await sara.says(CANCEL[lang].format(number=number)))
        answers.append(answer.replace(number, "N"))

    assert answers[0] == answers[1]
    assert NO_SUCH_ORDER[lang] in answers[0]
    assert sara.state_of(shop.JOHNS) == "PaymentSettled"


@IN_ALL
async def test_of_what_is_partly_under_way_people_decide(sara, lang):
    answer = said(await sara.says(CANCEL[lang].format(number=shop.PARTED.number)))

    assert FOR_COLLEAGUES[lang] in answer
    assert SHALL_I[lang] not in answer
    assert sara.state_of(shop.PARTED) == "PartiallyShipped"


@IN_ALL
@pytest.mark.parametrize("deed", BEYOND)
async def test_what_the_shops_system_cannot_do_goes_to_people_with_all_of_it(
    sara, lang, deed
):
    words = BEYOND[deed][lang].format(
        number=shop.OPEN.number, thing=BEANS[lang], colour=BLACK[lang]
    )
    if deed == "change_address":
        words = f"{words}: {ADDRESS[lang]}"
    elif deed == "change_items":
        words = words.replace(BEANS[lang], SHOES[lang])

    answer = said(await sara.says(words))

    assert NOT_MYSELF[lang] in answer
    assert SHALL_I[lang] not in answer
    await sara.presses(PLEASE[lang])
    (asked,) = asked_of(sara)
    wanted = "change_items" if deed == "remove" else deed
    assert (asked.operation, asked.order) == (wanted, shop.OPEN.number)
    assert asked.words == words
    assert sara.state_of(shop.OPEN) == "PaymentSettled"


@IN_ALL
@pytest.mark.parametrize("deed", ["return_items", "get_refund", "damaged"])
async def test_what_came_is_taken_back_by_people(sara, lang, deed):
    sara.now = shop.DELIVERED.changed_at + timedelta(days=2)
    sara.sign_in(shop.SARA.id)
    words = {
        "return_items": RETURN,
        "get_refund": MONEY_BACK,
        "damaged": BROKEN,
    }[deed][lang].format(number=shop.DELIVERED.number, thing=BEANS[lang])

    answer = said(await sara.says(words))
    if deed == "damaged":
        answer = said(await sara.presses(next(iter(sara.buttons))))

    assert NOT_MYSELF[lang] in answer
    await sara.presses(PLEASE[lang])
    (asked,) = asked_of(sara)
    assert (asked.operation, asked.order) == ("return_items", shop.DELIVERED.number)
    assert asked.words == words
