"""
One demo shop for all tests that only read, and copies for those that write.
"""

import shutil
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from demo.build import build_shop

TODAY = date(2026, 5, 5)


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """
    The file of a shop of TODAY, not to be written to.
    """
    path = tmp_path_factory.mktemp("demo") / "shop.db"
    build_shop(path, TODAY)
    return path


@pytest.fixture
def shop(built):
    """
    An open connection to the shop of TODAY.
    """
    with closing(sqlite3.connect(f"{built.as_uri()}?mode=ro", uri=True)) as database:
        yield database


@pytest.fixture
def content():
    """
    Gives every row of every table of a shop's file, but those of tables left out.
    """

    def read(path, without=()):
        with closing(sqlite3.connect(path)) as database:
            tables = [
                name
                for (name,) in database.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
                )
                if name not in without
            ]
            return {
                table: database.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
                for table in tables
            }

    return read


@pytest.fixture
def copied(built, tmp_path):
    """
    A copy of the shop's file that a test may write to.
    """
    return shutil.copy(built, tmp_path / "shop.db")
