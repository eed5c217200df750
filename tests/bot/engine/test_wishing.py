"""
Messages that want an order changed, whatever else they were understood as.
"""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from actions.changing.state.wishes import SLOT, Kind, Open, Wish, Wishes
from actions.shared.kept import Question
from bot.engine.wishing import begun, bought, is_awaited

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=timezone.utc)


def parsed(text, intent, confidence, number=""):
    """
    A message as it was understood.
    """
    entities = [{"entity": "order_number", "value": number}] if number else []
    return {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "entities": entities,
    }


@pytest.mark.parametrize(
    ("text", "way", "intent"),
    [
        ("cancel 21963 and send 21928 to my office", "en", "cancel_order"),
        ("exchange the mug for a blue one", "en", "change_order"),
        ("I want my money back for the mug", "en", "get_refund"),
        ("سفارش ۲۱۹۶۳ رو لغو کن", "fa", "cancel_order"),
        ("sefaresh 21963 ro laghv kon", "fa-Latn", "cancel_order"),
        ("أريد إلغاء الطلب 21963", "ar", "cancel_order"),
    ],
)
def test_what_was_not_understood_is_a_wish_if_its_words_say_so(text, way, intent):
    for understood in ("nlu_fallback", "ask_which"):
        made = begun(parsed(text, understood, 0.3), way)
        assert made["intent"] == {"name": intent, "confidence": 1.0}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("where is order 21963 that I wanted to cancel?", "track_order"),
        ("can I cancel order 21963 for free?", "check_cancellation_fee"),
        ("I want a person about order 21963", "contact_human_agent"),
    ],
)
def test_what_was_understood_for_sure_stays_what_it_is(text, intent):
    before = parsed(text, intent, 0.9, number="21963")

    assert begun(before, "en") is before


@pytest.mark.parametrize(
    ("text", "way"),
    [("ماشي الغيه", "ar"), ("باشه لغوش کن", "fa"), ("fine, cancel it", "en")],
)
def test_a_yes_that_names_the_deed_is_a_wish(text, way):
    made = begun(parsed(text, "affirm", 0.95), way)

    assert made["intent"] == {"name": "cancel_order", "confidence": 1.0}


@pytest.mark.parametrize(("text", "way"), [("باشه", "fa"), ("yes please", "en")])
def test_a_mere_yes_is_none(text, way):
    before = parsed(text, "affirm", 0.95)

    assert begun(before, way) is before


def test_ten_digits_beside_a_city_are_where_it_goes():
    text = "can you send it to 14 Hafez St, Shiraz, 7183611111 instead, and the invoice"
    heard = parsed(text, "get_invoice", 0.95)
    heard["entities"] = [{"entity": "city", "value": "shiraz"}]

    assert begun(heard, "en")["intent"]["name"] == "change_shipping_address"


def test_small_talk_that_was_not_understood_is_no_wish():
    before = parsed("hmm, nice weather", "nlu_fallback", 0.2)

    assert begun(before, "en") is before


def test_a_question_is_awaited_of_whoever_was_asked_and_for_a_while():
    wish = Wish(Kind.CANCEL, number="21963", asked=Open.CONFIRM)
    asked = Wishes((wish,), question=Question("utter_ask"), customer="7")
    slots = {SLOT: replace(asked, at=NOW.timestamp()).slot}

    assert is_awaited(slots, "7", NOW)
    assert not is_awaited(slots, "8", NOW)
    assert not is_awaited(slots, "7", NOW + timedelta(minutes=16))
    assert not is_awaited({}, "7", NOW)


def of_kettles(text, intent, confidence=0.9):
    """
    A message in which the catalogue has found its kettles.
    """
    start = text.index("kettle")
    found = {"entity": "product", "kind": "several", "value": "kettle"}
    made = parsed(text, intent, confidence)
    return {**made, "entities": [{**found, "start": start, "end": start + 6}]}


@pytest.mark.parametrize("intent", ["search_product", "track_order", "nlu_fallback"])
def test_who_wants_a_thing_buys_it(intent):
    made = bought(of_kettles("i want a kettle", intent))

    assert made["intent"] == {"name": "place_order", "confidence": 1.0}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("i want my kettle", "track_order"),
        ("i want the kettle", "cancel_order"),
        ("i want to see a kettle", "search_product"),
        ("where is my kettle", "track_order"),
    ],
)
def test_who_speaks_of_an_order_buys_nothing(text, intent):
    made = of_kettles(text, intent)

    assert bought(made) is made


def test_what_costs_is_asked_in_odd_words_too():
    made = bought(of_kettles("how much for that kettle thing", "out_of_scope"))

    assert made["intent"]["name"] == "check_price"


@pytest.mark.parametrize("text", ["postal code 1983428761", "کد پستیش ۱۹۸۳۴۲۸۷۶۱"])
def test_a_postal_code_is_of_the_address(text):
    made = begun(parsed(text, "track_order", 0.97, "1983428761"), "en")

    assert made["intent"]["name"] == "change_shipping_address"
    assert made["entities"] == []


def test_the_book_that_goes_is_no_account():
    made = parsed("remove the book from it", "delete_my_data", 0.9)
    book = {"entity": "product_word", "value": "book", "start": 11, "end": 15}

    named = begun({**made, "entities": [book]}, "en")

    assert named["intent"]["name"] == "change_order"
    mine = parsed("delete my account and the book list", "delete_my_data", 0.9)
    assert begun({**mine, "entities": [book]}, "en")["intent"]["name"] == (
        "delete_my_data"
    )
