"""
Which branch is meant, in the customer's own words.
"""

import pytest

from actions.store.branches import called, meant
from actions.store.store_hours import named_day
from bot import HOUSE
from bot.shop import load_shop

BRANCHES = load_shop(HOUSE / "demo" / "shop.yml").branches
TEHRAN = ["tehran-valiasr", "tehran-tehranpars"]
ALL = [branch.key for branch in BRANCHES]


def entity(kind, value, **more):
    """
    An entity as the extractors give it.
    """
    return {"entity": kind, "value": value, **more}


def keys(found):
    """
    The keys of the branches that fit.
    """
    return [branch.key for branch in found.branches]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("شعبه‌ی ولیعصر کجاست؟", ["tehran-valiasr"]),
        ("شعبهٔ ولی‌عصر تا کی بازه", ["tehran-valiasr"]),
        ("تو تهران شعبه دارین؟", TEHRAN),
        ("tehran shobe darin?", TEHRAN),
        ("اصفهانی‌ها کجا بیان؟", ["isfahan"]),
        ("أين فرع الأهواز؟", ["ahvaz"]),
        ("هل لديكم فرع في طهران؟", TEHRAN),
        ("where is your branch in Esfahan?", ["isfahan"]),
        ("is the Tehranpars branch open?", ["tehran-tehranpars"]),
    ],
)
def test_a_branch_or_a_city_is_known_by_its_name_in_the_text(text, expected):
    found = meant(BRANCHES, (), text)

    assert keys(found) == expected
    assert found.named


@pytest.mark.parametrize(
    ("entities", "expected"),
    [
        ([entity("branch", "isfahan", surface="shobe esf")], ["isfahan"]),
        ([entity("branch", "شعبه ونک")], ["tehran-valiasr"]),
        ([entity("branch", "فرع تهرانبارس", surface="طهرانبارس")], [TEHRAN[1]]),
        ([entity("city", "tehran", surface="تهرون")], TEHRAN),
        ([entity("city", "IR-07", name="تهران")], TEHRAN),
        ([entity("branch", "شعبه مرکزی"), entity("city", "مشهد")], ["mashhad"]),
    ],
)
def test_a_branch_is_found_by_id_name_quarter_or_city(entities, expected):
    assert keys(meant(BRANCHES, entities, "")) == expected


@pytest.mark.parametrize(
    "text", ["شعبه‌هاتون کجاست", "where are you?", "أين فروعكم", ""]
)
def test_where_nothing_is_named_all_are_meant(text):
    found = meant(BRANCHES, (), text)

    assert keys(found) == ALL
    assert not found.named


def test_a_city_without_a_branch_is_told_as_it_was_written():
    shiraz = entity("city", "shiraz", surface="شیراز")
    found = meant(BRANCHES, [shiraz], "")

    assert (keys(found), found.city, found.branch) == (ALL, shiraz, None)
    assert called(shiraz, "fa") == "شیراز"


def test_a_branch_that_is_not_there_is_told_as_it_was_written():
    tajrish = entity("branch", "شعبه تجریش")
    found = meant(BRANCHES, [tajrish], "شعبه تجریش")

    assert (keys(found), found.city, found.branch) == (ALL, None, tajrish)
    assert called(tajrish, "fa") == "شعبه تجریش"


@pytest.mark.parametrize(
    ("lang", "known", "unknown"),
    [
        ("fa", "کرج", "\u2066tajrish\u2069"),
        ("ar", "كرج", "\u2066tajrish\u2069"),
        ("en", "Karaj", "tajrish"),
    ],
)
def test_a_place_is_called_as_the_answers_language_does(lang, known, unknown):
    names = {"fa": "کرج", "ar": "كرج", "en": "Karaj"}

    assert called(entity("city", "karaj", surface="karaj", names=names), lang) == known
    assert called(entity("branch", "tajrish", surface="tajrish"), lang) == unknown


def test_one_day_is_read_and_a_week_is_not():
    assert str(named_day([entity("date", "2026-11-27")])) == "2026-11-27"
    assert named_day([entity("date", "2026-11-21/2026-11-27")]) is None
    assert named_day([entity("city", "2026-11-27")]) is None
