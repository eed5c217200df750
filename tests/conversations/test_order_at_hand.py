"""
A wish once more for another order, wishes for the order at hand, both, and no other.
"""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.conversations.messages import Choice
from crm_connector.errors import SourceUnavailable
from crm_connector.model import Identity, OrderStatus
from tests.fakes.orders import COFFEE, an_order
from tests.slices import slow_but_first

pytestmark = pytest.mark.engine

LANGUAGES = ("fa", "ar", "en")
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
    ("wish", "correction", "number"),
    slow_but_first(
        [
            ("سفارش ۲۱۹۶۳ رو کنسل کنید", "ببخشید منظورم ۲۱۹۲۸ بود", "۲۱۹۲۸"),
            ("میخوام سفارش ۲۱۹۶۳ رو پس بدم", "نه، ۲۱۹۲۸", "۲۱۹۲۸"),
            ("میخوام سفارش ۲۱۹۶۳ رو پس بدم", "نه اون یکی", "۲۱۹۲۸"),
            ("سفارش ۲۱۹۶۳ رو کنسل کنید", "۲۱۹۶۳ نه، قهوه", "۲۱۹۲۸"),
            ("sefaresh 21963 ro cancel kon", "bebakhshid manzuram 21928 bud", "۲۱۹۲۸"),
            ("sefaresh 21963 ro cancel kon", "na 21963 na, 21928", "۲۱۹۲۸"),
            ("أريد إلغاء الطلب 21963", "آسف قصدي 21928", "٢١٩٢٨"),
            ("أريد إلغاء الطلب 21963", "لا، 21928", "٢١٩٢٨"),
            ("أريد إرجاع الطلب 21963", "مو 21963، 21928", "٢١٩٢٨"),
            ("cancel 21963", "sorry i meant 21928", "21928"),
            ("cancel 21963", "no, the other one", "21928"),
            ("i want to return order 21963", "no the coffee", "21928"),
            ("i want to return order 21963", "not 21963, 21928", "21928"),
            ("cancel 21963", "21928", "21928"),
            ("cancel 21963", "oops wrong number, 21928", "21928"),
            ("cancel 21963", "wait, i mean 21928", "21928"),
            ("سفارش ۲۱۹۶۳ رو کنسل کنید", "ای وای اشتباه گفتم ۲۱۹۲۸", "۲۱۹۲۸"),
            ("أريد إلغاء الطلب 21963", "عفوًا أقصد 21928", "٢١٩٢٨"),
        ]
    ),
)
async def test_a_correction_is_the_same_wish_for_the_other_order(
    shopper, wish, correction, number
):
    first = await shopper.says(wish)
    heard = shopper.meta["intent"]["name"]
    again = await shopper.says(correction)

    assert shopper.meta["intent"]["name"] == heard != "track_order"
    assert is_about(again, number)
    assert again[0].text.split("\n")[1:] == first[0].text.split("\n")[1:]


async def test_whoever_asks_where_the_other_one_is_is_told_that(shopper):
    await shopper.says("cancel 21963")
    assert shown(await shopper.says("where is 21928?")) == ["21928"]
    assert shown(await shopper.says("no, the other one")) == ["21963"]


async def test_after_other_talk_a_wish_is_repeated_only_where_that_is_said(shopper):
    await shopper.says("cancel 21963")
    await shopper.says("thanks")
    assert is_about(await shopper.says("sorry i meant 21928"), "21928")
    await shopper.says("thanks")
    assert shown(await shopper.says("21963")) == ["21963"]


async def test_a_wish_is_not_repeated_a_long_while_later(shopper):
    await shopper.says("cancel 21963")
    shopper.now += timedelta(minutes=16)
    await shopper.says("sorry i meant 21928")
    assert shopper.meta["intent"]["name"] != "cancel_order"


