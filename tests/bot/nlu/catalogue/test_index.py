"""
The index: what shops of other kinds call their things, and what is never guessed.
"""

from __future__ import annotations

import pytest

from bot.nlu.catalogue import Catalogue, Named, find
from bot.nlu.catalogue.base import cities, colours, sizes
from bot.nlu.catalogue.lexicon import common_words
from bot.nlu.text import normalize, normalize_with_places
from crm_connector.model import CatalogueEntry, CatalogueKind

K = CatalogueKind


def entry(kind: CatalogueKind, id_: str, fa: str = "", en: str = "", **more: object):
    """
    An entry with the names that are given.
    """
    names = {language: name for language, name in (("fa", fa), ("en", en)) if name}
    return CatalogueEntry(kind, id_, names, **more)


def made(brand: str, id_: str, fa: str, en: str) -> CatalogueEntry:
    """
    A product of a brand.
    """
    return entry(K.PRODUCT, id_, fa, en, brand=brand)


PHONES = (
    entry(K.BRAND, "samsung", "سامسونگ", "Samsung"),
    entry(K.BRAND, "apple", "اپل", "Apple"),
    entry(K.BRAND, "pak", "پاک"),
    entry(K.BRAND, "next", en="Next"),
    entry(K.NOUN, "phones", aliases=("گوشی", "phone", "gooshi")),
    entry(
        K.PRODUCT,
        "a54",
        "گوشی سامسونگ گلکسی A54",
        "Samsung Galaxy A54",
        brand="samsung",
    ),
    entry(
        K.PRODUCT,
        "a55",
        "گوشی سامسونگ گلکسی A55",
        "Samsung Galaxy A55",
        brand="samsung",
    ),
    made("apple", "ip13", "گوشی اپل آیفون ۱۳", "Apple iPhone 13"),
    entry(
        K.PRODUCT,
        "ip13p",
        "گوشی اپل آیفون ۱۳ پرو",
        "Apple iPhone 13 Pro",
        brand="apple",
    ),
    made("pak", "juice", "آب سیب پاک", "Apple juice"),
)


def named(text: str, *entries: CatalogueEntry) -> list[Named]:
    """
    What a text names of a shop with these entries, or of the shop of phones.
    """
    return list(find(normalize_with_places(text), Catalogue(entries or PHONES)))


def values(text: str, *entries: CatalogueEntry) -> list[tuple[str, str]]:
    """
    The same as entities and values.
    """
    return sorted((each.entity, each.value) for each in named(text, *entries))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("گوشی سامسونگ a54", [("brand", "samsung"), ("product", "a54")]),
        ("سامسونگ A54 دارید؟", [("brand", "samsung"), ("product", "a54")]),
        ("gooshi samsung", [("brand", "samsung"), ("product", "phones")]),
        ("گوشی سامسونگ", [("brand", "samsung"), ("product", "phones")]),
        ("گوشی سامسونگ a99", [("brand", "samsung"), ("product", "phones")]),
        ("samsong galaxy a55", [("brand", "samsung"), ("product", "a55")]),
        ("iphone 13", [("product", "ip13")]),
        ("iphone 13 pro", [("product", "ip13p")]),
        ("آیفون ۱۳ پرو", [("product", "ip13p")]),
        ("apple iphone", [("brand", "apple")]),
        ("64gb", []),
    ],
)
def test_brand_kind_and_model_are_told_apart(text, expected):
    found = values(text)

    assert [each for each in expected if each in found] == expected
    assert {kind for kind, _ in found} <= {"brand", "product"}


@pytest.mark.parametrize(
    ("text", "brands"),
    [
        ("apple juice", []),
        ("an apple pie", []),
        ("گوشی اپل", ["apple"]),
        ("apple phone", ["apple"]),
        ("برند پاک", ["pak"]),
        ("حساب منو پاک کن", []),
        ("آب سیب پاک", ["pak"]),
        ("next please", []),
        ("what is next", []),
        ("brand Next", ["next"]),
    ],
)
def test_a_brand_that_is_an_ordinary_word_needs_company(text, brands):
    assert [value for kind, value in values(text) if kind == "brand"] == brands


