"""
In which country a place lies.
"""

from __future__ import annotations

import pytest

from actions.shared.countries import (
    countries_in,
    country_named,
    country_of_city,
    is_abroad_said,
    province_of,
)
from bot.nlu.catalogue.base import cities


def test_each_city_that_is_understood_has_its_country() -> None:
    assert [each.id for each, _ in cities() if country_of_city(each.id) is None] == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("can you post it to Germany?", ["DE"]),
        ("به ترکیه و آلمان هم پست می‌کنید؟", ["TR", "DE"]),
        ("torkie va emarat ham miferestid?", ["TR", "AE"]),
        ("توصلون للعراق وتركيا؟", ["IQ", "TR"]),
        ("تشحنون للإمارات؟", ["AE"]),
        # "Financial", «پرو لباس» and Amman are no countries here.
        ("مسائل مالی و پرو لباس", []),
        ("how much is it to my house", []),
    ],
)
def test_countries_are_found_in_all_letters(text: str, codes: list[str]) -> None:
    assert [code for code, _ in countries_in(text)] == codes


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("دوبی", "AE"),
        ("Istanbul", "TR"),
        ("كربلاء", "IQ"),
        ("Quchan", "IR"),
        ("?", None),
    ],
)
def test_a_city_tells_its_country(name: str, code: str | None) -> None:
    assert country_named(name) == code


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("do you ship overseas", True),
        ("بیرون از ایران هم میفرستین", True),
        ("kharej az keshvar ham ersal darid?", True),
        ("تشحنون لخارج ايران؟", True),
        ("ارسال به شهرستان", False),
        ("it came in a box", False),
    ],
)
def test_abroad_is_heard_without_a_name(text: str, says: bool) -> None:
    assert is_abroad_said(text) is says


@pytest.mark.parametrize(
    ("city", "province"),
    [
        ("کاشان", "اصفهان"),
        ("kashan", "Isfahan"),
        ("الأهواز", "خوزستان"),
        ("Urmia", "West Azerbaijan"),
        ("Dubai", None),
        ("گراش", None),
    ],
)
def test_a_city_of_iran_tells_its_province(city: str, province: str | None) -> None:
    assert province_of(city) == province
