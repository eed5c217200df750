"""
Everything that people read stands in three languages, each in its own letters.
"""

import re

import pytest

from bot.shop import load_shop
from demo.store import SHOP

PERSIAN_ONLY = re.compile("[پچژگکی]")
ARABIC_ONLY = re.compile("[ةيىكأإ]")
ARABIC_LETTERS = re.compile("[\u0621-\u064a]")
LATIN_WORDS = re.compile("[A-Za-z]{3,}")
KNOWN_LATIN = {"USB", "SPF"}

LANGUAGES = ("fa", "ar", "en")
TABLES = [
    ("products", "name"),
    ("products", "description"),
    ("products", "warranty"),
    ("categories", "name"),
    ("brands", "name"),
    ("colours", "name"),
    ("branches", "name"),
    ("branches", "city"),
    ("branches", "address"),
    ("holidays", "name"),
    ("campaigns", "name"),
    ("carriers", "name"),
]


@pytest.fixture
def texts(shop):
    """
    Gives the rows (fa, ar, en) of one table's text.
    """

    def read(table, column):
        columns = ", ".join(f"{column}_{language}" for language in LANGUAGES)
        return shop.execute(f"SELECT {columns} FROM {table}").fetchall()  # noqa: S608

    return read


@pytest.mark.parametrize(("table", "column"), TABLES)
def test_each_text_is_in_the_letters_of_its_language(texts, table, column):
    rows = texts(table, column)

    assert rows
    for persian, arabic, english in rows:
        assert ARABIC_LETTERS.search(persian), persian
        assert not ARABIC_ONLY.search(persian.replace("أ", "")), persian
        assert ARABIC_LETTERS.search(arabic), arabic
        assert not PERSIAN_ONLY.search(arabic), arabic
        assert LATIN_WORDS.search(english), english
        assert english.replace("“", "").replace("”", "").isascii(), english
        for text in (persian, arabic):
            assert set(LATIN_WORDS.findall(text)) <= KNOWN_LATIN, text


@pytest.mark.parametrize(("table", "column"), TABLES)
def test_texts_are_neatly_written(texts, table, column):
    for row in texts(table, column):
        for text in row:
            assert text == text.strip()
            assert "{" not in text
            assert "  " not in text
            assert not re.search("\u200c[ .،»)]|[ «(]\u200c", text), text
        assert not re.search("[0-9]", row[0].replace("SPF50", "")), row[0]
        assert not re.search("[0-9]", row[1].replace("SPF50", "")), row[1]


@pytest.mark.parametrize("language", [0, 1, 2])
def test_no_two_products_have_one_name(texts, language):
    names = [row[language] for row in texts("products", "name")]

    assert len(set(names)) == len(names)


def test_descriptions_are_one_or_two_sentences(texts):
    for row in texts("products", "description"):
        for text in row:
            assert text.endswith(".")
            assert 1 <= len(re.findall(r"\.(?= |$)", text)) <= 2, text


def test_prefixes_and_endings_are_joined_without_a_space(texts):
    for table, column in TABLES:
        for persian, _, _ in texts(table, column):
            assert not re.search(r"\b(ن?می) \S|\S (ها|های|هایی)\b", persian), persian


def test_each_policy_stands_in_each_language(shop):
    rows = shop.execute("SELECT kind, language, text FROM policies").fetchall()
    kinds = {kind for kind, _, _ in rows}

    assert {"delivery", "returns", "payment", "warranty"} <= kinds
    assert sorted((kind, language) for kind, language, _ in rows) == sorted(
        (kind, language) for kind in kinds for language in LANGUAGES
    )
    for _, language, text in rows:
        assert len(text) > 40
        assert bool(ARABIC_LETTERS.search(text)) == (language != "en")
        if language != "en":
            wrong = PERSIAN_ONLY if language == "ar" else ARABIC_ONLY
            assert not wrong.search(text), text
        assert text.endswith("."), text


def test_sizes_are_written_as_people_write_them(shop):
    sizes = {row[0]: row[1:] for row in shop.execute("SELECT * FROM sizes")}

    assert sizes["42"] == ("۴۲", "٤٢", "42")
    assert sizes["XL"] == ("XL", "XL", "XL")
    assert sizes["2.5 kg"] == ("۲٫۵ کیلوگرم", "٢٫٥ كغ", "2.5 kg")
    assert sizes["12 pcs"] == ("۱۲ عددی", "١٢ قطعة", "12 pieces")


def test_customers_are_called_in_their_own_script(shop):
    for name, language in shop.execute("SELECT name, language FROM customers"):
        assert bool(ARABIC_LETTERS.search(name)) == (language != "en"), name


def test_every_category_has_everyday_words_in_four_ways_of_writing(shop):
    categories = [row[0] for row in shop.execute("SELECT id FROM categories")]

    for category in categories:
        ways = shop.execute(
            "SELECT DISTINCT language FROM category_words WHERE category_id = ?",
            (category,),
        ).fetchall()
        assert sorted(way for (way,) in ways) == ["ar", "en", "fa", "fa-Latn"]


def test_the_offers_line_speaks_of_the_campaign_that_runs(shop):
    offers = load_shop(SHOP).offers
    *names, percent = shop.execute(
        "SELECT name_fa, name_ar, name_en, percent FROM campaigns, meta "
        "WHERE meta.key = 'built_on' AND meta.value BETWEEN starts_on AND ends_on"
    ).fetchone()

    digits = ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "0123456789")
    for language, name, script in zip(LANGUAGES, names, digits, strict=True):
        assert name in offers[language]
        assert "".join(script[int(each)] for each in str(percent)) in offers[language]


def test_the_shop_names_the_costs_that_its_orders_have(shop):
    said = load_shop(SHOP).policies["delivery"]["en"]
    costs = shop.execute("SELECT DISTINCT shipping FROM orders WHERE shipping > 0")

    assert {f"{cost:,} toman" for (cost,) in costs} <= set(
        re.findall(r"[\d,]+ toman", said)
    )
