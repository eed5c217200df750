"""
A ledger in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.pool import StaticPool

from crm_connector.identity.tables import metadata

T = TypeVar("T")


class FakeLedger:
    """
    Hamyar's own database as far as people are in it; `writes` counts transactions.
    """

    def __init__(self) -> None:
        self._engine = sa.create_engine("sqlite://", future=True, poolclass=StaticPool)
        metadata.create_all(self._engine)
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
