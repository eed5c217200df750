"""
No wish of a message is dropped without a word: it is answered, kept, or named as left.
"""

from dataclasses import replace

import pytest

from actions import services
from actions.offers.loyalty_points import ActionLoyaltyPoints
from bot.conversations.messages import Choice
from crm_connector.model import ContactKind
from tests.conversations import demo_orders
from tests.conversations.changes import (
    ANSWERED_IN,
    SHALL_I,
    TOLD_POINTS,
    WAYS,
    YES,
    said,
)
from tests.conversations.demo_orders import status

SIGNED_IN = Choice("signed_in")
LEFT = {"fa": "هنوز نپرداخته‌ام", "ar": "لم أتناوله", "en": "haven't seen to this"}
AND_POINTS = {
    "fa": "میخوام سفارش {number} رو لغو کنم و امتیازام چنده؟",
    "fa-Latn": "mikham {number} ro kansel konam va emtiazam chande?",
    "ar": "اريد الغي الطلب {number} وشكد نقاطي هسه؟",
    "en": "order {number} please cancel it and what's my points balance?",
}
PRICE_AND_RETURN = {
    "fa": "کتری رو میخوام پس بدم، قیمت قهوه ترک چنده؟",
    "fa-Latn": "ketri ro mikham pas bedam, gheymate ghahve tork chande?",
    "ar": "ابي ارجع الخلاط، وبكم القهوة التركية؟",
    "en": "I want to return the kettle, and how much is the Turkish coffee?",
}
NOT_ON_CONDITION = {"fa": "مشروط", "ar": "بشرط", "en": "on a condition"}
COFFEE = {"fa": "قهوه", "ar": "القهوة", "en": "offee"}
ON_CONDITION = {
    "fa": "قیمت قهوه ترک چنده؟ اگه ارزونتر شده سفارشمو لغو کن",
    "fa-Latn": "gheymate ghahve tork chande? age arzuntar shode laghvesh kon",
    "ar": "بكم القهوة التركية؟ اذا صارت ارخص الغوا الطلب",
    "en": "how much is the Turkish coffee? if it got cheaper cancel my order",
}
BUT_FIRST = {
    "fa": "سفارش {number} رو لغو کنید ولی قبلش بگید جریمه داره؟",
    "fa-Latn": "{number} ro laghv konid vali ghablesh begid jarime dare?",
    "ar": "الغوا الطلب {number} بس اول قولوا لي كم رسوم الإلغاء؟",
    "en": "please cancel order {number} but first tell me the cancellation fee",
}
OTHERS = {
    "fa": "بقیه سفارشام کجان؟",
    "fa-Latn": "baghie sefaresham kojan?",
    "ar": "وين صارت باقي طلباتي؟",
    "en": "where are my other orders now?",
}


@pytest.mark.parametrize("way", WAYS)
async def test_points_asked_for_beside_a_cancelling_are_told(buyer, order, way):
    lang = ANSWERED_IN[way]

    told = said(await buyer.says(AND_POINTS[way].format(number=order.number)))

    assert told.index(TOLD_POINTS[lang]) < told.index(SHALL_I[lang])
    assert status(buyer, order) == "paid"


@pytest.mark.parametrize("way", WAYS)
async def test_what_something_else_costs_is_told_beside_a_return(buyer, order, way):
    await buyer.says(PRICE_AND_RETURN[way])

    assert buyer.meta["intents"] == ["check_price", "return_item"]


@pytest.mark.parametrize("way", WAYS)
async def test_nothing_is_done_on_a_condition_and_that_is_said(buyer, order, way):
    lang = ANSWERED_IN[way]

    told = said(await buyer.says(ON_CONDITION[way]))

    assert buyer.meta["intents"] == ["check_price"]
    assert NOT_ON_CONDITION[lang] in told
    await buyer.says(YES[way])
    assert status(buyer, order) == "paid"


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_to_be_told_first_is_and_then_it_is_read_back(buyer, order, way):
    lang = ANSWERED_IN[way]

    told = said(await buyer.says(BUT_FIRST[way].format(number=order.number)))

    assert buyer.meta["intents"] == ["check_cancellation_fee", "cancel_order"]
    assert told.endswith(SHALL_I[lang])
    assert told.count(SHALL_I[lang]) == 1
    assert status(buyer, order) == "paid"


