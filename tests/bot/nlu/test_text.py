"""
The compared form: what is the same, what is kept, and that it always works.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.text import normalize, normalize_with_places

# Letters, joiners and signs that the rules speak of, so that their edges are tried.
TRICKY = st.text(alphabet="می نهاخوایيكة‌ـًَ۰۱٠1234,٬'!?aA é.😂\n", max_size=60)
ANY_TEXT = st.one_of(st.text(max_size=80), TRICKY)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("می‌خواهم", "میخواهم"),
        ("می خواهم", "میخواهم"),
        ("ميخواهم", "میخواهم"),
        ("كفش‌ها", "کفشها"),
        ("کفش ها", "کفشها"),
        ("سلاااام", "سلام"),
        ("helloooo!!!", "helo!"),
        ("۱٬۲۰۰٬۰۰۰", "1200000"),
        ("١٠٠٤٢", "10042"),
        ("الطَّلَبِيَّة", "الطلبیه"),
        ("ســـلام", "سلام"),
        ("Where IS it", "where is it"),
        ("  two   spaces ", "two spaces"),
        ("أين الطلب؟", "این الطلب?"),
    ],
)
def test_ways_of_writing_one_thing_have_one_form(written: str, form: str) -> None:
    """
    Keyboards, joiners, digits, marks and stretched letters.
    """
    assert normalize(written) == form


def test_digits_are_never_shortened() -> None:
    """
    A number is not stretched.
    """
    assert normalize("۱۰۰۰۰۰۴") == "1000004"


def test_a_place_leads_back_to_the_customers_own_text() -> None:
    """
    With its joiner, as it was typed.
    """
    text = "سفارش ۱٬۰۰۰ و کفش‌هام"
    normal = normalize_with_places(text)
    at = normal.text.index("کفشهام")
    start, end = normal.span(at, at + len("کفشهام"))
    assert text[start:end] == "کفش‌هام"


@given(ANY_TEXT)
def test_any_string_has_a_form_and_the_form_is_its_own(text: str) -> None:
    """
    Total and idempotent.
    """
    form = normalize(text)
    assert normalize(form) == form


@given(ANY_TEXT)
def test_places_lie_inside_the_original_and_in_order(text: str) -> None:
    """
    One for each character of the form.
    """
    normal = normalize_with_places(text)
    assert normal.text == normalize(text)
    assert len(normal.places) == len(normal.text)
    assert list(normal.places) == sorted(normal.places)
    assert all(0 <= place < len(text) for place in normal.places)


@settings(max_examples=30)
@given(st.integers(0, 5000), st.integers(0, 5000))
def test_spans_lie_inside_the_original(start: int, end: int) -> None:
    """
    Whatever is asked for.
    """
    normal = normalize_with_places("می‌خواهم ۱٬۲۰۰ كفش‌ها رو 😂😂 ببینم")
    start, end = min(start, len(normal.text)), min(end, len(normal.text))
    first, last = normal.span(min(start, end), max(start, end))
    assert 0 <= first <= last <= len(normal.original)
