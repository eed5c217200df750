"""
How many of a thing there should be, and how many fewer: never all of it instead.
"""

from __future__ import annotations

import pytest

from actions.changing.reading import (
    is_of_number,
    pieces,
    read,
    tells_to_change,
)
from crm_connector.operations import Operation
from tests.actions.changing.reading import shop

# There are three pairs of socks in the order, and one of everything else.
FEWER = [
    *[("en", "please remove one of the socks", 2), ("en", "take 2 socks off", 1)],
    *[("en", "drop a pair of socks from it", 2), ("en", "one fewer sock pls", 2)],
    *[("en", "I need two pairs less of the socks", 1), ("en", "delete 1 sock", 2)],
    *[("en", "reduce the number of socks by two", 1), ("en", "socks: one less", 2)],
    *[("en", "can you leave out one pair of the sports socks", 2)],
    *[("fa", "یه جفت از جوراب‌ها رو بردارید", 2), ("fa", "یک جوراب حذف بشه", 2)],
    *[("fa", "جوراب رو دو تا کمتر بفرستید", 1), ("fa", "از جوراب یکی کم کنید", 2)],
    *[("fa", "دوتا از جورابا رو نمی‌خوام", 1), ("fa", "جورابا یکیشو لغو کنید", 2)],
    *[("fa-Latn", "yeki az jurab ha ro bardar", 2)],
    *[("fa-Latn", "jurab ro dota kamtar konid", 1)],
    *[("fa-Latn", "az jurab ye jofte kam konid", 2)],
    *[("ar", "احذفوا واحد من الجوارب", 2), ("ar", "شيلوا حبتين من الجوارب", 1)],
    *[("ar", "نقصوا الجوارب واحد لو سمحتوا", 2), ("ar", "أبي الجوارب واحد أقل", 2)],
    *[("ar", "الجوارب شيلوا منها زوج واحد", 2), ("ar", "قللوا الجوارب بواحد", 2)],
]
AT_LAST = [
    *[("en", "set the socks to two", 2), ("en", "bring the socks down to one", 1)],
    *[
        ("en", "keep just one pair of the socks", 1),
        ("en", "all but one of the socks", 1),
    ],
    *[("fa", "جوراب رو بکن دوتا", 2), ("fa", "جورابا رو یکی کنید", 1)],
    *[("fa", "تعداد جوراب رو بکنید یکی", 1), ("fa", "از جوراب فقط یکی بمونه", 1)],
    *[("fa-Latn", "jurab ro bokon dota", 2), ("fa-Latn", "jurab ha ro yeki konid", 1)],
    *[("ar", "خلوا الجوارب اثنين", 2), ("ar", "غيروا عدد الجوارب إلى واحد", 1)],
    *[("ar", "قللوا الجوارب إلى واحد", 1), ("ar", "خلي واحد من الجوارب بس", 1)],
]
MORE = [
    *[("en", "add one more pair of socks", 4), ("en", "two more socks please", 5)],
    *[("fa", "یه جوراب دیگه هم اضافه کنید", 4), ("fa", "جوراب دو تا بیشتر بشه", 5)],
    *[("fa-Latn", "yek jurab dige ezafe konid", 4)],
    *[("ar", "زيدوا الجوارب واحد", 4), ("ar", "أضف حبتين من الجوارب", 5)],
]
ALL = [
    *[("en", "remove the socks"), ("en", "take all three socks off")],
    *[("fa", "جوراب رو حذف کن"), ("fa", "سه تا جوراب رو بردار")],
    *[("fa-Latn", "jurab ro hazf kon"), ("ar", "احذفوا الجوارب")],
]
LANGS = ("en", "fa", "fa-Latn", "ar")


def numbers(lang, text):
    """
    What becomes of the number of each line, by its id.
    """
    said = read(text, lang, shop.known())
    return {each.line: each.quantity for each in said.choices}


@pytest.mark.parametrize(("lang", "text", "left"), [*FEWER, *AT_LAST, *MORE])
def test_the_number_of_one_line_becomes_another(
    lang: str, text: str, left: int
) -> None:
    assert numbers(lang, text) == {"socks": left}


@pytest.mark.parametrize(("lang", "text"), ALL)
def test_without_a_number_or_with_all_of_them_it_goes(lang: str, text: str) -> None:
    assert numbers(lang, text) == {"socks": 0}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *[("en", "remove five socks"), ("fa", "پنج تا از جورابا رو حذف کن")],
        *[
            ("fa-Latn", "panj ta az jurab ha ro hazf kon"),
            ("ar", "احذف خمسة من الجوارب"),
        ],
    ],
)
def test_more_than_there_are_cannot_go(lang: str, text: str) -> None:
    assert numbers(lang, text) == {"socks": None}


