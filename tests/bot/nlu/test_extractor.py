"""
The component of Rasa around the finders.
"""

from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

import pytest

from actions import services


@pytest.fixture(scope="module")
def made():
    """
    Makes an extractor as the graph does, without storage.
    """
    from bot.nlu.extractor import HamyarEntityExtractor

    def make(config=None, **more):
        config = {**HamyarEntityExtractor.get_default_config(), **(config or {})}
        return HamyarEntityExtractor(config, None, None, **more)

    return make


def values(extractor, text):
    """
    Values and surfaces of what is found.
    """
    return [(each["value"], each["surface"]) for each in extractor.entities(text)]


def test_a_date_counts_from_the_day_that_is_given(made):
    extractor = made(today=lambda: date(2026, 1, 31))

    assert values(extractor, "فردا") == [("2026-02-01", "فردا")]


def test_the_day_is_that_of_the_shops_time_zone(made):
    from bot.nlu.extractor import shop_today

    # Half past nine in the evening in London is tomorrow in Tehran.
    moment = datetime(2026, 11, 22, 21, 30, tzinfo=timezone.utc)
    services.configure(
        services.Services(None, lambda: moment, zone=ZoneInfo("Asia/Tehran"))
    )
    try:
        assert shop_today() == date(2026, 11, 23)
        assert values(made(), "today") == [("2026-11-23", "today")]
    finally:
        services.configure(None)


def test_without_a_shop_the_day_is_that_of_utc(made):
    from bot.nlu.extractor import shop_today

    services.configure(None)
    before = datetime.now(timezone.utc).date()

    assert before <= shop_today() <= datetime.now(timezone.utc).date()


def test_region_and_currency_come_from_the_configuration(made):
    extractor = made(config={"region": "AE", "currency": "AED"})

    assert values(extractor, "050 123 4567")[0][0] == "+971501234567"
    assert values(extractor, "under 2 million")[0][0] == "2000000 AED"


def test_a_surface_ends_with_the_whole_word(made):
    assert values(made(), "۳ عدد") == [("3", "۳ عدد")]


def test_telephones_and_prices_are_those_of_the_shops_country(made):
    """
    As the shop's file names them; another shop is understood otherwise.
    """
    extractor = made()
    text = "0501234567 تحت 200 ريال"
    shop = services.Services(
        None,
        lambda: datetime(2026, 1, 1, tzinfo=timezone.utc),
        zone=ZoneInfo("Asia/Riyadh"),
        country="SA",
        currency="SAR",
    )
    services.configure(shop)
    try:
        found = [value for value, _ in values(extractor, text)]
    finally:
        services.configure(None)
    assert found == ["+966501234567", "200 SAR"]
    assert [value for value, _ in values(extractor, text)] == ["0501234567", "200 IRR"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("karaj", {"fa": "کرج", "ar": "كرج", "en": "Karaj"}),
        # Of a name that is mostly another word, each language has what it can read.
        ("to vienna", {"fa": "وین", "ar": "فيينا", "en": "Vienna"}),
        ("به ساری", {"fa": "ساری", "ar": "ساري", "en": "Sari"}),
    ],
)
def test_a_city_comes_with_its_name_in_every_language(made, text, names):
    (city,) = [e for e in made().entities(text) if e["entity"] == "city"]

    assert city["names"] == names
