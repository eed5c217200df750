"""
The source at work: its queries, its patience, and what it does when things break.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from crm_connector.errors import SourceRejected, SourceUnavailable
from crm_connector.sources.sql import SqlSettings, SqlSource
from crm_connector.sources.sql.database import AsyncDatabase, ThreadedDatabase
from crm_connector.sources.sql.mapping import load
from tests.crm_connector import small_shop
from tests.crm_connector.small_shop import MAPPING, NOW, SARA, SHIPPED, change

# Sums rows for minutes: a table that is too large for the question.
ENDLESS = """
CREATE VIEW orders AS
WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count LIMIT 1e12)
SELECT orders_table.*, (SELECT sum(n) FROM count) AS endless FROM orders_table
WHERE endless > 0
"""


def opened(database: Path, *, timeout: float = 5.0) -> SqlSource:
    """
    The sql source on the small shop, with this much patience.
    """
    return SqlSource.open(
        f"sqlite:///{database}",
        MAPPING,
        clock=lambda: NOW,
        settings=SqlSettings(timeout=timeout),
    )


def make_endless(database: Path) -> None:
    """
    From now on a question for orders takes minutes.
    """
    change(database, "ALTER TABLE orders RENAME TO orders_table")
    change(database, ENDLESS)


@contextmanager
def statements(source: SqlSource) -> Iterator[list[str]]:
    """
    What is asked of the database meanwhile.
    """
    database = source._asking._reader
    assert isinstance(database, ThreadedDatabase)
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        asked.append(statement)

    event.listen(database._engine, "before_cursor_execute", note)
    yield asked
    event.remove(database._engine, "before_cursor_execute", note)


async def test_orders_take_the_same_few_queries_however_many_they_are(
    sql_source: SqlSource,
) -> None:
    with statements(sql_source) as one:
        assert len(await sql_source.orders("1", limit=1)) == 1
    with statements(sql_source) as all_:
        assert len(await sql_source.orders("1", limit=20)) == 3

    assert [each.split()[0] for each in one] == ["BEGIN", *["SELECT"] * 5]
    assert len(all_) == len(one)


async def test_what_customers_say_is_never_part_of_a_statement(
    sql_source: SqlSource,
) -> None:
    with statements(sql_source) as asked:
        await sql_source.order("1", "10042")

    assert [each for each in asked if "10042" in each] == []


async def test_an_order_is_read_at_one_moment(
    sql_source: SqlSource, database: Path
) -> None:
    refused: list[str] = []

    def change_meanwhile(_connection, _cursor, statement, *_rest) -> None:
        if "order_lines" in statement:
            with closing(sqlite3.connect(database, timeout=0)) as writer:
                try:
                    writer.execute("DELETE FROM order_lines WHERE order_id = 102")
                    writer.commit()
                except sqlite3.OperationalError as exc:
                    refused.append(str(exc))

    engine = sql_source._asking._reader._engine
    event.listen(engine, "before_cursor_execute", change_meanwhile)
    order = await sql_source.order("1", "10042")
    event.remove(engine, "before_cursor_execute", change_meanwhile)

    assert order == SHIPPED
    assert refused == ["database is locked"]


async def test_the_database_cannot_be_written_through_the_source(
    sql_source: SqlSource,
) -> None:
    with pytest.raises(SourceRejected):
        await sql_source._asking.ask(
            lambda connection: connection.exec_driver_sql("DELETE FROM orders")
        )

    assert await sql_source.order("1", "10042") == SHIPPED


async def test_a_missing_file_is_unavailable_and_not_made(tmp_path: Path) -> None:
    source = opened(tmp_path / "none.db")

    with pytest.raises(SourceUnavailable):
        await source.customer("1")

    await source.close()
    assert (tmp_path / "none.db").exists() is False


async def test_a_file_that_was_deleted_is_not_read_on(
    sql_source: SqlSource, database: Path
) -> None:
    assert await sql_source.customer("1") == SARA

    small_shop.remove(database)

    with pytest.raises(SourceUnavailable):
        await sql_source.customer("1")


async def test_a_file_that_was_replaced_is_read_anew(
    sql_source: SqlSource, database: Path, tmp_path: Path
) -> None:
    assert await sql_source.customer("1") == SARA
    newer = small_shop.build(tmp_path / "newer.db")
    change(newer, "UPDATE customers SET name = 'سارا رضایی' WHERE id = 1")

    newer.replace(database)

    assert (await sql_source.customer("1")).name == "سارا رضایی"


@pytest.mark.parametrize("name", ["my shop.db", "50%41.db", "a#b.db", "فروشگاه.db"])
async def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    source = opened(small_shop.build(tmp_path / name))

    assert await source.customer("1") == SARA
    await source.close()


async def test_a_locked_database_is_unavailable_within_the_limit(
    database: Path,
) -> None:
    source = opened(database, timeout=0.3)
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        with pytest.raises(SourceUnavailable):
            await source.customer("1")
        took = time.monotonic() - began
        writer.execute("ROLLBACK")

    assert await source.customer("1") == SARA
    assert took < 2
    await source.close()


async def test_a_question_without_end_is_unavailable_and_stopped(
    database: Path,
) -> None:
    make_endless(database)
    source = opened(database, timeout=0.2)

    began = time.monotonic()
    with pytest.raises(SourceUnavailable) as fault:
        await source.orders("1", limit=20)
    assert time.monotonic() - began < 2
    assert isinstance(fault.value.__cause__, asyncio.TimeoutError)

    # All of them: no thread is lost to what nobody waits for.
    for _ in range(SqlSettings().connections + 1):
        with pytest.raises(SourceUnavailable):
            await source.orders("1", limit=20)
    assert await source.customer("1") == SARA
    await source.close()


async def test_whoever_gives_up_stops_the_question(database: Path) -> None:
    make_endless(database)
    source = opened(database, timeout=60)
    asking = asyncio.create_task(source.orders("1", limit=20))
    await asyncio.sleep(0.1)

    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking

    began = time.monotonic()
    await source.close()
    assert time.monotonic() - began < 2


async def test_closing_ends_questions_as_unavailable(database: Path) -> None:
    make_endless(database)
    source = opened(database, timeout=60)
    asking = [
        asyncio.create_task(source.orders("1", limit=20))
        for _ in range(SqlSettings().connections * 2)
    ]
    await asyncio.sleep(0.1)

    await source.close()
    answers = await asyncio.gather(*asking, return_exceptions=True)

    assert {type(each) for each in answers} == {SourceUnavailable}


def source_threads() -> list[threading.Thread]:
    """
    The threads in which sources work.
    """
    return [each for each in threading.enumerate() if "sql-source" in each.name]


async def test_no_thread_outlives_the_source(database: Path) -> None:
    source = opened(database)
    await asyncio.gather(*(source.customer("1") for _ in range(20)))
    threads = source_threads()
    assert threads != []

    await source.close()
    for thread in threads:
        thread.join(timeout=2)

    assert [each for each in threads if each.is_alive()] == []


class ReluctantEngine:
    """
    An engine by asyncio that never answers and, cancelled, takes its time to let go.
    """

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[ReluctantEngine]:
        """
        A connection: itself.
        """
        yield self

    async def run_sync(self, _question: object) -> None:
        """
        No answer.
        """
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.5)

    async def dispose(self) -> None:
        """
        Nothing to let go of.
        """


def reluctant(*, timeout: float) -> SqlSource:
    """
    The sql source on such an engine.
    """
    return SqlSource(
        AsyncDatabase(ReluctantEngine()),
        load(MAPPING),
        settings=SqlSettings(timeout=timeout),
    )


async def test_a_driver_that_does_not_let_go_cannot_stretch_the_limit() -> None:
    source = reluctant(timeout=0.1)

    began = time.monotonic()
    with pytest.raises(SourceUnavailable):
        await source.customer("1")

    assert time.monotonic() - began < 0.4
    await source.close()


async def test_closing_ends_questions_by_asyncio_as_unavailable() -> None:
    source = reluctant(timeout=60)
    asking = asyncio.create_task(source.customer("1"))
    await asyncio.sleep(0.05)

    await source.close()

    with pytest.raises(SourceUnavailable):
        await asking


async def test_whoever_gives_up_by_asyncio_is_cancelled() -> None:
    source = reluctant(timeout=60)
    asking = asyncio.create_task(source.customer("1"))
    await asyncio.sleep(0.05)

    asking.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asking
    await source.close()


@pytest.mark.parametrize(
    "statement",
    ["DROP TABLE order_lines", "ALTER TABLE orders RENAME COLUMN total TO sum"],
)
async def test_a_table_that_goes_missing_later_is_rejected(
    sql_source: SqlSource, database: Path, statement: str
) -> None:
    assert await sql_source.order("1", "10042") == SHIPPED

    change(database, "DROP INDEX IF EXISTS order_lines_by_product")
    with closing(sqlite3.connect(database)) as writer:
        writer.execute("PRAGMA writable_schema = ON")
        writer.execute(statement)
        writer.commit()

    with pytest.raises(SourceRejected) as fault:
        await sql_source.order("1", "10042")
    assert fault.value.__cause__ is not None


async def test_many_may_ask_at_once(sql_source: SqlSource) -> None:
    answers = await asyncio.gather(
        *(sql_source.order("1", "10042") for _ in range(100))
    )

    assert answers == [SHIPPED] * 100


async def test_no_more_orders_than_the_settings_allow(database: Path) -> None:
    source = SqlSource.open(
        f"sqlite:///{database}", MAPPING, settings=SqlSettings(max_orders=2)
    )

    assert len(await source.orders("1", limit=1000)) == 2
    await source.close()


async def test_nothing_personal_is_logged_or_raised(
    sql_source: SqlSource, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    change(database, "ALTER TABLE orders RENAME COLUMN total TO sum")

    with pytest.raises(SourceRejected) as fault:
        await sql_source.order("1", "10042")

    said = [repr(fault.value), str(fault.value.__cause__), caplog.text]
    assert [each for each in said if "10042" in each] == []
