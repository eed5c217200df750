"""
One's own account: each change asks for the proof that it needs.
"""

from __future__ import annotations

import pytest

from bot.accounts import audit, users
from bot.accounts.errors import (
    BadPassword,
    CodeRefused,
    FactorDemanded,
    NoSuchAccount,
    NotSignedIn,
    SignInRefused,
    TooManyTries,
)
from bot.accounts.own import OwnAccount
from bot.accounts.rights import Role
from bot.accounts.service import Accounts
from bot.accounts.sessions import Stage
from bot.accounts.signed_in import SignedIn
from bot.accounts.staff import Account
from bot.conversations.database import Database
from tests.bot.accounts.conftest import OPERATOR, code_of, enrol, make
from tests.bot.accounts.people import MAIN, OTHER, PASSWORD, PHONE, quick_passwords
from tests.fakes.clock import FakeClock


async def signed_in(
    accounts: Accounts, clock: FakeClock, login: str = "sara", secret: str = ""
) -> tuple[SignedIn, str]:
    begun = await accounts.sign_in(login, PASSWORD, MAIN)
    if secret:
        clock.advance(seconds=30)
        code = code_of(secret, clock)
        begun = await accounts.second_factor(begun.secret, code, MAIN)
        clock.advance(seconds=30)
    who = await accounts.find(begun.secret)
    assert who is not None
    return who, begun.secret


async def test_a_new_password_ends_every_session_and_begins_one(
    accounts: Accounts, own: OwnAccount, sara: Account, clock: FakeClock
) -> None:
    who, secret = await signed_in(accounts, clock)
    elsewhere = await accounts.sign_in("sara", PASSWORD, PHONE)

    begun = await own.change_password(who, PASSWORD, OTHER, MAIN)

    assert await accounts.find(secret) is None
    assert await accounts.find(elsewhere.secret) is None
    assert await accounts.find(begun.secret) is not None
    with pytest.raises(SignInRefused):
        await accounts.sign_in("sara", PASSWORD, MAIN)
    await accounts.sign_in("sara", OTHER, MAIN)


@pytest.mark.parametrize(
    ("present", "new", "error"),
    [
        ("wrong", OTHER, SignInRefused),
        ("", OTHER, SignInRefused),
        (PASSWORD, "short", BadPassword),
        (PASSWORD, "niksara-123456", BadPassword),
        (PASSWORD, PASSWORD, BadPassword),
    ],
)
async def test_a_password_is_not_changed_without_the_present_one_or_to_a_weak_one(
    accounts: Accounts,
    own: OwnAccount,
    sara: Account,
    clock: FakeClock,
    present: str,
    new: str,
    error: type[Exception],
) -> None:
    who, secret = await signed_in(accounts, clock)

    with pytest.raises(error):
        await own.change_password(who, present, new, MAIN)

    assert await accounts.find(secret) is not None
    await accounts.sign_in("sara", PASSWORD, MAIN)


async def test_the_present_password_cannot_be_guessed_from_a_session(
    accounts: Accounts, own: OwnAccount, sara: Account, clock: FakeClock
) -> None:
    who, _ = await signed_in(accounts, clock)
    for _ in range(10):
        with pytest.raises(SignInRefused):
            await own.change_password(who, "wrong", OTHER, MAIN)

    with pytest.raises(TooManyTries):
        await own.change_password(who, PASSWORD, OTHER, MAIN)


async def test_a_session_that_has_ended_changes_nothing(
    database: Database,
    accounts: Accounts,
    own: OwnAccount,
    sara: Account,
    clock: FakeClock,
) -> None:
    who, _ = await signed_in(accounts, clock)
    await database.write(
        lambda c: users.end_sessions(c, sara.id, by=OPERATOR, now=clock())
    )

    for change in (
        own.change_password(who, PASSWORD, OTHER, MAIN),
        own.begin_factor(who, PASSWORD, "", MAIN),
        own.confirm_factor(who, "000000", MAIN),
        own.end_others(who, MAIN.address),
        own.end_session(who, 1, MAIN.address),
    ):
        with pytest.raises(NotSignedIn):
            await change


