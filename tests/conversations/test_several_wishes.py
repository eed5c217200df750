"""
Several wishes in one message: each is answered, and a question of ours stands last.
"""

import pytest

from actions.formatting import digits
from actions.offers.loyalty_points import ActionLoyaltyPoints
from bot.conversations.messages import Choice
from tests.conversations import demo_orders
from tests.conversations.changes import (
    ANSWERED_IN,
    CANCEL,
    REFERENCE,
    SHALL_I,
    TOLD_POINTS,
    WAYS,
    YES,
    said,
)
from tests.conversations.demo_orders import status

SIGNED_IN = Choice("signed_in")
POINTS = {
    "fa": "بگو چند تا امتیاز دارم",
    "fa-Latn": "begu chand ta emtiaz daram",
    "ar": "أعرف كم نقطة عندي",
    "en": "tell me how many points I have",
}
AND = {"fa": " و ", "fa-Latn": " va ", "ar": " و", "en": " and "}
YES_AND = {
    "fa": "بله، و راستی چند تا امتیاز دارم؟",
    "fa-Latn": "bale, va rasti chand ta emtiaz daram?",
    "ar": "نعم، وكم نقطة عندي؟",
    "en": "yes, and how many points do I have?",
}
NOT_A_YES = {
    "fa": "بله اگه امتیازم برگرده، و راستی چند تا امتیاز دارم؟",
    "fa-Latn": "bale age emtiazam bargarde, va rasti chand ta emtiaz daram?",
    "ar": "نعم إذا رجعت النقاط، وكم نقطة عندي؟",
    "en": "yes if I get it all back, and how many points do I have?",
}
FIRST_TELL_ME = {
    "fa": "بله، ولی اول بگو چند تا امتیاز دارم",
    "fa-Latn": "bale, vali aval begu chand ta emtiaz daram",
    "ar": "نعم، بس أول قول لي كم نقطة عندي",
    "en": "yes, but first tell me how many points I have",
}
THREE = {
    "fa": "سفارش {number} کجاست؟ لغوش کنید. چند تا امتیاز دارم؟",
    "fa-Latn": "sefareshe {number} kojast? laghvesh konid. chand ta emtiaz daram?",
    "ar": "وين الطلب {number}؟ والغوا الطلب. وكم نقطة عندي؟",
    "en": "Where is order {number}? Please cancel it. How many points do I have?",
}
OPEN = {
    "fa": "{cancel} و بگو جمعه باز هستید؟",
    "fa-Latn": "{cancel} va begu jome baz hastid?",
    "ar": "{cancel} وهل تفتحون يوم الجمعة؟",
    "en": "{cancel} and are you open on Friday?",
}
FRIDAY = {"fa": "جمعه", "ar": "الجمعة", "en": "Friday"}
SIGN_IN = {"fa": "وارد حساب", "ar": "سجّل الدخول", "en": "sign in"}
INVOICE = {
    "fa": "فاکتور سفارش {number} رو می‌خوام و بگید کی می‌رسه",
    "fa-Latn": "faktore sefareshe {number} ro mikham va begid key mirese",
    "ar": "ابي فاتورة الطلب {number} وابغى اعرف متى يوصل",
    "en": "I need the invoice of order {number}, and tell me when it arrives",
}


def both(way, order, *, is_change_first):
    """
    A change and a question in one message, in either order.
    """
    change = CANCEL[way].format(number=order.number)
    two = (change, POINTS[way]) if is_change_first else (POINTS[way], change)
    return AND[way].join(two)


@pytest.mark.parametrize("is_change_first", [True, False])
@pytest.mark.parametrize("way", WAYS)
async def test_a_question_is_answered_beside_a_change_which_waits_for_its_own_yes(
    buyer, order, way, is_change_first
):
    lang = ANSWERED_IN[way]

    told = said(await buyer.says(both(way, order, is_change_first=is_change_first)))

    assert told.index(TOLD_POINTS[lang]) < told.index(SHALL_I[lang])
    assert told.endswith(SHALL_I[lang])
    assert told.count(SHALL_I[lang]) == 1
    assert status(buyer, order) == "paid"
    done = said(await buyer.says(YES[way]))
    assert REFERENCE[lang] in done
    assert TOLD_POINTS[lang] not in done
    assert status(buyer, order) == "cancelled"


