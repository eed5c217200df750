"""
Numbers, places and "both" as whole answers, in the four ways of writing.
"""

from __future__ import annotations

import pytest

from actions.changing.reading import Asked, Asking, place_said, read, says_all
from crm_connector.operations import Operation
from tests.actions.changing.reading import shop

NUMBERS = {
    "en": ["one", "two", "three", "four", "five", "six"],
    "fa": ["یکی", "دوتا", "سه تا", "چهارتا", "پنج", "شش تا"],
    "fa-Latn": ["yeki", "dota", "seta", "chahar ta", "panj", "sheshta"],
    "ar": ["واحدة", "قطعتين", "ثلاثة", "أربعة", "خمس حبات", "ستة"],
}
MORE = [
    *[("one please", 1), ("just two", 2), ("i want one", 1), ("یک", 1), ("یه دونه", 1)],
    *[("فقط یکی", 1), ("یکی بسه", 1), ("واحد", 1), ("حبة واحدة", 1), ("واحدة بس", 1)],
]
NONE = [
    *("another one", "no one", "just do it", "one or two"),
    *("یکی دیگه", "نه", "یکی یا دو تا", "yeki dige", "na", "واحد ثاني", "لا"),
]


def count(text: str, lang: str) -> int | None:
    """
    How many were read where that was asked.
    """
    said = read(text, lang, shop.known(), Asked(Asking.QUANTITY, "socks"))
    return next((each.quantity for each in said.choices), None)


@pytest.mark.parametrize("lang", NUMBERS)
def test_one_to_six_are_counted(lang: str) -> None:
    assert [count(each, lang) for each in NUMBERS[lang]] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(("text", "number"), MORE)
def test_a_number_with_little_around_it_is_counted(text: str, number: int) -> None:
    assert count(text, "fa" if text > "z" else "en") == number


@pytest.mark.parametrize("text", NONE)
def test_what_only_sounds_like_a_number_is_none(text: str) -> None:
    for lang in NUMBERS:
        assert count(text, lang) is None


@pytest.mark.parametrize(
    ("text", "lang", "number"),
    [
        *[("one more", "en", 4), ("two fewer", "en", 1), ("one less please", "en", 2)],
        *[
            ("یکی کمتر", "fa", 2),
            ("دو تا بیشتر", "fa", 5),
            ("yeki kamtar", "fa-Latn", 2),
        ],
        *[("واحدة أقل", "ar", 2), ("زيد اثنين", "ar", 5)],
    ],
)
def test_so_many_more_or_fewer_are_counted_from_what_there_is(
    text: str, lang: str, number: int
) -> None:
    assert count(text, lang) == number


@pytest.mark.parametrize(
    ("text", "place"),
    [
        *[("no 2", 2), ("No. 2", 2), ("order two", 2), ("the second one please", 2)],
        *[("سفارش دوم", 2), ("همون دومی", 2), ("sefareshe dovom", 2), ("یکی", 1)],
        *[("الطلب الثاني", 2), ("رقم 2", 2), ("last one", -1)],
        *[("no one", None), ("No two", None), ("no, 2", None), ("the one", None)],
        *[("یکی دیگه", None), ("yeki dige", None), ("واحد ثاني", None)],
    ],
)
def test_a_place_is_one_only_as_such(text: str, place: int | None) -> None:
    assert place_said(text) == place


@pytest.mark.parametrize(
    "text",
    [
        *("both", "both please", "all of them", "yes both", "both orders", "all three"),
        *("هر دوتا", "هر دوتاشون رو", "همه‌شون", "har dota", "كلها", "الاثنين"),
    ],
)
def test_all_that_was_put_is_taken(text: str) -> None:
    assert says_all(text)


@pytest.mark.parametrize(
    "text",
    [
        *("not both", "neither, not all", "that's all", "all right", "not at all"),
        *("all good", "all ok", "both?", "همه نه", "همه چی خوبه", "كلا", "كل شي تمام"),
    ],
)
def test_what_has_all_in_it_is_not_all(text: str) -> None:
    assert not says_all(text, tuple(Operation))


def test_all_may_be_said_with_the_deed_that_is_wished_for() -> None:
    assert says_all("cancel both", [Operation.CANCEL_ORDER])
    assert not says_all("cancel both", [Operation.RETURN_ITEMS])
