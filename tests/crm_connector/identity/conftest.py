"""
An empty ledger.
"""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_connector.identity.tables import metadata


@pytest.fixture
def connection() -> Iterator[Connection]:
    """
    A connection to it.
    """
    engine = sa.create_engine("sqlite://", future=True)
    metadata.create_all(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        yield connection
    engine.dispose()
