"""
Where a mapping allows no changes, a server is only read, whatever the account may.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from crm_connector.errors import SourceRejected
from crm_connector.sources.sql import SqlSource
from crm_connector.sources.sql.database import Keeping
from crm_connector.sources.sql.engine import connect
from crm_connector.sources.sql.settings import SqlSettings
from tests.crm_connector.sources.sql import wide_shop


async def test_a_reader_cannot_write(
    tmp_path: Path, postgresql: int, wide_database: str
) -> None:
    url = f"postgresql://hamyar@127.0.0.1:{postgresql}/{wide_database}"
    mapping = wide_shop.mapping(tmp_path, wide_shop.POSTGRESQL)
    said = mapping.read_text("utf-8")
    before, _, rest = said.partition("\noperations:\n")
    assert rest
    kept = rest.splitlines(keepends=True)
    while kept and kept[0].startswith(" "):
        del kept[0]
    mapping.write_text(before + "\n" + "".join(kept), "utf-8")
    source = SqlSource.open(url, mapping)

    assert await source.survey()
    with pytest.raises(SourceRejected):
        await source._asking.ask(lambda c: c.execute(text("CREATE TABLE x (y int)")))

    await source.close()


@pytest.mark.parametrize("driver", ["asyncpg", "psycopg2"])
async def test_who_may_change_is_let_and_asks_without(
    postgresql: int, wide_database: str, driver: str
) -> None:
    url = f"postgresql+{driver}://hamyar@127.0.0.1:{postgresql}/{wide_database}"
    writer = connect(url, "shop", SqlSettings(connections=1), changes=True)
    create = text("CREATE TABLE x (y int)")

    with pytest.raises(DBAPIError, match="read-only"):
        await writer.ask(lambda c: c.execute(create), 5)
    await writer.change(lambda c: c.execute(create), 5, Keeping(lambda _: True))
    with pytest.raises(DBAPIError, match="read-only"):
        await writer.ask(lambda c: c.execute(text("DROP TABLE x")), 5)

    await writer.close()
