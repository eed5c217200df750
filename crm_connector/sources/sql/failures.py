"""
The one seam where a database's errors become ours.

Whose turn it is decides: an unreachable, busy or slow database is `SourceUnavailable`;
a missing table, a wrong password or a question it cannot understand is
`SourceRejected`; text that is not text is `BadSourceData`.
"""

from __future__ import annotations

import asyncio

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
FAILURES = (*UNAVAILABLE, *REJECTED)
"""Everything that asking a database may raise."""

# SQLite says these as OperationalError, although waiting does not mend them.
_SQLITE_REJECTED = ("no such ", "readonly database", "syntax error", "not authorized")
_SQLITE_BAD_DATA = "Could not decode to UTF-8"
# Access, unknown database and unknown names, as SQL's states begin and as MySQL counts.
_STATES_REJECTED = ("28", "3D", "3F", "42")
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
        if _is_rejected(original):
            return _rejected(source)
    if isinstance(failure, UNAVAILABLE):
        return _unavailable(source)
    return _rejected(source)


def _is_rejected(original: BaseException | None) -> bool:
    state = getattr(original, "sqlstate", None) or getattr(original, "pgcode", None)
    if isinstance(state, str):
        return state.startswith(_STATES_REJECTED)
    arguments = getattr(original, "args", ())
    if arguments and arguments[0] in _MYSQL_REJECTED:
        return True
    return any(sign in str(original) for sign in _SQLITE_REJECTED)


def _unavailable(source: str) -> CrmError:
    return SourceUnavailable("The database does not answer now.", source=source)


def _rejected(source: str) -> CrmError:
    return SourceRejected(
        "The database refuses the question: see the mapping, the address and the "
        "rights of the account.",
        source=source,
    )
