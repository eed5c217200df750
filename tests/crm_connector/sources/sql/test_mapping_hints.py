"""
What a mistake in a mapping should have been is said with it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_connector.errors import BadMapping
from crm_connector.sources.sql.mapping import load
from tests.crm_connector.small_shop import MAPPING


def refused(folder: Path, old: str, new: str) -> str:
    """
    What is said of the demo's mapping with this change in it.
    """
    text = MAPPING.read_text("utf-8")
    assert old in text
    file = folder / "mapping.yml"
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadMapping) as fault:
        load(file)
    return str(fault.value).removeprefix(f"{file}: ")


@pytest.mark.parametrize("zone", ["Tehran", "tehran", "Asia/Teheran", "Asia/Theran"])
def test_a_zone_is_known_by_its_city(tmp_path: Path, zone: str) -> None:
    said = refused(tmp_path, "zone: Asia/Tehran", f"zone: {zone}")

    assert said == (
        "times.zone: is not a time zone, such as Asia/Tehran or UTC "
        "(did you mean 'Asia/Tehran'?)"
    )


def test_an_offset_is_no_zone_and_like_none(tmp_path: Path) -> None:
    said = refused(tmp_path, "zone: Asia/Tehran", "zone: '+03:30'")

    assert said == "times.zone: is not a time zone, such as Asia/Tehran or UTC"


def test_a_join_that_stands_too_low_is_said_to(tmp_path: Path) -> None:
    paid_with = "    paid_with: {match: {id: order_id}}\n"
    methods = "    methods: {match: {paid_with.method_id: id}}\n"

    said = refused(tmp_path, paid_with, methods + paid_with)

    assert said == (
        "orders.joins.methods.match.paid_with.method_id: 'paid_with' is joined further "
        "down: it has to stand above this"
    )


def test_a_persian_date_is_written_by_a_clock(tmp_path: Path) -> None:
    said = refused(tmp_path, "at: {now: iso}", "at: {now: jalali}")

    assert "zone: is missing: by which clock is it, as Asia/Tehran?" in said