async def test_a_denied_wish_is_a_no(shopper):
    """
    "Not 21963" is no question about it.
    """
    await shopper.says("cancel 21963")
    assert shown(await shopper.says("not 21963")) == []
    assert shopper.meta["intent"]["name"] == "deny"


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("لغوش کن", "cancel_order"),
        ("میخوام پسش بدم", "return_item"),
        ("laghvesh kon", "cancel_order"),
        ("أريد إرجاعه", "return_item"),
        ("cancel it", "cancel_order"),
        ("return it", "return_item"),
        ("change its address", "change_shipping_address"),
    ],
)
async def test_it_is_the_order_at_hand_and_is_named(shopper, text, wish):
    await shopper.says("where is my order 21928?")
    replies = await shopper.says(text)
    assert shopper.meta["intent"]["name"] == wish
    assert is_about(replies, NUMBERS[replies[0].lang])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("wish", ["reorder", "report_damaged_item", "track_refund"])
async def test_other_wishes_name_it_in_each_language(shopper, wish, lang):
    await shopper.happens(Choice("change_language", {"language": lang}))
    general = await shopper.asks(Choice(wish, {}), "")
    named = await shopper.asks(Choice(wish, {"order_number": "21928"}), "")
    assert "21928" not in general[0].text
    assert NUMBERS[lang] not in general[0].text
    assert is_about(named, NUMBERS[lang])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("cancel the coffee", "21928"),
        ("cancel my last order", "21963"),
        ("please cancel the other order", "21928"),
    ],
)
async def test_a_wish_for_an_order_said_in_words_names_that_one(shopper, text, number):
    """
    Which then is the one at hand.
    """
    await shopper.says("where is my order 21963?")
    assert is_about(await shopper.says(text), number)
    assert shown(await shopper.says("has it been shipped yet?")) == [number]


async def test_what_may_be_either_order_is_not_named(shopper):
    shopper.source.all_orders.append(an_order("21700", days_ago=9))
    (reply,) = await shopper.says("cancel the shoes")
    assert "21963" not in reply.text
    assert "21700" not in reply.text


async def test_the_way_to_cancel_is_told_where_the_shop_cannot_be_asked(
    shopper, monkeypatch
):
    async def down(*_, **__):
        raise SourceUnavailable("down")

    monkeypatch.setattr(shopper.source, "orders", down)
    with capture_logs() as logs:
        (reply,) = await shopper.says("cancel the coffee")
    assert "Nothing has been cancelled" in reply.text
    (noted,) = [each for each in logs if each["log_level"] == "error"]
    assert (noted["event"], noted["kind"]) == ("crm_error", "SourceUnavailable")


async def test_a_stranger_hears_how_to_cancel(shopper):
    """
    And nothing about any order but the words they wrote themselves.
    """
    shopper.who = Identity()
    with capture_logs() as logs:
        (reply,) = await shopper.says("cancel the coffee")
    assert [each for each in logs if each["log_level"] == "error"] == []
    assert "Nothing has been cancelled" in reply.text
    assert "21928" not in reply.text


@pytest.mark.parametrize(
    ("ask", "text"),
    slow_but_first(
        [
            ("سفارشم کجاست؟", "هر دوش"),
            ("سفارشم کجاست؟", "هردو"),
            ("سفارشم کجاست؟", "هر دوشون رو بگید لطفا"),
            ("سفارشم کجاست؟", "جفتش"),
            ("سفارشم کجاست؟", "هر دوتاش کجاست؟"),
            ("سفارشم کجاست؟", "هر ۲ تا"),
            ("sefaresham kojast?", "har do"),
            ("sefaresham kojast?", "hardosh"),
            ("sefaresham kojast?", "har dutash"),
            ("أين طلبي؟", "كلاهما"),
            ("أين طلبي؟", "الاثنين"),
            ("where is my order?", "both"),
            ("where is my order?", "both of them please"),
        ]
    ),
)
async def test_both_are_told_where_two_were_offered(shopper, ask, text):
    assert shown(await shopper.says(ask)) == []
    assert sorted(shown(await shopper.says(text))) == ["21928", "21963"]


@pytest.mark.parametrize("text", ["هر دو", "كلاهما", "both"])
async def test_both_of_three_are_asked_about_again(shopper, text):
    shopper.source.all_orders.append(an_order("21700", days_ago=9))
    asked = await shopper.says("where is my order?")
    again = await shopper.says(text)
    assert shown(again) == []
    assert again[0].text != asked[0].text
    assert len(shopper.buttons) == 3


