"""
"Keep only this and cancel the rest": the rest goes, and what is kept stays.
"""

from __future__ import annotations

import pytest

from actions.changing.reading import read
from tests.actions.changing.reading import shop

KEPT = [
    ("en", "keep only the socks and cancel the rest"),
    ("fa", "فقط جوراب بمونه بقیه رو لغو کن"),
    ("fa", "جوراب رو نگه دارید بقیه رو حذف کنید"),
    ("fa-Latn", "faghat jurab bemune baghie ro laghv kon"),
    ("fa-Latn", "jurab ro negah dar baghie ro hazf kon"),
    ("ar", "خل الجوارب بس والباقي الغيه"),
    ("ar", "خلي الجوارب والغي الباقي"),
]
GONE = [
    ("en", "cancel the socks and keep the rest"),
    ("fa", "جوراب رو حذف کن بقیه بمونه"),
    ("fa-Latn", "jurab ro hazf kon baghie bemune"),
    ("ar", "الغي الجوارب وخل الباقي"),
]


@pytest.mark.parametrize(("lang", "text"), KEPT)
def test_all_but_what_is_kept_goes(lang: str, text: str) -> None:
    said = read(text, lang, shop.known())
    assert said.dropped == ("socks",)
    assert said.all_lines
    assert said.removes
    assert not said.choices


@pytest.mark.parametrize(("lang", "text"), GONE)
def test_the_rest_that_stays_is_not_taken_away(lang: str, text: str) -> None:
    said = read(text, lang, shop.known())
    assert said.lines == ("socks",)
    assert not said.all_lines
