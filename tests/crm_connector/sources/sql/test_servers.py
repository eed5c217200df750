"""
A server that hangs keeps nothing of ours, and one that is only read is told so.

There is no MySQL here: what its driver is given and sent is read from a driver in
memory.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import text

from crm_connector.sources.sql.database import Keeping, ThreadedDatabase
from crm_connector.sources.sql.engine import connect
from crm_connector.sources.sql.settings import SqlSettings

ASKED = text("SELECT name FROM customers")
IMPATIENT = SqlSettings(timeout=0.3, connections=1)


async def is_free(database: Any) -> bool:
    """
    Whether its one thread soon does something else.
    """
    assert isinstance(database, ThreadedDatabase)
    loop = asyncio.get_running_loop()
    try:
        work = loop.run_in_executor(database._threads, lambda: True)
        return await asyncio.wait_for(work, 10)
    except asyncio.TimeoutError:
        return False


async def test_a_slow_question_is_stopped_at_the_server(postgresql: int) -> None:
    url = f"postgresql+psycopg2://hamyar@127.0.0.1:{postgresql}/postgres"
    database = connect(url, "shop", IMPATIENT)
    # The first one connects, which may take as long.
    await database.ask(lambda c: c.execute(text("SELECT 1")).scalar(), 10)

    with pytest.raises(asyncio.TimeoutError):
        await database.ask(lambda c: c.execute(text("SELECT pg_sleep(60)")), 0.3)

    assert await is_free(database)
    await database.close()


async def test_a_server_that_is_silent_keeps_no_thread() -> None:
    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    over = asyncio.Event()
    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    url = f"postgresql+psycopg2://hamyar@127.0.0.1:{port}/shop"
    database = connect(url, "shop", IMPATIENT)

    with pytest.raises(asyncio.TimeoutError):
        await database.ask(lambda c: c.execute(ASKED), 0.3)

    assert await is_free(database)
    await database.close()
    over.set()
    server.close()
    await server.wait_closed()


class Driver(ModuleType):
    """
    PyMySQL, as far as SQLAlchemy asks for it; keeps what it was given and sent.
    """

    paramstyle = "format"
    VERSION = (1, 1, 0)

    class Error(Exception):
        """
        As every driver has.
        """

    OperationalError = InterfaceError = ProgrammingError = DatabaseError = Error

    def __init__(self) -> None:
        super().__init__("pymysql")
        self.given: dict[str, Any] = {}
        self.sent: list[str] = []
        self.version = "8.0.33"

    def connect(self, **given: Any) -> Connection:
        """
        Note with what.
        """
        self.given = given
        return Connection(self)


class Connection:
    """
    A connection, and its cursor.
    """

    rowcount = 1

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._row = ("",)

    @property
    def description(self) -> list[tuple[Any, ...]]:
        return [("x", *[None] * 6) for _ in self._row]

    def cursor(self, *_: Any) -> Connection:
        return self

    def execute(self, statement: str, *_: Any) -> None:
        self._driver.sent.append(statement)
        self._row = ("Sara",)
        if "lower_case_table_names" in statement:
            self._row = ("0",)
        elif "VERSION()" in statement:
            self._row = (self._driver.version,)

    def fetchone(self) -> tuple[str, ...]:
        return self._row

    def fetchall(self) -> list[tuple[str, ...]]:
        return [self._row]

    def get_server_info(self) -> str:
        return self._driver.version

    def character_set_name(self) -> str:
        return "utf8mb4"

    def commit(self) -> None:
        self._driver.sent.append("COMMIT")

    def rollback(self) -> None:
        self._driver.sent.append("ROLLBACK")

    def ping(self, *_: Any) -> None:
        pass

    def close(self) -> None:
        pass


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Driver]:
    """
    The only driver of MySQL that there is.
    """
    made = Driver()
    monkeypatch.setitem(sys.modules, "pymysql", made)
    return made


@pytest.mark.parametrize("scheme", ["mysql+pymysql", "mariadb+pymysql"])
async def test_what_mysql_is_told_as_a_transaction_begins(
    driver: Driver, scheme: str
) -> None:
    """
    A question is read in one picture; a change sees what others kept before its lock.
    """
    url = f"{scheme}://me:secret@shop.example/shop"
    driver.version = "10.6.5-MariaDB" if "mariadb" in scheme else "8.0.33"
    read = ["START TRANSACTION READ ONLY", str(ASKED), "ROLLBACK"]
    changed = [
        *("SET TRANSACTION ISOLATION LEVEL READ COMMITTED", str(ASKED)),
        *("COMMIT", "ROLLBACK"),
    ]

    async def sent(database: Any, *, is_change: bool) -> list[str]:
        # The first one asks the server who it is.
        await database.ask(lambda c: c.execute(ASKED), 5)
        driver.sent.clear()
        if is_change:
            keeping = Keeping(lambda _: False)
            await database.change(lambda c: c.execute(ASKED), 5, keeping)
        else:
            await database.ask(lambda c: c.execute(ASKED), 5)
        return driver.sent

    for changes in (False, True):
        database = connect(url, "shop", SqlSettings(connections=1), changes=changes)
        assert await sent(database, is_change=False) == read
        assert await sent(database, is_change=True) == (
            changed if changes else [*read[:2], *changed[2:]]
        )
        # The next one on the same connection only reads again.
        assert await sent(database, is_change=False) == read
        await database.close()


async def test_a_driver_of_mysql_gives_up_by_itself(driver: Driver) -> None:
    url = "mysql+pymysql://me:secret@shop.example/shop?read_timeout=60"
    database = connect(url, "shop", SqlSettings(timeout=3.2))

    await database.ask(lambda c: c.execute(ASKED), 5)

    assert driver.given["connect_timeout"] == 4
    assert driver.given["write_timeout"] == 4
    # As the address says.
    assert int(driver.given["read_timeout"]) == 60
    await database.close()