@pytest.mark.parametrize("way", WAYS)
async def test_a_plain_yes_beside_a_question_is_done_and_the_question_answered(
    buyer, order, way
):
    lang = ANSWERED_IN[way]
    await buyer.says(CANCEL[way].format(number=order.number))

    told = said(await buyer.says(YES_AND[way]))

    assert status(buyer, order) == "cancelled"
    assert told.index(REFERENCE[lang]) < told.rindex(TOLD_POINTS[lang])


@pytest.mark.parametrize("words", [NOT_A_YES, FIRST_TELL_ME], ids=["if", "first"])
@pytest.mark.parametrize("way", WAYS)
async def test_a_yes_with_a_condition_is_none(buyer, order, way, words):
    await buyer.says(CANCEL[way].format(number=order.number))

    await buyer.says(words[way])

    assert status(buyer, order) == "paid"


TAKEN_BACK = {
    "fa": "بله. چند تا امتیاز دارم؟ نه نکن",
    "fa-Latn": "bale. chand ta emtiaz daram? na nakon",
    "ar": "نعم. كم نقطة عندي؟ لا خلاص بطلت",
    "en": "Yes. How many points do I have? Actually no.",
}


@pytest.mark.parametrize("way", WAYS)
async def test_a_yes_that_is_taken_back_behind_a_question_is_none(buyer, order, way):
    await buyer.says(CANCEL[way].format(number=order.number))

    await buyer.says(TAKEN_BACK[way])

    assert status(buyer, order) == "paid"


async def test_a_yes_behind_a_question_is_none_to_what_was_read_back(buyer, order):
    await buyer.says(CANCEL["en"].format(number=order.number))

    await buyer.says("how many points do I have? yes")

    assert status(buyer, order) == "paid"


async def test_a_yes_before_anything_was_asked_changes_nothing(buyer, order):
    await buyer.says(f"yes, cancel order {order.number}, and are you open on Friday?")

    assert status(buyer, order) == "paid"


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_asked_in_the_middle_beside_a_no_leaves_the_order(
    buyer, order, way
):
    lang = ANSWERED_IN[way]
    await buyer.says(CANCEL[way].format(number=order.number))
    no = {"fa": "نه", "fa-Latn": "na", "ar": "لا", "en": "no"}[way]
    question = YES_AND[way].split("،" if "،" in YES_AND[way] else ",", 1)[1]

    told = said(await buyer.says(f"{no}، {question}"))

    assert TOLD_POINTS[lang] in told
    assert status(buyer, order) == "paid"
    await buyer.says(YES[way])
    assert status(buyer, order) == "paid"


@pytest.mark.parametrize("way", WAYS)
async def test_three_things_are_answered_and_the_one_that_asks_stands_last(
    buyer, order, way
):
    lang = ANSWERED_IN[way]

    replies = await buyer.says(THREE[way].format(number=order.number))

    told = said(replies)
    assert TOLD_POINTS[lang] in told
    assert any(reply.cards for reply in replies)
    assert told.endswith(SHALL_I[lang])
    assert status(buyer, order) == "paid"


@pytest.mark.parametrize("way", WAYS)
async def test_the_question_beside_speaks_of_the_order_that_was_named(
    buyer, order, way
):
    replies = await buyer.says(INVOICE[way].format(number=order.number))

    cards = [card.id for reply in replies for card in reply.cards]
    assert any(order.number in each for each in cards)
    assert len(replies) > 1


@pytest.mark.parametrize("way", WAYS)
async def test_a_stranger_is_asked_to_sign_in_once_and_then_told_everything(
    buyer, order, way
):
    lang, who = ANSWERED_IN[way], buyer.who
    buyer.who = type(who)()

    asked = said(await buyer.says(both(way, order, is_change_first=True)))

    assert asked.count(SIGN_IN[lang]) == 1
    assert SHALL_I[lang] not in asked
    buyer.who = who
    told = said(await buyer.happens(SIGNED_IN))
    assert told.index(TOLD_POINTS[lang]) < told.index(SHALL_I[lang])
    assert status(buyer, order) == "paid"
    await buyer.says(YES[way])
    assert status(buyer, order) == "cancelled"


@pytest.mark.parametrize("way", WAYS)
async def test_what_everybody_may_know_a_stranger_is_told_at_once(buyer, order, way):
    lang = ANSWERED_IN[way]
    buyer.who = type(buyer.who)()

    cancel = CANCEL[way].format(number=order.number)
    told = said(await buyer.says(OPEN[way].format(cancel=cancel)))

    assert told.index(FRIDAY[lang]) < told.index(SIGN_IN[lang])


