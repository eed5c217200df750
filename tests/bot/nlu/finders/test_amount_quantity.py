"""
Money and numbers of pieces, and the numbers that are neither.
"""

import pytest

from bot.nlu.finders import amount, quantity
from bot.nlu.text import normalize_with_places


def values(finder, text, *args):
    """
    What one finder gives for a text.
    """
    return [thing.value for thing in finder.find(normalize_with_places(text), *args)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("۲ میلیون تومن", "2000000 IRT"),
        ("2000000 تومان", "2000000 IRT"),
        ("۱٬۲۰۰٬۰۰۰ تومان", "1200000 IRT"),
        ("2.500.000 تومان", "2500000 IRT"),
        ("۲/۵۰۰/۰۰۰ تومان", "2500000 IRT"),
        ("2 500 000 تومان", "2500000 IRT"),
        ("۱/۵ میلیون تومن", "1500000 IRT"),
        ("دو و نیم میلیون تومن", "2500000 IRT"),
        ("سیصدهزارتومن", "300000 IRT"),
        ("پونصد تومنی", "500 IRT"),
        ("هزار تومن", "1000 IRT"),
        ("۱۰۰۰۰ ریال", "10000 IRR"),
        ("زیر ۲ میلیون", "2000000 IRT"),
        ("بودجه‌ام ۳ میلیونه", "3000000 IRT"),
        ("۲۵۰ت", "250 IRT"),
        ("ye milion o divist toman", "1200000 IRT"),
        ("hodude 500 hezar tomane", "500000 IRT"),
        ("zir 2 milion", "2000000 IRT"),
        ("250T", "250 IRT"),
        ("٣٠٠ درهم", "300 AED"),
        ("100 ريال سعودي", "100 SAR"),
        ("خمسين دولار", "50 USD"),
        ("5 دنانير كويتي", "5 KWD"),
        ("$50", "50 USD"),
        ("19.99€", "19.99 EUR"),
        ("£30", "30 GBP"),
        ("aed 300", "300 AED"),
        ("two hundred dirhams", "200 AED"),
        ("laptops under 30 million", "30000000 IRT"),
        ("up to 300k", "300000 IRT"),
    ],
)
def test_an_amount_has_its_number_and_its_currency(text, value):
    assert values(amount, text) == [value]


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("بین ۲ تا ۳ میلیون تومن", ["2000000 IRT", "3000000 IRT"]),
        ("از ۵۰۰ تا ۱ میلیون", ["500000 IRT", "1000000 IRT"]),
        ("500 تا 700 تومن", ["500 IRT", "700 IRT"]),
        ("beyn 2 ta 3 milion", ["2000000 IRT", "3000000 IRT"]),
        ("بين 200 و 300 درهم", ["200 AED", "300 AED"]),
        ("300 to 500k", ["300000 IRT", "500000 IRT"]),
        ("$20-30", ["20 USD", "30 USD"]),
        ("20-30 dollars", ["20 USD", "30 USD"]),
    ],
)
def test_a_range_gives_both_its_ends(text, both):
    assert values(amount, text) == both


def test_what_a_toman_stands_for_is_not_guessed():
    assert values(amount, "۲ تومن") == ["2 IRT"]
    # One thousand and 500, or one million and 500 thousand: one and a half of them.
    assert values(amount, "یه تومن و پونصد") == ["1.5 IRT"]


def test_a_price_without_a_currency_is_in_the_shops():
    assert values(amount, "under 2 million", "AED") == ["2000000 AED"]
    assert values(amount, "150 ريال", "SAR") == ["150 SAR"]


@pytest.mark.parametrize(
    "text",
    [
        "10042",
        "2m cable",
        "300k followers",
        "2 sar be man",
        "چند میلیون تومن",
        "20%",
        "one million users",
        "size 42",
        "1405/8/30",
        "t shirt",
        "۲ تا کفش",
        "16gb ram",
        "$",
        "تومان",
        "no toman",
    ],
)
def test_other_numbers_are_no_amounts(text):
    assert values(amount, text) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("دو تا", "2"),
        ("شش تا کفش", "6"),
        ("۳ عدد", "3"),
        ("یه دونه", "1"),
        ("یدونه", "1"),
        ("سه جفت جوراب", "3"),
        ("بیست و پنج تا", "25"),
        ("صدتا", "100"),
        ("تعداد: ۴", "4"),
        ("2ta", "2"),
        ("se ta kafsh", "3"),
        ("ye dune", "1"),
        ("قطعتين", "2"),
        ("حبتين", "2"),
        ("حبة وحدة", "1"),
        ("ثلاث قطع", "3"),
        ("أبي جوز جوارب", "1"),
        ("three pairs", "3"),
        ("a pair of shoes", "1"),
        ("two of these", "2"),
        ("2 dozen eggs", "24"),
        ("5 pcs", "5"),
        ("socks x2", "2"),
    ],
)
def test_a_number_of_pieces_is_found_with_its_counter(text, count):
    assert values(quantity, text) == [count]


