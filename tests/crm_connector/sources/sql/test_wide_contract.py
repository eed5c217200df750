"""
The sql source on a shop that has everything: as an SQLite file, and in PostgreSQL.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from crm_connector.errors import OrderNotFound, Refused
from crm_connector.model import Address
from crm_connector.source import Capability
from crm_connector.sources.sql import SqlSource
from tests.crm_connector.conformance import (
    Contract,
    DoesCancel,
    FindsContacts,
    KnowsCatalogue,
    KnowsCustomers,
    KnowsInvoices,
    KnowsLoyalty,
    KnowsOrders,
    KnowsTheShelf,
    Tried,
)
from tests.crm_connector.small_shop import NOW
from tests.crm_connector.sources.sql import wide_shop
from tests.fakes.cable import Cable


class DoesChangeAddress(Contract):
    """
    Capability `change_address`.
    """

    capability = Capability.CHANGE_ADDRESS
    elsewhere = Address(
        "Ada Byron", ("3 Loop", "Floor 3", "Bell 4"), "Berkeley", None, "94701", "CA"
    )

    async def test_an_order_goes_elsewhere(self, tried: Tried) -> None:
        who, number = tried.customer.id, tried.cancellable

        changed = await tried.source.change_address(
            who, number, self.elsewhere, key="wish-1"
        )

        # The shop has two columns for the street.
        expected = replace(self.elsewhere, lines=("3 Loop", "Floor 3, Bell 4"))
        assert changed.ship_to == expected
        assert (await tried.source.order(who, number)).ship_to == expected

    async def test_the_same_key_changes_nothing_again(self, tried: Tried) -> None:
        who, number = tried.customer.id, tried.cancellable
        home = replace(self.elsewhere, lines=("1 Loop",), city="Oakland")

        await tried.source.change_address(who, number, self.elsewhere, key="wish-1")
        await tried.source.change_address(who, number, home, key="wish-2")
        again = await tried.source.change_address(
            who, number, self.elsewhere, key="wish-1"
        )

        assert again.ship_to == home

    async def test_what_has_left_stays_on_its_way(self, tried: Tried) -> None:
        before = await tried.source.order(tried.customer.id, tried.settled)

        with pytest.raises(Refused):
            await tried.source.change_address(
                tried.customer.id, tried.settled, self.elsewhere, key="wish-1"
            )

        after = await tried.source.order(tried.customer.id, tried.settled)
        assert after.ship_to == before.ship_to

    async def test_nobody_moves_anothers_order(self, tried: Tried) -> None:
        assert tried.theirs is not None
        with pytest.raises(OrderNotFound):
            await tried.source.change_address(
                tried.customer.id, tried.theirs.number, self.elsewhere, key="wish-1"
            )

    @pytest.mark.parametrize(
        "told",
        [{"province": "CA"}, {"phone": "+14155552671"}, {"country": "DE"}],
    )
    async def test_what_the_shop_has_no_place_for_is_not_dropped(
        self, tried: Tried, told: dict[str, str]
    ) -> None:
        who, number = tried.customer.id, tried.cancellable
        before = await tried.source.order(who, number)

        with pytest.raises(Refused):
            await tried.source.change_address(
                who, number, replace(self.elsewhere, **told), key="wish-1"
            )

        assert (await tried.source.order(who, number)).ship_to == before.ship_to


class KnowsAll(
    KnowsCustomers,
    FindsContacts,
    KnowsOrders,
    KnowsInvoices,
    KnowsLoyalty,
    KnowsCatalogue,
    KnowsTheShelf,
    DoesCancel,
    DoesChangeAddress,
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
