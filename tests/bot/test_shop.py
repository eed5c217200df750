"""
The shop's own file: what is read from it, and what is said when it is wrong.
"""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions import hours
from bot.contrast import contrast
from bot.papers import letterhead
from bot.shop import BadShopFileError, Opening, load_shop
from bot.shop_words import shop_words

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

    assert hours.openings(shop, date(2026, 5, 2)) == (Opening(time(9), time(21)),)
    assert hours.openings(shop, date(2026, 5, 7)) == (Opening(time(9), time(18)),)
    assert hours.openings(shop, date(2026, 5, 8)) == ()


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
            "currency.code must be a known currency, such as IRT, SAR or USD.",
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
        (
            "links",
            {"account": "/me"},
            "links.account must be an address that begins with https://.",
        ),
        ("links", {"home": "https://x.y"}, "links.home is not a key of this file."),
        ("holidays", "01/01", "holidays must be a list."),
    ],
)
def test_a_bad_value_is_answered_with_its_key(content, fault, key, value, sentence):
    content[key] = value

    assert fault(content) == sentence


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("email", "help at niksara", "email must be an e-mail address."),
        ("address", {"fa": "تهران", "ar": "طهران"}, "address.en must be a text."),
        ("policies", ["free"], "policies must hold keys with values."),
        ("policies", {"return": {}}, "policies.return is not a key of this file."),
        (
            "policies",
            {"returns": {"fa": "تا هفت روز.", "en": "Seven days."}},
            "policies.returns.ar must be a text.",
        ),
        ("offers", {"fa": "ارزان", "ar": "رخيص"}, "offers.en must be a text."),
        ("branches", {}, "branches must be a list."),
        ("delivery_times", {}, "delivery_times must be a list."),
        (
            "delivery_times",
            [{"city": {"fa": "قم", "ar": "قم", "en": "Qom"}}],
            "delivery_times.1.time must hold keys with values.",
        ),
        (
            "delivery_times",
            [{"town": {}}],
            "delivery_times.1.town is not a key of this file.",
        ),
    ],
)
def test_what_may_be_left_out_must_be_right_when_it_is_there(
    content, fault, key, value, sentence
):
    content[key] = value

    assert fault(content) == sentence


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("key", "tehran valiasr", "must be a text without spaces"),
        ("name", "Valiasr", "must hold keys with values"),
        ("telephone", "021", "must be an international number in quotes"),
        ("at", [35.7], "must be a latitude and a longitude: [35.76, 51.41]"),
        ("at", [351, 51.4], "must be a latitude and a longitude: [35.76, 51.41]"),
        ("map", "maps.example", "must be an address that begins with https://"),
        ("opens", "09:00", "is not a key of this file"),
    ],
)
def test_a_fault_in_a_branch_is_answered_with_its_place(
    content, fault, key, value, sentence
):
    content["branches"][1][key] = value

    assert fault(content).startswith(f"branches.2.{key} {sentence}")


def test_a_day_of_a_branch_that_makes_no_sense_is_named(content, fault):
    content["branches"][0]["hours"]["friday"] = "closed"

    expected = "branches.1.hours.friday must be a list (an empty one when closed)."
    assert fault(content) == expected


def test_two_branches_of_one_key_are_refused(content, fault):
    content["branches"][1]["key"] = content["branches"][0]["key"]

    assert fault(content) == "branches must have a key of its own each."


def test_a_file_without_rules_and_branches_is_complete(content, tmp_path):
    for key in ("email", "address", "policies", "offers", "branches", "delivery_times"):
        del content[key]
    path = tmp_path / "shop.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")

    shop = load_shop(path)

    assert (shop.email, shop.policies, shop.offers) == ("", {}, {})
    assert letterhead(shop, "fa").address == ""
    assert letterhead(shop, "fa").reach[0] == "+۹۸۲۱۰۰۰۰۰۱۰۰"
    assert (shop.branches, shop.delivery_times) == ((), ())
    words = shop_words(shop)["en"]
    assert words["policy_returns"] == words["shop_email"] == words["shop_offers"] == ""


