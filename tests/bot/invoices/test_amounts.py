"""
Amounts in words: what they say, and that they say just that number.
"""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.invoices.amounts import MOST, in_words
from crm_connector.model import Money
from tests.bot.invoices.reading import number_of

SAID = [
    (0, "صفر تومان", "صفر تومان", "Zero toman"),
    (1, "یک تومان", "تومان واحد", "One toman"),
    (2, "دو تومان", "تومانان", "Two toman"),
    (5, "پنج تومان", "خمسة تومانات", "Five toman"),
    (11, "یازده تومان", "أحد عشر تومانًا", "Eleven toman"),
    (200, "دویست تومان", "مئتا تومان", "Two hundred toman"),
    (1_000, "هزار تومان", "ألف تومان", "One thousand toman"),
    (2_000, "دو هزار تومان", "ألفا تومان", "Two thousand toman"),
    (50_000, "پنجاه هزار تومان", "خمسون ألف تومان", "Fifty thousand toman"),
    (
        101_000,
        "صد و یک هزار تومان",
        "مئة ألف وألف تومان",
        "One hundred and one thousand toman",
    ),
    (2_000_000, "دو میلیون تومان", "مليونا تومان", "Two million toman"),
    (
        1_250_000,
        "یک میلیون و دویست و پنجاه هزار تومان",
        "مليون ومئتان وخمسون ألف تومان",
        "One million, two hundred and fifty thousand toman",
    ),
    (
        3_045_017,
        "سه میلیون و چهل و پنج هزار و هفده تومان",
        "ثلاثة ملايين وخمسة وأربعون ألفًا وسبعة عشر تومانًا",
        "Three million, forty-five thousand and seventeen toman",
    ),
    (10**12, "یک تریلیون تومان", "تريليون تومان", "One trillion toman"),
]
NOUNS = {
    "fa": ("تومان",),
    "ar": ("تومانات", "تومانًا", "تومان"),
    "en": ("toman",),
}


@pytest.mark.parametrize(("amount", "fa", "ar", "en"), SAID)
def test_an_amount_is_said_as_people_write_it(
    amount: int, fa: str, ar: str, en: str
) -> None:
    said = [in_words(Money(amount, "IRT"), lang) for lang in ("fa", "ar", "en")]

    assert said == [fa, ar, en]


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
@given(amount=st.integers(3, MOST - 1) | st.integers(3, 10**7))
@example(101_000)
@example(102_000_000)
@example(200_000_000_000)
@example(999_999_999_999_999)
def test_what_is_said_is_read_back_as_the_same_number(lang: str, amount: int) -> None:
    """
    By a reader that knows nothing of the writer.
    """
    said = in_words(Money(amount, "IRT"), lang)
    words, _, noun = said.rpartition(" ")

    assert noun in NOUNS[lang]
    assert number_of(words, lang) == amount


@given(amount=st.integers(3, MOST - 1))
def test_the_arabic_noun_agrees_with_the_end_of_its_number(amount: int) -> None:
    """
    Three to ten are of the plural, eleven to ninety-nine of the accusative.
    """
    noun = in_words(Money(amount, "IRT"), "ar").rpartition(" ")[2]
    rest = amount % 100

    few = 3 <= rest <= 10
    assert noun == ("تومانات" if few else "تومانًا" if rest > 10 else "تومان")


@pytest.mark.parametrize(
    ("amount", "lang", "said"),
    [
        (Money(49063, "USD"), "en", "Four hundred and ninety US dollars and 63/100"),
        (Money(49063, "USD"), "fa", "چهارصد و نود دلار آمریکا و ۶۳/۱۰۰"),
        (Money(49063, "USD"), "ar", "أربعمئة وتسعون دولارًا أمريكيًا و٦٣/١٠٠"),
        (Money(100, "USD"), "en", "One US dollar"),
        (
            Money(1_234_567, "KWD"),
            "ar",
            "ألف ومئتان وأربعة وثلاثون دينارًا كويتيًا و٥٦٧/١٠٠٠",
        ),
        (Money(500, "SAR"), "ar", "خمسة ريالات سعودية"),
        (Money(-50_000, "IRT"), "fa", "منفی پنجاه هزار تومان"),
        (Money(-50_000, "IRT"), "ar", "سالب خمسون ألف تومان"),
        (Money(-50_000, "IRT"), "en", "Minus fifty thousand toman"),
        # Nobody knows its forms.
        (Money(7 * 10**2, "EUR"), "ar", "سبعة يورو"),
    ],
)
def test_other_currencies_and_what_is_behind_the_point(
    amount: Money, lang: str, said: str
) -> None:
    assert in_words(amount, lang) == said


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
def test_what_nobody_would_read_has_no_words(lang: str) -> None:
    assert in_words(Money(MOST, "IRT"), lang) == ""
    assert in_words(Money(MOST - 1, "IRT"), lang) != ""
