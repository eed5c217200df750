"""
The forms in which a message is read.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.finglish import to_persian
from bot.nlu.reading import read


@pytest.mark.parametrize(
    ("latin", "persian"),
    [
        ("sefareshe man kojast", "سفارش من کجاست"),
        ("salam khoobin", "سلام خوبین"),
        ("kei mirese", "کی میرسه"),
        ("mikham ba yek adam sohbat konam", "میخوام با یک ادم صحبت کنم"),
        ("khodahafez", "خداحافظ"),
    ],
)
def test_persian_in_latin_letters_is_put_into_persian_letters(latin, persian):
    """
    As far as a word list knows the words.
    """
    assert to_persian(latin) == persian


def test_a_word_has_one_reading_in_many_spellings():
    """
    Vowels are written as one likes.
    """
    assert {to_persian(word) for word in ("hanuz", "hanooz", "hanouz")} == {"هنوز"}


def test_an_encoder_reads_each_language_in_its_own_letters():
    """
    Whatever keyboard it was typed on.
    """
    assert read("كجاست سفارش من؟").legible == "کجاست سفارش من؟"
    assert read("وین طلبی الآن").legible == "وين طلبي الآن"
    assert read("می خواهم سفارشم را ببینم").legible == "میخواهم سفارشم را ببینم"


@given(st.text(max_size=120))
def test_any_text_can_be_read(text):
    """
    Total.
    """
    reading = read(text)
    assert isinstance(reading.legible, str)
    assert isinstance(reading.compared, str)


def test_which_code_an_order_has_tells_nothing_of_what_is_wanted():
    assert read("أين الطلب Y5JGE8VUN3CHL6PA؟") == read("أين الطلب 10042؟")
    assert read("where is y5jge8vun3chl6pa?") == read("where is 10042?")
