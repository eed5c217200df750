"""
A level has a name in each language, however its list writes it.
"""

import pytest

from actions.offers.levels import level_called


@pytest.mark.parametrize(
    "written", ["طلایی", "طلائی", "gold", "GOLD", "ذهبي", " Golden "]
)
def test_one_level_in_many_spellings(written):
    assert level_called(written, "fa") == "طلایی"
    assert level_called(written, "ar") == "ذهبي"
    assert level_called(written, "en") == "Gold"


def test_the_half_space_of_silver():
    assert level_called("نقره‌ای", "en") == level_called("نقره ای", "en") == "Silver"


def test_a_level_of_the_shops_own_is_told_as_written():
    assert level_called("Early Bird", "en") == "Early Bird"
    assert "Early Bird" in level_called("Early Bird", "fa")
