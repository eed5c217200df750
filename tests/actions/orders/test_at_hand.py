"""
What order is at hand, since when and for which wish.
"""

from datetime import timedelta

import pytest

from actions.orders.at_hand import AtHand
from tests.fakes.orders import NOW

NUMBER = {"entity": "order_number", "value": "21963"}


def test_what_was_kept_comes_back_while_it_is_spoken_of():
    kept = AtHand().heard("cancel_order", [NUMBER], NOW).asked(["1", "2"], NOW)

    later = AtHand.read(kept.slot, NOW + timedelta(minutes=15))

    assert (later.number, later.wish, later.offered) == (
        "21963",
        "cancel_order",
        ("1", "2"),
    )
    assert later.is_spoken_of


def test_after_a_quarter_of_an_hour_nothing_is_at_hand():
    kept = AtHand().heard("cancel_order", [NUMBER], NOW)

    assert AtHand.read(kept.slot, NOW + timedelta(minutes=15, seconds=1)) == AtHand()


@pytest.mark.parametrize("slot", [None, "", "[]", "{}", '{"offered": [], "x": 1}', "7"])
def test_a_slot_that_cannot_be_read_holds_nothing(slot):
    assert AtHand.read(slot, NOW) == AtHand()


def test_nothing_at_hand_needs_no_slot():
    assert AtHand().heard("greet", [], NOW).slot is None


def test_of_two_numbers_neither_comes_to_hand():
    other = {**NUMBER, "value": "21928"}

    assert AtHand().heard("track_order", [NUMBER, other], NOW).number == ""


def test_a_denied_number_does_not_come_to_hand():
    denied = {"entity": "order_number_denied", "value": "22000"}

    assert AtHand().heard("cancel_order", [denied, NUMBER], NOW).number == "21963"


def test_small_talk_leaves_the_wish_as_it_was():
    wanted = AtHand().heard("get_invoice", [NUMBER], NOW)

    after = wanted.heard("thank", [], NOW).heard("deny", [], NOW)

    assert (wanted.wish, wanted.over) == ("get_invoice", False)
    assert (after.wish, after.over) == ("get_invoice", True)


def test_a_question_is_open_until_the_next_message_and_its_list_stays():
    asked = AtHand().asked(["1", "2"], NOW)

    after = asked.heard("thank", [], NOW)

    assert (asked.asks, after.asks) == (True, False)
    assert after.offered == ("1", "2")
    assert after.told("1", NOW).offered == ("1", "2")


def test_a_list_leaves_no_order_at_hand_and_asks_nothing():
    listed = AtHand().told("3", NOW).listed(["1", "2"], NOW)

    assert (listed.number, listed.offered, listed.asks) == ("", ("1", "2"), False)


def test_a_number_is_known_in_any_case():
    hand = AtHand().told("TP-204", NOW)

    assert hand.is_number("tp-204")
    assert not AtHand().is_number("")
