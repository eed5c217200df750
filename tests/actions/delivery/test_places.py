"""
Which places a question about delivery names.
"""

from __future__ import annotations

import pytest

from actions.delivery.places import Named, named


def of(text: str) -> Named:
    return named([], text, "fa", "IR")


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("ارسال تا بومهن چقدره؟", "بومهن"),
        ("do you post to Boomehen", "Boomehen"),
        ("baraye gerash ham ersal darid?", "gerash"),
        ("عندكم شحن لشوشتر؟", "شوشتر"),
        ("به شهرهای کوچیک هم میفرستین؟", ""),
        ("do you deliver to hotels?", ""),
        ("ta dare khune miarin?", ""),
        ("توصلون لبيتي؟", ""),
    ],
)
def test_a_place_that_nobody_knows_is_told_from_an_everyday_word(
    text: str, unknown: str
) -> None:
    assert of(text).unknown == unknown


def test_a_city_and_a_country_are_both_meant() -> None:
    city = {"entity": "city", "value": "mashhad", "names": {"fa": "مشهد"}}

    found = named([city], "do you ship to Sweden and to Mashhad?", "en", "IR")

    assert [(each.country, each.names[0]) for each in found.places] == [
        ("IR", "مشهد"),
        ("SE", ""),
    ]


def test_the_country_of_a_city_is_no_further_place() -> None:
    city = {"entity": "city", "value": "dubai", "names": {"en": "Dubai"}}

    found = named([city], "do you ship to Dubai in the Emirates?", "en", "IR")

    assert [(each.called, each.country) for each in found.places] == [("Dubai", "AE")]


def test_the_shops_own_country_is_no_place_to_ask_about() -> None:
    assert of("به همه جای ایران ارسال دارید؟") == Named()