async def test_both_is_an_answer_only_right_after_the_question(shopper):
    await shopper.says("where is my order?")
    await shopper.says("thanks")
    await shopper.says("both")
    assert shopper.meta["intent"]["name"] == "list_orders"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("اون یکی", "سفارش دیگری"),
        ("oon yeki", "سفارش دیگری"),
        ("الطلب الآخر", "لا يوجد طلب آخر"),
        ("the other one", "no other order"),
        ("where is my other order?", "no other order"),
    ],
)
async def test_that_there_is_no_other_order_is_said(shopper, text, said):
    """
    And the one that there is, is told.
    """
    del shopper.source.all_orders[1]
    await shopper.says("where is order 21963?")
    replies = await shopper.says(text)
    assert said in replies[0].text
    assert shown(replies) == ["21963"]


async def test_the_other_one_may_have_arrived_already(shopper):
    """
    It is not said that none is open while the one just told is.
    """
    shopper.source.all_orders[1] = an_order(
        "21928", OrderStatus.DELIVERED, product=COFFEE, days_ago=5
    )
    await shopper.says("where is order 21963?")
    (reply,) = await shopper.says("the other one")
    assert shown([reply]) == ["21928"]
    assert "no open" not in reply.text
    assert "no other" not in reply.text


@pytest.mark.parametrize(
    "text",
    [
        "نه ۲۱۹۶۳ نه، ۲۱۹۲۸",
        "۲۱۹۶۳ نه ۲۱۹۲۸",
        "سفارش ۲۱۹۶۳ نه، ۲۱۹۲۸ کجاست؟",
        "na 21963 na 21928",
        "not 21963, 21928",
        "where is 21928, not 21963",
        "مو 21963، 21928",
        "ليس 21963 بل 21928",
    ],
)
@pytest.mark.parametrize("before", [None, "سفارش ۲۱۹۶۳ کجاست؟"])
async def test_of_two_numbers_only_the_meant_one_is_spoken_of(shopper, text, before):
    """
    Also as the first message of all, where the words alone tell it.
    """
    if before:
        await shopper.says(before)
    replies = await shopper.says(text)
    assert shown(replies) == ["21928"]
    assert "21963" not in replies[0].text


async def test_what_is_not_to_be_cancelled_is_not_named(shopper):
    replies = await shopper.says("cancel 21928 not 21963")
    assert is_about(replies, "21928")
    assert "21963" not in replies[0].text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("کد رهگیریش چنده", "کد رهگیری ندارد"),
        ("code rahgirish chande", "کد رهگیری ندارد"),
        ("ما هو رمز التتبع", "ليس له رمز تتبّع"),
        ("what's its tracking code", "has no tracking code"),
    ],
)
async def test_that_there_is_no_code_yet_is_said_plainly(shopper, text, said):
    shopper.source.all_orders[1] = an_order("21928", OrderStatus.PREPARING)
    await shopper.says("where is order 21928?")
    (reply,) = await shopper.says(text)
    assert said in reply.text
    assert shown([reply]) == ["21928"]


async def test_who_asks_for_the_code_before_signing_in_hears_of_it_after(shopper):
    shopper.source.all_orders = [an_order("21928", OrderStatus.PAID)]
    proven, shopper.who = shopper.who, Identity()
    await shopper.says("what is the tracking code of my order?")
    shopper.who = proven
    replies = await shopper.happens(Choice("signed_in", {}))
    assert "has no tracking code" in replies[1].text


@pytest.mark.parametrize("status", [OrderStatus.SHIPPED, OrderStatus.DELIVERED])
async def test_a_code_that_there_is_is_told(shopper, status):
    shopper.source.all_orders = [an_order("21928", status)]
    (reply,) = await shopper.says("what is the tracking code of order 21928?")
    assert "9081726354" in reply.text


async def test_a_sent_order_without_a_code_is_said_to_have_none(shopper):
    shopper.source.all_orders = [an_order("21928", tracking=None)]
    (reply,) = await shopper.says("what is the tracking code of order 21928?")
    assert "no tracking code" in reply.text
    (reply,) = await shopper.says("where is order 21928?")
    assert "no tracking code" not in reply.text


async def test_a_cancelled_order_waits_for_no_code(shopper):
    shopper.source.all_orders = [an_order("21928", OrderStatus.CANCELLED)]
    (reply,) = await shopper.says("what is the tracking code of order 21928?")
    assert "cancelled" in reply.text
    assert "code" not in reply.text
