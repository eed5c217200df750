"""
The one seam where a database's errors become ours.

Whose turn it is decides: an unreachable, busy or slow database is `SourceUnavailable`;
a missing table, a wrong password or a question it cannot understand is
`SourceRejected`; text that is not text is `BadSourceData`.
"""

from __future__ import annotations

import asyncio

import asyncpg
from sqlalchemy import exc as sa

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    SourceRejected,
    SourceUnavailable,
)

UNAVAILABLE = (
    sa.TimeoutError,
    sa.DisconnectionError,
    sa.OperationalError,
    sa.InterfaceError,
    OSError,
    asyncio.TimeoutError,
)
REJECTED = (
    sa.SQLAlchemyError,
    ImportError,
)
# What this driver raises while it connects reaches us as it is.
POSTGRESQL = (asyncpg.PostgresError, asyncpg.InterfaceError)
FAILURES = (*UNAVAILABLE, *REJECTED, *POSTGRESQL)
"""Everything that asking a database may raise."""

# SQLite says these as OperationalError, although waiting does not mend them.
_SQLITE_REJECTED = ("no such ", "readonly database", "syntax error", "not authorized")
_SQLITE_BAD_DATA = "Could not decode to UTF-8"
_SQLITE_NO_FILE = "unable to open database file"
_SQLITE_OTHER_FILE = "file is not a database"
# Access, unknown database and unknown names, as SQL's states begin and as MySQL counts.
_STATES_REJECTED = ("28", "3D", "3F", "42")
# Lost, deadlocked, out of room, locked, stopped or failing: it may work later.
_STATES_UNAVAILABLE = ("08", "40", "53", "55", "57", "58")
_STATE_NO_ENTRY, _MYSQL_NO_ENTRY = "28", 1045
_STATE_NO_DATABASE, _MYSQL_NO_DATABASE = "3D", 1049
_MYSQL_REJECTED = (1044, 1045, 1049, 1054, 1142, 1143, 1146)


def crm_error(failure: BaseException, source: str) -> CrmError:
    """
    Our error for a failure of the database.

    It repeats nothing that the driver said, which may hold what customers wrote; that
    stays in the cause.
    """
    original = getattr(failure, "orig", None)
    if isinstance(failure, sa.DBAPIError) and failure.connection_invalidated:
        return _unavailable(source)
    if isinstance(failure, sa.OperationalError):
        if str(original).startswith(_SQLITE_BAD_DATA):
            return BadSourceData("A text is not UTF-8.", source=source)
        if str(original).startswith(_SQLITE_NO_FILE):
            return SourceUnavailable(
                "The database's file is not there, or may not be read. (An absolute "
                "path has four slashes in front: sqlite:////srv/shop.db)",
                source=source,
            )
        if _is_rejected(original):
            return _rejected(source, original)
    if str(original).startswith(_SQLITE_OTHER_FILE):
        return SourceRejected("The file is no SQLite database.", source=source)
    if isinstance(failure, POSTGRESQL) and _is_rejected(failure):
        return _rejected(source, failure)
    state = _state(original)
    if state is not None and state.startswith(_STATES_UNAVAILABLE):
        return _unavailable(source)
    if isinstance(failure, (*UNAVAILABLE, *POSTGRESQL)):
        return _unavailable(source)
    return _rejected(source)


# A server that ends a connection says so, but not what became of the change.
_STATES_UNANSWERED = ("08", "40003", "57P")
_MYSQL_UNANSWERED = range(2000, 3000)
_SQLITE_BUSY = ("database is locked", "database table is locked")


def was_answered(failure: BaseException) -> bool:
    """
    Whether this error, raised when a change was sent to be kept, says that it was not.
    """
    original = getattr(failure, "orig", None)
    if original is None or getattr(failure, "connection_invalidated", False):
        return False
    state = _state(original)
    if state is not None:
        return not state.startswith(_STATES_UNANSWERED)
    number = next(iter(getattr(original, "args", ())), None)
    if isinstance(number, int):
        return number not in _MYSQL_UNANSWERED
    return str(original).startswith(_SQLITE_BUSY)


def _state(original: BaseException | None) -> str | None:
    state = getattr(original, "sqlstate", None) or getattr(original, "pgcode", None)
    return state if isinstance(state, str) else None


def _is_rejected(original: BaseException | None) -> bool:
    state = _state(original)
    if state is not None:
        return state.startswith(_STATES_REJECTED)
    arguments = getattr(original, "args", ())
    if arguments and arguments[0] in _MYSQL_REJECTED:
        return True
    return any(sign in str(original) for sign in _SQLITE_REJECTED)


def _unavailable(source: str) -> CrmError:
    return SourceUnavailable("The database does not answer now.", source=source)


def _rejected(source: str, original: BaseException | None = None) -> CrmError:
    state = _state(original) or ""
    number = next(iter(getattr(original, "args", ())), None)
    if state.startswith(_STATE_NO_ENTRY) or number == _MYSQL_NO_ENTRY:
        why = "does not let the account in: see its name and password in the address."
    elif state.startswith(_STATE_NO_DATABASE) or number == _MYSQL_NO_DATABASE:
        why = "is not there by this name: see the end of the address."
    else:
        why = (
            "refuses the question: see the mapping, the address and the rights of the "
            "account."
        )
    return SourceRejected(f"The database {why}", source=source)
