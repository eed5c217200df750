"""
What a message means that goes on from an answer about the shop.
"""

import json
from datetime import datetime, timedelta, timezone

import pytest

from bot.engine.followups import followed_up

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=timezone.utc)
MASHHAD = {"entity": "branch", "value": "mashhad"}
FRIDAY = {"entity": "date", "value": "2026-11-27"}


def slot(wish, *, places=(MASHHAD,), days=(), minutes=1):
    """
    An answer to this wish, so many minutes ago.
    """
    at = (NOW - timedelta(minutes=minutes)).timestamp()
    return json.dumps(
        {"wish": wish, "places": list(places), "days": list(days), "at": at}
    )


def heard(text, **named):
    """
    A message that by itself is not understood, with entities by their words.
    """
    entities = [
        {
            "entity": kind,
            "value": word,
            "start": text.index(word),
            "end": text.index(word) + len(word),
        }
        for kind, word in named.items()
    ]
    intent = {"name": "nlu_fallback", "confidence": 0.2}
    return {"text": text, "intent": intent, "entities": entities}


def understood(parsed, spoken, orders_at=0.0):
    """
    The wish, and the values of its entities.
    """
    meant = followed_up(parsed, spoken, orders_at, NOW)
    return meant["intent"]["name"], [e["value"] for e in meant["entities"]]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("store_hours", "store_hours"),
        ("store_locations", "store_locations"),
        ("contact_customer_service", "contact_customer_service"),
        ("delivery_period", "delivery_period"),
    ],
)
def test_another_place_asks_the_same_and_keeps_the_day(wish, expected):
    parsed = heard("and Isfahan?", city="Isfahan")
    spoken = slot(wish, days=[FRIDAY])

    assert understood(parsed, spoken) == (expected, ["Isfahan", "2026-11-27"])


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("store_hours", "store_hours"),
        # An address is the same on every day.
        ("store_locations", "store_hours"),
        ("contact_customer_service", "store_hours"),
        ("delivery_period", "delivery_period"),
    ],
)
def test_another_day_asks_the_same_and_keeps_the_place(wish, expected):
    parsed = heard("and on friday?", date="friday")

    assert understood(parsed, slot(wish)) == (expected, ["mashhad", "friday"])


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("what's their phone number?", "contact_customer_service"),
        ("شماره‌ش رو بده", "contact_customer_service"),
        ("telefonesh chande", "contact_customer_service"),
        ("كم رقم هاتفه", "contact_customer_service"),
        ("where is it?", "store_locations"),
        ("آدرسش کجاست", "store_locations"),
        ("وينه", "store_locations"),
        ("when does it close", "store_hours"),
        ("تا کی بازه؟", "store_hours"),
        # A branch's card has both.
        ("address and phone", "store_locations"),
    ],
)
def test_another_thing_of_the_same_branch(text, wish):
    assert understood(heard(text), slot("store_hours")) == (wish, ["mashhad"])


@pytest.mark.parametrize(
    "spoken",
    [
        slot("store_hours", places=()),
        # A city to which things are sent has no telephone.
        slot("delivery_period", places=[{"entity": "city", "value": "tehran"}]),
    ],
)
def test_without_a_branch_the_telephone_is_the_shops(spoken):
    assert understood(heard("phone number?"), spoken) == ("nlu_fallback", [])


@pytest.mark.parametrize(
    "parsed",
    [
        heard("is it raining in Isfahan", city="Isfahan"),
        heard("send it to Isfahan", city="Isfahan"),
        heard("what's your phone number"),
        heard(f"{'and ' * 30}Isfahan", city="Isfahan"),
        heard("yes please"),
        heard("okay"),
        heard(""),
    ],
)
def test_a_message_that_says_more_or_nothing_is_left_alone(parsed):
    assert followed_up(parsed, slot("store_hours"), 0.0, NOW) == parsed


@pytest.mark.parametrize("spoken", [None, "", "?", slot("store_hours", minutes=16)])
def test_what_was_spoken_of_ages(spoken):
    parsed = heard("and Isfahan?", city="Isfahan")

    assert followed_up(parsed, spoken, 0.0, NOW) == parsed


def test_where_orders_were_spoken_of_since_a_day_is_about_them():
    minutes_ago = (NOW - timedelta(seconds=30)).timestamp()
    long_ago = (NOW - timedelta(minutes=16)).timestamp()
    tomorrow = heard("tomorrow?", date="tomorrow")
    spoken, before = slot("store_hours"), slot("store_hours", minutes=20)

    assert understood(tomorrow, spoken, minutes_ago)[0] == "track_order"
    assert understood(tomorrow, None, minutes_ago)[0] == "track_order"
    assert understood(tomorrow, spoken, long_ago)[0] == "store_hours"
    assert understood(tomorrow, before, long_ago)[0] == "nlu_fallback"
    place = heard("and Isfahan?", city="Isfahan")
    assert understood(place, spoken, minutes_ago)[0] == "nlu_fallback"


def test_a_question_between_two_wishes_is_not_put_where_one_is_meant():
    parsed = {**heard("friday?", date="friday"), "asked_between": ["a", "b"]}

    meant = followed_up(parsed, slot("store_hours"), 0.0, NOW)

    assert "asked_between" not in meant
