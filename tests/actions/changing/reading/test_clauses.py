"""
One thing is called off and another becomes another: the second does not go.
"""

from __future__ import annotations

import pytest

from actions.changing.reading import read
from tests.actions.changing.reading import shop

OTHER_SIZE = [
    ("en", "remove the socks and the shoes one size up"),
    ("fa", "جوراب رو حذف کن و کفش رو یه سایز بزرگتر بده"),
    ("fa-Latn", "jurab ro laghv kon va kafsh ro yek size bozorgtar kon"),
    ("ar", "الغي الجوارب وابي الحذاء مقاس 43 بدل 42"),
    ("ar", "الغي الجوارب وبدّل الحذاء لمقاس ٤٣"),
]
OTHER_NUMBER = [
    ("en", "make the socks two and remove the kettle"),
    ("fa", "کتری رو حذف کن و جوراب رو دوتا کن"),
    ("fa-Latn", "ketri ro hazf kon va jurab ro dota kon"),
    ("ar", "ممكن تخلي الجوارب اتنين والغلاية تشيله"),
]


@pytest.mark.parametrize(("lang", "text"), OTHER_SIZE)
def test_what_is_wanted_in_another_size_does_not_go(lang: str, text: str) -> None:
    told = {each.line: each for each in read(text, lang, shop.known()).choices}
    assert told["socks"].quantity == 0
    assert told["shoes"].quantity is None
    assert told["shoes"].candidates


@pytest.mark.parametrize(("lang", "text"), OTHER_NUMBER)
def test_what_is_wanted_in_another_number_does_not_go(lang: str, text: str) -> None:
    said = read(text, lang, shop.known())
    assert {e.line: e.quantity for e in said.choices} == {"socks": 2, "kettle": 0}


def test_what_is_to_be_the_large_one_is_not_taken_away() -> None:
    said = read("شيل الجوارب وخلي الحذاء الكبير", "ar", shop.known())
    assert {e.line: e.quantity for e in said.choices} == {"socks": 0, "shoes": None}


OTHERWISE = [
    ("en", "no, the T-shirt in L"),
    ("fa", "نه تی‌شرت L باشه"),
    ("fa-Latn", "na tishert L bashe"),
    ("ar", "لا أبي القميص مقاس L"),
]


@pytest.mark.parametrize(("lang", "text"), OTHERWISE)
def test_a_no_that_tells_another_size_does_not_drop_the_thing(
    lang: str, text: str
) -> None:
    said = read(text, lang, shop.known())
    assert said.dropped == ()
    assert [(e.line, e.candidates) for e in said.choices] == [("tee", ("tee-white-L",))]


def test_a_no_behind_which_only_the_thing_is_named_drops_it() -> None:
    said = read("نه کفش مشکی", "fa", shop.known())
    assert said.dropped == ("shoes",)
