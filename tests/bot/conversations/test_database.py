"""
Transactions: all or nothing, durable, and nobody pays for another one's failure.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import counters, tables
from bot.conversations.counters import Tally
from bot.conversations.database import Database, make_engine
from bot.migrations import migrate


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    """
    Give an empty database.
    """
    migrate(address)
    database = Database(address)
    yield database
    await database.close()


def adding(name: str, *, fail: bool = False) -> Callable[[Connection], str]:
    """
    Give a transaction that counts, and fails afterwards if it is to.
    """

    def transaction(connection: Connection) -> str:
        counters.add(connection, {name: 1})
        if fail:
            raise KeyError(name)
        return name

    return transaction


async def test_a_failure_undoes_its_own_work_only(database: Database) -> None:
    """
    Also of those that share its commit.
    """
    outcomes = await asyncio.gather(
        *[database.write(adding(str(n), fail=n % 3 == 0)) for n in range(30)],
        return_exceptions=True,
    )
    kept = await database.read(counters.kept)
    good = [str(n) for n in range(30) if n % 3]
    assert sorted(kept) == sorted(good)
    assert [o for o in outcomes if isinstance(o, str)] == good
    assert sum(isinstance(o, KeyError) for o in outcomes) == 10


async def test_many_share_a_commit(database: Database) -> None:
    """
    What waits together is written together, in the order it came.
    """
    order: list[int] = []

    def noting(number: int) -> Callable[[Connection], None]:
        def transaction(connection: Connection) -> None:
            order.append(number)
            counters.add(connection, {"n": 1})

        return transaction

    await asyncio.gather(*[database.write(noting(n)) for n in range(200)])
    assert order == list(range(200))
    assert await database.read(counters.kept) == {"n": 200}


async def test_one_who_gives_up_waiting_is_written_all_the_same(
    database: Database,
) -> None:
    """
    Nor does it disturb the others.
    """
    task = asyncio.ensure_future(database.write(adding("a")))
    await asyncio.sleep(0)
    task.cancel()
    await database.write(adding("b"))
    assert await database.read(counters.kept) == {"a": 1, "b": 1}


async def test_a_broken_connection_is_replaced(database: Database) -> None:
    """
    Those that share its commit hear of it, and the next ones are served.
    """

    def breaking(connection: Connection) -> None:
        connection.connection.execute("COMMIT")

    outcomes = await asyncio.gather(
        database.write(adding("a")), database.write(breaking), return_exceptions=True
    )
    assert isinstance(outcomes[1], sqlite3.OperationalError)
    assert await database.write(adding("b")) == "b"


async def test_a_database_that_cannot_be_opened_is_told_to_all(
    tmp_path: Path,
) -> None:
    """
    And tried again with the next ones.
    """
    folder = tmp_path / "hamyar.db"
    folder.mkdir()
    address = f"sqlite:///{folder}"
    database = Database(address)
    with pytest.raises(sa.exc.OperationalError):
        await database.write(adding("a"))
    folder.rmdir()
    migrate(address)
    assert await database.write(adding("a")) == "a"
    await database.close()


async def test_a_closed_database_takes_nothing(address: str) -> None:
    """
    It says so instead of waiting for ever.
    """
    migrate(address)
    database = Database(address)
    await database.close()
    with pytest.raises(RuntimeError, match="closed"):
        await database.write(adding("a"))


async def test_a_commit_is_safe_and_links_are_checked(database: Database) -> None:
    """
    WAL with a wait for the disk, foreign keys on, on every connection.
    """

    def pragmas(connection: Connection) -> list[object]:
        return [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    assert await database.read(pragmas) == ["wal", 2, 1]
    assert await database.write(pragmas) == ["wal", 2, 1]


async def test_another_process_that_writes_is_waited_for(
    database: Database, address: str
) -> None:
    """
    A backup or a command beside the server makes nothing fail.
    """
    other = make_engine(address)
    with other.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        task = asyncio.ensure_future(database.write(adding("a")))
        await asyncio.sleep(0.05)
        assert not task.done()
        connection.commit()
    assert await task == "a"
    other.dispose()


async def test_a_tally_that_could_not_be_saved_is_kept(address: str) -> None:
    """
    Counts survive a database that is away for a while.
    """
    migrate(address)
    database = Database(address)
    tally = Tally(database)
    tally.count("a")
    await database.close()
    with pytest.raises(RuntimeError):
        await tally.flush()
    assert dict(tally._counts) == {"a": 1}


async def test_whoever_flushes_a_tally_finds_what_another_one_was_writing(
    database: Database, address: str
) -> None:
    """
    The house flushes every second, and somebody reads the counters meanwhile.
    """
    tally = Tally(database)
    tally.count("a")
    other = make_engine(address)
    with other.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        first = asyncio.ensure_future(tally.flush())
        second = asyncio.ensure_future(tally.flush())
        done, _ = await asyncio.wait({second}, timeout=0.05)
        assert not done
        connection.commit()
    await asyncio.gather(first, second)
    assert await database.read(counters.kept) == {"a": 1}
    other.dispose()


async def test_an_error_does_not_tell_what_was_to_be_written(
    database: Database,
) -> None:
    """
    Errors stand in logs, and customers' words do not belong there.
    """

    def failing(connection: Connection) -> None:
        row = {"name": "my card is 6037", "value": 1}
        connection.execute(tables.counters.insert(), row)
        connection.execute(tables.counters.insert(), row)

    with pytest.raises(sa.exc.IntegrityError) as caught:
        await database.write(failing)
    assert "6037" not in str(caught.value)


def test_a_database_in_memory_is_refused() -> None:
    """
    It would be another one for each connection.
    """
    for address in ("sqlite://", "sqlite+aiosqlite:///:memory:"):
        with pytest.raises(ValueError, match="file"):
            make_engine(address)


def test_the_folder_is_made(tmp_path: Path) -> None:
    """
    Also one with a space in its name.
    """
    address = f"sqlite+aiosqlite:///{tmp_path / 'a b' / 'c' / 'hamyar.db'}"
    engine = make_engine(address)
    with engine.connect() as connection:
        assert connection.execute(sa.text("select 1")).scalar() == 1
    engine.dispose()
