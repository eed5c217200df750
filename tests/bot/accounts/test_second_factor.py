"""
Signing in with a second factor: each code once, and never for long.
"""

from __future__ import annotations

import pytest

from bot.accounts import audit
from bot.accounts.errors import CodeRefused, NotSignedIn, TooManyTries
from bot.accounts.rights import Right, Role
from bot.accounts.service import Accounts
from bot.accounts.sessions import Stage
from bot.accounts.staff import Account
from bot.conversations.database import Database
from tests.bot.accounts.conftest import code_of, enrol, make
from tests.bot.accounts.people import MAIN, PASSWORD, PHONE, quick_passwords
from tests.fakes.clock import FakeClock


async def last_deed(database: Database) -> audit.Entry:
    return (await database.read(audit.read)).entries[0]


async def test_with_a_second_factor_the_password_alone_opens_nothing(
    database: Database, accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    secret, _ = await enrol(accounts, clock, "sara")

    half = await accounts.sign_in("sara", PASSWORD, MAIN)
    who = await accounts.find(half.secret)

    assert half.stage is Stage.FACTOR
    assert half.device == ""
    assert who is not None
    assert not who.is_full
    assert not any(who.may(right) for right in Right)
    with pytest.raises(NotSignedIn):
        await accounts.act(who, lambda c, by: by)

    begun = await accounts.second_factor(half.secret, code_of(secret, clock), MAIN)

    assert begun.stage is Stage.FULL
    assert begun.secret != half.secret
    assert await accounts.find(half.secret) is None
    entry = await last_deed(database)
    assert (entry.deed, entry.details) == ("account.signed_in", {"by": "app"})


async def test_a_code_is_good_once(
    accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    secret, _ = await enrol(accounts, clock, "sara")
    first = await accounts.sign_in("sara", PASSWORD, MAIN)
    second = await accounts.sign_in("sara", PASSWORD, PHONE)
    code = code_of(secret, clock)
    await accounts.second_factor(first.secret, code, MAIN)

    with pytest.raises(CodeRefused):
        await accounts.second_factor(second.secret, code, PHONE)
    with pytest.raises(CodeRefused):
        await accounts.second_factor(second.secret, code_of(secret, clock, -1), PHONE)
    clock.advance(seconds=30)
    await accounts.second_factor(second.secret, code_of(secret, clock), PHONE)


@pytest.mark.parametrize("typed", ["{}", " {} ", "۱{}", "{} {}", "", "abcdef"])
async def test_other_digits_and_spaces_are_read_and_nothing_else_is(
    accounts: Accounts, sara: Account, clock: FakeClock, typed: str
) -> None:
    secret, _ = await enrol(accounts, clock, "sara")
    half = await accounts.sign_in("sara", PASSWORD, MAIN)
    code = code_of(secret, clock)
    persian = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    if typed in ("{}", " {} "):
        text = typed.format(f"{persian[:3]} {persian[3:]}")
        assert (await accounts.second_factor(half.secret, text, MAIN)).secret
        return

    with pytest.raises(CodeRefused):
        await accounts.second_factor(half.secret, typed.format(code, code), MAIN)


async def test_a_recovery_code_is_good_once_and_for_its_owner(
    database: Database, accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    _, codes = await enrol(accounts, clock, "sara")
    _, admins = await enrol(accounts, clock, "mina")
    half = await accounts.sign_in("sara", PASSWORD, MAIN)
    with pytest.raises(CodeRefused):
        await accounts.second_factor(half.secret, admins[0], MAIN)
    await accounts.second_factor(half.secret, codes[3].upper().replace("-", " "), MAIN)

    again = await accounts.sign_in("sara", PASSWORD, MAIN)
    with pytest.raises(CodeRefused):
        await accounts.second_factor(again.secret, codes[3], MAIN)
    await accounts.second_factor(again.secret, codes[4], MAIN)

    assert len(set(codes)) == 10
    deeds = [each.deed for each in (await database.read(audit.read)).entries]
    assert deeds.count("account.recovery_used") == 2


async def test_codes_cannot_be_guessed_for_long(
    accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    secret, codes = await enrol(accounts, clock, "sara")
    for _ in range(5):
        half = await accounts.sign_in("sara", PASSWORD, MAIN)
        with pytest.raises(CodeRefused):
            await accounts.second_factor(half.secret, "000000", MAIN)

    # Another session and another address change nothing.
    half = await accounts.sign_in("sara", PASSWORD, PHONE)
    for typed in (code_of(secret, clock), codes[0]):
        with pytest.raises(TooManyTries):
            await accounts.second_factor(half.secret, typed, PHONE)


async def test_who_waits_too_long_with_the_code_begins_anew(
    accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    secret, _ = await enrol(accounts, clock, "sara")
    half = await accounts.sign_in("sara", PASSWORD, MAIN)
    clock.advance(minutes=9)
    assert await accounts.find(half.secret) is not None
    clock.advance(minutes=1)

    with pytest.raises(NotSignedIn):
        await accounts.second_factor(half.secret, code_of(secret, clock), MAIN)


async def test_a_full_session_or_none_is_not_finished_by_a_code(
    accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    secret, _ = await enrol(accounts, clock, "mina")
    full = await accounts.sign_in("sara", PASSWORD, MAIN)

    for given in (full.secret, "made-up"):
        with pytest.raises(NotSignedIn):
            await accounts.second_factor(given, code_of(secret, clock), MAIN)


@pytest.mark.parametrize(
    ("role", "stage"),
    [(Role.AGENT, Stage.FULL), (Role.LEAD, Stage.ENROL), (Role.ADMIN, Stage.ENROL)],
)
async def test_a_shop_can_demand_a_second_factor_by_role(
    database: Database, clock: FakeClock, admin: Account, role: Role, stage: Stage
) -> None:
    strict = await Accounts.open(
        database,
        passwords=quick_passwords(),
        clock=clock,
        demanded=(Role.LEAD, Role.ADMIN),
    )
    await make(strict, "somebody", role)

    begun = await strict.sign_in("somebody", PASSWORD, MAIN)
    who = await strict.find(begun.secret)

    assert begun.stage is stage
    assert who is not None
    assert who.may(Right.CLAIM) is (stage is Stage.FULL)
    if stage is Stage.ENROL:
        with pytest.raises(NotSignedIn):
            await strict.act(who, lambda c, by: by, right=Right.CLAIM)


async def test_a_shop_that_begins_to_demand_it_ends_sessions_without_one(
    database: Database, accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    secret, _ = await enrol(accounts, clock, "mina")
    lead = await make(accounts, "omid", Role.LEAD)
    half = await accounts.sign_in("mina", PASSWORD, MAIN)
    kept = [
        await accounts.second_factor(half.secret, code_of(secret, clock), MAIN),
        await accounts.sign_in("sara", PASSWORD, MAIN),
    ]
    ended = await accounts.sign_in(lead.login, PASSWORD, MAIN)

    strict = await Accounts.open(
        database,
        passwords=quick_passwords(),
        clock=clock,
        demanded=(Role.LEAD, Role.ADMIN),
    )

    assert await strict.find(ended.secret) is None
    assert None not in [await strict.find(each.secret) for each in kept]
