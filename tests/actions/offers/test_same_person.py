"""
How a card is told before it is known whose it is.
"""

import pytest

from actions.offers.same_person import initials, last_digits


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("علی رضایی", "ع. ر."),
        ("Farhad Bahrami", "F. B."),
        ("Bahrami, Farhad", "F. B."),
        ("BAHRAMI Farhad", "F. B."),
        ("FARHAD BAHRAMI", "F. B."),
        ("أمل السالم", "أ. س."),
        ("Amal Al Salem", "A. S."),
        ("Amal al-Salem", "A. S."),
        ("علی‌رضا نوری", "ع. ن."),
        ("Madonna", "M."),
        ("", ""),
    ],
)
def test_initials_with_the_given_name_first(name, told):
    assert initials(name) == told


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("700144", "0144"),
        ("123456789", "6789"),
        ("7001", ""),
        ("AB700144", ""),
        ("", ""),
    ],
)
def test_the_end_of_a_long_number_alone(number, told):
    assert last_digits(number) == told
