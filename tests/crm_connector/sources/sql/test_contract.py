"""
The sql source on the small shop, by a plain driver and by one made for asyncio.
"""

import sqlite3

import pytest
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from crm_connector.sources.sql import SqlSource
from crm_connector.sources.sql.database import AsyncDatabase
from crm_connector.sources.sql.engine import _in_one_transaction
from crm_connector.sources.sql.mapping import load
from tests.crm_connector import small_shop_goods
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
from tests.crm_connector.conformance_of_selling import (
    DoesPlaceOrders,
    KnowsAttempts,
    LinksToPayments,
    TellsDeliveries,
    sold,
)
from tests.crm_connector.conformance_of_shelves import KnowsCatalogue, KnowsTheShelf
from tests.crm_connector.small_shop import MAPPING, NOW, SITE, change

__all__ = ["sold"]


def as_opened(database):
    """
    As it is opened, and nothing to clean up.
    """
    address = f"sqlite:///{database}"
    source = SqlSource.open(address, MAPPING, clock=lambda: NOW, site=SITE)
    return source, database.unlink, lambda: None


def by_asyncio(database):
    """
    With a driver made for asyncio.
    """

    def engine(timeout: float):
        return create_async_engine(
            f"sqlite+aiosqlite:///file:{database}?mode=rw&uri=true",
            poolclass=NullPool,
            connect_args={"timeout": timeout},
        )

    writing = engine(5.0)
    # Who means to write says so first: two who have read could not both go on.
    _in_one_transaction(writing.sync_engine, "BEGIN IMMEDIATE")
    source = SqlSource(
        AsyncDatabase(engine(0.05)),
        load(MAPPING),
        writer=AsyncDatabase(writing),
        clock=lambda: NOW,
        site=SITE,
    )
    writer = sqlite3.connect(database, isolation_level=None)
    # Locked, not deleted: where it cannot open a file, this driver leaves a thread
    # behind that speaks to an event loop which may be closed.
    return source, lambda: writer.execute("BEGIN EXCLUSIVE"), writer.close


@pytest.fixture(params=[as_opened, by_asyncio])
async def tried(request, database) -> Tried:
    """
    Each way in turn.
    """
    change(database, small_shop_goods.GOODS_ROWS)
    source, take_down, clean_up = request.param(database)
    yield small_shop_goods.tried(source, take_down)
    await source.close()
    clean_up()


class TestSql(
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
    TellsDeliveries,
    DoesPlaceOrders,
    LinksToPayments,
    KnowsAttempts,
    DoesChangeAddress,
    DoesChangeItems,
    DoesReturnItems,
    DoesExchangeItems,
):
    """
    All that the mapping of the demo shop speaks of.
    """
