"""
"No, the other one": correcting which order was meant, and orders by a parcel's code.
"""

from datetime import timedelta

import pytest

from bot.conversations.messages import Choice
from crm_connector.model import Identity
from tests.fakes.orders import COFFEE, an_order

pytestmark = pytest.mark.engine


@pytest.fixture
def spoken_of(talk):
    """
    A customer with two open orders has just asked after the shoes.
    """
    talk.sign_in()
    talk.source.all_orders = [
        an_order("21963"),
        an_order("21928", product=COFFEE, tracking="272512345678901234567890"),
    ]

    async def ask():
        replies = await talk.says("سفارش ۲۱۹۶۳ کجاست؟")
        assert shown(replies) == ["21963"]

    return ask


def shown(replies):
    """
    The numbers of the orders whose cards are shown.
    """
    return [card.id for reply in replies for card in reply.cards]


@pytest.mark.parametrize(
    "text",
    [
        "نه، قهوه",
        "نه منظورم قهوه است",
        "اون یکی نه، ۲۱۹۲۸",
        "نه، دومی",
        "na manzuram ghahve bud",
        "no the coffee",
        "sorry i meant 21928",
        "لا أقصد القهوة",
        "لا قصدي 21928",
    ],
)
async def test_a_no_that_names_another_order_asks_after_that_one(talk, spoken_of, text):
    await spoken_of()
    assert shown(await talk.says(text)) == ["21928"]


@pytest.mark.parametrize(
    "text",
    ["اون یکی نه", "نه اون یکی", "not that one, the other one", "na oon yeki"],
)
async def test_the_other_one_is_not_the_one_just_told(talk, spoken_of, text):
    await spoken_of()
    assert shown(await talk.says(text)) == ["21928"]


async def test_the_order_that_is_denied_is_not_told_again(talk, spoken_of):
    await spoken_of()
    assert shown(await talk.says("no, not 21963")) == []


async def test_of_several_others_one_can_be_chosen(talk, spoken_of):
    await spoken_of()
    talk.source.all_orders.append(an_order("21700", days_ago=9))
    # What was answered a moment ago is not asked again.
    talk.now += timedelta(minutes=2)
    assert shown(await talk.says("نه اون یکی")) == []
    assert [title[:5] for title in talk.buttons] == ["۲۱۹۲۸", "۲۱۷۰۰"]


async def test_what_is_at_hand_may_have_letters_and_lie_far_back(talk):
    talk.sign_in()
    newer = [an_order(str(30000 + n), days_ago=9 * n + 1) for n in range(14)]
    talk.source.all_orders = [*newer, an_order("TP-204", days_ago=140)]
    assert shown(await talk.says("please cancel order TP-204")) == []
    assert shown(await talk.says("has it been shipped yet?")) == ["TP-204"]


async def test_a_wrong_number_asks_the_shop_no_more_than_it_must(talk, monkeypatch):
    """
    Where ten orders were asked for and fewer came, there are no others.
    """
    talk.sign_in()
    talk.source.all_orders = [an_order("21963")]
    asked, orders = [], talk.source.orders

    async def counted(customer_id, *, limit):
        asked.append(limit)
        return await orders(customer_id, limit=limit)

    monkeypatch.setattr(talk.source, "orders", counted)
    assert shown(await talk.says("where is order 99999?")) == []
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("wish", "after"),
    [
        ("please cancel order 21928", "has it been shipped yet?"),
        ("سفارش ۲۱۹۲۸ رو کنسل کنید", "ارسال شده؟"),
    ],
)
async def test_an_order_that_anything_is_said_of_is_at_hand(
    talk, spoken_of, wish, after
):
    await spoken_of()
    assert shown(await talk.says(wish)) == []
    assert shown(await talk.says(after)) == ["21928"]


@pytest.mark.parametrize(
    "text",
    [
        "نه",
        "نه ممنون",
        "no thanks",
        "لا شكرا",
        "نه، کفش نمیخوام",
        "نه ممنون، کفش خوبه",
        "لا شكرا وصل الحذاء",
        "نه بابا ۵۰۰۰ تا",
    ],
)
async def test_a_plain_no_stays_one(talk, spoken_of, text):
    await spoken_of()
    replies = await talk.says(text)
    assert shown(replies) == []
    assert "۵۰۰۰" not in replies[0].text


async def test_a_product_in_a_no_means_no_order_where_none_was_spoken_of(
    talk, spoken_of
):
    """
    Neither at first nor a long while later.
    """
    assert shown(await talk.says("نه، قهوه نمیخوام")) == []
    await spoken_of()
    talk.now += timedelta(minutes=16)
    assert shown(await talk.says("نه منظورم قهوه است")) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("کد رهگیری ۲۷۲۵۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹۰ کجاست؟", "21928"),
        ("کد رهگیری ۲۷۲۵۱ ۲۳۴۵۶ ۷۸۹۰۱ ۲۳۴۵۶ ۷۸۹۰ کجاست؟", "21928"),
        ("where is my parcel rr123456785ir", "21900"),
        ("tracking code RR 123 456 785 IR, where is it", "21900"),
        ("where is my parcel with code 2725 1234 5678 9012 3456 7890", "21928"),
        ("where is my parcel 1Z999AA10123456784", "21901"),
        ("where is my order TP21555", "TP21555"),
        ("shomare21963 kojast", "21963"),
    ],
)
@pytest.mark.parametrize("before", [None, "سفارش ۲۱۹۶۳ کجاست؟"])
async def test_an_order_is_found_by_the_code_of_its_parcel(
    talk, spoken_of, text, number, before
):
    """
    Also while another one is at hand.
    """
    talk.source.all_orders += [
        an_order("21900", tracking="RR123456785IR"),
        an_order("21901", tracking="1Z999AA10123456784"),
        an_order("TP21555"),
    ]
    if before:
        assert shown(await talk.says(before)) == ["21963"]
    assert shown(await talk.says(text)) == [number]


async def test_a_strangers_code_is_not_forgotten_while_signing_in(talk, spoken_of):
    proven, talk.who = talk.who, Identity()
    await talk.says("کد رهگیری ۲۷۲۵۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹۰ کجاست؟")
    talk.who = proven
    assert shown(await talk.happens(Choice("signed_in", {}))) == ["21928"]


async def test_a_code_among_older_orders_is_found(talk):
    talk.sign_in()
    newer = [an_order(str(30000 + n), days_ago=n, tracking=None) for n in range(12)]
    talk.source.all_orders = [*newer, an_order("21928", days_ago=70, tracking="77001")]
    assert shown(await talk.says("order 77001 koja")) == ["21928"]
    assert shown(await talk.says("where is parcel code 7700199990001")) == []


async def test_a_code_of_somebody_elses_parcel_is_found_by_nobody(talk):
    talk.sign_in()
    talk.source.all_orders = [
        an_order("21963"),
        an_order("40000", customer_id="8", tracking="555123456789"),
    ]
    replies = await talk.says("where is my parcel, code 555123456789")
    assert shown(replies) == []
    assert "555123456789" in replies[0].text


async def test_a_telephone_number_is_no_number_of_an_order(talk):
    talk.sign_in()
    talk.source.all_orders = [an_order("21963")]
    replies = await talk.says("سفارشم کجاست؟ شماره‌ام ۰۹۱۲۱۲۳۴۵۶۷ است")
    assert shown(replies) == ["21963"]
