"""
What people write, and what of the demo shop's catalogue they mean by it.
"""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.nlu.catalogue import ENTITIES, Catalogue, find
from bot.nlu.text import normalize_with_places

P, B, C, S = "product", "brand", "color", "size"

# Pieces of which sentences are made that make no sense.
PIECES = [
    *("کفش", "kafsh", "shoes", "رهوین", "Aria", "۵", "42", "سایز", "شعبه", "XL"),
    *("کرم", "رنگ", "to", "کابل", "branch", "و", "-", "'s", "aa", "هام", "مون"),
    *("\u200c", "ال", "چای", "سبز", "apple", "juice"),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Persian.
        ("کفش‌هام کجاست؟", [(P, "کفش‌هام", "shoes")]),
        ("کفشا رو پس میدم", [(P, "کفشا", "shoes")]),
        ("کفشامو پس میدم", [(P, "کفشامو", "shoes")]),
        ("یه گوشی ارزون میخوام", [(P, "گوشی", "phones")]),
        ("قهوه ساز دارین؟", [(P, "قهوه ساز", "home")]),
        ("قهوه‌ساز دارین؟", [(P, "قهوه‌ساز", "home")]),
        ("تی شرت سفید", [(C, "سفید", "white"), (P, "تی شرت", "clothing")]),
        ("هدفون بی‌سیم", [(P, "هدفون", "phones")]),
        # In Latin letters, with many spellings.
        ("kafsh darid", [(P, "kafsh", "shoes")]),
        ("kafshamo nayavordan", [(P, "kafshamo", "shoes")]),
        ("ghahve mikham", [(P, "ghahve", "coffee-tea")]),
        ("gahve mikham", [(P, "gahve", "coffee-tea")]),
        ("qahve mikham", [(P, "qahve", "coffee-tea")]),
        ("gooshi arvitel", [(B, "arvitel", "arvitel"), (P, "gooshi", "phones")]),
        ("gushi arvitel", [(B, "arvitel", "arvitel"), (P, "gushi", "phones")]),
        ("kif meshki", [(C, "meshki", "black"), (P, "kif", "bags")]),
        # Arabic.
        ("أين الأحذية؟", [(P, "الأحذية", "shoes")]),
        ("وين شنطتي", [(P, "شنطتي", "bags")]),
        ("عندكم حذاء أسود؟", [(C, "أسود", "black"), (P, "حذاء", "shoes")]),
        ("أريد الحقيبة السوداء", [(C, "السوداء", "black"), (P, "الحقيبة", "bags")]),
        # English.
        ("where are my shoes?", [(P, "shoes", "shoes")]),
        ("the shoes' soles", [(P, "shoes", "shoes")]),
        ("a red shirt", [(C, "red", "red"), (P, "shirt", "clothing")]),
        ("T-shirt in navy", [(C, "navy", "navy"), (P, "T-shirt", "clothing")]),
        ("tshirts", [(P, "tshirts", "clothing")]),
        ("headphones please", [(P, "headphones", "phones")]),
    ],
)
def test_words_for_products_and_colours_are_found_in_four_ways_of_writing(
    said, text, expected
):
    assert said(text) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("کفش دویدن رهوین", "کفش دویدن رهوین"),
        ("کفش رهوین برای من دویدن رهوین", None),
        ("گوشی آرویتل آریا ۵ چنده", "گوشی موبایل آرویتل مدل آریا ۵"),
        ("گوشی آرویتل آریا ۵ پلاس", "گوشی موبایل آرویتل مدل آریا ۵ پلاس"),
        ("رمان جاده نمک", "رمان «جاده‌ی نمک»، نشر کاغذین"),
        ("kafsh davidan rahvin", "کفش دویدن رهوین"),
        ("Rahvin running shoes", "کفش دویدن رهوین"),
        ("runing shoes from rahvin", "کفش دویدن رهوین"),
        ("حذاء جري من راهفين", "کفش دویدن رهوین"),
        ("The Salt Road", "رمان «جاده‌ی نمک»، نشر کاغذین"),
        ("arvitel aria 5 smartphone", "گوشی موبایل آرویتل مدل آریا ۵"),
    ],
)
def test_a_product_is_known_by_enough_of_its_name(named, text, name):
    one = [each.name for each in named(text) if each.kind == "product"]

    assert one == ([name] if name else [])


def test_a_name_that_fits_several_products_is_what_they_share(named):
    (shoes,) = named("do you have running shoes?")

    assert (shoes.entity, shoes.kind, shoes.value) == (P, "several", "running shoes")
    assert len(shoes.ids) == 2


def test_the_brand_of_a_product_is_found_besides_it(said):
    assert said("Rahvin running shoes")[0] == (B, "Rahvin", "rahvin")


