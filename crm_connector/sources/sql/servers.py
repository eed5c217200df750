"""
What database servers and their drivers are told, so that nothing waits for ever.

Whoever asks gives up by `SqlSettings.timeout`. A driver that blocks keeps its thread
and its connection beyond that, until the server answers or the driver gives up itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import event

CHANGES = "hamyar_changes"
"""The option of a connection whose transaction is to change something."""

# A driver counts in whole seconds, and libpq takes one second for two.
_SHORTEST_SECONDS = 2
# So many tries, a second apart, until a machine that is silent is given up.
_KEPT_ALIVE = 3


def _to_connect(name: str) -> Callable[[int], dict[str, Any]]:
    return lambda seconds: {name: seconds}


def _in_all(seconds: int) -> dict[str, Any]:
    return {
        "connect_timeout": seconds,
        "read_timeout": seconds,
        "write_timeout": seconds,
    }


def _libpq(seconds: int) -> dict[str, Any]:
    # It has no time limit for an answer: the server has one (see `begin_with`), and the
    # system notices a server that is gone.
    return {
        "connect_timeout": seconds,
        "keepalives_idle": seconds,
        "keepalives_interval": 1,
        "keepalives_count": _KEPT_ALIVE,
        "tcp_user_timeout": (seconds + _KEPT_ALIVE) * 1000,
    }


_PATIENCE: Mapping[str, Callable[[int], dict[str, Any]]] = {
    # These are awaited, and given up by whoever awaits them.
    "asyncpg": _to_connect("timeout"),
    "aiomysql": _to_connect("connect_timeout"),
    "asyncmy": _to_connect("connect_timeout"),
    "psycopg2": _libpq,
    "pymysql": _in_all,
    "mysqldb": _in_all,
    "mysqlconnector": _to_connect("connection_timeout"),
    "pymssql": lambda seconds: {"login_timeout": seconds, "timeout": seconds},
}
"""The arguments of drivers for so many seconds; of others nothing is known."""


def patience(driver: str, timeout: float) -> dict[str, Any]:
    """
    What this driver's `connect` is given so that it waits about `timeout` seconds.
    """
    seconds = max(_SHORTEST_SECONDS, math.ceil(timeout))
    arguments = _PATIENCE.get(driver)
    return {} if arguments is None else arguments(seconds)


def begin_with(backend: str, timeout: float, *, changes: bool) -> str | None:
    """
    The statement with which a transaction begins; None where there is none.

    Each says so by itself, because a pooler may give its session to others. One that
    `changes` sees at each statement what others have kept until then.
    """
    if backend == "postgresql":
        said = f"set_config('statement_timeout', '{math.ceil(timeout * 1000)}', true)"
        if not changes:
            said += ", set_config('transaction_read_only', 'on', true)"
        return f"SELECT {said}"
    if backend in ("mysql", "mariadb"):
        # These read as of the first statement, unless they are told: what was read
        # behind the lock would be older than it, as how the order stands and whether
        # the wish was done. It is told of the next transaction alone, which the first
        # statement begins; others have this level by themselves.
        if changes:
            return "SET TRANSACTION ISOLATION LEVEL READ COMMITTED"
        return "START TRANSACTION READ ONLY"
    return None


def begin_so(engine: Any, statement: Callable[[bool], str | None]) -> None:
    """
    Let transactions of the engine begin with `statement(changes)`, if there is one.
    """

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        said = statement(CHANGES in connection.get_execution_options())
        if said is not None:
            connection.exec_driver_sql(said)
