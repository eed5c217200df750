"""
Accounts: who works at the shop. The one place that writes them.

Plain functions over a connection, each part of its caller's transaction, with its line
in the audit log. Whatever takes rights away ends the account's sessions with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.accounts import audit, logins, sessions
from bot.accounts.actors import Actor
from bot.accounts.errors import (
    BadAccount,
    FirstMustBeAdmin,
    LastAdmin,
    LoginTaken,
    NoSuchAccount,
    NotAllowed,
)
from bot.accounts.rights import Right, Role
from bot.accounts.tables import accounts, recovery_codes
from bot.shop_values import LANGUAGES

LONGEST_NAME = 80
MOST_CAPACITY = 100
USUAL_CAPACITY = 5
MOST_SKILLS = 50

_ADMINS = (
    sa.select(accounts.c.id)
    .where(accounts.c.role == Role.ADMIN.value, accounts.c.disabled.is_(False))
    .order_by(accounts.c.id)
    .with_for_update()
)


@dataclass(frozen=True)
class Account:
    """
    Somebody who works at the shop. `names` are what customers see, by language.

    `skills` are words of the shop, `capacity` is how many conversations at once.
    """

    id: int
    login: str
    names: Mapping[str, str]
    role: Role
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    capacity: int
    is_disabled: bool
    has_second_factor: bool
    created_at: datetime
    changed_at: datetime

    @property
    def subject(self) -> str:
        """
        How the audit log names it.
        """
        return f"account:{self.id}"

    def name(self, language: str) -> str:
        """
        The name in this language, or in another one that there is.
        """
        return self.names.get(language) or next(iter(self.names.values()))


@dataclass(frozen=True)
class NewAccount:
    """
    What is said of somebody new.
    """

    login: str
    names: Mapping[str, str]
    role: Role = Role.AGENT
    languages: Sequence[str] = ()
    skills: Sequence[str] = field(default=())
    capacity: int = USUAL_CAPACITY


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
        **_described(
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
    if new.role is not Role.ADMIN and not _has_admin(connection):
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


def describe(
    connection: Connection, account: int, *, by: Actor, now: datetime, **parts: Any
) -> Account:
    """
    Change names, languages, skills or capacity. Raises as `add` does.
    """
    by.demand(Right.USERS_MANAGE)
    known = get(connection, account)
    _change(connection, account, now, **_described(**parts))
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
    known = get(connection, account)
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
    known = get(connection, account)
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
    known = get(connection, account)
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
    known = get(connection, account)
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
    known = get(connection, account)
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
    known = get(connection, account)
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


def from_row(row: Any) -> Account:
    """
    An account as it is kept.
    """
    return Account(
        id=row.id,
        login=row.login,
        names=dict(row.names),
        role=Role(row.role),
        languages=tuple(row.languages),
        skills=tuple(row.skills),
        capacity=row.capacity,
        is_disabled=row.disabled,
        has_second_factor=row.totp_secret is not None,
        created_at=row.created_at,
        changed_at=row.changed_at,
    )


def _change(connection: Connection, account: int, now: datetime, **values: Any) -> None:
    connection.execute(
        accounts.update()
        .where(accounts.c.id == account)
        .values(changed_at=now, **values)
    )


def _has_admin(connection: Connection) -> bool:
    return connection.execute(_ADMINS).first() is not None


def _keep_an_admin(connection: Connection, account: int) -> None:
    """
    Two admins who take each other's role at once wait here for one another.
    """
    admins = connection.execute(_ADMINS).scalars().all()
    if list(admins) == [account]:
        raise LastAdmin("this is the only admin who can sign in")


def _described(**parts: Any) -> dict[str, Any]:
    """
    What is said of somebody, looked at. Raises `BadAccount`.
    """
    known = {
        "names": _names,
        "languages": _languages,
        "skills": _skills,
        "capacity": _capacity,
    }
    return {name: known[name](value) for name, value in parts.items()}


def _names(names: Mapping[str, str]) -> dict[str, str]:
    kept = {language: " ".join(name.split()) for language, name in names.items()}
    if not kept or not set(kept) <= set(LANGUAGES):
        raise BadAccount(f"a name is needed, in one of: {', '.join(LANGUAGES)}")
    for name in kept.values():
        if not name or len(name) > LONGEST_NAME or not name.replace("\u200c", "a"):
            raise BadAccount(f"a name has 1 to {LONGEST_NAME} letters")
        if any(sign != "\u200c" and not sign.isprintable() for sign in name):
            raise BadAccount("a name has no signs that cannot be seen")
    return kept


def _languages(languages: Sequence[str]) -> list[str]:
    kept = list(dict.fromkeys(languages))
    if not kept or not set(kept) <= set(LANGUAGES):
        raise BadAccount(f"languages are some of: {', '.join(LANGUAGES)}")
    return kept


def _skills(skills: Sequence[str]) -> list[str]:
    kept = list(dict.fromkeys(word.strip().casefold() for word in skills))
    if len(kept) > MOST_SKILLS or not all(
        0 < len(word) <= LONGEST_NAME for word in kept
    ):
        raise BadAccount(f"skills are at most {MOST_SKILLS} words")
    return kept


def _capacity(capacity: int) -> int:
    if not 1 <= capacity <= MOST_CAPACITY:
        raise BadAccount(f"capacity is a number from 1 to {MOST_CAPACITY}")
    return capacity
