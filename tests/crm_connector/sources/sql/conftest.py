"""
The wide shop as a file and in a real PostgreSQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.crm_connector.sources.sql import wide_shop
from tests.crm_connector.sources.sql.changing import (
    Served,
    Shop,
    opened,
    served,
)

Fresh = Callable[[str], Awaitable[str]]


@pytest.fixture
async def wide_database(fresh: Fresh) -> str:
    """
    The name of a PostgreSQL database with the wide shop in it.
    """
    return await fresh(wide_shop.TYPES + wide_shop.tables(wide_shop.POSTGRESQL))


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """
    The wide shop as an SQLite file.
    """
    return wide_shop.build(tmp_path / "shop.db")


@pytest.fixture
async def in_sqlite(file: Path) -> AsyncIterator[Shop]:
    """
    The shop in a file.
    """

    async def run(statement: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            return database.execute(statement).fetchall()

    shop = Shop(opened(file), run, "")
    yield shop
    await shop.source.close()


@pytest.fixture
async def in_postgresql(
    postgresql: int, wide_database: str, tmp_path: Path
) -> AsyncIterator[Served]:
    """
    The shop in a real server.
    """
    async with served(postgresql, wide_database, tmp_path) as found:
        yield found