@pytest.mark.parametrize(
    ("text", "brand"),
    [
        ("آرویتل", "arvitel"),
        ("آرویتال", "arvitel"),
        ("arvitle", "arvitel"),
        ("lumenta's", "lumenta"),
        ("lumentta", "lumenta"),
        ("لومنتا دارید", "lumenta"),
        ("غاماند", "gamand"),
    ],
)
def test_brands_may_be_misspelled(said, text, brand):
    assert [value for kind, _, value in said(text) if kind == B] == [brand]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cofee beans", "coffee-tea"),
        ("smartphoen", "phones"),
        ("stationary", "stationery"),
        ("dumbbel", "sport"),
        ("کوله‌پشنی", "bags"),
    ],
)
def test_one_letter_may_be_wrong_in_a_word_from_five_letters_on(named, text, expected):
    assert [each.value for each in named(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "سلام، خوبی؟",
        "سفارشم کجاست",
        "میخوام سفارشمو لغو کنم",
        "حساب منو پاک کن",
        "پولم کی برمیگرده",
        "بکرة الصبح",
        "وين طلبي؟",
        "أريد إلغاء الطلب",
        "I want to cancel my order",
        "order 12345 please",
        "are you a bot",
        "apple juice",
        "not yet",
        "bale, hamun",
        "salam khubi",
        "thanks, bye",
        "من ۴۲ سالمه",
        "۴۲ تا بفرست",
        "0912 345 67 89",
        "a large order was lost",
        "it's for my mother's house",
        "این کابل رم ندارد",
        "سی دقیقه دیگه میام",
        "کی میرسه",
        "ابي الغي الطلب",
        "كيف ارجع المنتج",
        "بیرونم الان",
        "پولم رو زدن",
        "esmam ali hast",
        "emailamo avaz kon",
        "robat hasti?",
        "یه ربات هستی؟",
        "sahar hastam",
    ],
)
def test_what_only_looks_alike_is_nothing_of_the_catalogue(said, text):
    found = [each for each in said(text) if each[2] not in ("کابل",)]

    assert found == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("یه کرم خوب معرفی کن", [(P, "کرم", "beauty")]),
        ("کیف کرم", [(C, "کرم", "cream"), (P, "کیف", "bags")]),
        ("رنگ کرم", [(C, "کرم", "cream")]),
        ("کفشش قهوه‌ای بود", [(C, "قهوه‌ای", "brown"), (P, "کفشش", "shoes")]),
        ("کفشش قهوه ای بود", [(C, "قهوه ای", "brown"), (P, "کفشش", "shoes")]),
        ("قهوه", [(P, "قهوه", "coffee-tea")]),
        ("boots", [(P, "boots", "shoes")]),
        ("clothing", [("category", "clothing", "clothing")]),
        ("لوازم تحریر", [("category", "لوازم تحریر", "stationery")]),
        ("قهوه و چای", [("category", "قهوه و چای", "coffee-tea")]),
        ("پازل بازار کاشان", [(P, "پازل بازار کاشان", "پازل بازار کاشان")]),
    ],
)
def test_a_word_with_two_meanings_is_told_by_its_neighbours(said, text, expected):
    assert said(text) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("سایز ۴۲", ["42"]),
        ("سایز42", ["42"]),
        ("کفش ۴۲", ["42"]),
        ("کفش مشکی ۴۲", ["42"]),
        ("size 43.", ["43"]),
        ("مقاس ٤٢", ["42"]),
        ("saiz 40", ["40"]),
        ("کفش ۴۲ تومن", []),
        ("کفش ۹۰", []),
        ("XL", ["XL"]),
        ("xxl دارید؟", ["XXL"]),
        ("لارج", ["L"]),
        ("large shirt", ["L"]),
        ("سایز بزرگ", ["L"]),
        ("بزرگه؟", []),
        ("size m", ["M"]),
        ("سایز چهل و دو دارین؟", ["42"]),
        ("کفش چهل و یک میخوام", ["41"]),
        ("size forty two please", ["42"]),
        ("مقاس اثنين وأربعين", ["42"]),
        ("saize chehel o do", ["42"]),
        ("چهل و دو تا جوراب", []),
        ("چهل و دو روز شد", []),
        ("کفشم چهل و هشت ساعته نرسیده", []),
        ("shoes forty bucks", []),
        ("کفش چهل دلار", []),
        ("شماره سفارش چهل و دو", []),
        ("رقم الطلب اثنين وأربعين", []),
        ("کفش چهل و دومی", []),
        ("forty people bought the shoes", []),
        ("m", ["M"]),
        ("I'm", []),
        ("مدیوم", ["M"]),
        ("128 GB", ["128 GB"]),
        ("128gb", ["128 GB"]),
        ("۲۵۰ گرم قهوه", ["250 g"]),
    ],
)
def test_a_size_is_one_where_sizes_are_spoken_of(said, text, size):
    assert [value for kind, _, value in said(text) if kind == S] == size


