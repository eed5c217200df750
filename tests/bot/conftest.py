"""
A shop of two sources: its database, and the list of its club.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.migrations import migrate
from bot.settings import Settings
from tests.bot.talking import Talking
from tests.crm_connector import small_shop
from tests.crm_connector.small_shop import MAPPING, ROOT, SARA
from tests.peers.postgresql import server

CLUB = """\
version: 1
source: club
country: IR
customers:
  file: club.csv
  columns: {id: card, name: name, phone: phone}
loyalty:
  file: club.csv
  columns: {customer: card, points: points}
"""
CARDS = f"card,name,phone,points\n9,AHMADI Sara,{SARA.phones[0]},120\n"
FAMILY = f"10,Ali Ahmadi,{SARA.phones[0]},5\n"
SOURCES = """\
home: demo-shop
sources:
  demo-shop: {kind: sql, url: "sqlite:///SHOP", mapping: shop.yml, contacts: checked}
  club: {kind: csv, mapping: club.yml}
"""


def write_cards(folder: Path, text: str) -> None:
    """
    The club's list as of an hour ago: what is just being written is not read.
    """
    path = folder / "club.csv"
    path.write_text(text)
    an_hour_ago = time.time() - 3600
    os.utime(path, (an_hour_ago, an_hour_ago))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """
    The small shop and its club.
    """
    shop = small_shop.build(tmp_path / "shop.db")
    shutil.copyfile(MAPPING, tmp_path / "shop.yml")
    (tmp_path / "club.yml").write_text(CLUB)
    write_cards(tmp_path, CARDS)
    (tmp_path / "sources.yml").write_text(SOURCES.replace("SHOP", str(shop)))
    return replace(
        Settings(),
        data=tmp_path / "data",
        shop=ROOT / "demo" / "shop.yml",
        sources=tmp_path / "sources.yml",
    )


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """
    Give the address of a migrated database in a server of the tests' own.
    """
    programs = server.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed; tests/peers/postgresql/install does.")
    with server.running(programs) as port:
        address = f"postgresql://hamyar@127.0.0.1:{port}/postgres"
        migrate(address)
        yield address


@pytest.fixture
def talking() -> Iterator[Talking]:
    """
    Give a shop's customers, on a database of their own.
    """
    talking = Talking()
    yield talking
    talking.close()
