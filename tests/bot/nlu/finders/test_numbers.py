"""
Numbers as people write them, and words that only look like numbers.
"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.finders import numbers
from bot.nlu.text import normalize_with_places


def values(text):
    """
    The values of the sure numbers of a text.
    """
    return [found.value for found in numbers.find(normalize_with_places(text))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("دو و نیم میلیون", 2_500_000),
        ("بیست و یک هزار", 21_000),
        ("سیصدهزار", 300_000),
        ("بیست‌ویک", 21),
        ("پنجاه میلیون", 50_000_000),
        ("یک میلیون و دویست هزار", 1_200_000),
        ("یه میلیون و پونصد", 1_500_000),
        ("2 میلیون و 500 هزار", 2_500_000),
        ("۳۰۰ هزار", 300_000),
        ("۱٬۲۰۰٬۰۰۰", 1_200_000),
        ("صد و بیست و پنج", 125),
        ("یک و نیم", "1.5"),
        ("نیم میلیون", 500_000),
        ("ye milion o divist", 1_200_000),
        ("bisto panj", 25),
        ("panj sad hezar", 500_000),
        ("si hezar", 30_000),
        ("خمسة وعشرين", 25),
        ("خمسة و عشرين", 25),
        ("مليون ونص", 1_500_000),
        ("ألفين وخمسمية", 2_500),
        ("ثلاثة عشر", 13),
        ("مئة وخمسين ألف", 150_000),
        ("خمسطعش", 15),
        ("two and a half million", 2_500_000),
        ("twenty-five", 25),
        ("two hundred and fifty thousand", 250_000),
        ("half a million", 500_000),
        ("one million two hundred", 1_000_200),
        ("twelve hundred", 1_200),
        ("1.5m", 1_500_000),
        ("300k", 300_000),
        ("٣٠٠", 300),
    ],
)
def test_a_number_has_one_value_however_it_is_written(text, value):
    assert values(text) == [Decimal(value)]


def test_two_numbers_side_by_side_stay_two():
    assert values("10042 و 10077") == [10042, 10077]
    assert values("دو سه تا") == [2, 3]
    assert values("2 and 3") == [2, 3]


@pytest.mark.parametrize(
    "text",
    [
        "no problem",
        "I am sad",
        "چند میلیون",
        "سلام دوست من",
        "do you",
        "نه ممنون",
        "یه",
        "بیستم",
    ],
)
def test_words_with_another_meaning_are_no_sure_numbers(text):
    assert values(text) == []


@given(st.integers(0, 999_999_999))
def test_digits_are_read_as_they_stand(number):
    assert values(str(number)) == [number]


WORDS = (
    "0 5 42 1.5 k m - . / $ دو سیصد و هزار میلیون نیم ye sad hezar o and a half "
    "million خمسة وعشرين ألفين عشر"
)


@given(st.lists(st.sampled_from(WORDS.split()), max_size=30))
def test_any_row_of_number_words_is_read_without_overlap(words):
    normal = normalize_with_places(" ".join(words))
    end = 0
    for found in numbers.find(normal):
        assert end <= found.start < found.end <= len(normal.text)
        assert 0 <= found.value <= 10**15
        end = found.end
