"""
What comes nearest to a piece that is gone, and which pieces there are.
"""

from __future__ import annotations

import pytest

from actions.buying.nearest import nearest, pairs
from tests.actions.changing.reading.shop import variants

SHOES = {each.id: each for each in variants("shoes", "black white", "41 42")}


def ids(found):
    """
    The ids of some pieces.
    """
    return [each.id for each in found]


def test_the_same_size_comes_before_the_same_colour() -> None:
    gone = SHOES.pop("shoes-black-42")
    there = list(SHOES.values())
    SHOES[gone.id] = gone

    assert ids(nearest(gone, there)) == ["shoes-white-42"]
    black = [each for each in there if each.id == "shoes-black-41"]
    assert ids(nearest(gone, black)) == ["shoes-black-41"]
    white = [each for each in there if each.id == "shoes-white-41"]
    assert nearest(gone, white) == ()


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
def test_which_go_together_is_told_where_not_all_do(lang: str) -> None:
    every = [each.options[lang] for each in variants("shoes", "black white", "41 42")]
    black, white = every[0], every[2]
    colour, size = black

    assert pairs(every) == []
    assert pairs(every[:3]) == [
        ([black[colour]], [black[size], every[1][size]]),
        ([white[colour]], [white[size]]),
    ]


def test_what_has_more_options_or_fewer_is_not_paired() -> None:
    assert pairs([]) == []
    assert pairs([{"color": "red"}, {"color": "blue"}]) == []
    assert pairs([{"color": "red", "size": "M"}, {"color": "blue"}]) == []
