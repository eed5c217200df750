"""
Order numbers are the same however they are typed.
"""

import pytest

from crm_connector.sources.numbers import folded


@pytest.mark.parametrize(
    "written",
    [
        "N-1004",
        "n-1004",
        "#N-1004",
        " N-10 04\n",
        "N-۱۰۰۴",
        "N-١٠٠٤",
        "\u2068Ｎ-1004\u2069",
    ],
)
def test_the_same_number(written: str) -> None:
    assert folded(written) == "n-1004"


@pytest.mark.parametrize(
    "written", ["", " ", "#", "\ud800", "\x00", "\u200f"], ids=ascii
)
def test_nothing_is_no_number(written: str) -> None:
    assert folded(written) == ""


def test_signs_within_are_part_of_it() -> None:
    assert len({folded(each) for each in ("10-04", "1004", "10/04", "1004#")}) == 4
