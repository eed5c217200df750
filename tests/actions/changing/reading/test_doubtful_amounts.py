"""
Numbers of pieces that cannot be taken as they stand: too many of a thing, half of it.
"""

from __future__ import annotations

import pytest

from actions.changing.reading import read
from tests.actions.changing.reading import shop

# There are three pairs of socks in the order, and one of everything else.
TOO_MANY = [
    *[("en", "I have two extra socks in the order, remove them")],
    *[("en", "I ordered one more sock than I need"), ("en", "one sock too many")],
    *[("en", "two extra socks, take them off"), ("en", "remove the extra socks")],
    *[("fa", "جوراب یکی اضافه‌ست، حذفش کن"), ("fa", "یکی از جوراب‌ها اضافه است")],
    *[("fa", "یه جوراب اضافه سفارش دادم حذفش کنید")],
    *[("fa", "یه جوراب زیاد زدم، برش دار"), ("fa", "دو تا جوراب زیاد سفارش دادم")],
    *[("fa", "یه جوراب بیشتر از چیزی که می‌خواستم زدم")],
    *[("fa", "یه جوراب اضافه می‌خوام حذف کنم")],
    *[("fa-Latn", "yeki jurab ezafe sefaresh dadam hazfesh konid")],
    *[("fa-Latn", "jurab X
    *[("ar", "في جورب زايد احذفوه"), ("ar", "طلبت جوربين زيادة، شيلوهم")],
]
WITHOUT_ITS_THING = [
    *[("en", "I have one too many, take it off"), ("fa", "یکی اضافه‌ست حذفش کن")],
    *[("fa-Latn", "yeki ezafe zadam hazfesh kon"), ("ar", "واحد زايد احذفوه")],
]


def numbers(lang, text):
    """
    What becomes of the number of each line, by its id.
    """
    said = read(text, lang, shop.known())
    return {each.line: each.quantity for each in said.choices}


@pytest.mark.parametrize(("lang", "text"), TOO_MANY)
def test_of_what_is_too_many_none_comes_to_it(lang: str, text: str) -> None:
    said = read(text, lang, shop.known())

    assert numbers(lang, text) == {"socks": None}
    assert not any(each.candidates for each in said.choices)
    # How many there should be is asked.
    assert said.counts
    assert not said.removes


@pytest.mark.parametrize(("lang", "text"), WITHOUT_ITS_THING)
def test_too_many_of_what_is_not_named_is_asked(lang: str, text: str) -> None:
    said = read(text, lang, shop.known())

    assert (said.choices, said.by, said.to) == ((), 0, None)
    assert said.counts
    assert not said.removes


def test_one_more_may_be_one_more_to_take_off() -> None:
    assert numbers("en", "remove one more sock") == {"socks": 2}
    assert read("remove one more", "en", shop.known()).by == -1


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *[("en", "remove the extra kettle"), ("fa", "کتری اضافی رو حذف کن")],
        *[("fa-Latn", "ketri ezafi ro hazf kon"), ("ar", "احذفوا الغلاية الزايدة")],
    ],
)
def test_the_only_one_goes_where_it_is_too_many(lang: str, text: str) -> None:
    assert numbers(lang, text) == {"kettle": 0}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *[("fa", "دو تا کتری زیاد سفارش دادم"), ("en", "I have two extra kettles")],
        *[("fa-Latn", "do ta ketri ziad sefaresh dadam")],
        *[("ar", "طلبت غلاية زيادة")],
    ],
)
def test_of_the_only_one_there_are_not_more(lang: str, text: str) -> None:
    assert numbers(lang, text) == {"kettle": None}


@pytest.mark.parametrize(
    ("lang", "text", "left"),
    [
        *[("en", "remove the kettle and add two more socks", 5)],
        *[("en", "I need one more sock", 4), ("fa", "یه جوراب اضافه می‌خوام", 4)],
        *[("fa", "یه جوراب اضافه کن و کتری رو حذف کن", 4)],
        *[("fa-Latn", "ye jurab ezafe konid", 4), ("ar", "زيدوا الجوارب واحد", 4)],
    ],
)
def test_who_adds_gets_more(lang: str, text: str, left: int) -> None:
    assert numbers(lang, text)["socks"] == left
