"""
Accounts on both databases: who may change what, and what follows from it.
"""

from __future__ import annotations

import threading
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.accounts import actors, audit, sessions, users
from bot.accounts.actors import Actor
from bot.accounts.audit import Who
from bot.accounts.errors import (
    AccountError,
    BadAccount,
    FirstMustBeAdmin,
    LastAdmin,
    LoginTaken,
    NoSuchAccount,
    NotAllowed,
)
from bot.accounts.rights import Role
from bot.accounts.service import Accounts
from bot.accounts.sessions import Stage
from bot.accounts.staff import Account, NewAccount
from bot.conversations.database import Database
from tests.bot.accounts.conftest import OPERATOR, make
from tests.bot.accounts.people import MAIN, PASSWORD
from tests.fakes.clock import FakeClock


def deeds(page: audit.Page) -> list[tuple[str, str, str]]:
    return [(each.who, each.deed, each.subject) for each in reversed(page.entries)]


async def test_an_account_is_kept_as_it_was_described(
    database: Database, clock: FakeClock, admin: Account
) -> None:
    new = NewAccount(
        "Sara@Shop.Example",
        {"fa": "  سارا   احمدی ", "en": "Sara"},
        Role.LEAD,
        ("fa", "ar", "fa"),
        ("Returns", "returns", "کفش"),
        7,
    )
    made = await database.write(
        lambda c: users.add(c, new, "hash", by=OPERATOR, now=clock())
    )

    kept = await database.read(lambda c: users.by_login(c, "SARA@shop.example "))

    assert kept == made
    assert made.login == "sara@shop.example"
    assert made.names == {"fa": "سارا احمدی", "en": "Sara"}
    assert (made.name("fa"), made.name("ar")) == ("سارا احمدی", "سارا احمدی")
    assert made.role is Role.LEAD
    assert made.languages == ("fa", "ar")
    assert made.skills == ("returns", "کفش")
    assert made.capacity == 7
    assert not made.is_disabled
    assert not made.has_second_factor
    assert made.created_at == made.changed_at == clock()
    page = await database.read(audit.read)
    assert deeds(page)[-1] == ("operator", "account.added", f"account:{made.id}")
    assert "hash" not in str(page)


@pytest.mark.parametrize("login", ["MINA", "mina", " Mina", "ＭＩＮＡ"])
async def test_a_login_is_one_in_whatever_case(
    database: Database, clock: FakeClock, admin: Account, login: str
) -> None:
    new = NewAccount(login, {"en": "Another"})

    with pytest.raises(LoginTaken):
        await database.write(
            lambda c: users.add(c, new, "hash", by=OPERATOR, now=clock())
        )

    assert len(await database.read(users.listed)) == 1


@pytest.mark.parametrize(
    "login",
    [
        "",
        "a",
        ".mina",
        "mi na",
        "mina@",
        "@shop",
        "mina@shop",
        "mína",
        "m" * 41,
        "a\0b",
    ],
)
async def test_what_is_no_login_is_refused(
    database: Database, clock: FakeClock, admin: Account, login: str
) -> None:
    with pytest.raises(BadAccount):
        await database.write(
            lambda c: users.add(
                c, NewAccount(login, {"en": "X"}), "hash", by=OPERATOR, now=clock()
            )
        )


@pytest.mark.parametrize(
    "parts",
    [
        {"names": {}},
        {"names": {"de": "Sara"}},
        {"names": {"en": " "}},
        {"names": {"en": "x" * 81}},
        {"names": {"en": "Sara\u202e"}},
        {"languages": ("de",)},
        {"languages": ()},
        {"skills": ("x" * 81,)},
        {"skills": [str(each) for each in range(51)]},
        {"capacity": 0},
        {"capacity": 101},
    ],
)
async def test_what_makes_no_sense_is_refused(
    database: Database, clock: FakeClock, admin: Account, parts: dict[str, Any]
) -> None:
    with pytest.raises(BadAccount):
        await database.write(
            lambda c: users.describe(c, admin.id, by=OPERATOR, now=clock(), **parts)
        )

    assert await database.read(lambda c: users.get(c, admin.id)) == admin


async def test_names_and_skills_are_changed(
    database: Database, clock: FakeClock, admin: Account
) -> None:
    clock.advance(hours=1)
    changed = await database.write(
        lambda c: users.describe(
            c,
            admin.id,
            by=OPERATOR,
            now=clock(),
            names={"ar": "مينا"},
            skills=("شحن",),
            languages=("ar",),
            capacity=9,
        )
    )

    assert (changed.names, changed.skills) == ({"ar": "مينا"}, ("شحن",))
    assert (changed.languages, changed.capacity) == (("ar",), 9)
    assert changed.changed_at == clock()


async def test_the_first_account_is_an_admins(
    database: Database, clock: FakeClock
) -> None:
    with pytest.raises(FirstMustBeAdmin):
        await database.write(
            lambda c: users.add(
                c, NewAccount("sara", {"en": "Sara"}), "hash", by=OPERATOR, now=clock()
            )
        )