@pytest.mark.parametrize("way", WAYS)
async def test_all_other_orders_are_told_and_not_the_one_spoken_of(shopper, way):
    await shopper.says("where is order 21963?")

    replies = await shopper.says(OTHERS[way])

    cards = [card.id for reply in replies for card in reply.cards]
    assert any("21928" in each for each in cards)
    if shopper.meta["intent"]["name"] == "track_order":
        assert not any("21963" in each for each in cards)


async def test_a_question_does_not_stand_in_the_middle(shopper):
    told = await shopper.says("where is my order and please cancel 21963")

    assert shopper.meta["intents"] == ["track_order", "cancel_order"]
    assert sum(len(reply.cards) for reply in told[:2]) == 2
    assert "Which order" not in said(told)


async def test_of_the_last_wish_it_is_asked_which_order(shopper):
    told = said(await shopper.says("are you open on Friday and where is my order?"))

    assert "Which order" in told


async def test_an_offer_beside_an_answer_keeps_nothing_waiting(club_member):
    services.configure(
        replace(services.services(), codes_reach=frozenset({ContactKind.PHONE}))
    )
    club_member.sign_in()

    await club_member.says("How many points do I have, and where is my order?")

    assert club_member.meta["intents"] == ["loyalty_points", "track_order"]


async def test_a_stranger_is_told_all_of_it_after_signing_in(buyer, order):
    who, buyer.who = buyer.who, type(buyer.who)()
    await buyer.says("how many points do I have?")

    asked = said(
        await buyer.says(
            "How many points do I have? How long is the warranty? Where is my order?"
        )
    )

    assert "warranty" in asked
    assert asked.count("sign in") == 1
    buyer.who = who
    replies = await buyer.happens(SIGNED_IN)
    assert "points" in said(replies)
    assert any(reply.cards for reply in replies)


async def test_what_waited_too_long_is_named(buyer, order):
    who, buyer.who = buyer.who, type(buyer.who)()
    await buyer.says("How many points do I have, and where is my order?")

    buyer.now = buyer.now.replace(day=buyer.now.day + 1)
    buyer.sign_in(who.customer_id)
    replies = await buyer.happens(SIGNED_IN)

    assert "“where is my order?”" in said(replies)
    assert not any(reply.cards for reply in replies)


async def test_more_than_is_answered_is_named_and_a_person_is_called(payer):
    found = demo_orders.to_cancel(payer.file)
    payer.sign_in(found.customer)

    told = said(
        await payer.says(
            f"cancel {found.number}. how many points do I have? are you open on "
            "Friday? do you have a branch in Shiraz? I want to talk to a human agent "
            "please. I want the newsletter"
        )
    )

    assert payer.meta["intents"][-1] == "contact_human_agent"
    assert LEFT["en"] in told
    assert "“I want the newsletter”" in told


async def test_of_what_fails_it_is_said_what_it_was_and_what_was_not_done(
    buyer, order, monkeypatch
):
    async def fails(*_):
        raise RuntimeError("The points are gone.")

    monkeypatch.setattr(ActionLoyaltyPoints, "answer", fails)

    told = said(
        await buyer.says(
            f"are you open on Friday? how many points do I have? cancel {order.number}"
        )
    )

    assert "Friday" in told
    assert "“how many points do I have?”" in told
    assert f"“cancel {order.number}”" in told
    assert LEFT["en"] in told
    assert buyer.meta["incident"] in told
    assert status(buyer, order) == "paid"