async def test_a_second_factor_counts_from_its_first_code_on(
    accounts: Accounts, own: OwnAccount, sara: Account, clock: FakeClock
) -> None:
    who, secret = await signed_in(accounts, clock)
    elsewhere = await accounts.sign_in("sara", PASSWORD, PHONE)
    with pytest.raises(CodeRefused):
        await own.confirm_factor(who, "123456", MAIN)
    with pytest.raises(SignInRefused):
        await own.begin_factor(who, "wrong", "", MAIN)
    enrolment = await own.begin_factor(who, PASSWORD, "", MAIN)
    assert (await accounts.sign_in("sara", PASSWORD, MAIN)).stage is Stage.FULL
    with pytest.raises(CodeRefused):
        await own.confirm_factor(who, "00000", MAIN)

    code = code_of(enrolment.secret, clock)
    enrolled = await own.confirm_factor(who, code, MAIN)

    assert len(enrolled.codes) == 10
    assert await accounts.find(secret) is None
    assert await accounts.find(elsewhere.secret) is None
    found = await accounts.find(enrolled.begun.secret)
    assert found is not None
    assert found.account.has_second_factor
    half = await accounts.sign_in("sara", PASSWORD, MAIN)
    assert half.stage is Stage.FACTOR
    # The code that confirmed it is used up, too.
    with pytest.raises(CodeRefused):
        await accounts.second_factor(half.secret, code, MAIN)


async def test_who_has_only_the_password_cannot_set_another_second_factor(
    accounts: Accounts, own: OwnAccount, sara: Account, clock: FakeClock
) -> None:
    await enrol(accounts, clock, "sara")
    half = await accounts.sign_in("sara", PASSWORD, MAIN)
    who = await accounts.find(half.secret)
    assert who is not None

    with pytest.raises(CodeRefused):
        await own.begin_factor(who, PASSWORD, "", MAIN)
    with pytest.raises(NotSignedIn):
        await own.confirm_factor(who, "000000", MAIN)
    with pytest.raises(NotSignedIn):
        await own.renew_recovery(who, PASSWORD, MAIN)


async def test_another_telephone_needs_a_code_of_the_present_one(
    accounts: Accounts, own: OwnAccount, sara: Account, clock: FakeClock
) -> None:
    secret, codes = await enrol(accounts, clock, "sara")
    who, _ = await signed_in(accounts, clock, secret=secret)
    with pytest.raises(CodeRefused):
        await own.begin_factor(who, PASSWORD, "", MAIN)

    enrolment = await own.begin_factor(who, PASSWORD, codes[0], MAIN)
    enrolled = await own.confirm_factor(who, code_of(enrolment.secret, clock), MAIN)
    clock.advance(seconds=30)

    assert not set(enrolled.codes) & set(codes)
    half = await accounts.sign_in("sara", PASSWORD, MAIN)
    for typed in (code_of(secret, clock), codes[1]):
        with pytest.raises(CodeRefused):
            await accounts.second_factor(half.secret, typed, MAIN)
    await accounts.second_factor(half.secret, code_of(enrolment.secret, clock), MAIN)


async def test_new_recovery_codes_end_the_former_ones(
    accounts: Accounts, own: OwnAccount, sara: Account, clock: FakeClock
) -> None:
    secret, codes = await enrol(accounts, clock, "sara")
    who, _ = await signed_in(accounts, clock, secret=secret)
    with pytest.raises(SignInRefused):
        await own.renew_recovery(who, "wrong", MAIN)

    renewed = await own.renew_recovery(who, PASSWORD, MAIN)

    assert (await own.standing(who)).recovery_left == 10
    half = await accounts.sign_in("sara", PASSWORD, MAIN)
    with pytest.raises(CodeRefused):
        await accounts.second_factor(half.secret, codes[0], MAIN)
    await accounts.second_factor(half.secret, renewed[0], MAIN)


