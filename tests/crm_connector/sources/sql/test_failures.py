"""
The seam: every error of the library and its drivers becomes one of ours.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator

import asyncpg
import pytest
from sqlalchemy import exc as sa

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.sources.sql.failures import FAILURES, crm_error, was_answered


class ServerError(Exception):
    """
    An error as drivers of servers raise it, with the state that SQL gives it.
    """

    def __init__(self, sqlstate: str) -> None:
        super().__init__("column secret does not exist")
        self.sqlstate = sqlstate


def wrapped(kind: type[sa.DBAPIError], original: Exception) -> sa.DBAPIError:
    """
    A driver's error as SQLAlchemy hands it over.
    """
    return kind("SELECT 1", {}, original)


def lost() -> sa.DBAPIError:
    """
    An error in which the connection was lost.
    """
    return sa.DBAPIError("SELECT 1", {}, Exception("x"), connection_invalidated=True)


def operational(text: str) -> sa.DBAPIError:
    """
    An error as SQLite says nearly all of them.
    """
    return wrapped(sa.OperationalError, sqlite3.OperationalError(text))


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (asyncio.TimeoutError(), SourceUnavailable),
        (TimeoutError(), SourceUnavailable),
        (ConnectionRefusedError(), SourceUnavailable),
        (sa.TimeoutError(), SourceUnavailable),
        (sa.DisconnectionError(), SourceUnavailable),
        (lost(), SourceUnavailable),
        (wrapped(sa.InterfaceError, Exception("closed")), SourceUnavailable),
        (operational("unable to open database file"), SourceUnavailable),
        (operational("database is locked"), SourceUnavailable),
        (operational("interrupted"), SourceUnavailable),
        (operational("disk I/O error"), SourceUnavailable),
        (wrapped(sa.OperationalError, ServerError("57P01")), SourceUnavailable),
        (wrapped(sa.OperationalError, Exception(2003, "no")), SourceUnavailable),
        (operational("no such table: orders"), SourceRejected),
        (operational("no such column: orders.x"), SourceRejected),
        (operational("attempt to write a readonly database"), SourceRejected),
        (wrapped(sa.OperationalError, ServerError("28P01")), SourceRejected),
        (wrapped(sa.OperationalError, ServerError("3D000")), SourceRejected),
        (wrapped(sa.OperationalError, Exception(1045, "denied")), SourceRejected),
        (wrapped(sa.ProgrammingError, ServerError("42P01")), SourceRejected),
        (wrapped(sa.DatabaseError, Exception("not a database")), SourceRejected),
        (sa.NoSuchTableError("orders"), SourceRejected),
        (sa.CompileError("x"), SourceRejected),
        (ModuleNotFoundError("asyncpg"), SourceRejected),
        (wrapped(sa.DBAPIError, ServerError("40P01")), SourceUnavailable),
        (wrapped(sa.DBAPIError, ServerError("53300")), SourceUnavailable),
        (wrapped(sa.DBAPIError, ServerError("57014")), SourceUnavailable),
        (wrapped(sa.DBAPIError, ServerError("22003")), SourceRejected),
        (asyncpg.TooManyConnectionsError("x"), SourceUnavailable),
        (asyncpg.CannotConnectNowError("x"), SourceUnavailable),
        (asyncpg.InterfaceError("x"), SourceUnavailable),
        (asyncpg.InvalidPasswordError("x"), SourceRejected),
        (asyncpg.InvalidCatalogNameError("x"), SourceRejected),
        (operational("Could not decode to UTF-8 column 'name'"), BadSourceData),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_a_failure_says_whose_turn_it_is(
    failure: Exception, expected: type[CrmError]
) -> None:
    error = crm_error(failure, "shop")

    assert isinstance(failure, FAILURES)
    assert type(error) is expected
    assert error.source == "shop"


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (operational("unable to open database file"), "file is not there"),
        (
            wrapped(sa.DatabaseError, sqlite3.DatabaseError("file is not a database")),
            "is no SQLite database",
        ),
        (asyncpg.InvalidPasswordError("x"), "see its name and password"),
        (wrapped(sa.OperationalError, Exception(1045, "no")), "see its name and pass"),
        (asyncpg.InvalidCatalogNameError("x"), "see the end of the address"),
        (wrapped(sa.OperationalError, Exception(1049, "no")), "see the end of the ad"),
        (wrapped(sa.ProgrammingError, ServerError("42501")), "rights of the account"),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_a_failure_says_what_to_look_at(failure: Exception, said: str) -> None:
    assert said in str(crm_error(failure, "shop"))


def subclasses(kind: type[Exception]) -> Iterator[type[Exception]]:
    """
    A class and all below it.
    """
    yield kind
    for each in kind.__subclasses__():
        yield from subclasses(each)


def test_every_error_of_the_library_is_mapped() -> None:
    unmapped = [
        kind
        for kind in subclasses(sa.SQLAlchemyError)
        if not issubclass(kind, FAILURES)
    ]

    assert unmapped == []


@pytest.mark.parametrize("kind", list(subclasses(sa.DBAPIError)))
def test_every_error_of_a_driver_is_mapped(kind: type[sa.DBAPIError]) -> None:
    error = crm_error(wrapped(kind, Exception("x")), "shop")

    assert isinstance(error, SourceUnavailable | SourceRejected)


def test_what_a_driver_said_is_not_repeated() -> None:
    failure = wrapped(sa.ProgrammingError, ServerError("42703"))

    assert "secret" not in str(crm_error(failure, "shop"))


@pytest.mark.parametrize(
    ("failure", "answered"),
    [
        (operational("database is locked"), True),
        (operational("disk I/O error"), False),
        (wrapped(sa.IntegrityError, ServerError("23503")), True),
        (wrapped(sa.DBAPIError, ServerError("40001")), True),
        (wrapped(sa.DBAPIError, ServerError("40003")), False),
        (wrapped(sa.DBAPIError, ServerError("08006")), False),
        (wrapped(sa.DBAPIError, ServerError("57P01")), False),
        (wrapped(sa.OperationalError, Exception(1213, "deadlock")), True),
        (wrapped(sa.OperationalError, Exception(2013, "lost")), False),
        (wrapped(sa.InterfaceError, Exception("closed")), False),
        (lost(), False),
        (asyncio.TimeoutError(), False),
        (ConnectionResetError(), False),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_only_an_answer_says_that_a_change_was_not_kept(
    failure: Exception, *, answered: bool
) -> None:
    assert was_answered(failure) is answered
