"""
The wide shop in a real PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.crm_connector.sources.sql import wide_shop

Fresh = Callable[[str], Awaitable[str]]


@pytest.fixture
async def wide_database(fresh: Fresh) -> str:
    """
    The name of a PostgreSQL database with the wide shop in it.
    """
    return await fresh(wide_shop.TYPES + wide_shop.tables(wide_shop.POSTGRESQL))