async def test_it_is_given_up_with_password_and_code_alone(
    accounts: Accounts, own: OwnAccount, sara: Account, clock: FakeClock
) -> None:
    secret, _ = await enrol(accounts, clock, "sara")
    who, session = await signed_in(accounts, clock, secret=secret)
    with pytest.raises(SignInRefused):
        await own.drop_factor(who, "wrong", code_of(secret, clock), MAIN)
    with pytest.raises(CodeRefused):
        await own.drop_factor(who, PASSWORD, "000000", MAIN)

    begun = await own.drop_factor(who, PASSWORD, code_of(secret, clock), MAIN)

    assert await accounts.find(session) is None
    assert await accounts.find(begun.secret) is not None
    assert (await accounts.sign_in("sara", PASSWORD, MAIN)).stage is Stage.FULL


async def test_what_the_shop_demands_is_set_up_first_and_not_given_up(
    database: Database, clock: FakeClock, admin: Account
) -> None:
    strict = await Accounts.open(
        database, passwords=quick_passwords(), clock=clock, demanded=(Role.LEAD,)
    )
    await make(strict, "omid", Role.LEAD)
    own = OwnAccount(strict)
    begun = await strict.sign_in("omid", PASSWORD, MAIN)
    who = await strict.find(begun.secret)
    assert who is not None

    with pytest.raises(NotSignedIn):
        await own.change_password(who, PASSWORD, OTHER, MAIN)
    enrolment = await own.begin_factor(who, "", "", MAIN)
    enrolled = await own.confirm_factor(who, code_of(enrolment.secret, clock), MAIN)
    clock.advance(seconds=30)

    assert await strict.find(begun.secret) is None
    full = await strict.find(enrolled.begun.secret)
    assert full is not None
    assert full.is_full
    code = code_of(enrolment.secret, clock)
    with pytest.raises(FactorDemanded):
        await own.drop_factor(full, PASSWORD, code, MAIN)


async def test_sessions_are_listed_and_ended_by_their_owner_alone(
    database: Database,
    accounts: Accounts,
    own: OwnAccount,
    sara: Account,
    clock: FakeClock,
) -> None:
    who, here = await signed_in(accounts, clock)
    phone = await accounts.sign_in("sara", PASSWORD, PHONE)
    admins = await accounts.sign_in("mina", PASSWORD, MAIN)
    admin = await accounts.find(admins.secret)
    assert admin is not None

    listed = (await own.standing(who)).sessions
    assert {(each.address, each.browser) for each in listed} == {
        (MAIN.address, MAIN.browser),
        (PHONE.address, PHONE.browser),
    }
    for other in (admin.session.id, 999):
        with pytest.raises(NoSuchAccount):
            await own.end_session(who, other, MAIN.address)
    (number,) = (each.id for each in listed if each.id != who.session.id)
    await own.end_session(who, number, MAIN.address)

    assert await accounts.find(phone.secret) is None
    assert await accounts.find(here) is not None
    assert await accounts.find(admins.secret) is not None


async def test_all_others_are_ended_at_once(
    database: Database,
    accounts: Accounts,
    own: OwnAccount,
    sara: Account,
    clock: FakeClock,
) -> None:
    who, here = await signed_in(accounts, clock)
    others = [await accounts.sign_in("sara", PASSWORD, PHONE) for _ in range(3)]
    admins = await accounts.sign_in("mina", PASSWORD, MAIN)

    assert await own.end_others(who, MAIN.address) == 3

    assert [await accounts.find(each.secret) for each in others] == [None] * 3
    assert await accounts.find(here) is not None
    assert await accounts.find(admins.secret) is not None
    (entry, *_) = (await database.read(audit.read)).entries
    assert (entry.deed, entry.details) == (
        "account.others_signed_out",
        {"sessions_ended": 3},
    )
