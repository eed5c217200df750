"""
The shop's own table, and what is said of a mistake in it.
"""

from __future__ import annotations

import textwrap
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.handoff.policy import Policy, Reason
from bot.handoff.table import DeskSettings
from bot.shop import BadShopFileError, load_shop
from bot.shop_values import WEEKDAYS

DEMO_FILE = Path(__file__).parents[3] / "demo" / "shop.yml"


def desk(tmp_path: Path, value: Any) -> DeskSettings:
    """
    Read a shop's file with this `desk`.
    """
    content = yaml.safe_load(DEMO_FILE.read_text("utf-8"))
    content["desk"] = value
    path = tmp_path / "shop.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    return load_shop(path).desk


def test_without_a_word_of_it_everything_is_as_usual(tmp_path: Path) -> None:
    """
    People answer when the telephone is answered.
    """
    found = desk(tmp_path, {})
    assert found.policy == Policy()
    assert found.calendar.week == load_shop(DEMO_FILE).hours
    assert not found.assigns
    assert found.files_days == 90


def test_the_example_of_the_guide_can_be_read(tmp_path: Path) -> None:
    guide = (DEMO_FILE.parents[1] / "docs/admin/shop-settings.md").read_text("utf-8")
    lines = guide[guide.index("    desk:\n") :].split("\n\n")[0]
    found = desk(tmp_path, yaml.safe_load(textwrap.dedent(lines))["desk"])
    assert found.policy.rules[Reason.POLICY].skill == "complaints"
    assert not found.policy.rules[Reason.SOURCE_DOWN].is_on
    assert date(2026, 12, 25) in found.calendar.holidays


def test_the_shop_says_otherwise(tmp_path: Path) -> None:
    found = desk(
        tmp_path,
        {
            "hours": {day: [["10:00", "12:00"]] for day in WEEKDAYS},
            "holidays": [date(2027, 3, 20), "1405/11/22", "01/01", "2027-01-01"],
            "reasons": {
                "upset": {"skill": "care", "priority": 9, "answer_within": 3},
                "source_down": {"active": False},
                "policy": {"offer": True},
            },
            "limits": {
                "upset": 60,
                "high_value": 50_000_000,
                "intents": ["complaint", "review"],
            },
            "usual_talk": 12,
            "assign": True,
            "files_days": 30,
        },
    )
    rules = found.policy.rules
    assert rules[Reason.UPSET].skill == "care"
    assert rules[Reason.UPSET].answer_within == timedelta(minutes=3)
    assert not rules[Reason.SOURCE_DOWN].is_on
    assert rules[Reason.POLICY].is_offered
    assert rules[Reason.ASKED] == Policy().rules[Reason.ASKED]
    assert found.policy.limits.high_value == 50_000_000
    assert found.policy.is_upset(0.6)
    assert not found.policy.is_upset(0.59)
    assert found.policy.limits.intents == {"complaint", "review"}
    assert found.usual_talk == timedelta(minutes=12)
    assert found.assigns
    assert found.files_days == 30
    for day in (
        date(2027, 3, 20),
        date(2027, 2, 11),
        date(2028, 3, 20),
        date(2027, 1, 1),
    ):
        assert day in found.calendar.holidays


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ({"colour": 1}, "desk.colour is not a key of this file"),
        ({"reasons": {"angry": {}}}, "desk.reasons.angry is not a key of this file"),
        (
            {"reasons": {"upset": {"priority": 10}}},
            "desk.reasons.upset.priority must be a whole number from 0 to 9",
        ),
        (
            {"reasons": {"upset": {"active": "no"}}},
            "desk.reasons.upset.active must be yes or",
        ),
        ({"holidays": ["13/01"]}, "desk.holidays must hold a date"),
        ({"holidays": [5]}, "desk.holidays must hold a date"),
        ({"holidays": "01/01"}, "desk.holidays must be a list"),
        ({"limits": {"wrong_codes": 0}}, "must be a whole number from 1 to 1000"),
        ({"limits": {"upset": 101}}, "must be a whole number from 1 to 100"),
        ({"limits": {"high_value": True}}, "must be a whole number from 1 to"),
        ({"hours": {"noday": []}}, "desk.hours.noday is not a day of the week"),
    ],
)
def test_a_mistake_is_named_with_its_place(
    tmp_path: Path, value: Any, complaint: str
) -> None:
    with pytest.raises(BadShopFileError, match=complaint):
        desk(tmp_path, value)
