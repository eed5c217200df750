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
import yaml

from crm_connector.sources.sql.mapping import load
from tests.crm_connector.small_shop import MAPPING
from tests.crm_connector.sources.sql import wide_shop
from tests.crm_connector.sources.sql.changing import (
    Served,
    Shop,
    opened,
    served,
)

Fresh = Callable[[str], Awaitable[str]]
GONE = object()
"""In place of a value: the mapping says nothing there."""


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


@pytest.fixture
def loaded(tmp_path: Path):
    """
    Loads the demo shop's mapping with the value at a dotted place changed.
    """

    def load_with(place: str, value: object) -> Any:
        content = yaml.safe_load(MAPPING.read_text("utf-8"))
        *way, last = place.split("/")
        section = content
        for step in way:
            section = section[step]
        if value is GONE:
            del section[last]
        else:
            section[last] = value
        file = tmp_path / "mapping.yml"
        file.write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")
        return load(file)

    return load_with


@pytest.fixture
def written(tmp_path: Path):
    """
    Loads a file with this text.
    """

    def load_text(text: str, encoding: str = "utf-8") -> Any:
        file = tmp_path / "mapping.yml"
        file.write_text(text, encoding)
        return load(file)

    return load_text
