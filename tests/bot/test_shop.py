"""
The shop's own file: what is read from it, and what is said when it is wrong.
"""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.shop import BadShopFileError, Opening, contrast, load_shop

DEMO_FILE = Path(__file__).parents[2] / "demo" / "shop.yml"


@pytest.fixture
def content():
    """
    The demo shop's file as a mapping that a test may spoil.
    """
    return yaml.safe_load(DEMO_FILE.read_text(encoding="utf-8"))


@pytest.fixture
def fault(tmp_path):
    """
    Gives the sentence that a spoilt file is answered with.
    """

    def complain(content: Any) -> str:
        path = tmp_path / "shop.yml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        with pytest.raises(BadShopFileError) as caught:
            load_shop(path)
        return str(caught.value).removeprefix(f"{path}: ")

    return complain


def test_the_demo_shop_speaks_three_languages_and_prices_in_toman():
    shop = load_shop(DEMO_FILE)

    assert shop.languages == ("fa", "ar", "en")
    assert shop.default_language == "fa"
    assert shop.name["fa"] == "نیک‌سرا"
    assert shop.currency.code == "IRT"
    assert shop.time_zone.key == "Asia/Tehran"


def test_the_week_begins_on_saturday_and_friday_is_closed():
    shop = load_shop(DEMO_FILE)

    assert shop.openings(date(2026, 5, 2)) == (Opening(time(9), time(21)),)
    assert shop.openings(date(2026, 5, 7)) == (Opening(time(9), time(18)),)
    assert shop.openings(date(2026, 5, 8)) == ()


def test_the_contrast_of_black_on_white_is_the_greatest():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


@pytest.mark.parametrize("key", ["name", "languages", "time_zone", "hours"])
def test_a_missing_key_is_named(content, fault, key):
    del content[key]

    assert fault(content) == f"{key} is missing."


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("colors", {}, "colors is not a key of this file."),
        ("name", "Niksara", "name must hold keys with values."),
        ("name", {"fa": "نیک‌سرا", "ar": ""}, "name.ar must be a text."),
        ("languages", [], "languages must be a list out of fa, ar, en."),
        ("languages", ["fa", "fr"], "languages knows only fa, ar, en."),
        ("languages", ["fa", "fa"], "languages must name each language once."),
        (
            "time_zone",
            "Asia/Teheran",
            "time_zone must be a time zone, such as Asia/Tehran.",
        ),
        ("time_zone", 3.5, "time_zone must be a time zone, such as Asia/Tehran."),
        (
            "currency",
            {"code": "toman"},
            "currency.code must be three capital letters, such as IRT.",
        ),
        (
            "telephone",
            2100000100,
            (
                "telephone must be an international number in quotes, "
                'such as "+982100000100".'
            ),
        ),
        (
            "website",
            "niksara.example",
            "website must be an address that begins with https://.",
        ),
    ],
)
def test_a_bad_value_is_answered_with_its_key(content, fault, key, value, sentence):
    content[key] = value

    assert fault(content) == sentence


def test_an_unreadable_pair_of_colours_is_refused(content, fault):
    content["colours"]["accent"] = "#f0e68c"

    assert fault(content) == "colours.on_accent is hard to read on accent."


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("closed", "hours.friday must be a list (an empty one when closed)."),
        (["09:00", "21:00"], "hours.friday must hold pairs such as"),
        ([["9:00", "21:00"]], 'hours.friday must be times in quotes, such as "09:00".'),
        ([[540, 1260]], 'hours.friday must be times in quotes, such as "09:00".'),
        ([["21:00", "09:00"]], "hours.friday must go forward in time."),
        (
            [["09:00", "13:00"], ["12:00", "21:00"]],
            "hours.friday must go forward in time.",
        ),
    ],
)
def test_senseless_hours_are_answered_with_their_day(content, fault, day, sentence):
    content["hours"]["friday"] = day

    assert fault(content).startswith(sentence)


def test_a_day_that_is_none_is_named(content, fault):
    content["hours"]["caturday"] = []

    assert fault(content) == "hours.caturday is not a day of the week."


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadShopFileError, match=r"none\.yml: cannot be read"):
        load_shop(tmp_path / "none.yml")


def test_a_file_that_is_not_yaml_is_answered_with_the_line(tmp_path):
    path = tmp_path / "shop.yml"
    path.write_text("name: Niksara\nhours: [", encoding="utf-8")

    with pytest.raises(BadShopFileError, match=r"shop\.yml: is not YAML \(line \d\)"):
        load_shop(path)


def test_a_file_with_nothing_in_it_is_refused(fault):
    assert fault(None) == "the file must hold keys with values."
