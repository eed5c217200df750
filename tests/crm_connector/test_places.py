"""
One place, however a system keeps it.
"""

from dataclasses import replace

import pytest

from crm_connector.model import Address
from crm_connector.places import is_same_place

WANTED = Address("Ana", ("5 Oak St", "Flat 2"), "Bern", "Bern", "3000", "CH", "+41791")


@pytest.mark.parametrize(
    "kept",
    [
        WANTED,
        # One column of the street, no province and no country.
        replace(WANTED, lines=("5 Oak St, Flat 2",), province=None, country=None),
        replace(WANTED, lines=("5 Oak St، Flat 2",), phone=None),
    ],
)
def test_what_a_system_does_not_keep_makes_no_other_place(kept):
    assert is_same_place(WANTED, kept)


@pytest.mark.parametrize(
    "other",
    [
        None,
        replace(WANTED, lines=("5 Oak St",)),
        replace(WANTED, postal_code="3001"),
        replace(WANTED, name="Bea"),
        replace(WANTED, phone="+41792"),
        replace(WANTED, city="Basel"),
    ],
)
def test_another_street_person_or_town_is_another_place(other):
    assert not is_same_place(WANTED, other)


HOME, ABROAD = "09121112233", "+989121112233"


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [(HOME, ABROAD), (ABROAD, HOME), ("۰۹۱۲۱۱۱۲۲۳۳", "+98 912 111 2233")],
)
def test_a_telephone_is_the_same_with_the_code_of_the_country(wanted, kept):
    assert is_same_place(replace(WANTED, phone=wanted), replace(WANTED, phone=kept))


@pytest.mark.parametrize("kept", ["09121112234", "+979121112233", "+98912111223"])
def test_another_telephone_is_another_person(kept):
    wanted = replace(WANTED, phone=ABROAD)
    assert not is_same_place(wanted, replace(WANTED, phone=kept))
