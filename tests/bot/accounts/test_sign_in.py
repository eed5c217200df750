"""
Signing in: one answer for whoever may not, a new session for whoever may.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from bot.accounts import audit, devices, sessions, users
from bot.accounts.actors import Actor
from bot.accounts.errors import NotSignedIn, SignInRefused, TooManyTries
from bot.accounts.passwords import Passwords
from bot.accounts.rights import Right, Role
from bot.accounts.service import Accounts
from bot.accounts.sessions import IDLE, LIFE, Stage, Visitor
from bot.accounts.staff import Account
from bot.accounts.tables import accounts as table
from bot.accounts.tables import audit_log, recovery_codes, tries
from bot.accounts.tables import sessions as session_table
from bot.conversations.database import Database
from tests.bot.accounts.conftest import OPERATOR, enrol, make
from tests.bot.accounts.people import MAIN, PASSWORD, PHONE, quick_passwords
from tests.fakes.clock import FakeClock


async def last_deed(database: Database) -> audit.Entry:
    return (await database.read(audit.read)).entries[0]


async def test_the_right_password_begins_a_session(
    database: Database, accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    begun = await accounts.sign_in(" SARA ", PASSWORD, MAIN)

    who = await accounts.find(begun.secret)

    assert begun.stage is Stage.FULL
    assert who is not None
    assert (who.account, who.is_full) == (sara, True)
    assert (who.may(Right.CLAIM), who.may(Right.USERS_MANAGE)) == (True, False)
    entry = await last_deed(database)
    assert (entry.who, entry.deed, entry.address) == (
        "sara",
        "account.signed_in",
        MAIN.address,
    )
    assert entry.details == {"by": "password"}


async def test_nothing_that_is_kept_opens_anything(
    database: Database, accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    secret, codes = await enrol(accounts, clock, "sara")
    begun = await accounts.sign_in("sara", PASSWORD, MAIN)

    def everything(connection: sa.engine.Connection) -> str:
        return str(
            [
                connection.execute(sa.select(each)).all()
                for each in (table, session_table, recovery_codes, audit_log)
            ]
        )

    kept = await database.read(everything)

    for each in (begun.secret, PASSWORD, *codes, *(c.replace("-", "") for c in codes)):
        assert each not in kept
    log = str((await database.read(audit.read)).entries)
    assert secret not in log
    assert sessions.hash_of(begun.secret) not in log


REFUSALS = {
    "unknown": ("nobody", PASSWORD),
    "wrong": ("sara", "something else entirely"),
    "empty": ("sara", ""),
    "disabled": ("reza", PASSWORD),
    "disabled and wrong": ("reza", "something else entirely"),
    "strange": ("s\ud800\0", "\ud800"),
}


@pytest.mark.parametrize("case", REFUSALS)
async def test_every_refusal_is_the_same_and_costs_the_same(
    database: Database,
    accounts: Accounts,
    sara: Account,
    clock: FakeClock,
    case: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reza = await make(accounts, "reza", Role.AGENT)
    await database.write(lambda c: users.disable(c, reza.id, by=OPERATOR, now=clock()))
    await accounts.passwords.is_it("", None)
    login, password = REFUSALS[case]
    before = accounts.passwords.hashings
    writes = 0
    write = database.write

    async def counted(work: Callable[[sa.engine.Connection], object]) -> object:
        nonlocal writes
        writes += 1
        return await write(work)

    monkeypatch.setattr(database, "write", counted)
    with pytest.raises(SignInRefused) as refused:
        await accounts.sign_in(login, password, MAIN)

    assert accounts.passwords.hashings - before == 1
    assert writes == 2
    assert refused.value.args == ()
    entry = await last_deed(database)
    assert entry.deed == "account.sign_in_refused"
    assert entry.details == {}
    assert entry.who == (login if login in ("sara", "reza") else "?")


async def test_a_session_that_was_there_before_is_not_the_one_that_is_signed_in(
    accounts: Accounts, sara: Account
) -> None:
    planted = await accounts.sign_in("sara", PASSWORD, PHONE)

    begun = await accounts.sign_in("mina", PASSWORD, MAIN, planted.secret)

    assert begun.secret != planted.secret
    assert await accounts.find(planted.secret) is None
    made_up = await accounts.sign_in("sara", PASSWORD, MAIN, "made-up")
    assert made_up.secret != "made-up"
    assert await accounts.find("made-up") is None


async def test_a_refused_try_leaves_the_present_session(
    accounts: Accounts, sara: Account
) -> None:
    begun = await accounts.sign_in("sara", PASSWORD, MAIN)

    with pytest.raises(SignInRefused):
        await accounts.sign_in("mina", "wrong", MAIN, begun.secret)

    assert await accounts.find(begun.secret) is not None


async def test_a_session_ends_when_it_is_not_used(
    accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    begun = await accounts.sign_in("sara", PASSWORD, MAIN)
    clock.advance(seconds=IDLE.total_seconds() - 1)
    assert await accounts.find(begun.secret) is not None
    clock.advance(seconds=IDLE.total_seconds() - 1)
    assert await accounts.find(begun.secret) is not None
    clock.advance(seconds=IDLE.total_seconds())
    assert await accounts.find(begun.secret) is None


async def test_a_session_ends_after_a_shift_however_much_it_is_used(
    accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    begun = await accounts.sign_in("sara", PASSWORD, MAIN)
    for _ in range(int(LIFE.total_seconds() // 3600)):
        assert await accounts.find(begun.secret) is not None
        clock.advance(hours=1)

    assert await accounts.find(begun.secret) is None


async def test_signing_out_ends_the_session_and_no_other(
    database: Database, accounts: Accounts, sara: Account
) -> None:
    here = await accounts.sign_in("sara", PASSWORD, MAIN)
    there = await accounts.sign_in("sara", PASSWORD, PHONE)

    await accounts.sign_out(here.secret, MAIN.address)
    await accounts.sign_out("nothing", MAIN.address)

    assert await accounts.find(here.secret) is None
    assert await accounts.find(there.secret) is not None
    assert (await last_deed(database)).deed == "account.signed_out"


async def test_too_many_tries_by_login_are_refused_known_or_not(
    accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    for login in ("sara", "nobody"):
        for place in range(10):
            with pytest.raises(SignInRefused):
                await accounts.sign_in(login, "wrong", Visitor(f"192.0.2.{place}"))
        before = accounts.passwords.hashings
        with pytest.raises(TooManyTries) as refused:
            await accounts.sign_in(f" {login.upper()}", PASSWORD, Visitor("192.0.2.99"))
        assert refused.value.retry_after == 15 * 60
        assert accounts.passwords.hashings == before

    clock.advance(minutes=15)
    await accounts.sign_in("sara", PASSWORD, MAIN)


async def test_too_many_tries_by_address_are_refused_whatever_the_login(
    accounts: Accounts, sara: Account
) -> None:
    for place in range(50):
        with pytest.raises(SignInRefused):
            await accounts.sign_in(f"somebody{place}", "wrong", MAIN)

    with pytest.raises(TooManyTries):
        await accounts.sign_in("sara", PASSWORD, MAIN)
    await accounts.sign_in("sara", PASSWORD, PHONE)


async def test_right_passwords_use_up_no_tries(
    accounts: Accounts, sara: Account
) -> None:
    for _ in range(60):
        await accounts.sign_in("sara", PASSWORD, MAIN)


async def test_a_restart_forgives_no_tries(
    database: Database, accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    for _ in range(10):
        with pytest.raises(SignInRefused):
            await accounts.sign_in("sara", "wrong", MAIN)

    again = await Accounts.open(database, passwords=quick_passwords(), clock=clock)
    with pytest.raises(TooManyTries):
        await again.sign_in("sara", PASSWORD, MAIN)


async def test_strangers_who_guess_do_not_lock_the_owner_out(
    accounts: Accounts, sara: Account
) -> None:
    device = (await accounts.sign_in("sara", PASSWORD, MAIN)).device
    for place in range(10):
        with pytest.raises(SignInRefused):
            await accounts.sign_in("sara", "wrong", Visitor(f"192.0.2.{place + 10}"))
    known = Visitor(MAIN.address, MAIN.browser, device)

    with pytest.raises(TooManyTries):
        await accounts.sign_in("sara", PASSWORD, PHONE)
    await accounts.sign_in("sara", PASSWORD, known)


async def test_a_known_browser_has_tries_of_its_own_and_no_more(
    accounts: Accounts, sara: Account
) -> None:
    device = (await accounts.sign_in("sara", PASSWORD, MAIN)).device
    known = Visitor(MAIN.address, MAIN.browser, device)
    for _ in range(10):
        with pytest.raises(SignInRefused):
            await accounts.sign_in("sara", "wrong", known)

    with pytest.raises(TooManyTries):
        await accounts.sign_in("sara", PASSWORD, known)
    # For anybody else's account it is no known one, and changing it makes it none.
    assert devices.name_of(accounts.key, sara.id + 1, device) is None
    assert devices.name_of(accounts.key, sara.id, f"x{device}") is None
    assert devices.name_of(accounts.key, sara.id, "") is None
    assert devices.name_of(b"other key", sara.id, device) is None


async def test_the_hash_grows_with_the_parameters_at_the_next_sign_in(
    database: Database, accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    grown: Passwords = quick_passwords(time_cost=2)
    again = await Accounts.open(database, passwords=grown, clock=clock)

    await again.sign_in("sara", PASSWORD, MAIN)

    row = await database.read(lambda c: users.row_of_login(c, "sara"))
    assert row is not None
    assert not grown.is_outgrown(row.password)
    assert row.changed_at == sara.changed_at
    await again.sign_in("sara", PASSWORD, MAIN)
    with pytest.raises(SignInRefused):
        await again.sign_in("sara", "wrong", MAIN)


@pytest.mark.parametrize("what", ["disable", "password"])
async def test_what_is_changed_while_the_password_is_checked_counts(
    database: Database,
    accounts: Accounts,
    sara: Account,
    clock: FakeClock,
    what: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    is_it = accounts.passwords.is_it

    async def meanwhile(password: str, kept: str | None) -> bool:
        found = await is_it(password, kept)
        if what == "disable":
            await database.write(
                lambda c: users.disable(c, sara.id, by=OPERATOR, now=clock())
            )
        else:
            other = accounts.passwords.hash_now("another good password")
            await database.write(
                lambda c: users.set_password(
                    c, sara.id, other, by=OPERATOR, now=clock()
                )
            )
        return found

    monkeypatch.setattr(accounts.passwords, "is_it", meanwhile)

    with pytest.raises(SignInRefused):
        await accounts.sign_in("sara", PASSWORD, MAIN)


async def test_rights_are_those_of_the_moment_of_the_deed(
    database: Database, accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    lead = await make(accounts, "omid", Role.LEAD)
    begun = await accounts.sign_in("omid", PASSWORD, MAIN)
    who = await accounts.find(begun.secret)
    assert who is not None
    assert (
        await accounts.act(who, lambda c, by: by.account, right=Right.REPORTS)
        == lead.id
    )

    # What was looked up before is worth nothing afterwards.
    await database.write(
        lambda c: users.set_role(c, lead.id, Role.AGENT, by=OPERATOR, now=clock())
    )

    assert who.may(Right.REPORTS)
    with pytest.raises(NotSignedIn):
        await accounts.act(who, lambda c, by: by, right=Right.REPORTS)


@pytest.mark.parametrize("by", ["start", "sign-in"])
async def test_what_is_over_is_forgotten(
    database: Database, accounts: Accounts, sara: Account, clock: FakeClock, by: str
) -> None:
    await accounts.sign_in("sara", PASSWORD, MAIN)
    with pytest.raises(SignInRefused):
        await accounts.sign_in("somebody", "wrong", PHONE)
    clock.advance(hours=25)

    if by == "start":
        again = await Accounts.open(database, passwords=quick_passwords(), clock=clock)
        assert again.key == accounts.key
    else:
        await accounts.sign_in("sara", PASSWORD, MAIN)

    def left(connection: sa.engine.Connection) -> tuple[int, int]:
        counts = [
            connection.execute(
                sa.select(sa.func.count()).select_from(each)
            ).scalar_one()
            for each in (session_table, tries)
        ]
        return counts[0], counts[1]

    assert await database.read(left) == ((0, 0) if by == "start" else (1, 2))


# SQLite has one writer at a time.
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_no_session_begins_while_another_transaction_ends_them_all(
    database: Database, accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    begun = await accounts.sign_in("sara", PASSWORD, MAIN)
    who = await accounts.find(begun.secret)
    assert who is not None
    session = who
    inside, go = threading.Event(), threading.Event()

    def slow(connection: sa.engine.Connection, _by: Actor) -> str:
        inside.set()
        assert go.wait(10)
        now = clock()
        return accounts.begin_full(connection, session, MAIN, now).secret

    def end(connection: sa.engine.Connection) -> int:
        return users.end_sessions(connection, sara.id, by=OPERATOR, now=clock())

    acting = asyncio.create_task(accounts.act(session, slow))
    await asyncio.to_thread(inside.wait, 10)
    ending = asyncio.create_task(database.write(end))
    done, _ = await asyncio.wait({ending}, timeout=0.3)
    go.set()

    assert not done
    fresh = await acting
    await ending
    assert await accounts.find(fresh) is None
