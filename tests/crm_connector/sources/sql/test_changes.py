"""
Writing: once, whole, and never over what somebody else has changed.
"""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import event

from crm_connector.errors import (
    CrmError,
    NotSupported,
    OutcomeUnknown,
    Refused,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.model import Address, OrderStatus
from crm_connector.source import Capability
from crm_connector.sources.sql import SqlSettings, SqlSource
from crm_connector.sources.sql.asking import Asking
from crm_connector.sources.sql.changes import ChangedMeanwhile
from tests.crm_connector.small_shop import MAPPING, NOW, WAITING_ROWS, change
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


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """
    The wide shop as an SQLite file.
    """
    return wide_shop.build(tmp_path / "shop.db")


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


@pytest.fixture
async def in_sqlite(file: Path) -> AsyncIterator[Shop]:
    """
    The shop in a file.
    """

    async def run(statement: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            return database.execute(statement).fetchall()

    shop = Shop(opened(file), run, "")
    yield shop
    await shop.source.close()


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


@pytest.fixture
async def in_postgresql(
    postgresql: int, wide_database: str, tmp_path: Path
) -> AsyncIterator[Served]:
    """
    The shop in a real server.
    """
    async with served(postgresql, wide_database, tmp_path) as found:
        yield found


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


class TestInPostgresql(WritesOnce):
    """
    In a real server.
    """

    @pytest.fixture
    def shop(self, in_postgresql: Served) -> Shop:
        """
        The shop in a server.
        """
        return in_postgresql.shop

    async def test_what_was_changed_while_we_waited_is_not_overwritten(
        self, in_postgresql: Served
    ) -> None:
        shop, staff = in_postgresql.shop, await in_postgresql.connect()
        await staff.execute(
            f"BEGIN; UPDATE trade.purchase SET state = 'gone' WHERE code = '{OPEN}'"  # noqa: S608
        )
        wish = asyncio.create_task(shop.source.cancel_order(ADA, OPEN, key="w"))
        await asyncio.sleep(0.3)
        await staff.execute("COMMIT")
        await staff.close()

        with pytest.raises(Refused):
            await wish
        assert await shop.state() == "gone"

    async def test_an_order_that_stays_locked_is_unavailable_and_unchanged(
        self, in_postgresql: Served
    ) -> None:
        impatient = await in_postgresql.again(timeout=0.5)
        staff = await in_postgresql.connect()
        await staff.execute(
            f"BEGIN; SELECT 1 FROM trade.purchase WHERE code = '{OPEN}' FOR UPDATE"  # noqa: S608
        )

        with pytest.raises(SourceUnavailable):
            await impatient.cancel_order(ADA, OPEN, key="w")
        await staff.execute("COMMIT")
        await staff.close()

        await asyncio.sleep(0.3)
        assert await in_postgresql.shop.state() == "open"

    @pytest.mark.parametrize("delivers", [True, False])
    async def test_a_line_cut_while_it_is_kept_leaves_the_outcome_unknown(
        self, in_postgresql: Served, *, delivers: bool
    ) -> None:
        shop, cable = in_postgresql.shop, in_postgresql.cable
        before = await shop.count("step")
        # With the semicolon: beginnings say READ COMMITTED.
        cable.cut_at, cable.delivers = b"COMMIT;", delivers

        with pytest.raises(OutcomeUnknown):
            await shop.source.cancel_order(ADA, OPEN, key="w")

        # Whoever looks, or asks again with the same key, ends where they should.
        await asyncio.sleep(0.2)
        assert await shop.state() == ("off" if delivers else "open")
        later = await in_postgresql.again()
        order = await later.cancel_order(ADA, OPEN, key="w")
        assert order.status is OrderStatus.CANCELLED
        assert await shop.count("step") == before + 1
        assert await shop.count("wish") == 1

    async def test_no_answer_in_time_leaves_the_outcome_unknown(
        self, in_postgresql: Served, caplog: pytest.LogCaptureFixture
    ) -> None:
        impatient = await in_postgresql.again(timeout=0.7)
        in_postgresql.cables[-1].mute_at = b"COMMIT;"

        began = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            await impatient.cancel_order(ADA, OPEN, key="w")

        assert time.monotonic() - began < 2
        await asyncio.sleep(0.2)
        assert await in_postgresql.shop.state() == "off"
        # What goes on behind our back ends without a noise.
        await in_postgresql.cables[-1].cut()
        await asyncio.sleep(0.2)
        gc.collect()
        assert [each.message for each in caplog.records if each.name == "asyncio"] == []

    async def test_a_question_without_an_answer_is_unavailable_in_time(
        self, in_postgresql: Served
    ) -> None:
        impatient = await in_postgresql.again(timeout=0.7)
        in_postgresql.cables[-1].mute_at = b"FROM trade.purchase"

        began = time.monotonic()
        with pytest.raises(SourceUnavailable):
            await impatient.order(ADA, OPEN)
        await impatient.close()

        assert time.monotonic() - began < 3

    async def test_whoever_gives_up_before_the_end_changes_nothing(
        self, in_postgresql: Served
    ) -> None:
        shop, staff = in_postgresql.shop, await in_postgresql.connect()
        await staff.execute(
            f"BEGIN; SELECT 1 FROM trade.purchase WHERE code = '{OPEN}' FOR UPDATE"  # noqa: S608
        )
        wish = asyncio.create_task(shop.source.cancel_order(ADA, OPEN, key="w"))
        await asyncio.sleep(0.3)

        wish.cancel()
        with pytest.raises(asyncio.CancelledError):
            await wish
        await staff.execute("COMMIT")
        await staff.close()

        await asyncio.sleep(0.3)
        assert await shop.state() == "open"

    async def test_a_line_cut_before_leaves_all_as_it_was(
        self, in_postgresql: Served
    ) -> None:
        shop, cable = in_postgresql.shop, in_postgresql.cable
        cable.cut_at, cable.delivers = b"UPDATE trade", False

        with pytest.raises(SourceUnavailable):
            await shop.source.cancel_order(ADA, OPEN, key="w")

        await asyncio.sleep(0.2)
        assert await shop.state() == "open"

    async def test_a_refusal_at_the_very_end_is_an_answer(
        self, in_postgresql: Served
    ) -> None:
        shop = in_postgresql.shop
        await shop.run("CREATE TABLE trade.known (id UUID PRIMARY KEY)")
        await shop.run(
            "ALTER TABLE trade.wish ADD FOREIGN KEY (purchase) "
            "REFERENCES trade.known (id) DEFERRABLE INITIALLY DEFERRED"
        )

        with pytest.raises(SourceRejected):
            await shop.source.cancel_order(ADA, OPEN, key="w")

        assert await shop.state() == "open"
        await shop.run("DROP TABLE trade.known CASCADE")
        await shop.source.cancel_order(ADA, OPEN, key="w")
        assert await shop.state() == "off"

    async def test_an_account_needs_no_more_rights_than_the_guide_gives(
        self, in_postgresql: Served
    ) -> None:
        shop, user = in_postgresql.shop, f"clerk_{in_postgresql.name}"
        await shop.run(f"CREATE ROLE {user} LOGIN")
        await shop.run(f"GRANT USAGE ON SCHEMA trade TO {user}")
        await shop.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA trade TO {user}")
        source = await in_postgresql.again(user=user)
        await source.check()

        assert (await source.order(ADA, OPEN)).number == OPEN
        with pytest.raises(SourceRejected):
            await source.cancel_order(ADA, OPEN, key="w")
        assert await shop.state() == "open"

        await shop.run(f"GRANT UPDATE (state, touched) ON trade.purchase TO {user}")
        await shop.run(f"GRANT INSERT ON trade.step, trade.wish TO {user}")
        await shop.run(f"GRANT USAGE ON SEQUENCE trade.step_id_seq TO {user}")
        order = await source.cancel_order(ADA, OPEN, key="w")
        assert order.status is OrderStatus.CANCELLED

        await source.close()
        await shop.run(f"DROP OWNED BY {user}")
        await shop.run(f"DROP ROLE {user}")

    async def test_a_mapping_that_does_not_fit_is_named(
        self, in_postgresql: Served, tmp_path: Path
    ) -> None:
        mapping = wide_shop.mapping(tmp_path, wide_shop.POSTGRESQL)
        text = mapping.read_text("utf-8")
        mapping.write_text(text.replace("type: uuid", "type: text"), "utf-8")
        port = await (cable := Cable(in_postgresql.cable._server_port)).plug_in()
        source = SqlSource.open(
            f"postgresql://hamyar@127.0.0.1:{port}/{in_postgresql.name}", mapping
        )

        with pytest.raises(CrmError, match="holds UUIDs, but is compared as type text"):
            await source.check()
        await source.close()
        await cable.cut()


@pytest.mark.parametrize(
    ("user", "database", "expected"),
    [
        ("hamyar", "no_such_shop", SourceRejected),
        ("nobody", "postgres", SourceRejected),
        ("hamyar", "postgres", SourceRejected),
    ],
)
async def test_a_server_that_refuses_us_is_rejected(
    postgresql: int, tmp_path: Path, user: str, database: str, expected: type[CrmError]
) -> None:
    source = SqlSource.open(
        f"postgresql://{user}:secret@127.0.0.1:{postgresql}/{database}",
        wide_shop.mapping(tmp_path, wide_shop.POSTGRESQL),
    )

    with pytest.raises(expected) as fault:
        await source.customer(ADA)

    assert "secret" not in repr(fault.value)
    await source.close()


@pytest.fixture
def demo_file(database: Path) -> Path:
    """
    The small shop with an order that may be cancelled.
    """
    change(database, WAITING_ROWS)
    return database


async def test_without_a_memory_the_status_alone_keeps_it_to_once(
    demo_file: Path,
) -> None:
    source = SqlSource.open(f"sqlite:///{demo_file}", MAPPING, clock=lambda: NOW)

    await source.cancel_order("1", "10044", key="a")
    order = await source.cancel_order("1", "10044", key="b")

    assert [each.status for each in order.history] == [
        OrderStatus.PLACED,
        OrderStatus.PREPARING,
        OrderStatus.CANCELLED,
    ]
    assert order.expected_on is None
    await source.close()


async def test_a_key_in_the_orders_own_row(demo_file: Path, tmp_path: Path) -> None:
    change(demo_file, "ALTER TABLE orders ADD COLUMN wish TEXT")
    mapping = tmp_path / "mapping.yml"
    text = MAPPING.read_text("utf-8")
    mapping.write_text(
        text.replace(
            "  cancel_order:\n", "  cancel_order:\n    remember: {column: wish}\n"
        ),
        "utf-8",
    )
    source = SqlSource.open(f"sqlite:///{demo_file}", mapping, clock=lambda: NOW)
    await source.check()

    await source.cancel_order("1", "10044", key="a")
    change(demo_file, "UPDATE orders SET status = 'paid' WHERE number = '10044'")
    again = await source.cancel_order("1", "10044", key="a")

    assert again.status is OrderStatus.PAID
    await source.close()


async def test_what_is_not_mapped_is_not_supported_and_never_written(
    demo_file: Path, tmp_path: Path
) -> None:
    mapping = tmp_path / "mapping.yml"
    text = MAPPING.read_text("utf-8")
    begin, end = text.index("operations:"), text.index("# What the shop calls")
    mapping.write_text(text[:begin] + text[end:], "utf-8")
    source = SqlSource.open(f"sqlite:///{demo_file}", mapping)

    assert Capability.CANCEL_ORDER not in source.capabilities
    with pytest.raises(NotSupported):
        await source.cancel_order("1", "10044", key="a")
    with pytest.raises(SourceRejected):
        await source._asking.change(
            lambda connection: connection.exec_driver_sql("DELETE FROM orders")
        )
    assert (await source.order("1", "10044")).status is OrderStatus.PREPARING
    await source.close()


class Overtaken:
    """
    A database in which somebody else is always first.
    """

    def __init__(self) -> None:
        self.given: list[float] = []

    async def change(self, _question: object, seconds: float, _keeping: object) -> None:
        """
        Too late, after a while.
        """
        self.given.append(seconds)
        await asyncio.sleep(0.1)
        raise ChangedMeanwhile("too late")


async def test_trying_again_has_no_more_time_than_is_left() -> None:
    database = Overtaken()
    asking = Asking("shop", database, database, 0.5)

    with pytest.raises(SourceUnavailable):
        await asking.change(lambda _connection: None)

    first, second = database.given
    assert first > 0.4
    assert second <= first - 0.09


JOINED = """
CREATE TABLE stage (id INTEGER PRIMARY KEY, word TEXT);
INSERT INTO stage VALUES (1, 'new'), (2, 'sent'), (9, 'void');
ALTER TABLE orders ADD COLUMN stage INTEGER;
UPDATE orders SET stage = 1;
"""


async def test_a_status_in_a_table_of_its_own_is_compared_by_what_points_to_it(
    demo_file: Path, tmp_path: Path
) -> None:
    change(demo_file, JOINED)
    mapping = tmp_path / "mapping.yml"
    text = MAPPING.read_text("utf-8")
    for old, new in (
        ("    status: status\n    placed_at", "    status: stage.word\n    placed_at"),
        ("    recipients:", "    stage: {match: {stage: id}}\n    recipients:"),
        ("  placed: placed\n", "  placed: placed\n  new: placed\n  void: cancelled\n"),
        ("    set:\n      status: cancelled\n", "    set:\n      stage: 9\n"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    mapping.write_text(text, "utf-8")
    source = SqlSource.open(f"sqlite:///{demo_file}", mapping, clock=lambda: NOW)
    await source.check()
    engine = source._asking._writer._engine

    def change_meanwhile(_connection, cursor, statement, *_rest) -> None:
        if statement.startswith("UPDATE"):
            cursor.execute("UPDATE orders SET stage = 2")

    event.listen(engine, "before_cursor_execute", change_meanwhile)
    with pytest.raises(SourceUnavailable):
        await source.cancel_order("1", "10044", key="a")
    event.remove(engine, "before_cursor_execute", change_meanwhile)

    order = await source.cancel_order("1", "10044", key="a")
    assert order.status is OrderStatus.CANCELLED
    await source.close()


async def test_an_order_that_would_be_none_any_more_stays(
    demo_file: Path, tmp_path: Path
) -> None:
    mapping = tmp_path / "mapping.yml"
    text = MAPPING.read_text("utf-8")
    for old, new in (
        ("  table: orders\n", "  table: orders\n  where: {channel: web}\n"),
        ("      expected_on: null\n", "      channel: phone\n"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    mapping.write_text(text, "utf-8")
    source = SqlSource.open(f"sqlite:///{demo_file}", mapping, clock=lambda: NOW)

    with pytest.raises(SourceRejected, match="does not lead"):
        await source.cancel_order("1", "10044", key="a")

    assert (await source.order("1", "10044")).status is OrderStatus.PREPARING
    await source.close()