@pytest.mark.parametrize(
    "text",
    [
        "۲ تا ۳ میلیون",
        "از ۲ تا ۵",
        "سفارش 10042 تا فردا",
        "30x40",
        "fuji x100",
        "poco x3 pro",
        "2xl",
        "دو سه تا",
        "1.5 ta",
        "0 تا",
        "یکتا",
        "data",
        "no items",
        "جوز الهند",
        "size 2",
    ],
)
def test_ranges_sizes_and_names_are_no_numbers_of_pieces(text):
    assert values(quantity, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "پوکو x3",
        "پوکو ایکس ۳",
        "آیفون ۱۳ جعبه داره؟",
        "گلکسی اس ۲۳",
        "گلکسی اس ۲۳ تا کی میرسه",
        "سایز ۴۲ جفت",
        "حافظه ۲۵۶ گیگ",
        "۱۵ آبان",
        "ساعت ۵ تا ۷",
        "سری x ۲",
        "poco x3",
        "poko x3 darid",
        "aifon 13 jabe dare",
        "galaksi s23 ta key mirese",
        "saize 42 joft",
        "a54 ta",
        "hafeze 256 gig",
        "15 aban",
        "saat 5 ta 7",
        "بوكو x3",
        "ايفون ١٣ علبة",
        "جالكسي اس ٢٣ حبة",
        "مقاس ٤٢ قطعة",
        "نوت ١٢ كرتون",
        "ذاكرة ٢٥٦ جيجا",
        "iphone 13 box",
        "galaxy s23 pack",
        "a54 items",
        "ps5 set",
        "playstation 5 box",
        "redmi note 12 pack",
        "size 42 pair",
        "xbox series x 2 tb",
        "xbox series x 2",
        "30 x 40",
        "2 x 3 m carpet",
    ],
)
def test_a_number_in_the_name_of_a_model_or_a_size_is_no_number_of_pieces(text):
    assert values(quantity, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "۲ تا آیفون ۱۳",
        "آیفون ۱۳ دو تا",
        "گلکسی a54 دو تا",
        "سایز ۴۲ دو جفت",
        "آیفون ۲ تا",
        "2 ta iphone 13",
        "iphone 13 2 ta",
        "sayz 42 2 joft",
        "nokia 105 2ta",
        "قطعتين ايفون 13",
        "ايفون ١٣ قطعتين",
        "2 حبة ايفون 13",
        "مقاس ٤٢ ٢ قطعة",
        "iphone 13 x2",
        "2x iphone 13",
        "iphone 13, 2 pieces",
        "two pieces of galaxy s23",
        "size 42 2 pairs",
    ],
)
def test_pieces_are_counted_beside_the_name_of_a_model(text):
    assert values(quantity, text) == ["2"]


@pytest.mark.parametrize(
    ("text", "shop", "value"),
    [
        ("۱۰۰ ریال", "IRT", "100 IRR"),
        ("100 ريال", "SAR", "100 SAR"),
        ("100 rial", "QAR", "100 QAR"),
        ("100 riyals", "AED", "100 SAR"),
        ("100 ریال ایران", "SAR", "100 IRR"),
        ("under 300k", "SAR", "300000 SAR"),
        ("زیر ۵۰۰ هزار", "IRR", "500000 IRR"),
        ("تحت 2 مليون", "EGP", "2000000 EGP"),
        ("20 دينار", "IQD", "20 IQD"),
    ],
)
def test_what_names_no_country_is_in_the_shops_currency(text, shop, value):
    assert values(amount, text, shop) == [value]


def test_a_t_is_a_toman_only_in_iran():
    assert values(amount, "250t", "IRR") == ["250 IRT"]
    assert values(amount, "250t", "SAR") == []
