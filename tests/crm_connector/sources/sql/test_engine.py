"""
Addresses of databases: which ones work, and what is said of those that do not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_connector.errors import SourceRejected
from crm_connector.sources.sql import SqlSettings, SqlSource
from tests.crm_connector.small_shop import MAPPING, NOW, SARA


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+aiosqlite", "sqlite+pysqlite"])
async def test_sqlite_is_opened_by_any_of_its_names(
    database: Path, scheme: str
) -> None:
    source = SqlSource.open(f"{scheme}:///{database}", MAPPING, clock=lambda: NOW)

    assert await source.customer("1") == SARA
    await source.close()


NO_ADDRESS = (
    "This is no database address, such as sqlite:////srv/shop.db or "
    "postgresql://user:password@host/name."
)
NO_KIND = (
    "No such kind of database is known; there are sqlite, postgresql, mysql, mariadb, "
    "mssql and oracle."
)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", NO_ADDRESS),
        ("shop.db", NO_ADDRESS),
        ("sqlite://", "An SQLite source needs a file's path."),
        ("sqlite:///:memory:", "An SQLite source needs a file's path."),
        ("sqlite:///file:x?mode=memory", "An SQLite source needs a file's path."),
        ("paperdb://shop", NO_KIND),
        (
            "postgresql+psycopg2cffi://me:secret@host/shop",
            "The database's driver is not installed: psycopg2cffi.",
        ),
        ("postgresql://me:secret@host:port/shop", NO_ADDRESS),
    ],
)
def test_an_address_that_cannot_work_is_rejected_without_its_secrets(
    url: str, message: str
) -> None:
    with pytest.raises(SourceRejected) as fault:
        SqlSource.open(url, MAPPING)

    assert str(fault.value) == message
    assert fault.value.source == "demo-shop"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("timeout", 0),
        ("timeout", -1.0),
        ("timeout", float("inf")),
        ("timeout", float("nan")),
        ("connections", 0),
        ("max_orders", 0),
    ],
)
def test_settings_without_sense_are_refused(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=name):
        SqlSettings(**{name: value})
