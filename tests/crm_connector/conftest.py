"""
The small shop as a file, sources on it, an empty ledger, and a real PostgreSQL.
"""

import itertools
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import asyncpg
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_connector.identity.tables import metadata
from crm_connector.sources.sql import SqlSource
from tests.crm_connector import small_shop
from tests.peers.postgresql import server


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    The small shop, built once; tests change copies of it.
    """
    return small_shop.build(tmp_path_factory.mktemp("small-shop") / "shop.db")


@pytest.fixture
def database(built: Path, tmp_path: Path) -> Path:
    """
    The small shop in a SQLite file.
    """
    return shutil.copyfile(built, tmp_path / "shop.db")


@pytest.fixture
async def sql_source(database: Path):
    """
    The sql source on the small shop.
    """
    source = SqlSource.open(
        f"sqlite:///{database}", small_shop.MAPPING, clock=lambda: small_shop.NOW
    )
    yield source
    await source.close()


@pytest.fixture
def connection() -> Iterator[Connection]:
    """
    A connection to an empty ledger.
    """
    engine = sa.create_engine("sqlite://", future=True)
    metadata.create_all(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        yield connection
    engine.dispose()


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
