"""
A change that was done and is taken back, and a read-back put right by a word or two.
"""

from dataclasses import replace

import pytest

from actions.changing.hearing.afterwards import is_of_past
from actions.changing.state.wishes import Kind
from crm_connector.model import OrderStatus
from tests.actions.changing.journeys import STRICT
from tests.actions.changing.shops import LAMP, MUG, FakeShop, Talk, an_order

MUGS = replace(MUG, quantity=3)
YES = {"fa": "بله", "fa-Latn": "bale", "ar": "نعم", "en": "yes"}


def talk(lang):
    """
    A customer of a shop that changes what was not sent, more than once.
    """
    order = an_order("W1001", OrderStatus.PLACED, MUGS, LAMP)
    return Talk(FakeShop(STRICT, order), lang[:2])


async def done(lang, text, kind=Kind.CHANGE):
    """
    As far as the change that was agreed to.
    """
    made = talk(lang)
    await made.begins(text, kind)
    assert made.asked == "utter_ask_wish_change_items"
    await made.says(YES[lang], "affirm", is_sure=True)
    assert len(made.shop.writes) == 1
    return made


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fa", "نه رنگش همون red بمونه"),
        ("fa", "نه ولش کن همون red"),
        ("fa-Latn", "na hamun red bemune"),
        ("ar", "لا خله red"),
        ("en", "no, leave it red"),
        ("en", "no keep it as it was"),
        ("en", "put it back to how it was"),
    ],
)
async def test_the_reverse_of_a_change_is_read_back(lang, said):
    made = await done(lang, "make the Mug blue")
    assert made.shop.held["W1001"].lines[0].variant_id == "m2"
    assert is_of_past(said, made.wishes) is not None

    await made.begins(said, Kind.CHANGE)

    assert made.asked == "utter_ask_wish_change_items"
    assert len(made.shop.writes) == 1
    await made.says(YES[lang], "affirm", is_sure=True)
    assert made.shop.held["W1001"].lines[0].variant_id == "m1"
    assert made.shop.held["W1001"].lines[1].variant_id == "l1"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fa", "برگردون به همون red"),
        ("fa-Latn", "bargardun be hamun red"),
        ("ar", "لا رجعه مثل الاول red"),
        ("en", "put it back to the red"),
    ],
)
async def test_what_is_put_back_is_all_that_it_was(lang, said):
    made = await done(lang, "make it two of the Mug in blue")
    assert made.shop.held["W1001"].lines[0].variant_id == "m2"

    await made.begins(said, Kind.REFUND)
    await made.says(YES[lang], "affirm", is_sure=True)

    line = made.shop.held["W1001"].lines[0]
    assert (line.variant_id, line.quantity) == ("m1", 3)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fa", "نه سه تا بمونه"),
        ("fa-Latn", "na se ta bemune"),
        ("ar", "لا خلها ثلاثة"),
        ("en", "no, keep it as three"),
    ],
)
async def test_so_many_again_as_there_were(lang, said):
    made = await done(lang, "make it two of the Mug")
    assert made.shop.held["W1001"].lines[0].quantity == 2

    await made.begins(said, Kind.CHANGE)
    await made.says(YES[lang], "affirm", is_sure=True)

    assert made.shop.held["W1001"].lines[0].quantity == 3


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fa", "نه رنگش همون red بمونه"),
        ("fa-Latn", "na rangesh hamun red bemune"),
        ("ar", "لا خلي اللون red"),
        ("en", "no, keep the colour red"),
    ],
)
async def test_what_is_not_named_stays_as_it_was_changed(lang, said):
    made = await done(lang, "make the Mug blue, and the Lamp white")

    await made.begins(said, Kind.CHANGE)

    picks = made.wishes.at_hand.picks
    assert [(each.line, each.variant) for each in picks] == [("1", "m1")]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fa", "نه Mug بمونه"),
        ("fa-Latn", "na Mug bemune"),
        ("ar", "لا خلاص خل Mug"),
        ("en", "no, keep the Mug"),
    ],
)
@pytest.mark.parametrize("kind", [Kind.CHANGE, Kind.CANCEL])
async def test_what_was_taken_out_is_not_there_to_be_put_back(lang, said, kind):
    word = "remove" if kind is Kind.CHANGE else "cancel"
    made = await done(lang, f"{word} the Mug", kind)
    assert is_of_past(said, made.wishes) is not None

    await made.begins(said, Kind.CHANGE)

    assert made.told == ["utter_wish_not_undone", "utter_part_contest"]
    assert len(made.shop.writes) == 1


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fa", "نه مرسی همون خوبه"),
        ("fa-Latn", "na mersi hamun khube"),
        ("ar", "لا شكرا خلاص"),
        ("en", "no thanks, that's all"),
    ],
)
async def test_who_is_content_takes_nothing_back(lang, said):
    made = await done(lang, "make the Mug blue")

    assert is_of_past(said, made.wishes) is None


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fa", "نه دو تا"),
        ("fa-Latn", "na do ta"),
        ("ar", "لا اثنين"),
        ("en", "no, 2"),
    ],
)
async def test_a_no_with_a_number_is_how_many(lang, said):
    made = talk(lang)
    await made.begins("make it one of the Mug", Kind.CHANGE)
    assert made.asked == "utter_ask_wish_change_items"

    await made.says(said, "deny", is_sure=True)

    assert made.asked == "utter_ask_wish_change_items"
    assert made.wishes.at_hand.pick_of("1").quantity == 2


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fa", "نه فقط Mug"),
        ("fa-Latn", "na faghat Mug"),
        ("ar", "لا بس Mug"),
        ("en", "no, only the Mug"),
    ],
)
async def test_a_no_with_one_of_them_leaves_the_others_out(lang, said):
    made = talk(lang)
    await made.begins("make the Mug blue, and the Lamp white", Kind.CHANGE)
    assert made.asked == "utter_ask_wish_change_items"

    await made.says(said, "deny", is_sure=True)

    assert made.asked == "utter_ask_wish_change_items"
    picks = made.wishes.at_hand.picks
    assert [(each.line, each.variant) for each in picks] == [("1", "m2")]
    await made.says(YES[lang], "affirm", is_sure=True)
    assert made.shop.held["W1001"].lines[1].variant_id == "l1"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fa", "فقط Mug"),
        ("fa-Latn", "faghat Mug"),
        ("ar", "بس Mug"),
        ("en", "just Mug"),
    ],
)
async def test_after_a_no_one_of_them_is_as_it_was_read_back(lang, said):
    made = talk(lang)
    await made.begins("make the Mug blue, and the Lamp white", Kind.CHANGE)
    await made.says("no", "deny", is_sure=True)
    assert made.asked == "utter_ask_wish_more"

    await made.says(said, "track_order")

    assert made.asked == "utter_ask_wish_change_items"
    assert [each.line for each in made.wishes.at_hand.picks] == ["1"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fa", "نه سه روز دیگه"),
        ("fa-Latn", "se ruz khube"),
        ("ar", "ثلاثة ايام زين"),
        ("en", "3 days is fine"),
    ],
)
async def test_a_number_of_days_is_of_no_pieces(lang, said):
    made = talk(lang)
    await made.begins("make it one of the Mug", Kind.CHANGE)

    await made.says(said)

    assert made.wishes.at_hand.pick_of("1").quantity == 1
    assert not made.shop.writes