@pytest.mark.parametrize(
    ("in_digits", "in_words", "size"),
    [
        # Behind whatever opens a size, also a foot and the article.
        ("پام ۴۲ هست", "پام چهل و دو هست", ["42"]),
        (
            "ليش ما اقدر اختار المقاس ٤٢؟",
            "ليش ما اقدر اختار المقاس اثنين وأربعين؟",
            ["42"],
        ),
        ("andazeye 42 mikham", "andazeye chehel o do mikham", ["42"]),
        # What is counted may have an ending, and two words may be written as one.
        ("کفشم ۴۸ ساعته نرسیده", "کفشم چهل و هشت ساعته نرسیده", []),
        ("سایز ۴۲ ساعته", "سایز چهل و دو ساعته", []),
        ("کفش ۴۰ تومنیه", "کفش چهل تومنیه", []),
        ("کفش ۴۰هزارتومنی", "کفش چهل هزارتومنی", []),
        ("kafsh 40 tomani", "kafsh chehel tomani", []),
        ("size 40 hourly", "size forty hourly", []),
        ("مقاس ٤٠ درهم", "مقاس أربعين درهم", []),
        # Who only begins like that counts nothing: a track suit, a whole one.
        ("سایز ۴۲ گرمکن دارین؟", "سایز چهل و دو گرمکن دارین؟", ["42"]),
        ("کفش ۴۲ سالم رسید", "کفش چهل و دو سالم رسید", ["42"]),
    ],
)
def test_a_size_in_words_is_one_where_it_is_one_in_digits(
    said, in_digits, in_words, size
):
    for text in (in_digits, in_words):
        assert [value for kind, _, value in said(text) if kind == S] == size


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("ارسال به شیراز", "shiraz"),
        ("تو تهرانم", "tehran"),
        ("tehroon", "tehran"),
        ("esfahan ham mifrestid?", "isfahan"),
        ("kermanshah", "kermanshah"),
        ("کرمانشاه", "kermanshah"),
        ("کرمنشاه", "kermanshah"),
        ("خرم‌آباد", "khorramabad"),
        ("خرم آباد", "khorramabad"),
        ("بندر عباس", "bandar-abbas"),
        ("إلى الرياض", "riyadh"),
        ("للرياض", "riyadh"),
        ("توصيل إلى دبي", "dubai"),
        ("deliver to Abu Dhabi", "abu-dhabi"),
        ("New York", "new-york"),
        ("به کابل", "kabul"),
        ("الدار البيضاء", "casablanca"),
    ],
)
def test_cities_are_known_without_the_catalogue(text, city):
    found = list(find(normalize_with_places(text), Catalogue()))

    assert [(each.entity, each.value) for each in found] == [("city", city)]


@pytest.mark.parametrize("text", ["کابل شارژ", "وين طلبي", "رم گوشی", "a van came"])
def test_a_city_that_is_another_word_needs_a_word_of_place(text):
    assert list(find(normalize_with_places(text), Catalogue())) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("شعبهٔ تهرانپارس", ("شعبهٔ تهرانپارس", "tehran-tehranpars")),
        ("شعبه ی ولیعصر باز است؟", ("شعبه ی ولیعصر", "tehran-valiasr")),
        ("shobe mashhad", ("shobe mashhad", "mashhad")),
        ("valiasr branch", ("valiasr branch", "tehran-valiasr")),
        ("أين فرع أصفهان", ("فرع أصفهان", "isfahan")),
        ("شعبه ونک کجاست", ("شعبه ونک", "ونک")),
        ("شعبه کرج", ("شعبه کرج", "کرج")),
        ("the tajrish branch", ("tajrish branch", "tajrish")),
        ("نزدیک‌ترین شعبه", None),
        ("شعبه دارید در شیراز؟", None),
        ("which branch is open", None),
        ("خیابان ولیعصر", None),
    ],
)
def test_a_branch_is_named_beside_its_word(said, text, expected):
    found = [(where, value) for kind, where, value in said(text) if kind == "branch"]

    assert found == ([expected] if expected else [])


def test_a_branch_that_the_shop_lacks_is_said_to_be_unknown(named):
    (branch,) = named("شعبه ونک")

    assert (branch.kind, branch.name) == ("unknown", "")


@settings(max_examples=300, deadline=None)
@given(st.text() | st.lists(st.sampled_from(PIECES)).map(" ".join))
@example("")
@example("\u200c" * 50)
@example("'")
@example("９９９ " * 100)
def test_any_text_is_read_and_all_that_is_found_lies_inside(shop, text):
    normal = normalize_with_places(text)
    found = list(find(normal, shop))

    assert found == list(find(normal, shop))
    for each in found:
        assert each.entity in ENTITIES
        assert each.value
        assert 0 <= each.start < each.end <= len(normal.text)
