"""
Writing: once, whole, and never over what somebody else has changed; in SQLite.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from crm_connector.errors import (
    Refused,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.model import Address
from tests.crm_connector.sources.sql.changing import (
    OPEN,
    OTHER,
    Shop,
    WritesOnce,
    opened,
)
from tests.crm_connector.sources.sql.wide_shop import ADA


class TestInSqlite(WritesOnce):
    """
    As a file.
    """

    @pytest.fixture
    def shop(self, in_sqlite: Shop) -> Shop:
        """
        The shop in a file.
        """
        return in_sqlite

    async def test_what_was_changed_while_we_waited_is_not_overwritten(
        self, shop: Shop, file: Path
    ) -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as staff:
            staff.execute("BEGIN IMMEDIATE")
            staff.execute(f"UPDATE purchase SET state = 'gone' WHERE code = '{OPEN}'")  # noqa: S608
            wish = asyncio.create_task(shop.source.cancel_order(ADA, OPEN, key="w"))
            await asyncio.sleep(0.2)
            staff.execute("COMMIT")

        with pytest.raises(Refused):
            await wish
        assert await shop.state() == "gone"

    async def test_a_file_that_stays_locked_is_unavailable_and_unchanged(
        self, shop: Shop, file: Path
    ) -> None:
        source = opened(file, timeout=0.4)
        with closing(sqlite3.connect(file, isolation_level=None)) as staff:
            staff.execute("BEGIN IMMEDIATE")
            with pytest.raises(SourceUnavailable):
                await source.cancel_order(ADA, OPEN, key="w")
            staff.execute("ROLLBACK")

        await asyncio.sleep(0.2)
        assert await shop.state() == "open"
        await source.close()

    async def test_a_reader_in_the_way_of_keeping_it_leaves_all_as_it_was(
        self, shop: Shop, file: Path
    ) -> None:
        source = opened(file, timeout=1)
        with closing(sqlite3.connect(file, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM purchase").fetchone()
            # Only the end of it is refused, by an answer: so it is known.
            with pytest.raises(SourceUnavailable):
                await source.cancel_order(ADA, OPEN, key="w")

        assert await shop.state() == "open"
        assert (await source.cancel_order(ADA, OPEN, key="w")).number == OPEN
        await source.close()

    async def test_where_nothing_is_locked_the_status_is_compared(
        self, shop: Shop
    ) -> None:
        engine = shop.source._asking._writer._engine

        def change_meanwhile(connection, cursor, statement, *_rest) -> None:
            if statement.startswith("UPDATE"):
                cursor.execute("UPDATE purchase SET state = 'gone'")

        event.listen(engine, "before_cursor_execute", change_meanwhile)
        with pytest.raises(SourceUnavailable):
            await shop.source.cancel_order(ADA, OPEN, key="w")

        assert await shop.count("wish") == 0

    async def test_what_does_not_cancel_is_taken_back(self, shop: Shop) -> None:
        await shop.run(
            "CREATE TRIGGER never AFTER UPDATE ON purchase WHEN new.state = 'off' "
            "BEGIN UPDATE purchase SET state = 'gone' WHERE id = new.id; END"
        )

        with pytest.raises(SourceRejected, match="cancel_order"):
            await shop.source.cancel_order(ADA, OPEN, key="w")

        assert await shop.state() == "open"
        assert await shop.count("wish") == 0

    async def test_an_address_that_is_cut_short_is_taken_back(self, shop: Shop) -> None:
        await shop.run(
            "CREATE TRIGGER short AFTER UPDATE OF street1 ON purchase BEGIN "
            "UPDATE purchase SET street1 = substr(street1, 1, 5) WHERE id = new.id; END"
        )
        home = Address("Ada", ("9 Long Road",), "Berkeley", None, "94701", "US")

        with pytest.raises(SourceRejected, match="change_address"):
            await shop.source.change_address(ADA, OPEN, home, key="w")

        order = await shop.source.order(ADA, OPEN)
        assert order.ship_to is not None
        assert order.ship_to.lines == ("1 Loop", "Flat 2")

    async def test_what_the_mapping_writes_but_the_database_refuses_is_rejected(
        self, shop: Shop
    ) -> None:
        await shop.run("CREATE UNIQUE INDEX one_state ON step (state)")
        await shop.source.cancel_order(ADA, OPEN, key="w")

        with pytest.raises(SourceRejected):
            await shop.source.cancel_order(ADA, OTHER, key="v")

        assert await shop.state(OTHER) == "open"

    async def test_reading_is_not_writing(self, shop: Shop) -> None:
        with pytest.raises(SourceRejected):
            await shop.source._asking.ask(
                lambda connection: connection.exec_driver_sql("DELETE FROM purchase")
            )