@pytest.mark.parametrize(
    ("lang", "text"),
    [("fa", "جوراب رو کم کنید"), ("fa-Latn", "jurab ro kam konid")],
)
def test_less_of_several_is_not_none(lang: str, text: str) -> None:
    said = read(text, lang, shop.known())

    assert said.counts
    assert numbers(lang, text) == {"socks": None}
    assert numbers(lang, text.replace("جوراب", "کتری").replace("jurab", "ketri")) == {
        "kettle": 0
    }


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *[("en", "remove one of the mugs"), ("fa", "یکی از ماگ‌ها رو حذف کن")],
        *[("fa-Latn", "yeki az maag ha ro hazf kon"), ("ar", "شيل واحد من الأكواب")],
    ],
)
def test_one_of_two_lines_is_not_both(lang: str, text: str) -> None:
    said = read(text, lang, shop.known("10039"))

    gone = [each for each in said.choices if each.quantity == 0]
    assert len(gone) < len(("white_mug", "blue_mug"))


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *[("en", "one less"), ("en", "take one off"), ("en", "drop one please")],
        *[("fa", "یکیشو بردار"), ("fa", "یکی کمتر"), ("fa", "یه دونه کم کنید")],
        *[("fa-Latn", "yeki kam konid"), ("ar", "شيل واحد"), ("ar", "واحد أقل")],
    ],
)
def test_a_number_without_its_thing_is_kept(lang: str, text: str) -> None:
    said = read(text, lang, shop.known())

    assert (said.choices, said.by, said.to) == ((), -1, None)
    assert said.counts
    assert not said.removes


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *[
            ("en", "make it two"),
            ("en", "change the quantity to 2"),
            ("fa", "بکنش دوتا"),
        ],
        *[
            ("fa", "تعدادش رو بکنید ۲"),
            ("fa-Latn", "bokon 2 ta"),
            ("ar", "خلوها ثنتين"),
        ],
    ],
)
def test_so_many_at_last_without_its_thing_is_kept(lang: str, text: str) -> None:
    said = read(text, lang, shop.known())

    assert (said.choices, said.by, said.to) == ((), 0, 2)


@pytest.mark.parametrize(
    ("lang", "text", "size"),
    [
        *[("en", "make the shoes 43", "43"), ("fa", "کفش رو بکن ۴۳", "43")],
        *[("fa-Latn", "kafsh ro bokon 43", "43"), ("ar", "خلوا الحذاء 43", "43")],
        *[("ar", "غيروا الحذاء إلى 44", "44")],
    ],
)
def test_a_size_is_no_number_of_pieces(lang: str, text: str, size: str) -> None:
    (choice,) = read(text, lang, shop.known()).choices

    assert choice.candidates == (f"shoes-black-{size}",)
    assert choice.quantity is None


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *[
            ("en", "remove the kettle, I have 2 at home"),
            ("fa", "کتری رو حذف کن، دو روزه منتظرم"),
        ],
        *[
            ("en", "take the kettle off, it is 1.7 litres"),
            ("ar", "احذف الغلاية، عندي ثنتين"),
        ],
    ],
)
def test_other_numbers_are_no_number_of_it(lang: str, text: str) -> None:
    assert numbers(lang, text) == {"kettle": 0}


def test_each_of_several_is_told_its_own() -> None:
    said = numbers("fa", "کتری رو حذف کن و جورابم بکن یکی")
    assert said == {"kettle": 0, "socks": 1}

    assert numbers("en", "remove one of the socks and the kettle") == {
        "socks": 2,
        "kettle": 0,
    }


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *[("en", "cancel one of the socks"), ("fa", "یکی از جورابا رو کنسل کنید")],
        *[
            ("fa-Latn", "yeki az jurab ha ro laghv konid"),
            ("ar", "الغي واحد من الجوارب"),
        ],
    ],
)
def test_to_cancel_some_of_a_line_is_a_change(lang: str, text: str) -> None:
    (piece,) = pieces(text, lang, shop.known())

    assert piece.operation is Operation.CHANGE_ITEMS
    assert numbers(lang, text) == {"socks": 2}


@pytest.mark.parametrize(
    "text",
    [
        *("make the kettle white", "I want one less sock", "change the shoes to 43"),
        *("کتری رو سفید کن", "کفشمو بکنید ۴۴", "جوراب رو بکن دو جفت", "یکیشو کم کن"),
        *("ketri ro sefid kon", "kafsh ro bokon 43", "jurab ro yeki kam kon"),
        *("خلوا الغلاية بيضاء", "غير مقاس الحذاء الى 43", "شيل واحد من الجوارب"),
    ],
)
def test_what_an_ordered_thing_is_to_be_is_told(text: str) -> None:
    assert tells_to_change(text)


@pytest.mark.parametrize(
    "text",
    [
        *("do you have white kettles?", "I want two black shirts", "shoes in size 43"),
        *(
            "show me red bags under 300",
            "is there less sugar in it",
            "make me an offer",
        ),
        *(
            "کتری سفید دارید؟",
            "کفش سایز ۴۳ می‌خوام",
            "دو تا چای بفرستید",
            "قیمتش رو بگو",
        ),
        *("ketri sefid darid", "kafsh size 43 mikham", "chai ro peyda kon"),
        *("عندكم غلاية بيضاء؟", "أبي حذاء مقاس 43", "خلينا نشوف الأبيض"),
    ],
)
def test_looking_for_goods_tells_nothing_of_an_order(text: str) -> None:
    assert not tells_to_change(text)


def test_only_a_number_is_of_what_was_not_sent() -> None:
    assert is_of_number("make it two creams instead of three")
    assert is_of_number("یکی کم کن")
    assert not is_of_number("make the kettle white")
    assert not is_of_number("کتری رو سفید کن")
