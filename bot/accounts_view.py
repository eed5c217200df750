"""
`./hamyar user ...` and `./hamyar audit`: accounts and what was done, for operators.

Both work on the database alone, also while the server runs and before its first start.
"""

from __future__ import annotations

import argparse
import dataclasses
import getpass
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, TypeVar

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.accounts import actors, audit, logins, users
from bot.accounts.actors import Actor
from bot.accounts.audit import Wanted
from bot.accounts.errors import (
    AccountError,
    BadAccount,
    BadPassword,
    FirstMustBeAdmin,
    LastAdmin,
    LoginTaken,
    Weakness,
)
from bot.accounts.passwords import Passwords
from bot.accounts.rights import Role
from bot.accounts.staff import USUAL_CAPACITY, Account, NewAccount
from bot.accounts.strength import SHORTEST, refuse_weak
from bot.conversations.clock import utc_now
from bot.conversations.database import make_engine
from bot.conversations.errors import DatabaseTooNew
from bot.migrations import migrate
from bot.settings import Settings
from bot.shop import BadShopFileError, load_shop
from bot.shop_values import LANGUAGES
from bot.unusable import Unusable

T = TypeVar("T")

_WEAK = {
    Weakness.SHORT: f"it needs at least {SHORTEST} characters",
    Weakness.LONG: "it is too long",
    Weakness.LOGIN: "it is made of the login",
    Weakness.SHOP: "it is made of the shop's name",
    Weakness.COMMON: "it would be guessed soon",
    Weakness.SAME: "it is the present one",
}
_SPAN = re.compile(r"(\d{1,5})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_PAGE = 200


def user(settings: Settings, given: argparse.Namespace) -> int:
    """
    Do what `./hamyar user` was asked; gives the exit code. Raises `Unusable`.
    """
    _check(given)
    doing: Mapping[str, Callable[[Settings, argparse.Namespace], None]] = {
        "add": _add,
        "describe": _describe,
        "list": _list,
        "password": _password,
    }
    try:
        doing.get(given.what, _change)(settings, given)
    except AccountError as error:
        raise Unusable(_said(error, given)) from error
    return 0


def show_audit(settings: Settings, given: argparse.Namespace) -> int:
    """
    Print the audit log, the oldest first; gives the exit code. Raises `Unusable`.
    """
    since = None if given.since is None else moment_named(given.since, utc_now())
    wanted = Wanted(given.who, given.deed, given.subject, since)
    entries = in_database(settings, lambda c: list(_entries(c, wanted)))
    for entry in reversed(entries):
        print(_as_json(entry) if given.json else _as_line(entry))
    return 0


def _entries(connection: Connection, wanted: Wanted) -> Iterator[audit.Entry]:
    before = None
    while True:
        page = audit.read(connection, wanted, before=before, limit=_PAGE)
        yield from page.entries
        before = page.before
        if before is None:
            return


def _check(given: argparse.Namespace) -> None:
    if given.what != "list" and not given.login:
        raise Unusable(f"{given.what} takes a login: ./hamyar user {given.what} LOGIN")
    if given.what == "list" and given.login:
        raise Unusable("list takes no login.")
    roles = [each.value for each in Role]
    if given.what == "role" and given.new_role not in roles:
        raise Unusable(f"role takes a login and one of: {', '.join(roles)}.")
    if given.what != "role" and given.new_role:
        raise Unusable(f"{given.what} takes one login alone.")
    if given.what == "add" and not given.name:
        raise Unusable("add takes --name LANG=NAME: the name that customers see.")
    if given.what == "describe" and not _tells_something(given):
        raise Unusable(
            "describe takes what is another now: --name LANG=NAME, --languages, "
            "--skills or --capacity."
        )


def _add(settings: Settings, given: argparse.Namespace) -> None:
    new = NewAccount(
        logins.read(given.login),
        dict(_named(each) for each in given.name),
        Role(given.role or Role.AGENT.value),
        _listed(given.languages),
        _listed(given.skills),
        _number(given.capacity),
    )

    def refuse(connection: Connection) -> None:
        # Before somebody thinks of a password.
        if users.by_login(connection, new.login) is not None:
            raise LoginTaken(new.login)
        if new.role is not Role.ADMIN and not users.has_admin(connection):
            raise FirstMustBeAdmin

    in_database(settings, refuse)
    hashed = _new_password(settings, new.login, given.password_stdin)
    made = in_database(
        settings, lambda c: users.add(c, new, hashed, by=_operator(), now=utc_now())
    )
    print(f"{made.login} can sign in now, as {made.role.value}, at /desk/login.")


def _tells_something(given: argparse.Namespace) -> bool:
    told = (given.languages, given.skills, given.capacity)
    return bool(given.name) or any(each is not None for each in told)


def _describe(settings: Settings, given: argparse.Namespace) -> None:
    named = dict(_named(each) for each in given.name)
    parts: dict[str, Any] = {}
    if given.languages is not None:
        parts["languages"] = _listed(given.languages)
    if given.skills is not None:
        parts["skills"] = _listed(given.skills)
    if given.capacity is not None:
        parts["capacity"] = _number(given.capacity)

    def work(connection: Connection) -> Account:
        account = _known(connection, given.login)
        if named:
            # Of a language that is not given the name stays.
            parts["names"] = {**account.names, **named}
        by, now = _operator(), utc_now()
        return users.describe(connection, account.id, by=by, now=now, **parts)

    print(_account_line(in_database(settings, work)))


def _list(settings: Settings, given: argparse.Namespace) -> None:
    for account in in_database(settings, users.listed):
        print(_account_json(account) if given.json else _account_line(account))


def _password(settings: Settings, given: argparse.Namespace) -> None:
    account = in_database(settings, lambda c: _known(c, given.login))
    hashed = _new_password(settings, account.login, given.password_stdin)
    in_database(
        settings,
        lambda c: users.set_password(
            c, account.id, hashed, by=_operator(), now=utc_now()
        ),
    )
    print(f"{account.login} has another password, and is signed out everywhere.")


def _change(settings: Settings, given: argparse.Namespace) -> None:
    def work(connection: Connection) -> str:
        account = _known(connection, given.login)
        of, by, now = account.id, _operator(), utc_now()
        if given.what == "disable":
            users.disable(connection, of, by=by, now=now)
            return "cannot sign in any more, and is signed out everywhere"
        if given.what == "enable":
            users.enable(connection, of, by=by, now=now)
            return "can sign in again"
        if given.what == "role":
            users.set_role(connection, of, Role(given.new_role), by=by, now=now)
            return f"is {given.new_role} now"
        if given.what == "logout":
            ended = users.end_sessions(connection, of, by=by, now=now)
            return f"is signed out everywhere (sessions: {ended})"
        users.reset_second_factor(connection, of, by=by, now=now)
        return "signs in with the password alone until a second factor is set up"

    print(f"{logins.folded(given.login)} {in_database(settings, work)}.")


def _known(connection: Connection, login: str) -> Account:
    account = users.by_login(connection, login)
    if account is None:
        raise Unusable(f"there is no account {login}; `./hamyar user list` tells them.")
    return account


def _new_password(settings: Settings, login: str, from_input: bool) -> str:
    """
    Ask for a password twice, or read it from the input; gives its hash.
    """
    names: list[str] = []
    if settings.shop.name:
        try:
            names = list(load_shop(settings.shop).name.values())
        except BadShopFileError as error:
            raise Unusable(str(error)) from error
    if from_input:
        password = sys.stdin.readline().rstrip("\r\n")
    elif not sys.stdin.isatty():
        raise Unusable("there is no terminal to ask for a password: --password-stdin.")
    else:
        password = getpass.getpass("Password: ")
    refuse_weak(password, login, names)
    if not from_input and getpass.getpass("Once more: ") != password:
        raise Unusable("the two passwords are not the same.")
    return Passwords().hash_now(password)


def in_database(settings: Settings, work: Callable[[Connection], T]) -> T:
    """
    Run a transaction on the database, brought up to date before.
    """
    try:
        migrate(settings.database)
        engine = make_engine(settings.database)
        try:
            return _transaction(engine, work)
        finally:
            engine.dispose()
    except DatabaseTooNew as error:
        raise Unusable(str(error)) from error
    except (SQLAlchemyError, OSError) as error:
        why = str(getattr(error, "orig", None) or error).strip().splitlines()
        said = (why or [type(error).__name__])[0].rstrip(".")
        raise Unusable(f"Hamyar's own database cannot be used: {said}.") from error


def _transaction(engine: Engine, work: Callable[[Connection], T]) -> T:
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            # At once for writing, so that nobody writes between our look and our deed.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        return work(connection)


def _operator() -> Actor:
    """
    Whoever is at the machine, by the name that they have there.
    """
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = str(os.getuid())
    return actors.operator(f"operator {name}")


def _said(error: AccountError, given: argparse.Namespace) -> str:
    if isinstance(error, BadPassword):
        return f"this password cannot be used: {_WEAK[error.reason]}."
    if isinstance(error, LoginTaken):
        return f"there is an account {logins.folded(given.login)} already."
    if isinstance(error, FirstMustBeAdmin):
        return "the first account has to be an admin's: --role admin."
    if isinstance(error, LastAdmin):
        return f"{logins.folded(given.login)} is the only admin who can sign in."
    if isinstance(error, BadAccount):
        return f"{error}."
    raise error


def _named(text: str) -> tuple[str, str]:
    language, equals, name = text.partition("=")
    if not equals or language not in LANGUAGES:
        raise Unusable(
            f"--name {text}: expected LANG=NAME, such as fa=سارا or en=Sara."
        )
    return language, name


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(each.strip() for each in (text or "").split(",") if each.strip())


def _number(text: str | None) -> int:
    if text is None:
        return USUAL_CAPACITY
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise Unusable(f"--capacity {text}: expected a number.")
    return int(text)


def moment_named(text: str, now: datetime) -> datetime:
    """
    The moment that `--since` names: a day, a moment of UTC, or so long ago.
    """
    span = _SPAN.fullmatch(text)
    if span is not None:
        return now - timedelta(**{_UNITS[span[2]]: int(span[1])})
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Unusable(
            f"--since {text}: expected a day such as 2026-11-22, a moment such as "
            "2026-11-22T18:00 (UTC), or a time such as 7d, 12h, 30m."
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)


def _account_line(account: Account) -> str:
    names = ", ".join(f"{lang}={name}" for lang, name in account.names.items())
    marks = [
        *(["disabled"] if account.is_disabled else []),
        *(["second factor"] if account.has_second_factor else []),
        *([f"skills {', '.join(account.skills)}"] if account.skills else []),
    ]
    parts = [
        *(account.login, account.role.value, names),
        f"speaks {', '.join(account.languages)}",
        f"up to {account.capacity}",
        *marks,
    ]
    return "  ".join(parts)


def _account_json(account: Account) -> str:
    return json.dumps(dataclasses.asdict(account), ensure_ascii=False, default=_plain)


def _as_line(entry: audit.Entry) -> str:
    parts = [
        entry.at.strftime("%Y-%m-%d %H:%M:%SZ"),
        entry.who,
        entry.deed,
        entry.subject,
        entry.address,
        " ".join(f"{key}={value}" for key, value in entry.details.items()),
    ]
    return printable("  ".join(part for part in parts if part))


def _as_json(entry: audit.Entry) -> str:
    return json.dumps(dataclasses.asdict(entry), ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def printable(text: str) -> str:
    """
    Nothing in it that a terminal would obey.
    """
    return "".join(c if c.isprintable() or c in "\u200c\u200d" else "?" for c in text)
