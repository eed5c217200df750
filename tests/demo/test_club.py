"""
The loyalty list is of the same people, written otherwise.
"""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path

import pytest

from crm_connector.model import Contact, ContactKind
from crm_connector.sources.opening import open_sources
from demo.build import SEED
from demo.club import HEADINGS, write_club

NOW = datetime(2026, 5, 10, 6, 30, tzinfo=timezone.utc)


@pytest.fixture(scope="session")
def club(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    The file that names the demo's sources, with all that it needs beside it.
    """
    return write_club(built, tmp_path_factory.mktemp("club"), SEED)


def rows(sources: Path) -> list[dict[str, str]]:
    """
    The list as a spreadsheet would show it.
    """
    with (sources.parent / "demo-club.csv").open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def digits(row: dict[str, str]) -> str:
    """
    The telephone of a row in one form.
    """
    return "+" + "".join(filter(str.isdigit, row["موبایل"])).removeprefix("00")


def test_about_half_of_the_customers_are_in_it_and_some_of_their_families(
    club: Path,
) -> None:
    found = rows(club)

    assert tuple(found[0]) == HEADINGS
    assert 1_000 < len(found) < 1_400
    assert len({row["کارت"] for row in found}) == len(found)
    phones = list(map(digits, found))
    assert 30 < len(phones) - len(set(phones)) < 120


def test_names_are_written_in_both_alphabets_and_some_telephones_are_old(
    club: Path, built: Path
) -> None:
    found = rows(club)
    with closing(sqlite3.connect(built)) as database:
        known = {phone for (phone,) in database.execute("SELECT phone FROM customers")}

    in_latin = [row for row in found if row["نام"].isascii()]
    assert 0.5 < len(in_latin) / len(found) < 0.95
    old = [row for row in found if digits(row) not in known]
    assert 0.1 < len(old) / len(found) < 0.35


def test_the_same_shop_and_seed_give_the_same_list_and_touch_nothing_twice(
    club: Path, built: Path, tmp_path: Path
) -> None:
    again = write_club(built, tmp_path, SEED)
    path = again.parent / "demo-club.csv"
    assert path.read_bytes() == (club.parent / "demo-club.csv").read_bytes()

    before = path.stat().st_mtime_ns
    write_club(built, tmp_path, SEED)
    assert path.stat().st_mtime_ns == before
    write_club(built, tmp_path, SEED + 1)
    assert path.stat().st_mtime_ns != before


async def test_both_sources_are_what_their_mappings_say(club: Path) -> None:
    opened = await open_sources(club, {}, clock=lambda: NOW)
    assert {len(title) for title in opened.titles.values()} == {3}
    first = rows(club)[0]
    try:
        for source in opened.sources.values():
            await source.check()
        card = await opened.sources["demo-club"].customer(first["کارت"])
        shop = opened.sources[opened.home]
        same = await shop.find(Contact(ContactKind.EMAIL, card.emails[0]))
        loyalty = await opened.sources["demo-club"].loyalty(card.id)
    finally:
        await opened.close()

    assert opened.home == "demo-shop"
    assert [customer.emails for customer in same] == [card.emails]
    assert loyalty.points == int(first["امتیاز"])
    assert loyalty.tier == first["سطح"]