def test_nothing_is_mended_into_a_common_word():
    shop = [entry(K.NOUN, "n", aliases=("where", "order", "کجاست"))]

    assert values("whwre", *shop) == []
    assert values("کجاسات", *shop) == []


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("zarinbaf", True),
        ("zarinbaff", True),
        ("zarimbaf", True),
        ("zarinbf", True),
        ("zarinbatter", False),
        ("kettlebells", True),
        ("kattlebels", True),
        ("kattlobals", False),
        ("toma", True),
        ("tomi", False),
        ("tom", False),
    ],
)
def test_letters_may_be_wrong_only_in_longer_words(written, found):
    shop = [
        entry(K.BRAND, "zarinbaf", en="Zarinbaf"),
        entry(K.BRAND, "kettlebells", en="Kettlebells"),
        entry(K.BRAND, "toma", en="Toma"),
    ]

    assert bool(values(written, *shop)) is found


def test_what_is_written_rightly_wins_over_what_is_near():
    shop = [entry(K.BRAND, "1", en="Marlin"), entry(K.BRAND, "2", en="Marlina")]

    assert values("marlin", *shop) == [("brand", "1")]
    assert values("marlina", *shop) == [("brand", "2")]


def test_the_shops_own_ids_are_given_for_usual_colours_and_sizes():
    shop = [entry(K.COLOR, "c7", "مشکی"), entry(K.SIZE, "s9", en="XXL")]

    assert values("سیاه", *shop) == [("color", "c7")]
    assert values("black", *shop) == [("color", "c7")]
    assert values("xxl", *shop) == [("size", "s9")]
    assert values("xl", *shop) == [("size", "XL")]


def test_a_city_of_a_branch_is_known_although_no_list_has_it():
    shop = [
        entry(K.BRANCH, "b", "شعبه پردیسان", cities={"fa": "زرین‌ده", "en": "Zarin Deh"})
    ]

    assert values("به زرین‌ده بفرستید", *shop) == [("city", "zarin-deh")]


def test_an_empty_catalogue_still_knows_colours_sizes_and_cities():
    shop = Catalogue()
    normal = normalize_with_places("پیراهن آبی سایز XL به شیراز")

    assert sorted((e.entity, e.value) for e in find(normal, shop)) == [
        ("city", "shiraz"),
        ("color", "blue"),
        ("size", "XL"),
    ]


@pytest.mark.parametrize("name", ["", " ", "-", "«»", "\u200c", "...", "‌-‌", "('')"])
def test_names_that_are_no_words_do_no_harm(name):
    shop = [
        CatalogueEntry(kind, "1", {"fa": name}, (name, "زرینباف"))
        for kind in CatalogueKind
    ]

    assert ("brand", "1") in values("زرینباف", *shop)


def test_no_plain_name_of_a_city_or_colour_is_a_common_word_of_talk():
    talk = common_words()
    cities_by_name = {
        normalize(name): city.id
        for city, careful in cities()
        if not careful
        for name in city.names
    }
    # People do speak of these.
    known = {"tehran", "isfahan", "shiraz", "tabriz", "mashhad", "kish", "medina"}

    assert {cities_by_name[word] for word in talk & set(cities_by_name)} <= known


def test_no_name_stands_for_two_cities():
    seen: dict[str, str] = {}
    for city, _ in cities():
        for name in city.names:
            assert seen.setdefault(normalize(name), city.id) == city.id


def test_the_lists_of_colours_and_sizes_have_every_way_of_writing():
    for names in (*colours(), *(size for size, _ in sizes())):
        assert any(name.isascii() for name in names.names) or names.id in "SML"
    assert len(cities()) > 200
