"""
What a message means that goes on from an answer about the shop.
"""

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from actions import services
from actions.store.branches import plain
from bot import HOUSE
from bot.engine import followups
from bot.engine.followups import followed_up
from bot.shop import load_shop
from tests.fakes.house import FakeHouse
from tests.fakes.source import FakeSource

SHOP = load_shop(HOUSE / "demo" / "shop.yml")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=timezone.utc)
MASHHAD = {"entity": "branch", "value": "mashhad"}
FRIDAY = {"entity": "date", "value": "2026-11-27"}


@pytest.fixture
def shop():
    """
    The demo's shop; called with another, that one.
    """

    def put(settings):
        zone = ZoneInfo("Asia/Tehran")
        gate = FakeHouse(FakeSource([]), clock=lambda: NOW).gate
        house = services.Services(gate, lambda: NOW, zone)
        services.configure(replace(house, shop=settings))

    put(SHOP)
    yield put
    services.configure(None)


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
    "text", ["is it open now?", "الان بازه؟", "alan baze?", "مفتوح الآن؟"]
)
def test_now_is_not_the_day_that_was_spoken_of(text):
    spoken = slot("store_hours", days=[FRIDAY])

    assert understood(heard(text), spoken) == ("store_hours", ["mashhad"])


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
    ("text", "city"),
    [
        ("and Isfahan on friday?", "Isfahan"),
        ("جمعه اصفهان چطور؟", "اصفهان"),
        ("jome esfahan chetor?", "esfahan"),
        ("وأصفهان الجمعة؟", "أصفهان"),
    ],
)
@pytest.mark.parametrize("wish", ["store_locations", "contact_customer_service"])
def test_a_day_and_a_place_after_an_address_ask_for_hours(text, city, wish):
    day = next(d for d in ("friday", "جمعه", "jome", "الجمعة") if d in text)
    parsed = heard(text.replace(f"و{city}", f"و {city}"), city=city, date=day)

    assert understood(parsed, slot(wish)) == ("store_hours", [city, day])


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("is there a branch in Isfahan?", "Isfahan"),
        ("is there one in Isfahan?", "Isfahan"),
        ("در اصفهان شعبه هست؟", "اصفهان"),
        ("شعبه تو شیراز هست؟", "شیراز"),
        ("tu shiraz shobe hast?", "shiraz"),
        ("في فرع في أصفهان؟", "أصفهان"),
        ("هل يوجد فرع في أصفهان؟", "أصفهان"),
    ],
)
@pytest.mark.parametrize(
    "wish",
    ["delivery_period", "contact_customer_service", "store_hours", "store_locations"],
)
def test_whether_there_is_a_branch_is_asked_after_any_answer(text, city, wish):
    parsed = heard(text, city=city)

    assert understood(parsed, slot(wish)) == ("store_locations", [city])


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("کرج هم هست؟", "کرج"),
        ("and the one to Karaj?", "Karaj"),
        ("تا تبریز چند روز؟", "تبریز"),
        ("chand ruz ta tabriz?", "tabriz"),
        ("كم يوم إلى مشهد", "مشهد"),
    ],
)
def test_without_a_word_for_branches_it_is_still_delivery(text, city):
    parsed = heard(text, city=city)

    assert understood(parsed, slot("delivery_period")) == ("delivery_period", [city])


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("تا اصفهان چنده؟", "اصفهان"),
        ("ta esfahan chande?", "esfahan"),
        ("وكم إلى أصفهان؟", "أصفهان"),
        ("how much is it to Isfahan?", "Isfahan"),
    ],
)
def test_how_much_it_is_to_a_city_asks_for_prices(text, city):
    parsed = heard(text, city=city)

    assert understood(parsed, slot("delivery_period")) == ("delivery_options", [city])
    assert understood(parsed, slot("store_hours"))[0] == "nlu_fallback"


@pytest.mark.parametrize(
    "text",
    [
        "بسته کجاست؟",
        "بسته من کجاست",
        "کجاست بسته؟",
        "بسته رو بده",
        "باز هم",
        "baz ham",
    ],
)
def test_a_parcel_and_again_are_nothing_of_a_branch(text):
    parsed = heard(text)

    assert followed_up(parsed, slot("store_locations"), 0.0, NOW) == parsed


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("what is today?", "today"),
        ("what's today?", "today"),
        ("امروز چه روز است؟", "امروز"),
        ("emruz chie?", "emruz"),
        ("ما هو اليوم؟", "اليوم"),
        ("شو اليوم", "اليوم"),
    ],
)
def test_who_asks_for_the_date_goes_on_from_nothing(text, day):
    parsed = heard(text, date=day)
    orders_at = (NOW - timedelta(minutes=1)).timestamp()

    assert followed_up(parsed, None, orders_at, NOW) == parsed
    assert followed_up(parsed, slot("store_hours"), 0.0, NOW) == parsed


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("تهرانپارس چی؟", "tehran-tehranpars"),
        ("ولی عصر چی؟", "tehran-valiasr"),
        ("valiasr chi?", "tehran-valiasr"),
        ("وطهرانبارس؟", "tehran-tehranpars"),
        # The afternoon.
        ("عصر چی؟", "mashhad"),
        ("asr chi?", "mashhad"),
        ("والعصر؟", "mashhad"),
        ("and in the evening?", "mashhad"),
    ],
)
def test_a_branch_is_known_by_a_word_that_is_nothing_else(shop, text, key):
    parsed = heard(text)

    assert understood(parsed, slot("store_hours")) == ("store_hours", [key])


@pytest.mark.parametrize("text", ["ولی", "vali", "but"])
def test_an_everyday_word_is_no_branch(shop, text):
    parsed = heard(text)

    assert followed_up(parsed, slot("store_hours"), 0.0, NOW) == parsed


def test_where_nothing_was_spoken_of_no_word_is_read(monkeypatch):
    def unread(*_):
        raise AssertionError("The words were read.")

    monkeypatch.setattr(followups, "rest_of", unread)
    parsed = heard("and Isfahan?", city="Isfahan")

    assert followed_up(parsed, None, 0.0, NOW) == parsed
    assert followed_up(parsed, slot("store_hours", minutes=16), 0.0, NOW) == parsed


def test_the_names_of_many_branches_are_folded_once(shop, monkeypatch):
    names = {"fa": "شعبه‌ی یگانه", "ar": "فرع يكانه", "en": "Yeganeh branch"}
    shop(replace(SHOP, branches=(replace(SHOP.branches[0], name=names),) * 200))
    folded = []

    def counted(text):
        folded.append(text)
        return plain(text)

    monkeypatch.setattr(followups, "plain", counted)
    for _ in range(2):
        followed_up(heard("zzxq chi"), slot("store_hours"), 0.0, NOW)

    assert len([text for text in folded if text in names.values()]) == len(names)


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
    price = heard("فردا چنده؟", date="فردا")
    assert understood(price, spoken, minutes_ago)[0] == "nlu_fallback"
    place = heard("and Isfahan?", city="Isfahan")
    assert understood(place, spoken, minutes_ago)[0] == "nlu_fallback"


def test_a_question_between_two_wishes_is_not_put_where_one_is_meant():
    parsed = {**heard("friday?", date="friday"), "asked_between": ["a", "b"]}

    meant = followed_up(parsed, slot("store_hours"), 0.0, NOW)

    assert "asked_between" not in meant