def test_a_branch_says_where_it_is_and_when_it_is_open():
    ahvaz = load_shop(DEMO_FILE).branches[-1]

    assert ahvaz.key == "ahvaz"
    assert hours.openings(ahvaz, date(2026, 5, 2)) == (
        Opening(time(9), time(13)),
        Opening(time(17, 30), time(22)),
    )
    assert hours.openings(ahvaz, date(2026, 5, 8)) == ()
    assert ahvaz.map.startswith("https://www.openstreetmap.org/?mlat=31.3483&mlon=48")


def test_an_address_of_the_shops_own_map_goes_before(content, tmp_path):
    content["branches"][0]["map"] = "https://maps.niksara.example/valiasr"
    path = tmp_path / "shop.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")

    assert load_shop(path).branches[0].map == "https://maps.niksara.example/valiasr"


def test_the_words_of_the_shop_are_in_the_digits_of_each_language():
    words = shop_words(load_shop(DEMO_FILE))

    assert "۹۸۲۱۰۰۰۰۰۱۰۰" in words["fa"]["shop_phone"]
    assert words["ar"]["shop_hours"].startswith("السبت إلى الأربعاء ٠٩:٠٠ إلى ٢١:٠٠")
    assert words["en"]["shop_hours"].endswith("Friday closed")
    assert "72 hours" in words["en"]["policy_failed_payment"]
    assert "help@niksara.example" in words["en"]["shop_email"]


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


@pytest.mark.parametrize("country", ["XX", "Iran", "ir", 98, ""])
def test_an_unknown_country_is_named(content, fault, country):
    content["country"] = country

    assert fault(content).startswith("country must be a known country")


@pytest.mark.parametrize("code", ["XYZ", "irt", "rial", 364, None])
def test_an_unknown_currency_is_named(content, fault, code):
    content["currency"]["code"] = code

    assert fault(content).startswith("currency.code must be a known currency")


@pytest.mark.parametrize(
    ("telephone", "country"), [("+966112345678", "SA"), ("+982100000100", "IR")]
)
def test_a_country_left_out_is_that_of_the_telephone(
    content, tmp_path, telephone, country
):
    del content["country"]
    content["telephone"] = telephone
    path = tmp_path / "shop.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")

    assert load_shop(path).country == country


def test_a_country_that_nothing_tells_is_asked_for(content, fault):
    del content["country"]
    content["telephone"] = "+99912345678"

    assert fault(content).startswith("country is missing, and the telephone")


def test_holidays_close_branches_telephone_and_desk(content, tmp_path):
    content["holidays"] = ["01/01", date(2026, 12, 25)]
    content["desk"] = {"holidays": ["1405/11/22"]}
    path = tmp_path / "shop.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    shop = load_shop(path)
    christmas, of_the_desk = date(2026, 12, 25), date(2027, 2, 11)
    for place in (shop, *shop.branches):
        assert place.is_holiday(christmas)
        assert not place.is_holiday(of_the_desk)
    assert christmas in shop.desk.calendar.holidays
    assert of_the_desk in shop.desk.calendar.holidays


def test_without_holidays_of_its_own_the_shop_has_those_of_its_desk(content, tmp_path):
    content["desk"] = {"holidays": ["1405/11/22"]}
    path = tmp_path / "shop.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    shop = load_shop(path)
    assert shop.is_holiday(date(2027, 2, 11))
    assert shop.branches[0].is_holiday(date(2027, 2, 11))


def test_pages_of_the_site_are_told_where_they_are_named(content, tmp_path):
    content["links"] = {"account": "https://niksara.example/me"}
    path = tmp_path / "shop.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    words = shop_words(load_shop(path))
    for lang in ("fa", "ar", "en"):
        assert "https://niksara.example/me" in words[lang]["link_account"]
        assert words[lang]["link_password"] == words[lang]["shop_website"]
        assert words[lang]["link_reviews"] == words[lang]["shop_website"]
