"""
What the audit log says of signing in.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.accounts import audit
from bot.accounts.audit import Who
from bot.accounts.sessions import Visitor
from bot.accounts.staff import Account

NOBODY = "?"
"""Who it was that could not sign in, in the audit log, where there is no such login."""


def refusal(
    connection: Connection,
    row: sa.engine.Row | None,
    visitor: Visitor,
    now: datetime,
) -> None:
    """
    Somebody did not get in; `row` is the account, if there is such a login.
    """
    # What was typed as the login is not kept: it may well be a password.
    account, login = (None, NOBODY) if row is None else (row.id, row.login)
    subject = "" if row is None else f"account:{row.id}"
    who = Who(account, login, visitor.address)
    audit.write(connection, who, "account.sign_in_refused", subject, now=now)


def sign_in(
    connection: Connection, account: Account, visitor: Visitor, now: datetime, by: str
) -> None:
    """
    Somebody got in, at last by this: `password`, `app` or `recovery`.
    """
    who = Who(account.id, account.login, visitor.address)
    audit.write(connection, who, "account.signed_in", account.subject, now=now, by=by)
