"""
The small shop as a file, and sources on it.
"""

from pathlib import Path

import pytest

from crm_connector.sources.sql import SqlSource
from tests.crm_connector import small_shop


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """
    The small shop in a SQLite file.
    """
    return small_shop.build(tmp_path / "shop.db")


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
