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
    *[("fa-Latn", "jurab yeki ezafe ast hazfesh kon")],
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


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *[("en", "do not add two more socks"), ("en", "don't take one sock off")],
        *[("en", "don't remove the socks"), ("en", "do not take the socks off")],
        *[("fa", "یه جوراب اضافه نکنید"), ("fa", "یه جوراب حذف نکن")],
        *[("fa", "نمی‌خوام یه جوراب کم کنم")],
        *[("fa-Latn", "ye jurab kam nakon"), ("fa-Latn", "jurab ro hazf nakon")],
        *[("fa-Latn", "ye jurab dige ezafe nakonid")],
        *[("ar", "لا تحذفوا واحد من الجوارب"), ("ar", "لا تزيدوا الجوارب واحد")],
        *[("ar", "ما أبي أحذف واحد من الجوارب")],
    ],
)
def test_what_is_not_to_be_done_changes_no_number(lang: str, text: str) -> None:
    said = read(text, lang, shop.known())

    assert said.choices == ()
    assert said.dropped == ("socks",)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *[("en", "take the kettle off and don't remove the socks")],
        *[("fa", "کتری رو حذف کن و جوراب رو حذف نکن")],
        *[("fa-Latn", "ketri ro hazf kon va jurab ro hazf nakon")],
        *[("ar", "احذفوا الغلاية ولا تحذفوا الجوارب")],
    ],
)
def test_a_denial_is_of_its_own_thing(lang: str, text: str) -> None:
    said = read(text, lang, shop.known())

    assert numbers(lang, text) == {"kettle": 0}
    assert said.dropped == ("socks",)


def test_who_asks_what_it_would_cost_removes_nothing() -> None:
    assert numbers("en", "would it be less if I remove one sock") == {"socks": None}
    assert read("don't take one off", "en", shop.known()).by == 0


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *[("en", "remove half of the socks"), ("fa", "نصف جوراب‌ها رو کم کن")],
        *[("fa-Latn", "nesfe jurab ha ro hazf kon"), ("ar", "احذفوا نصف الجوارب")],
        *[("en", "cut the socks in half"), ("ar", "أبي جوربين بدل ثلاثة")],
    ],
)
def test_half_of_them_is_asked_and_never_all(lang: str, text: str) -> None:
    assert numbers(lang, text) == {"socks": None}
    assert read(text, lang, shop.known()).counts


@pytest.mark.parametrize(
    ("lang", "text", "left"),
    [
        *[("en", "take off 2 of the 3 socks", 1), ("en", "take 1 of 3 socks off", 2)],
        *[("en", "I want one of the socks removed", 2)],
        *[("en", "remove one of the three socks", 2)],
        *[("en", "remove all socks except one", 1)],
        *[("fa", "۲ تا از ۳ جوراب رو حذف کن", 1)],
        *[("fa", "همه جوراب‌ها به جز یکی رو حذف کن", 1)],
        *[("fa-Latn", "2 ta az 3 ta jurab ro hazf kon", 1)],
        *[("fa-Latn", "hame jurab ha be joz yeki ro hazf kon", 1)],
        *[("ar", "احذف 2 من 3 جوارب", 1), ("ar", "احذفوا كل الجوارب إلا واحد", 1)],
    ],
)
def test_of_two_numbers_one_is_how_many_there_are(
    lang: str, text: str, left: int
) -> None:
    assert numbers(lang, text) == {"socks": left}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("احذفوا الغلاية وواحد من الجوارب", 2),
        ("احذفوا الغلاية وحبتين من الجوارب", 1),
        ("احذفوا الغلاية وحبة من الجوارب", 2),
        ("شيل الغلاية وواحد من الجوارب", 2),
    ],
)
def test_an_arabic_number_is_written_with_its_and(text: str, left: int) -> None:
    assert numbers("ar", text) == {"kettle": 0, "socks": left}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *[("en", "reduce the socks from three to two")],
        *[("en", "change the socks from three to two")],
        *[("en", "two socks instead of three")],
        *[("fa", "جوراب رو از سه تا به دو تا تغییر بده")],
        *[("fa", "دو تا جوراب به جای سه تا")],
        *[("fa-Latn", "jurab ro az 3 ta be 2 ta taghir bede")],
        *[("fa-Latn", "jurab ro be jaye 3 ta 2 ta befrestid")],
        *[("ar", "غيروا الجوارب من 3 إلى 2")],
        *[("ar", "نقصوا الجوارب من ثلاثة إلى اثنين")],
    ],
)
def test_from_so_many_to_so_many_is_the_last(lang: str, text: str) -> None:
    assert numbers(lang, text) == {"socks": 2}
