"""
The small shop as a file, sources on it, and an empty ledger.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_connector.identity.tables import metadata
from crm_connector.sources.sql import SqlSource
from tests.crm_connector import small_shop


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
