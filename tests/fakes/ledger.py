"""
A ledger in memory.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import StaticPool

from crm_connector.identity.tables import metadata

T = TypeVar("T")
# To make the tables, and to compile each statement anew, took a fourth of many a test.
_idle: list[Engine] = []


class FakeLedger:
    """
    Hamyar's own database as far as people are in it; `writes` counts transactions.
    """

    def __init__(self) -> None:
        self._engine = _emptied(_idle.pop() if _idle else _made())
        # Nobody else has it until this one is gone.
        weakref.finalize(self, _idle.append, self._engine)
        self.writes = 0

    async def read(self, work: Callable[[Connection], T]) -> T:
        """
        Run something that only reads.
        """
        with self._engine.connect() as connection:
            return work(connection)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """
        Run a transaction.
        """
        self.writes += 1
        with self._engine.begin() as connection:
            return work(connection)


def _emptied(engine: Engine) -> Engine:
    """
    An engine on a database as it was made, down to the numbers that come next.
    """
    _dbapi(_empty()).backup(_dbapi(engine))
    return engine


@cache
def _empty() -> Engine:
    engine = _made()
    metadata.create_all(engine)
    return engine


def _made() -> Engine:
    # Some tests have their server in a thread of its own.
    any_thread = {"check_same_thread": False}
    return sa.create_engine(
        "sqlite://", future=True, poolclass=StaticPool, connect_args=any_thread
    )


def _dbapi(engine: Engine) -> Any:
    # The pool's only connection.
    return engine.raw_connection().connection
