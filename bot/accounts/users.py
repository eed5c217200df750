"""
Accounts: who works at the shop. The one place that writes them.

Plain functions over a connection, each part of its caller's transaction, with its line
in the audit log. Whatever takes rights away ends the account's sessions with it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.accounts import audit, logins, sessions
from bot.accounts.actors import Actor
from bot.accounts.errors import (
    FirstMustBeAdmin,
    LastAdmin,
    LoginTaken,
    NoSuchAccount,
    NotAllowed,
)
from bot.accounts.rights import Right, Role
from bot.accounts.staff import Account, NewAccount, described, from_row
from bot.accounts.tables import accounts, recovery_codes

_ADMINS = (
    sa.select(accounts.c.id)
    .where(accounts.c.role == Role.ADMIN.value, accounts.c.disabled.is_(False))
    .order_by(accounts.c.id)
    .with_for_update()
)


def add(
    connection: Connection, new: NewAccount, password: str, *, by: Actor, now: datetime
) -> Account:
    """
    Make an account; `password` is the hash of one that was found strong enough.

    Raises `LoginTaken`, `FirstMustBeAdmin`, `BadAccount` and `NotAllowed`.
    """
    by.demand(Right.USERS_MANAGE)
    login = logins.read(new.login)
    values = {
        "login": login,
        "role": new.role.value,
        **described(
            names=new.names,
            languages=tuple(new.languages) or tuple(new.names),
            skills=new.skills,
            capacity=new.capacity,
        ),
        "disabled": False,
        "password": password,
        "created_at": now,
        "changed_at": now,
    }
    if by_login(connection, login) is not None:
        raise LoginTaken(login)
    if new.role is not Role.ADMIN and not has_admin(connection):
        raise FirstMustBeAdmin("the first account has to be an admin's")
    try:
        made = connection.execute(accounts.insert(), values).inserted_primary_key[0]
    except IntegrityError as error:
        # Somebody else added it since we looked; their transaction was first.
        raise LoginTaken(login) from error
    account = get(connection, made)
    audit.write(
        connection,
        by.who,
        "account.added",
        account.subject,
        now=now,
        login=login,
        role=new.role.value,
    )
    return account


def get(connection: Connection, account: int) -> Account:
    """
    Give an account. Raises `NoSuchAccount`.
    """
    row = connection.execute(
        sa.select(accounts).where(accounts.c.id == account)
    ).first()
    if row is None:
        raise NoSuchAccount(str(account))
    return from_row(row)


def held(
    connection: Connection, account: int, *, shared: bool = False
) -> sa.engine.Row | None:
    """
    Give an account as it is kept, which nobody changes until this transaction ends.

    Whoever ends its sessions holds it, and so does, `shared`, whoever uses one: what
    they do is done before or after, and no session begins in between.
    """
    found: sa.engine.Row | None = connection.execute(
        sa.select(accounts).where(accounts.c.id == account).with_for_update(read=shared)
    ).first()
    return found


def by_login(connection: Connection, typed: str) -> Account | None:
    """
    Give the account of a login, in whatever case it was typed.
    """
    row = row_of_login(connection, typed)
    return None if row is None else from_row(row)


def row_of_login(connection: Connection, typed: str) -> sa.engine.Row | None:
    """
    The same as it is kept, with the hash of the password: for signing in alone.
    """
    found: sa.engine.Row | None = connection.execute(
        sa.select(accounts).where(accounts.c.login == logins.folded(typed))
    ).first()
    return found


def listed(connection: Connection) -> list[Account]:
    """
    All accounts, by login.
    """
    rows = connection.execute(sa.select(accounts).order_by(accounts.c.login))
    return [from_row(row) for row in rows]


def has_admin(connection: Connection) -> bool:
    """
    Whether there is an admin who can sign in.
    """
    return connection.execute(_ADMINS).first() is not None


def describe(
    connection: Connection, account: int, *, by: Actor, now: datetime, **parts: Any
) -> Account:
    """
    Change names, languages, skills or capacity. Raises as `add` does.
    """
    by.demand(Right.USERS_MANAGE)
    known = get(connection, account)
    _change(connection, account, now, **described(**parts))
    audit.write(
        connection,
        by.who,
        "account.described",
        known.subject,
        now=now,
        changed=sorted(parts),
    )
    return get(connection, account)


def set_role(
    connection: Connection, account: int, role: Role, *, by: Actor, now: datetime
) -> Account:
    """
    Give another role; every session of the account ends with the rights it had.

    Raises `LastAdmin` and `NotAllowed`.
    """
    by.demand(Right.USERS_MANAGE)
    if role is not Role.ADMIN:
        _keep_an_admin(connection, account)
    known = _known(connection, account)
    if known.role is role:
        return known
    _change(connection, account, now, role=role.value)
    ended = sessions.end_all(connection, account)
    audit.write(
        connection,
        by.who,
        "account.role_changed",
        known.subject,
        now=now,
        role=role.value,
        before=known.role.value,
        sessions_ended=ended,
    )
    return get(connection, account)


def disable(connection: Connection, account: int, *, by: Actor, now: datetime) -> None:
    """
    Let somebody sign in no more, and end what they have open.

    Raises `LastAdmin` and `NotAllowed`.
    """
    by.demand(Right.USERS_MANAGE)
    _keep_an_admin(connection, account)
    known = _known(connection, account)
    if known.is_disabled:
        return
    _change(connection, account, now, disabled=True)
    ended = sessions.end_all(connection, account)
    audit.write(
        connection,
        by.who,
        "account.disabled",
        known.subject,
        now=now,
        sessions_ended=ended,
    )


def enable(connection: Connection, account: int, *, by: Actor, now: datetime) -> None:
    """
    Let somebody sign in again. Raises `NotAllowed`.
    """
    by.demand(Right.USERS_MANAGE)
    known = _known(connection, account)
    if not known.is_disabled:
        return
    _change(connection, account, now, disabled=False)
    audit.write(connection, by.who, "account.enabled", known.subject, now=now)


def set_password(
    connection: Connection, account: int, password: str, *, by: Actor, now: datetime
) -> None:
    """
    Keep the hash of a new password; every session of the account ends.

    One's own, or anybody's for who may manage accounts; else raises `NotAllowed`.
    """
    if by.account != account:
        by.demand(Right.USERS_MANAGE)
    known = _known(connection, account)
    _change(connection, account, now, password=password)
    ended = sessions.end_all(connection, account)
    audit.write(
        connection,
        by.who,
        "account.password_changed",
        known.subject,
        now=now,
        sessions_ended=ended,
    )


def reset_second_factor(
    connection: Connection, account: int, *, by: Actor, now: datetime
) -> None:
    """
    Take the second factor from somebody who has lost it, and end their sessions.

    Raises `NotAllowed`, also for one's own: `OwnAccount.drop_factor` asks for proof.
    """
    by.demand(Right.USERS_MANAGE)
    if by.account == account:
        raise NotAllowed("one's own second factor is taken away with password and code")
    known = _known(connection, account)
    _change(
        connection, account, now, totp_secret=None, totp_step=None, totp_pending=None
    )
    connection.execute(
        recovery_codes.delete().where(recovery_codes.c.account == account)
    )
    sessions.end_all(connection, account)
    audit.write(
        connection, by.who, "account.second_factor_reset", known.subject, now=now
    )


def end_sessions(
    connection: Connection, account: int, *, by: Actor, now: datetime
) -> int:
    """
    Sign somebody out everywhere; gives how often they were signed in.

    Raises `NotAllowed` for another's without the right.
    """
    if by.account != account:
        by.demand(Right.USERS_MANAGE)
    known = _known(connection, account)
    ended = sessions.end_all(connection, account)
    audit.write(
        connection,
        by.who,
        "account.signed_out_everywhere",
        known.subject,
        now=now,
        sessions_ended=ended,
    )
    return ended


def _known(connection: Connection, account: int) -> Account:
    row = held(connection, account)
    if row is None:
        raise NoSuchAccount(str(account))
    return from_row(row)


def _change(connection: Connection, account: int, now: datetime, **values: Any) -> None:
    connection.execute(
        accounts.update()
        .where(accounts.c.id == account)
        .values(changed_at=now, **values)
    )


def _keep_an_admin(connection: Connection, account: int) -> None:
    """
    Two admins who take each other's role at once wait here for one another.
    """
    admins = connection.execute(_ADMINS).scalars().all()
    if list(admins) == [account]:
        raise LastAdmin("this is the only admin who can sign in")
