"""
Accounts over both databases, with a clock that stands still and quick hashing.
"""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.accounts import actors, totp, users
from bot.accounts.own import OwnAccount
from bot.accounts.rights import Role
from bot.accounts.service import Accounts
from bot.accounts.staff import Account, NewAccount
from bot.conversations.database import Database, make_engine
from bot.conversations.tables import metadata
from bot.migrations import migrate
from tests.bot.accounts.people import MAIN, PASSWORD, quick_passwords
from tests.fakes.clock import FakeClock
from tests.fakes.database import fresh_database
from tests.peers.postgresql import server

OURS = [
    each.name
    for each in metadata.sorted_tables
    if each.name.startswith(("account", "audit"))
]
OPERATOR = actors.operator("operator")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """
    Give the address of a migrated database in a server of the tests' own.
    """
    programs = server.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed; tests/peers/postgresql/install does.")
    with server.running(programs) as port:
        address = f"postgresql://hamyar@127.0.0.1:{port}/postgres"
        migrate(address)
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[Database]:
    """
    Give an empty database of each kind.
    """
    if request.param == "sqlite":
        address = fresh_database(tmp_path)
    else:
        address = request.getfixturevalue("postgresql")
    database = Database(address)
    yield database
    await database.close()
    if request.param == "postgresql":
        engine = make_engine(address)
        with engine.begin() as connection:
            tables = ", ".join([*OURS, "keys"])
            connection.execute(sa.text(f"TRUNCATE {tables} CASCADE"))
        engine.dispose()


@pytest.fixture
def clock() -> FakeClock:
    """
    Give the clock of the test.
    """
    return FakeClock()


@pytest.fixture
async def accounts(database: Database, clock: FakeClock) -> AsyncIterator[Accounts]:
    """
    Give accounts of a shop that demands a second factor of nobody.
    """
    opened = await Accounts.open(
        database, passwords=quick_passwords(), clock=clock, shop=("Niksara", "نیک‌سرا")
    )
    yield opened
    await opened.close()


@pytest.fixture
def own(accounts: Accounts) -> OwnAccount:
    """
    Give what everybody does with their own account.
    """
    return OwnAccount(accounts)


@pytest.fixture
async def admin(accounts: Accounts) -> Account:
    """
    Give the first account.
    """
    return await make(accounts, "mina", Role.ADMIN)


@pytest.fixture
async def sara(accounts: Accounts, admin: Account) -> Account:
    """
    Give an agent.
    """
    return await make(accounts, "sara", Role.AGENT)


async def make(accounts: Accounts, login: str, role: Role) -> Account:
    """
    Add an account whose password is `PASSWORD`.
    """
    hashed = accounts.passwords.hash_now(PASSWORD)
    new = NewAccount(login, {"en": login.title(), "fa": "سارا"}, role)
    now = accounts.clock()
    return await accounts.store.write(
        lambda c: users.add(c, new, hashed, by=OPERATOR, now=now)
    )


async def enrol(
    accounts: Accounts, clock: FakeClock, login: str
) -> tuple[str, list[str]]:
    """
    Set up a second factor; gives its secret and the recovery codes.
    """
    own = OwnAccount(accounts)
    begun = await accounts.sign_in(login, PASSWORD, MAIN)
    who = await accounts.find(begun.secret)
    assert who is not None
    enrolment = await own.begin_factor(who, PASSWORD, "", MAIN)
    typed = code_of(enrolment.secret, clock)
    enrolled = await own.confirm_factor(who, typed, MAIN)
    clock.advance(seconds=totp.STEP_SECONDS)
    return enrolment.secret, list(enrolled.codes)


def code_of(secret: str, clock: FakeClock, steps: int = 0) -> str:
    """
    What an authenticator app shows, so many steps from now.
    """
    step = int(clock().timestamp()) // totp.STEP_SECONDS + steps
    return totp.code(base64.b32decode(secret), step)