async def test_the_last_admin_keeps_the_role_and_the_account(
    database: Database, clock: FakeClock, accounts: Accounts, admin: Account
) -> None:
    other = await make(accounts, "omid", Role.ADMIN)

    def demote(connection: Connection, account: int) -> Account:
        return users.set_role(connection, account, Role.LEAD, by=OPERATOR, now=clock())

    def disable(connection: Connection, account: int) -> None:
        users.disable(connection, account, by=OPERATOR, now=clock())

    await database.write(lambda c: disable(c, other.id))
    for refused in (demote, disable):
        with pytest.raises(LastAdmin):
            await database.write(lambda c, do=refused: do(c, admin.id))
    await database.write(lambda c: users.enable(c, other.id, by=OPERATOR, now=clock()))
    await database.write(lambda c: demote(c, admin.id))
    with pytest.raises(LastAdmin):
        await database.write(lambda c: demote(c, other.id))

    roles = {each.login: each.role for each in await database.read(users.listed)}
    assert roles == {"mina": Role.LEAD, "omid": Role.ADMIN}


# SQLite has one writer at a time.
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_two_admins_who_demote_each_other_at_once_leave_one(
    database: Database, clock: FakeClock, accounts: Accounts, admin: Account
) -> None:
    other = await make(accounts, "omid", Role.ADMIN)
    together = threading.Barrier(2)
    outcomes: list[str] = []

    def demote(account: int) -> None:
        with database.engine.begin() as connection:
            connection.execute(sa.select(sa.text("1")))
            together.wait(5)
            try:
                users.set_role(
                    connection, account, Role.AGENT, by=OPERATOR, now=clock()
                )
                outcomes.append("done")
            except LastAdmin:
                outcomes.append("last")

    threads = [
        threading.Thread(target=demote, args=(each.id,)) for each in (admin, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert sorted(outcomes) == ["done", "last"]


def _of(account: Account) -> Actor:
    return actors.of_role(Who(account.id, account.login), account.role)


CHANGES = {
    "add": lambda c, by, of, now: users.add(
        c, NewAccount("new", {"en": "New"}), "h", by=by, now=now
    ),
    "describe": lambda c, by, of, now: users.describe(
        c, of, by=by, now=now, capacity=50
    ),
    "role": lambda c, by, of, now: users.set_role(c, of, Role.ADMIN, by=by, now=now),
    "disable": lambda c, by, of, now: users.disable(c, of, by=by, now=now),
    "enable": lambda c, by, of, now: users.enable(c, of, by=by, now=now),
    "password": lambda c, by, of, now: users.set_password(c, of, "h", by=by, now=now),
    "factor": lambda c, by, of, now: users.reset_second_factor(c, of, by=by, now=now),
    "sessions": lambda c, by, of, now: users.end_sessions(c, of, by=by, now=now),
}
"""Each on the account `of`."""
ONES_OWN = {"password", "sessions"}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("whose", ["own", "another's"])
async def test_only_who_manages_accounts_changes_them(
    database: Database,
    clock: FakeClock,
    accounts: Accounts,
    admin: Account,
    change: str,
    role: Role,
    whose: str,
) -> None:
    somebody = await make(accounts, "sara", role)
    target = somebody if whose == "own" else await make(accounts, "reza", Role.AGENT)
    before = await database.read(users.listed)
    entries = (await database.read(audit.read)).entries
    is_allowed = role is Role.ADMIN or (whose == "own" and change in ONES_OWN)
    if change == "factor" and whose == "own":
        # Its owner is asked for password and code (`OwnAccount.drop_factor`).
        is_allowed = False

    async def do() -> Any:
        return await database.write(
            lambda c: CHANGES[change](c, _of(somebody), target.id, clock())
        )

    if is_allowed:
        await do()
        return
    with pytest.raises(NotAllowed):
        await do()
    assert await database.read(users.listed) == before
    assert (await database.read(audit.read)).entries == entries


@pytest.mark.parametrize(
    ("change", "deed"),
    [
        ("role", "account.role_changed"),
        ("disable", "account.disabled"),
        ("password", "account.password_changed"),
        ("factor", "account.second_factor_reset"),
        ("sessions", "account.signed_out_everywhere"),
    ],
)
async def test_what_takes_rights_away_ends_every_session_at_once(
    database: Database,
    clock: FakeClock,
    accounts: Accounts,
    sara: Account,
    change: str,
    deed: str,
) -> None:
    begun = [await accounts.sign_in("sara", PASSWORD, MAIN) for _ in range(2)]
    other = await accounts.sign_in("mina", PASSWORD, MAIN)

    await database.write(lambda c: CHANGES[change](c, OPERATOR, sara.id, clock()))

    assert [await accounts.find(each.secret) for each in begun] == [None, None]
    assert await accounts.find(other.secret) is not None
    assert deeds(await database.read(audit.read))[-1] == (
        "operator",
        deed,
        f"account:{sara.id}",
    )


async def test_a_session_of_a_disabled_account_is_none_even_where_it_is_kept(
    database: Database, clock: FakeClock, accounts: Accounts, sara: Account
) -> None:
    await database.write(lambda c: users.disable(c, sara.id, by=OPERATOR, now=clock()))
    secret = await database.write(
        lambda c: sessions.begin(c, sara.id, Stage.FULL, MAIN, clock())
    )

    assert await accounts.find(secret) is None


@pytest.mark.parametrize("change", sorted(set(CHANGES) - {"add"}))
async def test_there_is_no_such_account(
    database: Database, clock: FakeClock, admin: Account, change: str
) -> None:
    with pytest.raises((NoSuchAccount, AccountError)):
        await database.write(lambda c: CHANGES[change](c, OPERATOR, 999, clock()))
