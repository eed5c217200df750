"""
Which order is meant, before anybody hears that something cannot be done with it.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from actions.changing.reading import days_ago
from actions.changing.state.wishes import Kind
from crm_connector.choices import PaymentMethod
from crm_connector.model import Address, OrderStatus, StatusChange
from crm_connector.operations import MethodKind
from tests.actions.changing.journeys import DELIVERED, RETAILER, STRICT, talk
from tests.actions.changing.shops import MUG, NOW, a_line, an_order

SHIPPED = OrderStatus.SHIPPED
BACKPACK = a_line("9", "packs", "Laptop backpack", "p1", 5000, color="black")
BAG = a_line("8", "bags", "Shoulder bag", "b1", 4000, color="beige")


def came(days, number, *lines, **changes):
    """
    An order that came so many days ago; the shop of these tests takes it back for 7.
    """
    history = (StatusChange(DELIVERED, NOW - timedelta(days=days)),)
    return an_order(number, DELIVERED, *lines, history=history, **changes)


@pytest.mark.parametrize(
    "text",
    [
        "the bag's strap tore, it came yesterday",
        "the bag is torn, got it two days ago",
        "«bag» پاره شد، دیروز رسید دستم",
        "bag pare shode, pariruz resid",
        "bag انقطعت، وصلتني امس",
    ],
)
async def test_the_day_it_came_tells_more_than_the_name_that_was_used(text):
    made = talk(came(1, "W1002", BACKPACK), came(16, "W1001", BAG), policies=STRICT)

    await made.begins(text, Kind.DAMAGED)

    assert made.fields["number"] == "W1002"
    assert not any(each.startswith("utter_wish_refused") for each in made.told)


async def test_where_the_day_was_not_told_it_is_asked_which():
    made = talk(came(1, "W1002", BACKPACK), came(16, "W1001", BAG), policies=STRICT)

    await made.begins("I want to return the bag", Kind.RETURN)

    assert made.asked == "utter_ask_wish_order"
    assert made.told == []
    # Who then says that it is the old one hears why not.
    await made.says("W1001")
    assert "utter_wish_refused_too_late" in made.told


async def test_an_order_that_was_told_by_its_number_is_refused_at_once():
    made = talk(came(1, "W1002", BACKPACK), came(16, "W1001", BAG), policies=STRICT)

    await made.begins("I want to return the bag of W1001", Kind.RETURN)

    assert made.told[0] == "utter_wish_refused_too_late"


async def test_options_tell_which_of_two_orders_with_the_same_thing():
    blue = replace(MUG, options={"en": {"color": "blue", "size": "small"}})
    made = talk(
        an_order("W1003", SHIPPED, blue), came(40, "W1001", MUG), policies=STRICT
    )

    await made.begins("the blue mug came with a crack", Kind.DAMAGED)

    assert made.told[0] == "utter_wish_refused_not_yet"
    assert made.shop.writes == []


@pytest.mark.parametrize("kind", [Kind.RETURN, Kind.REFUND, Kind.DAMAGED])
async def test_an_order_that_nothing_was_said_of_is_not_refused(kind):
    made = talk(an_order("W1003"), came(300, "W1001"), policies=STRICT)

    await made.begins("that was a slip, give it back", kind)

    assert not any(each.startswith("utter_wish_refused") for each in made.told)


@pytest.mark.parametrize(
    "text",
    [
        "if the mug arrives and it is too big, can I send it back?",
        "اگه ماگ رسید و بزرگ بود پسش بدم؟",
        "age mug resid pasesh midam",
        "اذا وصل الكوب ارجعه؟",
    ],
)
async def test_what_is_to_be_returned_once_it_has_come_hears_the_rules(text):
    mug = replace(MUG, names={"en": "Mug", "fa": "ماگ", "ar": "كوب"})
    made = talk(an_order("W1003", SHIPPED, mug), policies=STRICT)

    await made.begins(text, Kind.RETURN)

    assert made.told[0] == "utter_wish_refused_not_yet"


@pytest.mark.parametrize(
    "text",
    [
        "if it doesn't come I want my money",
        "اگه نرسید پولم رو می‌خوام",
        "age narese pulamo mikham",
        "اذا ما وصل ابي فلوسي",
    ],
)
async def test_money_for_what_may_never_come_is_no_return(text):
    made = talk(an_order("W1003", SHIPPED), policies=STRICT)

    await made.begins(text, Kind.REFUND)

    assert made.told == ["utter_wish_if_it_never_comes"]
    assert made.shop.writes == []


@pytest.mark.parametrize(
    "text",
    [
        "take the mug out and put the money on another card",
        "«mug» رو حذف کن، پولش بره به یه کارت دیگه",
        "mug ro hazf kon, pulesh be karte dige bere",
        "احذفوا mug والمبلغ على بطاقة ثانية",
    ],
)
async def test_that_money_cannot_go_to_another_card_is_said(text):
    made = talk(an_order("W1003"), policies=STRICT)

    await made.begins(text, Kind.CHANGE)

    assert "utter_wish_other_card" in made.told


async def test_an_address_is_chosen_from_where_other_orders_went():
    office = Address("Ana", ("12 Oak Street",), "Dublin", country="IE")
    made = talk(an_order("W1003"), came(30, "W1001", ship_to=office), policies=STRICT)

    await made.begins("send W1003 to my office instead", Kind.ADDRESS)

    assert made.asked == "utter_ask_wish_address"
    assert made.told == ["utter_wish_which_address"]
    ((title, answer),) = made.wishes.question.choices
    assert "12 Oak Street" in title
    await made.presses(answer)
    assert made.shop.writes == []
    assert "12 Oak Street" in made.fields.get("address", "") or made.hands_over


async def test_money_paid_in_cash_does_not_go_back_to_the_door():
    at_the_door = PaymentMethod("cod", MethodKind.CASH, {"en": "cash on delivery"})
    mug = came(1, "W1001", MUG, paid_with="cod")
    made = talk(mug, policies=RETAILER)
    made.shop.methods = (at_the_door,)

    await made.begins("return the mug of W1001", Kind.RETURN)

    assert made.asked == "utter_ask_wish_return_items"
    assert "money_back_cash" in made.fields["money"]
    assert "cash on delivery" not in made.fields["money"]


@pytest.mark.parametrize(
    ("text", "ago"),
    [
        ("it came 5 days ago", (4, 6)),
        ("پنج روزه گرفتم", (4, 6)),
        ("se ruze gereftam", (2, 4)),
        ("استلمتها قبل ٣ ايام", (2, 4)),
        ("وصلتني اول امس", (1, 3)),
        ("last week", (6, 13)),
        ("I have it", None),
        ("I ordered it three days ago", None),
        ("سه روز پیش سفارش دادم", None),
        ("se ruz pish sefaresh dadam", None),
        ("طلبته قبل ٣ ايام", None),
    ],
)
def test_how_long_ago_it_came(text, ago):
    assert days_ago(text) == ago
