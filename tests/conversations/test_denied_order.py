"""
Orders that a message denies or excepts, and wishes that it refuses.
"""

import pytest

from tests.fakes.orders import an_order

pytestmark = pytest.mark.engine

NUMBERS = {"fa": "۲۱۹۲۸", "ar": "٢١٩٢٨", "en": "21928"}


def shown(replies):
    """
    The numbers of the orders whose cards are shown.
    """
    return [card.id for reply in replies for card in reply.cards]


def is_about(replies, number):
    """
    Whether the shop's rules are told for this order, and nothing else is.
    """
    (reply,) = replies
    return number in reply.text.split("\n")[0] and reply.cards == ()


@pytest.mark.parametrize(
    ("denial", "wish", "number"),
    [
        ("نه ۲۲۰۰۰ نه", "لغوش کن", "۲۱۹۶۳"),
        ("na 22000 na", "laghvesh kon", "۲۱۹۶۳"),
        ("مو 22000", "أريد إلغاءه", "٢١٩٦٣"),
        ("not 22000", "cancel it", "21963"),
    ],
)
async def test_a_denied_order_does_not_come_to_hand(shopper, denial, wish, number):
    await shopper.says("where is 21963?")
    assert shown(await shopper.says(denial)) == []
    assert shopper.meta["intent"]["name"] == "deny"
    assert is_about(await shopper.says(wish), number)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("همه رو لغو کن جز ۲۱۹۲۸", "cancel_order"),
        ("hame ro cancel kon joz 21928", "cancel_order"),
        ("ألغ كل الطلبات إلا 21928", "cancel_order"),
        ("cancel all except 21928", "cancel_order"),
        ("cancel everything but the coffee", "cancel_order"),
        ("return everything but 21928", "return_item"),
    ],
)
async def test_the_exception_is_not_what_is_cancelled(shopper, text, wish):
    """
    Also where it is the order at hand. With two more, none is named.
    """
    shopper.source.all_orders.append(an_order("21700", days_ago=9))
    await shopper.says("where is 21928?")
    (reply,) = await shopper.says(text)
    assert shopper.meta["intent"]["name"] == wish
    assert not any(number in reply.text for number in NUMBERS.values())
    assert "21963" not in reply.text
    assert "۲۱۹۶۳" not in reply.text
    assert "٢١٩٦٣" not in reply.text


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("سفارش ۲۱۹۶۳ رو لغو نکن", "لغوش کن"),
        ("نمی‌خوام ۲۱۹۶۳ لغو بشه", "لغوش کن"),
        ("sefaresh 21963 ro laghv nakon", "laghvesh kon"),
        ("لا تلغي الطلب 21963", "أريد إلغاءه"),
        ("don't cancel 21963", "cancel it"),
    ],
)
async def test_a_wish_that_is_refused_is_a_no_and_brings_no_order_to_hand(
    shopper, text, later
):
    (reply,) = await shopper.says(text)
    assert shopper.meta["intent"]["name"] == "deny"
    assert "{" not in reply.text
    (reply,) = await shopper.says(later)
    assert shopper.meta["intent"]["name"] == "cancel_order"
    assert not any(n in reply.text for n in ("21963", "۲۱۹۶۳", "٢١٩٦٣"))


@pytest.mark.parametrize(
    ("wish", "correction", "number"),
    [
        ("سفارش ۲۱۹۶۳ رو کنسل کنید", "قهوه رو میگم نه کفش", "۲۱۹۲۸"),
        ("sefaresh 21963 ro cancel kon", "ghahve ro migam na kafsh", "۲۱۹۲۸"),
        ("أريد إلغاء الطلب 21963", "لا، ليس هذا، القهوة", "٢١٩٢٨"),
        ("cancel 21963", "the coffee, not the shoes", "21928"),
        ("cancel 21963", "it's not that, the coffee", "21928"),
        ("i want to cancel 21963", "i don't want 21963, i want 21928", "21928"),
    ],
)
async def test_one_set_against_the_other_is_a_correction(
    shopper, wish, correction, number
):
    await shopper.says(wish)
    assert is_about(await shopper.says(correction), number)
    assert shopper.meta["intent"]["name"] == "cancel_order"


@pytest.mark.parametrize(
    "text",
    [
        "نه ۲۱۹۶۳ و نه ۲۱۹۲۸",
        "na 21963 va na 21928",
        "لا 21963 ولا 21928",
        "not 21963 nor 21928",
        "neither 21963 nor 21928",
    ],
)
async def test_neither_of_two_is_told(shopper, text):
    assert shown(await shopper.says(text)) == []
    assert shopper.meta["intent"]["name"] == "deny"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("تو جعبه کفش نبود", "۲۱۹۶۳"),
        ("i do not want the shoes anymore, cancel the order", "21963"),
    ],
)
async def test_what_was_not_there_or_not_wanted_names_its_own_order(
    shopper, text, number
):
    assert is_about(await shopper.says(text), number)
