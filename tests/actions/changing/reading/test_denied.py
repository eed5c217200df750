"""
What is said not to be done, or was never asked for, is no wish.
"""

from __future__ import annotations

import pytest

from actions.changing.reading import Known, pieces
from crm_connector.operations import Operation

DENIED = [
    ("en", "dont cancel my eye cream, i only asked if its shipped"),
    ("en", "i never said cancel, just tell me when the creams come"),
    ("en", "i didnt want to return it"),
    ("fa", "میخواستم لغو کنم ولی دیگه نمیخوام لغو کنم"),
    ("fa-Latn", "mikhastam laghv konam vali dige nemikham laghv konam"),
    ("ar", "لا تلغي الطلب"),
]


@pytest.mark.parametrize(("way", "text"), DENIED)
def test_a_denial_begins_nothing(way: str, text: str) -> None:
    """
    Whoever denies it at last has thought better of it.
    """
    found = pieces(text, way, Known())
    assert [each.operation for each in found if each.operation] == []


def test_what_is_wished_behind_a_denial_counts() -> None:
    """
    As in "don't return it, cancel it".
    """
    (piece,) = pieces("dont send it back, cancel it", "en", Known())
    assert piece.operation is Operation.CANCEL_ORDER
