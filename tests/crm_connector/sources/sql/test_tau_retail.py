"""
A retailer's whole data through a mapping: what comes out is what its files say.

In SQLite and in PostgreSQL; the data set is read from the folder HAMYAR_SHARED.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import asyncpg
import pytest

from crm_connector.errors import OrderNotFound, Refused
from crm_connector.model import (
    Address,
    Contact,
    ContactKind,
    Money,
    Order,
    OrderStatus,
)
from crm_connector.sources.sql import SqlSource
from tests.crm_connector.small_shop import NOW
from tests.crm_connector.sources.sql import tau_shop
from tests.crm_connector.sources.sql.conftest import Fresh

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        tau_shop.folder() is None, reason="HAMYAR_SHARED has no data/tau_retail"
    ),
]
STATUSES = {
    "pending": OrderStatus.PLACED,
    "processed": OrderStatus.PREPARING,
    "delivered": OrderStatus.DELIVERED,
    "cancelled": OrderStatus.CANCELLED,
}


def cents(price: float) -> Money:
    """
    A price of the files in our unit.
    """
    return Money(int(Decimal(repr(price)) * 100), "USD")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    The shop as a file, built once.
    """
    return tau_shop.build(tmp_path_factory.mktemp("tau") / "shop.db")


class KnowsTheRetailer:
    """
    The same in every database.
    """

    async def test_the_mapping_fits(self, source: SqlSource) -> None:
        await source.check()

    async def test_every_order_of_every_user_is_as_in_the_files(
        self, source: SqlSource
    ) -> None:
        users, files = tau_shop.content("users"), tau_shop.content("orders")
        orders: dict[str, Order] = {}
        for id_, user in users.items():
            found = await source.orders(id_, limit=200)
            assert {each.number for each in found} == set(user["orders"])
            orders |= {each.number: each for each in found}

        assert len(orders) == len(files) == 1000
        for place, (id_, theirs) in enumerate(files.items()):
            ours = orders[id_]
            assert ours.status is STATUSES[theirs["status"]]
            assert ours.placed_at == tau_shop.placed_at(place)
            assert ours.total == cents(tau_shop.paid(theirs))
            assert [
                (each.product_id, each.names["en"], each.unit_price, each.quantity)
                for each in ours.lines
            ] == [
                (each["product_id"], each["name"], cents(each["price"]), 1)
                for each in theirs["items"]
            ]
            assert [each.tracking_code for each in ours.parcels] == [
                code for sent in theirs["fulfillments"] for code in sent["tracking_id"]
            ]
            assert ours.ship_to is not None
            assert ours.ship_to.postal_code == theirs["address"]["zip"]
            assert ours.ship_to.country == "US"

    async def test_every_user_is_found_by_address(self, source: SqlSource) -> None:
        for id_, user in list(tau_shop.content("users").items())[:100]:
            for written in (user["email"], user["email"].upper()):
                contact = Contact(ContactKind.EMAIL, written.casefold())
                (customer,) = await source.find(contact)

                assert customer.id == id_
                assert customer.name == " ".join(user["name"].values())

    async def test_the_shelf_has_every_product_at_its_lowest_price(
        self, source: SqlSource
    ) -> None:
        products = tau_shop.content("products")

        shelf = await source.shelf(list(products))

        assert set(shelf) == set(products)
        for id_, product in products.items():
            variants = product["variants"].values()
            there = [each for each in variants if each["available"]]
            assert shelf[id_].in_stock is bool(there)
            lowest = min(each["price"] for each in there or variants)
            assert shelf[id_].price == cents(lowest)

    async def test_a_pending_order_is_cancelled_and_a_processed_one_is_not(
        self, source: SqlSource
    ) -> None:
        files = tau_shop.content("orders")
        pending, processed = (
            next(each for each in files.values() if each["status"] == status)
            for status in ("pending", "processed")
        )

        orders = await asyncio.gather(
            *(
                source.cancel_order(pending["user_id"], pending["order_id"], key=str(n))
                for n in range(4)
            )
        )

        assert {each.status for each in orders} == {OrderStatus.CANCELLED}
        with pytest.raises(Refused):
            await source.cancel_order(
                processed["user_id"], processed["order_id"], key="x"
            )
        with pytest.raises(OrderNotFound):
            await source.cancel_order(
                processed["user_id"], pending["order_id"], key="x"
            )

    async def test_a_pending_order_is_sent_elsewhere(self, source: SqlSource) -> None:
        order = next(
            each
            for each in tau_shop.content("orders").values()
            if each["status"] == "pending"
        )
        there = Address("", ("1 New Road",), "Denver", "CO", "80279", "US")

        moved = await source.change_address(
            order["user_id"], order["order_id"], there, key="w"
        )

        assert moved.ship_to == there


class TestInSqlite(KnowsTheRetailer):
    """
    As a file.
    """

    @pytest.fixture
    async def source(self, built: Path, tmp_path: Path) -> AsyncIterator[SqlSource]:
        """
        A copy of the shop, which may be written.
        """
        file = shutil.copyfile(built, tmp_path / "shop.db")
        mapping = tau_shop.mapping(tmp_path / "mapping.yml", times="iso")
        source = SqlSource.open(f"sqlite:///{file}", mapping, clock=lambda: NOW)
        yield source
        await source.close()


class TestInPostgresql(KnowsTheRetailer):
    """
    In a real server.
    """

    @pytest.fixture
    async def source(
        self, postgresql: int, fresh: Fresh, tmp_path: Path
    ) -> AsyncIterator[SqlSource]:
        """
        The shop in a database of its own.
        """
        name = await fresh(tau_shop.TABLES.format(**tau_shop.POSTGRESQL))
        connection = await asyncpg.connect(
            host="127.0.0.1", port=postgresql, user="hamyar", database=name
        )
        for table, rows in tau_shop.rows().items():
            await connection.copy_records_to_table(
                table, records=[tuple(map(_exact, row)) for row in rows]
            )
        await connection.close()
        source = SqlSource.open(
            f"postgresql://hamyar@127.0.0.1:{postgresql}/{name}",
            tau_shop.mapping(tmp_path / "mapping.yml", times="native"),
            clock=lambda: NOW,
        )
        yield source
        await source.close()


def _exact(value: object) -> object:
    return Decimal(repr(value)) if isinstance(value, float) else value