@pytest.mark.parametrize(
    "text",
    [
        "hi, cancel order {number} please",
        "thanks, and please cancel order {number}",
        "سلام، خسته نباشید. سفارش {number} رو لغو کنید",
        "salam, mersi. sefaresh {number} ro laghv konid",
        "مرحبا، شكرا لكم. أريد إلغاء الطلب {number}",
    ],
)
async def test_small_talk_is_no_wish(buyer, order, text):
    told = said(await buyer.says(text.format(number=order.number)))

    assert told.count("\n\n") == 0
    assert len(buyer.buttons) == 2
    assert not any(word in told for word in ("Hello", "welcome", "سلام", "أهلا"))


async def test_what_was_told_stays_told_where_the_other_thing_goes_wrong(
    buyer, order, monkeypatch
):
    async def fails(*_):
        raise RuntimeError("The points are gone.")

    await buyer.says(CANCEL["en"].format(number=order.number))
    monkeypatch.setattr(ActionLoyaltyPoints, "answer", fails)

    told = said(await buyer.says(YES_AND["en"]))

    assert status(buyer, order) == "cancelled"
    assert REFERENCE["en"] in told
    assert "went wrong" in told
    # The yes was taken, and is none to anything else.
    again = said(await buyer.says(YES["en"]))
    assert REFERENCE["en"] not in again


async def test_nothing_is_kept_where_the_first_thing_goes_wrong(
    buyer, order, monkeypatch
):
    async def fails(*_):
        raise RuntimeError("The points are gone.")

    await buyer.says("hello")
    before = buyer.state
    monkeypatch.setattr(ActionLoyaltyPoints, "answer", fails)

    told = said(await buyer.says(both("en", order, is_change_first=True)))

    assert "went wrong" in told
    assert SHALL_I["en"] not in told
    assert buyer.state == before


MADE = {
    "fa": "توی سفارش {number} {thing} رو {colour} کن و بگو چند تا امتیاز دارم",
    "fa-Latn": "tuye sefaresh {number} {thing} ro {colour} kon "
    "va begu chand ta emtiaz daram",
    "ar": "في الطلب {number} غيروا {thing} إلى {colour} وأعرف كم نقطة عندي",
    "en": "make the {thing} in order {number} {colour} "
    "and tell me how many points I have",
}


@pytest.mark.parametrize("way", WAYS)
async def test_a_change_that_is_told_in_few_words_is_read_back_beside(buyer, way):
    lang = ANSWERED_IN[way]
    order = demo_orders.to_change(buyer.file)
    colour = demo_orders.other_colour(buyer.file, order, lang)
    buyer.sign_in(order.customer)
    names = {"number": order.number, "thing": order.names[lang], "colour": colour}

    told = said(await buyer.says(MADE[way].format(**names)))

    assert TOLD_POINTS[lang] in told
    assert SHALL_I[lang] in told
    assert colour in told


FORBIDS = {
    "fa": "سفارش {number} رو کنسل نکن فقط بگو کی میرسه",
    "fa-Latn": "sefaresh {number} ro kansel nakon faghat begu key mirese",
    "ar": "لا تلغي الطلب {number} فقط قولي متى يوصل",
    "en": "don't cancel {number} just tell me when it arrives",
}
SINGLE = {
    "fa": "لغوش نکن، بگو چند تا امتیاز دارم",
    "fa-Latn": "laghvesh nakon, begu chand ta emtiaz daram",
    "ar": "لا تلغيه، قولي كم نقطة عندي",
    "en": "don't cancel my order, tell me how many points I have",
}


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_asked_beside_what_is_not_to_be_done_is_answered(buyer, way):
    lang = ANSWERED_IN[way]
    order = demo_orders.to_change(buyer.file)
    buyer.sign_in(order.customer)

    told = said(await buyer.says(FORBIDS[way].format(number=order.number)))

    number = digits(order.number, lang)
    assert number in told
    assert SHALL_I[lang] not in told


@pytest.mark.parametrize("way", WAYS)
async def test_so_is_another_matter(buyer, way):
    lang = ANSWERED_IN[way]
    buyer.sign_in(demo_orders.to_change(buyer.file).customer)

    told = said(await buyer.says(SINGLE[way]))

    assert TOLD_POINTS[lang] in told
    assert SHALL_I[lang] not in told
