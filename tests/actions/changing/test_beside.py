"""
What stands beside a yes or in the place of a wish, and must not be taken for it.
"""

import pytest

from actions.changing.reading import asks_address, is_denied
from actions.changing.state.wishes import Kind
from crm_connector.operations import Operation
from tests.actions.changing.shops import LAMP, an_order
from tests.actions.changing.test_second_thoughts import talk

YES = {"intent": "affirm", "is_sure": True}


@pytest.mark.parametrize(
    "text",
    [
        "yes, W1002 and W1003",
        "yes W1002 W1003",
        "بله، W1002 W1003",
        "نعم W1002 W1003",
        "yes cancel W1001 and W1002",
    ],
)
async def test_a_yes_that_names_other_orders_is_none_before_it_is_read_back(text):
    made = talk(*(an_order(number) for number in ("W1001", "W1002", "W1003")))
    await made.begins("Cancel order W1001")
    assert made.asked == "utter_ask_wish_cancel_order"

    await made.says(text, **YES)

    assert made.shop.writes == []
    assert made.asked == "utter_ask_wish_cancel_order"
    numbers = {each.number for each in made.wishes.open}
    assert "W1002" in numbers


@pytest.mark.parametrize(
    "text",
    [
        "I want to return the lamp from order W1001",
        "I want my money back for the lamp in W1001",
    ],
)
async def test_one_thing_of_what_was_not_sent_is_taken_out_alone(text):
    made = talk()

    await made.begins(text, Kind.RETURN)
    await made.says("yes", **YES)

    ((deal, _),) = made.shop.writes
    assert deal.operation is Operation.CHANGE_ITEMS
    assert [(c.line_id, c.quantity) for c in deal.changes] == [(LAMP.id, 0)]


@pytest.mark.parametrize("text", ["one", "یکی", "واحد", "1"])
async def test_one_of_how_many_is_not_the_first_button(text):
    made = talk()
    await made.begins("I want to change the quantity in W1001", Kind.CHANGE)
    await made.presses(LAMP.id)
    assert made.asked == "utter_ask_wish_quantity"

    await made.says(text)

    # So many there are: nothing is to be changed.
    assert (made.told, made.asked, made.shop.writes) == (["utter_wish_left"], "", [])


async def test_a_question_beside_a_new_address_does_not_lose_it():
    made = talk()

    await made.begins(
        "Change the address of W1001 to 7 Lake Road, Denver, CO 80012. "
        "What is the delivery fee then?",
        Kind.ADDRESS,
    )

    assert made.asked == "utter_ask_wish_change_address"
    assert "7 Lake Road" in made.fields["address"]


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("what is the address of my order?", True),
        ("what's the delivery address of W1001 now", True),
        ("آدرس سفارشم چیه الان؟", True),
        ("adrese sefaresham chie?", True),
        ("وش عنواني", True),
        ("where will it be delivered", True),
        ("آدرسم عوض شده هزینه‌اش چیه", False),
        ("what is needed to change the address?", False),
        ("what's wrong with you, change the address", False),
        ("آدرس رو عوض کن به تهران، مشکل چیه؟", False),
    ],
)
def test_who_asks_for_the_address_asks_for_nothing_else(text, is_asked):
    assert asks_address(text) is is_asked


@pytest.mark.parametrize(
    "text",
    [
        "Please don't cancel the whole order, just the mug",
        "don't cancel the order, take only the mug out",
        "I don't want to cancel everything, just the lamp",
        "کل سفارش رو لغو نکن فقط قوری",
        "لا تلغي الطلب كله بس الابريق",
        "I never return things but this kettle came broken",
        "I won't change my mind",
        "چرا پس نمی‌دهم",
    ],
)
def test_what_is_wanted_beside_what_is_not_is_no_denial(text):
    assert not is_denied(text)


@pytest.mark.parametrize(
    "text",
    [
        "Actually, also change the address of W1002 to 7 Lake Road, Denver, CO 80012",
        "No, cancel order W1002 too",
    ],
)
async def test_what_is_of_another_order_leaves_this_one_open(text):
    made = talk(an_order("W1001"), an_order("W1002"))
    await made.begins("Cancel order W1001")

    await made.says(text, "change_shipping_address", is_sure=True)

    assert {each.number for each in made.wishes.open} == {"W1001", "W1002"}
    assert made.shop.writes == []


@pytest.mark.parametrize("text", ["زود باش دیگه", "زود بفرستید", "بله زود"])
async def test_soon_is_no_change_of_anything(text):
    made = talk()
    await made.begins("Cancel order W1001")

    await made.says(text)

    assert made.wishes.at_hand.kind is Kind.CANCEL


async def test_days_are_no_numbers_of_pieces():
    made = talk()

    await made.begins("change order W1001: deliver on day 3 instead of 1", Kind.CHANGE)

    assert all(pick.quantity is None for pick in made.wishes.at_hand.picks)


async def test_two_orders_told_at_once_are_both_meant():
    made = talk(*(an_order(number) for number in ("W1001", "W1002", "W1003")))
    await made.begins("I want to cancel an order")

    await made.says("W1001 and W1002", names=("W1001", "W1002"))

    assert [each.number for each in made.wishes.open] == ["W1001", "W1002"]
    assert made.asked == "utter_ask_wish_cancel_order"
