"""
A real PostgreSQL, once for all tests, with a fresh database for each.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import asyncpg
import pytest

from tests.crm_connector.sources.sql import wide_shop
from tests.peers.postgresql import server

Fresh = Callable[[str], Awaitable[str]]
_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[int]:
    """
    The port of a server of the tests' own.
    """
    programs = server.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed; tests/peers/postgresql/install does.")
    with server.running(programs) as port:
        yield port


@pytest.fixture
async def fresh(postgresql: int) -> AsyncIterator[Fresh]:
    """
    Makes a database from statements and gives its name.
    """
    made: list[str] = []

    async def make(statements: str) -> str:
        name = f"shop_{next(_numbers)}"
        await _run(postgresql, "postgres", f"CREATE DATABASE {name}")
        made.append(name)
        await _run(postgresql, name, statements)
        return name

    yield make
    for name in made:
        await _run(postgresql, "postgres", f"DROP DATABASE {name} WITH (FORCE)")


async def _run(port: int, database: str, statements: str) -> None:
    connection = await asyncpg.connect(
        host="127.0.0.1", port=port, user="hamyar", database=database
    )
    try:
        await connection.execute(statements)
    finally:
        await connection.close()


@pytest.fixture
async def wide_database(fresh: Fresh) -> str:
    """
    The name of a PostgreSQL database with the wide shop in it.
    """
    return await fresh(wide_shop.TYPES + wide_shop.tables(wide_shop.POSTGRESQL))
