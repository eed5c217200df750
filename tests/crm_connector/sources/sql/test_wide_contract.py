"""
The sql source on a shop that has everything: as an SQLite file, and in PostgreSQL.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from crm_connector.sources.sql import SqlSource
from tests.crm_connector.conformance import (
    FindsContacts,
    KnowsCustomers,
    KnowsInvoices,
    KnowsLoyalty,
    KnowsOrders,
    Tried,
)
from tests.crm_connector.conformance_of_changes import DoesCancel, DoesChangeAddress
from tests.crm_connector.conformance_of_goods import KnowsMethods, KnowsVariants
from tests.crm_connector.conformance_of_items import DoesChangeItems
from tests.crm_connector.conformance_of_returns import (
    DoesExchangeItems,
    DoesReturnItems,
)
from tests.crm_connector.conformance_of_shelves import KnowsCatalogue, KnowsTheShelf
from tests.crm_connector.small_shop import NOW
from tests.crm_connector.sources.sql import wide_shop
from tests.fakes.cable import Cable


class KnowsAll(
    KnowsCustomers,
    FindsContacts,
    KnowsOrders,
    KnowsInvoices,
    KnowsLoyalty,
    KnowsCatalogue,
    KnowsTheShelf,
    KnowsVariants,
    KnowsMethods,
    DoesCancel,
    DoesChangeAddress,
    DoesChangeItems,
    DoesReturnItems,
    DoesExchangeItems,
):
    """
    All that a mapping can speak of.
    """


class TestInSqlite(KnowsAll):
    """
    As a file.
    """

    @pytest.fixture
    async def tried(self, tmp_path: Path) -> AsyncIterator[Tried]:
        """
        The shop in a file.
        """
        file = wide_shop.build(tmp_path / "shop.db")
        mapping = wide_shop.mapping(tmp_path, wide_shop.SQLITE)
        source = SqlSource.open(f"sqlite:///{file}", mapping, clock=lambda: NOW)
        yield wide_shop.tried(source, file.unlink)
        await source.close()


class TestInPostgresql(KnowsAll):
    """
    In a real server.
    """

    @pytest.fixture
    async def tried(
        self, tmp_path: Path, postgresql: int, wide_database: str
    ) -> AsyncIterator[Tried]:
        """
        The shop in a server, and a cable to it that may be cut.
        """
        cable = Cable(postgresql)
        url = f"postgresql://hamyar@127.0.0.1:{await cable.plug_in()}/{wide_database}"
        mapping = wide_shop.mapping(tmp_path, wide_shop.POSTGRESQL)
        source = SqlSource.open(url, mapping, clock=lambda: NOW)
        yield wide_shop.tried(source, cable.cut)
        await source.close()
        await cable.cut()
