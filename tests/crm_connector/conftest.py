"""
The small shop as a file, and sources on it.
"""

import shutil
from pathlib import Path

import pytest

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
