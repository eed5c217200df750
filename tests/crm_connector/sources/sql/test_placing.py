"""
Orders placed in a shop's database, as its mapping says, also in a real server.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from crm_connector.cart import Cart, CartLine
from crm_connector.errors import BadMapping, DueChanged, Refused, SourceRejected
from crm_connector.model import Address, Money
from crm_connector.operations import MethodKind
from crm_connector.source import Capability
from crm_connector.sources.sql import SqlSource
from crm_connector.sources.sql.mapping import load
from tests.crm_connector import small_shop
from tests.crm_connector.conformance import KnowsCustomers, KnowsOrders, Tried
from tests.crm_connector.conformance_of_selling import (
    DoesPlaceOrders,
    LinksToPayments,
    TellsDeliveries,
    sold,
)
from tests.crm_connector.conformance_of_shelves import KnowsTheShelf
from tests.crm_connector.small_shop import CART, MAPPING, NOW, SARAS_HOME, SITE, toman
from tests.crm_connector.sources.sql import till_shop
from tests.fakes.cable import Cable

__all__ = ["sold"]


class SellsAll(
    KnowsCustomers,
    KnowsOrders,
    KnowsTheShelf,
    TellsDeliveries,
    DoesPlaceOrders,
    LinksToPayments,
):
    """
    All that the mapping of the till speaks of.
    """


class TestInSqlite(SellsAll):
    """
    As a file.
    """

    @pytest.fixture
    async def tried(self, tmp_path: Path) -> AsyncIterator[Tried]:
        """
        The shop in a file.
        """
        file = till_shop.build(tmp_path / "till.db")
        mapping = till_shop.mapping(tmp_path, till_shop.SQLITE)
        source = SqlSource.open(f"sqlite:///{file}", mapping, clock=lambda: NOW)
        yield till_shop.tried(source, file.unlink)
        await source.close()


class TestInPostgresql(SellsAll):
    """
    In a real server.
    """

    @pytest.fixture
    async def tried(
        self,
        tmp_path: Path,
        postgresql: int,
        fresh: Callable[[str], Awaitable[str]],
    ) -> AsyncIterator[Tried]:
        """
        The shop in a server, and a cable to it that may be cut.
        """
        name = await fresh(till_shop.tables(till_shop.POSTGRESQL))
        cable = Cable(postgresql)
        url = f"postgresql://hamyar@127.0.0.1:{await cable.plug_in()}/{name}"
        mapping = till_shop.mapping(tmp_path, till_shop.POSTGRESQL)
        source = SqlSource.open(url, mapping, clock=lambda: NOW)
        yield till_shop.tried(source, cable.cut)
        await source.close()
        await cable.cut()

    async def test_many_wishes_at_once_have_numbers_of_their_own(
        self, tried: Tried
    ) -> None:
        cart = Cart((CartLine("pot", "pot", 1),), till_shop.HOME, "van")
        due = Money(4784 + 499, "USD")

        placed = await asyncio.gather(
            *(
                tried.source.place_order(who, cart, due=due, key=key)
                for who, key in (("ada", "a"), ("ada", "b"))
            )
        )

        assert {each.order.number for each in placed} == {"A-1005", "A-1006"}


def rows(file: Path, statement: str) -> list[tuple[object, ...]]:
    """
    What stands in the file.
    """
    with closing(sqlite3.connect(file)) as database:
        return database.execute(statement).fetchall()


@pytest.fixture
async def source(database: Path) -> AsyncIterator[SqlSource]:
    """
    The demo shop's tables, read by the demo's mapping.
    """
    opened = SqlSource.open(
        f"sqlite:///{database}", MAPPING, clock=lambda: NOW, site=SITE
    )
    yield opened
    await opened.close()


DUE = toman(2_100_000)


async def test_the_demo_shop_holds_the_whole_order(
    source: SqlSource, database: Path
) -> None:
    placed = await source.place_order("1", CART, due=DUE, key="w")

    assert placed.order.number == "20002"
    assert placed.order.expected_on == date(2026, 5, 15)
    assert placed.payment_link is not None
    page, _, token = placed.payment_link.rpartition("/")
    assert page == f"{SITE}/demo/pay"
    assert len(token) >= 43
    ((id_, *order),) = rows(
        database,
        "SELECT id, customer_id, status, channel, delivery_method,"
        " subtotal, shipping, total FROM orders WHERE number = '20002'",
    )
    # Above 1,500,000 toman post is free.
    assert order == [1, "placed", "chat", "post", 2100000, 0, 2100000]
    assert rows(
        database,
        "SELECT position, product_id, variant_id, quantity, unit_price, total"
        " FROM order_lines WHERE order_id = (SELECT max(id) FROM orders)"
        " ORDER BY position",
    ) == [(1, 11, 21, 2, 900000, 1800000), (2, 12, 22, 1, 300000, 300000)]
    assert rows(
        database,
        "SELECT method, status, amount, paid_at FROM payments"
        " WHERE order_id = (SELECT max(id) FROM orders)",
    ) == [("online_card", "pending", 2100000, None)]
    assert rows(database, "SELECT wish, order_id, token FROM checkouts") == [
        ("w", id_, token)
    ]


async def test_a_new_address_is_their_own_and_written_once(
    source: SqlSource, database: Path
) -> None:
    # What stands in John's book as well stays his.
    there = Address("", ("Valiasr",), "Tehran")
    cart = replace(CART, ship_to=there, pay_by=MethodKind.CASH)

    for key in ("a", "b"):
        placed = await source.place_order("1", cart, due=DUE, key=key)
        assert placed.order.ship_to is not None
        assert placed.order.ship_to.lines == ("Valiasr",)
        # To whom else, where they did not say?
        assert placed.order.ship_to.name == "سارا احمدی"

    assert rows(database, "SELECT customer_id, city, street FROM addresses") == [
        (1, "تهران", "ولیعصر"),
        (2, "Tehran", "Valiasr"),
        (1, "Tehran", "Valiasr"),
    ]


async def test_it_may_go_to_somebody_else(source: SqlSource) -> None:
    home = replace(SARAS_HOME, name="Somebody Else")

    cart = replace(CART, ship_to=home)
    placed = await source.place_order("1", cart, due=DUE, key="w")

    assert placed.order.ship_to == home


async def test_a_recipient_for_whom_there_is_no_place_is_refused(
    database: Path, tmp_path: Path
) -> None:
    text = MAPPING.read_text("utf-8").replace("recipient: {of: name}", "recipient: x")
    mapping = tmp_path / "mapping.yml"
    mapping.write_text(text, "utf-8")
    source = SqlSource.open(f"sqlite:///{database}", mapping, clock=lambda: NOW)
    stock = rows(database, "SELECT id, stock FROM variants")

    with pytest.raises(Refused):
        await source.place_order("1", CART, due=DUE, key="w")
    await source.close()

    assert rows(database, "SELECT count(*) FROM checkouts") == [(0,)]
    assert rows(database, "SELECT id, stock FROM variants") == stock


async def test_what_was_paid_has_no_link_any_more(
    source: SqlSource, database: Path
) -> None:
    placed = await source.place_order("1", CART, due=DUE, key="w")
    small_shop.change(
        database, "UPDATE orders SET status = 'paid' WHERE number = '20002';"
    )

    assert await source.payment_link("1", placed.order.number) is None
    again = await source.place_order("1", CART, due=DUE, key="w")
    assert again.payment_link is None


async def test_deliveries_are_by_city_and_by_what_it_is_worth(
    source: SqlSource,
) -> None:
    one = (CartLine("12", "22", 1),)
    far = replace(SARAS_HOME, city="شیراز")

    near_ways = await source.deliveries(SARAS_HOME, one)
    far_ways = await source.deliveries(far, one)
    free = await source.deliveries(far, (CartLine("12", "22", 6),))
    # "Above" is not "from".
    just = await source.deliveries(far, (CartLine("12", "22", 5),))

    assert [(e.id, e.price.amount) for e in near_ways] == [
        ("post", 45000),
        ("courier", 70000),
        ("same_day", 85000),
    ]
    assert [each.id for each in far_ways] == ["post", "courier"]
    assert (free[0].price, just[0].price) == (toman(0), toman(45000))
    for written in ("طهران", "TEHRAN", "تهران "):
        ways = await source.deliveries(replace(SARAS_HOME, city=written), one)
        assert "same_day" in {each.id for each in ways}


async def test_a_price_that_rose_is_told_before_anything_is_written(
    source: SqlSource, database: Path
) -> None:
    small_shop.change(database, "UPDATE variants SET price = 900001 WHERE id = 21;")

    with pytest.raises(DueChanged):
        await source.place_order("1", CART, due=DUE, key="w")

    assert rows(database, "SELECT count(*) FROM checkouts") == [(0,)]


async def test_without_a_site_there_is_no_page(database: Path) -> None:
    source = SqlSource.open(f"sqlite:///{database}", MAPPING, clock=lambda: NOW)

    assert Capability.PAYMENT_LINK not in source.capabilities
    placed = await source.place_order("1", CART, due=DUE, key="w")
    await source.close()

    assert placed.payment_link is None


async def test_a_mapping_that_loses_the_street_leaves_nothing(
    database: Path, tmp_path: Path
) -> None:
    text = MAPPING.read_text("utf-8").replace("street: {of: street}", "street: none")
    mapping = tmp_path / "mapping.yml"
    mapping.write_text(text, "utf-8")
    source = SqlSource.open(f"sqlite:///{database}", mapping, clock=lambda: NOW)

    with pytest.raises(SourceRejected):
        await source.place_order("1", CART, due=DUE, key="w")
    await source.close()

    assert rows(database, "SELECT count(*) FROM orders") == [(4,)]


@pytest.mark.parametrize(
    ("place", "value", "why"),
    [
        ("order.set.total", {"of": "totl"}, "did you mean 'total'"),
        ("order.set.total", {"of": "quantity"}, "must be one of"),
        ("deliveries.post.price", "45,000", "an amount in the smallest unit"),
        ("deliveries.post.days", [5, 2], "[least, most]"),
        ("deliveries.post.pay", {"cards": "x"}, "did you mean 'card'"),
        ("deliveries", {}, "must name a way"),
        ("remember.columns", {"key": "wish"}, "order"),
        ("link", "/pay", "{token}"),
        ("address.same", ["streets"], "is not among what is set"),
        ("order.set.expected_on", {"expected": "epoch_seconds"}, "must be a day"),
    ],
)
def test_mistakes_are_named_with_their_place(tmp_path, place, value, why) -> None:
    content = yaml.safe_load(MAPPING.read_text("utf-8"))
    within = content["operations"]["place_order"]
    *outer, last = place.split(".")
    for each in outer:
        within = within[each]
    within[last] = value
    mapping = tmp_path / "mapping.yml"
    mapping.write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")

    with pytest.raises(BadMapping) as mistake:
        load(mapping)

    assert f"{mapping}: operations.place_order.{place}" in str(mistake.value)
    assert why in str(mistake.value)


async def test_a_column_that_is_not_there_is_named_at_start(
    database: Path, tmp_path: Path
) -> None:
    text = MAPPING.read_text("utf-8").replace("shipping: {of:", "shiping: {of:")
    mapping = tmp_path / "mapping.yml"
    mapping.write_text(text, "utf-8")
    source = SqlSource.open(f"sqlite:///{database}", mapping, clock=lambda: NOW)

    with pytest.raises(BadMapping, match=r"order\.set\.shiping.*'shipping'"):
        await source.check()
    await source.close()
