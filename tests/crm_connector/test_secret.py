"""
A credential shows itself to nobody who does not ask for it.
"""

import pytest

from crm_connector.secret import Secret

TEXT = "correct horse"


@pytest.mark.parametrize("show", [repr, str, "{}".format, lambda s: f"{[s]} {s!s}"])
def test_nothing_prints_it(show):
    assert TEXT not in show(Secret(TEXT))
    assert show(Secret(TEXT)) == show(Secret("another, longer one"))


def test_it_is_given_to_who_has_to_send_it():
    assert Secret(TEXT).reveal() == TEXT


def test_two_of_the_same_text_are_the_same():
    assert {Secret(TEXT), Secret(TEXT)} == {Secret(TEXT)}
    assert Secret(TEXT) != Secret("another")
    assert Secret(TEXT) != TEXT


def test_an_empty_one_is_none():
    assert not Secret("")
    assert Secret(TEXT)
