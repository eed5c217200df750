"""
The wide shop in a database that may be changed, and what holds in every database.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from crm_connector.errors import (
    Refused,
)
from crm_connector.model import Address, OrderStatus
from crm_connector.sources.sql import SqlSettings, SqlSource
from tests.crm_connector.small_shop import NOW
from tests.crm_connector.sources.sql import wide_shop
from tests.crm_connector.sources.sql.wide_shop import ADA
from tests.fakes.cable import Cable

OPEN, OTHER, GONE = "A-1002", "A-1003", "A-1001"


@dataclass
class Shop:
    """
    The wide shop in some database; `run` asks it directly, as the shop's own staff.
    """

    source: SqlSource
    run: Callable[[str], Awaitable[list[tuple[Any, ...]]]]
    s: str

    async def state(self, code: str = OPEN) -> str:
        """
        The state that an order has in the database.
        """
        ((state,),) = await self.run(
            f"SELECT state FROM {self.s}purchase WHERE code = '{code}'"  # noqa: S608
        )
        return str(state)

    async def count(self, table: str) -> int:
        """
        How many rows a table has.
        """
        ((count,),) = await self.run(f"SELECT count(*) FROM {self.s}{table}")  # noqa: S608
        return int(count)


def opened(file: Path, *, timeout: float = 5.0) -> SqlSource:
    """
    A source on that file.
    """
    mapping = wide_shop.mapping(file.parent, wide_shop.SQLITE)
    return SqlSource.open(
        f"sqlite:///{file}",
        mapping,
        clock=lambda: NOW,
        settings=SqlSettings(timeout=timeout),
    )


@dataclass
class Served:
    """
    The shop in a server.
    """

    shop: Shop
    cable: Cable
    connect: Callable[[], Awaitable[asyncpg.Connection]]
    again: Callable[..., Awaitable[SqlSource]]
    name: str
    cables: list[Cable]


@asynccontextmanager
async def served(port: int, name: str, folder: Path) -> AsyncIterator[Served]:
    """
    The shop in a server, by a cable that may be cut.
    """
    cable = Cable(port)
    mapping = wide_shop.mapping(folder, wide_shop.POSTGRESQL)
    cables, sources = [cable], []

    async def source_by(
        cable: Cable, timeout: float = 5.0, user: str = "hamyar"
    ) -> SqlSource:
        source = SqlSource.open(
            f"postgresql://{user}@127.0.0.1:{await cable.plug_in()}/{name}",
            mapping,
            clock=lambda: NOW,
            settings=SqlSettings(timeout=timeout),
        )
        sources.append(source)
        return source

    async def again(timeout: float = 5.0, user: str = "hamyar") -> SqlSource:
        cables.append(Cable(port))
        return await source_by(cables[-1], timeout, user)

    async def connect() -> asyncpg.Connection:
        return await asyncpg.connect(
            host="127.0.0.1", port=port, user="hamyar", database=name
        )

    async def run(statement: str) -> list[tuple[Any, ...]]:
        connection = await connect()
        try:
            return [tuple(row) for row in await connection.fetch(statement)]
        finally:
            await connection.close()

    shop = Shop(await source_by(cable), run, "trade.")
    yield Served(shop, cable, connect, again, name, cables)
    for source in sources:
        await source.close()
    for each in cables:
        await each.cut()


class WritesOnce:
    """
    What holds in every database.
    """

    async def test_cancelling_writes_what_the_mapping_says(self, shop: Shop) -> None:
        order = await shop.source.cancel_order(ADA, "1002", key="wish-1")

        assert order.status is OrderStatus.CANCELLED
        assert [each.status for each in order.history] == [OrderStatus.CANCELLED]
        assert order.history[0].at == NOW
        assert await shop.state() == "off"
        ((touched,),) = await shop.run(
            f"SELECT touched FROM {shop.s}purchase WHERE code = '{OPEN}'"  # noqa: S608
        )
        # Text in SQLite, a moment in PostgreSQL.
        assert touched in (NOW, NOW.isoformat())
        assert await shop.run(f"SELECT key, what FROM {shop.s}wish") == [  # noqa: S608
            ("wish-1", "cancel_order")
        ]

    async def test_one_wish_is_done_once_even_if_the_shop_undid_it(
        self, shop: Shop
    ) -> None:
        await shop.source.cancel_order(ADA, OPEN, key="wish-1")
        await shop.run(f"UPDATE {shop.s}purchase SET state = 'open'")  # noqa: S608

        again = await shop.source.cancel_order(ADA, OPEN, key="wish-1")

        assert again.status is OrderStatus.PLACED
        assert await shop.state() == "open"

        anew = await shop.source.cancel_order(ADA, OPEN, key="wish-2")
        assert anew.status is OrderStatus.CANCELLED

    async def test_a_key_is_for_one_order(self, shop: Shop) -> None:
        await shop.source.cancel_order(ADA, OPEN, key="wish-1")

        with pytest.raises(Refused):
            await shop.source.cancel_order(ADA, OTHER, key="wish-1")

        assert await shop.state(OTHER) == "open"

    async def test_many_at_once_cancel_once(self, shop: Shop) -> None:
        before = await shop.count("step")

        orders = await asyncio.gather(
            *(
                shop.source.cancel_order(ADA, OPEN, key=f"wish-{n // 2}")
                for n in range(12)
            )
        )

        assert {each.status for each in orders} == {OrderStatus.CANCELLED}
        assert await shop.count("step") == before + 1
        assert await shop.count("wish") == 1

    async def test_an_address_and_a_cancelling_at_once_leave_one_truth(
        self, shop: Shop
    ) -> None:
        home = Address("Ada", ("9 Loop",), "Berkeley", None, "94701", "US")

        outcomes = await asyncio.gather(
            shop.source.cancel_order(ADA, OPEN, key="a"),
            shop.source.change_address(ADA, OPEN, home, key="b"),
            return_exceptions=True,
        )

        # The address was first, or there was nothing to send any more.
        assert not isinstance(outcomes[0], BaseException)
        after = await shop.source.order(ADA, OPEN)
        assert after.status is OrderStatus.CANCELLED
        moved = not isinstance(outcomes[1], Refused)
        assert (after.ship_to == home) is moved
