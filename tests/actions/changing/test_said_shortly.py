"""
What is said in passing to a question: another way for the goods, no code, one thing.
"""

from dataclasses import replace

import pytest

from actions.changing.state.wishes import Kind
from crm_connector.model import OrderStatus
from crm_connector.operations import Operation
from tests.actions.changing.journeys import DELIVERED, strict, talk
from tests.actions.changing.shops import LAMP, MUG, a_variant, an_order, options

EXCHANGE_AFTER_ALL = [
    ("fa", "نه عوضش کنید بهتره"),
    ("fa-Latn", "na avazesh konid behtare"),
    ("ar", "لا، استبدلوه أحسن"),
    ("en", "no, better exchange it"),
]
THE_OTHER = [
    ("fa", "آبیش رو بفرستین"),
    ("ar", "ارسلوا الأزرق"),
    ("en", "send the blue one"),
]
# A lamp of the same kind, so that "the lamp" leaves open which.
LAMP_TOO = replace(LAMP, id="5", variant_id="l2", options=options(color="white"))
NO_CODE = [
    ("fa", "کد پستی ندارم"),
    ("fa", "کد پستیشو نمیدونم"),
    ("fa-Latn", "kode posti nadaram"),
    ("ar", "ما عندي رمز بريدي"),
    ("en", "I don't have a postal code"),
    ("en", "there's no zip code"),
]


@pytest.mark.parametrize(("lang", "text"), EXCHANGE_AFTER_ALL)
async def test_an_exchange_comes_in_place_of_a_return(lang, text):
    made = strict(an_order("W1", DELIVERED, MUG), lang=lang)
    await made.begins("I want to return the mug", Kind.RETURN)
    assert made.asked == "utter_ask_wish_reason"

    await made.says(text, "return_item", is_sure=True)

    assert "utter_wish_noted" not in made.told
    assert [each.kind for each in made.wishes.open] == [Kind.EXCHANGE]


@pytest.mark.parametrize(("lang", "text"), THE_OTHER)
async def test_another_one_is_wanted_without_the_word_for_it(lang, text):
    made = strict(an_order("W1", DELIVERED, MUG), lang=lang)
    await made.begins("the mug arrived broken", Kind.DAMAGED)
    assert made.asked == "utter_ask_wish_way"

    await made.says(text, "change_order", is_sure=True)

    assert [each.kind for each in made.wishes.open] == [Kind.EXCHANGE]


@pytest.mark.parametrize(("lang", "text"), NO_CODE)
async def test_no_postal_code_is_taken_and_not_asked_for_again(lang, text):
    made = talk(an_order("W1", OrderStatus.PLACED, MUG))
    await made.begins("send it to 12 Oak Street, Denver, CO 80012", Kind.ADDRESS)
    (wish,) = made.wishes.open
    address = replace(wish.address, postal_code="")
    made.wishes = made.wishes.with_first(replace(wish, address=address))

    await made.says(text, "track_order", is_sure=True)

    assert made.told == []
    assert made.asked == "utter_ask_wish_change_address"
    assert made.wishes.open[0].address == address
    assert made.shop.writes == []


async def test_only_the_one_leaves_the_other_in_the_order():
    made = strict(an_order("W1", OrderStatus.PLACED, MUG, LAMP, LAMP_TOO))
    await made.begins("take out the mug and the lamp", Kind.CHANGE)
    assert made.asked == "utter_ask_wish_items"

    await made.says("no, only the lamp", "deny", is_sure=True)

    wish = made.wishes.open[0]
    assert wish.operation is Operation.CHANGE_ITEMS
    assert all(pick.line != MUG.id for pick in wish.picks)


# Each size in white, the large one not in navy.
_CUPS = (
    ("سفید", ("S", "M", "L", "XL")),
    ("سبز", ("S", "M", "L", "XL")),
    ("سرمه‌ای", ("S", "M", "XL")),
)


async def test_sizes_are_told_by_colour_where_not_each_goes_with_each():
    made = in_persian()

    await made.begins("ماگ رو عوض کنید", Kind.CHANGE)

    assert made.asked == "utter_ask_wish_options"
    white, _, navy = made.fields["choices"].splitlines()
    assert "سفید" in white
    assert "L" in white.replace("XL", "")
    assert "سرمه‌ای" in navy
    assert "L" not in navy.replace("XL", "")


async def test_the_end_of_a_colour_is_no_word_for_any():
    made = in_persian(*_CUPS, ("سرمه‌ای", ("L",)))
    await made.begins("رنگ ماگ رو عوض کنید", Kind.CHANGE)

    await made.says("سرمه‌ای L", "search_product", is_sure=True)

    (pick,) = made.wishes.open[0].picks
    assert pick.variant == "سرمه‌ای L"


def in_persian(*cups):
    """
    A customer with a mug, which comes in these colours and sizes.
    """
    line = replace(
        MUG,
        names={"fa": "ماگ"},
        variant_id="سفید S",
        options={"fa": {"رنگ": "سفید", "اندازه": "S"}},
    )
    made = strict(an_order("W1", OrderStatus.PLACED, line), lang="fa")
    made.shop.variants["mugs"] = tuple(
        replace(
            a_variant(f"{colour} {size}", "mugs", 1000),
            options={"fa": {"رنگ": colour, "اندازه": size}},
        )
        for colour, sizes in cups or _CUPS
        for size in sizes
    )
    return made
