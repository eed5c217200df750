"""
What everybody does with their own account: password, second factor, sessions.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.engine import Connection

from bot.accounts import audit, factor, sessions, users
from bot.accounts.actors import Actor, of_role
from bot.accounts.audit import Who
from bot.accounts.errors import (
    BadPassword,
    CodeRefused,
    FactorDemanded,
    NoSuchAccount,
    NotSignedIn,
    SignInRefused,
    Weakness,
)
from bot.accounts.factor import Enrolment
from bot.accounts.service import Accounts, Begun
from bot.accounts.sessions import Session, Stage, Visitor
from bot.accounts.signed_in import SignedIn
from bot.accounts.strength import refuse_weak


@dataclass(frozen=True)
class Standing:
    """
    What somebody sees of their own account.
    """

    sessions: tuple[Session, ...]
    recovery_left: int
    is_factor_demanded: bool


@dataclass(frozen=True)
class Enrolled:
    """
    The second factor is set: recovery codes to be shown once, and a new session.
    """

    codes: tuple[str, ...]
    begun: Begun


class OwnAccount:
    """
    Each method is of whoever is signed in, on nobody's account but theirs.
    """

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    async def standing(self, who: SignedIn) -> Standing:
        """
        Where they are signed in, and how their second factor stands.
        """
        account, now = who.account.id, self._accounts.clock()

        def look(connection: Connection) -> Standing:
            return Standing(
                tuple(sessions.of_account(connection, account, now)),
                factor.recovery_left(connection, account),
                who.account.role in self._accounts.demanded,
            )

        return await self._accounts.store.read(look)

    async def change_password(
        self, who: SignedIn, present: str, new: str, visitor: Visitor
    ) -> Begun:
        """
        Take a new password; every session ends and this browser gets a new one.

        Raises `SignInRefused` for a wrong present one, `BadPassword`, `TooManyTries`.
        """
        refuse_weak(new, who.account.login, self._accounts.shop)
        kept = await self._accounts.check_password(who, present, visitor)
        if present == new:
            raise BadPassword(Weakness.SAME)
        made = await self._accounts.passwords.hash(new)
        now = self._accounts.clock()

        def work(connection: Connection, by: Actor) -> Begun:
            row = users.held(connection, who.account.id)
            if row is None or row.password != kept:
                # Changed meanwhile, by an admin say: what was proven counts no more.
                raise SignInRefused
            users.set_password(connection, who.account.id, made, by=by, now=now)
            return self._accounts.begin_full(connection, who, visitor, now)

        return await self._accounts.act(who, work, address=visitor.address)

    async def begin_factor(
        self, who: SignedIn, password: str, typed: str, visitor: Visitor
    ) -> Enrolment:
        """
        Make the secret of a (new) second factor; it counts after `confirm_factor`.

        The password is asked for, and of who has a second factor a code of it. Somebody
        who has just signed in and must set one up need not say the password again.
        Raises `SignInRefused`, `CodeRefused` and `TooManyTries`.
        """
        if who.session.stage is not Stage.ENROL:
            await self._accounts.check_password(who, password, visitor)
        if who.account.has_second_factor:
            now = self._accounts.clock()
            await self._accounts.try_code(who, typed, visitor, now)
        account, issuer = who.account, (self._accounts.shop or ("Hamyar",))[0]

        def work(connection: Connection) -> Enrolment:
            self._still(connection, who)
            return factor.begin(connection, account.id, account.login, issuer)

        return await self._accounts.store.write(work)

    async def confirm_factor(
        self, who: SignedIn, typed: str, visitor: Visitor
    ) -> Enrolled:
        """
        Set the second factor by its first code; all other sessions end.

        Raises `CodeRefused`; the code can be typed again.
        """
        now = self._accounts.clock()
        by = _own(who, visitor)

        def work(connection: Connection) -> Enrolled | None:
            self._still(connection, who)
            codes = factor.confirm(
                connection, self._accounts.key, who.account.id, typed, by, now
            )
            if codes is None:
                return None
            sessions.end_all(connection, who.account.id)
            begun = self._accounts.begin_full(connection, who, visitor, now)
            return Enrolled(codes, begun)

        enrolled = await self._accounts.store.write(work)
        if enrolled is None:
            raise CodeRefused
        return enrolled

    async def renew_recovery(
        self, who: SignedIn, password: str, visitor: Visitor
    ) -> tuple[str, ...]:
        """
        Give new recovery codes in place of all former ones.

        Raises `SignInRefused`, `TooManyTries`, `NoSuchAccount` without a second factor.
        """
        await self._accounts.check_password(who, password, visitor)
        if not who.account.has_second_factor:
            raise NoSuchAccount
        now = self._accounts.clock()
        return await self._accounts.act(
            who,
            lambda c, by: factor.renew_recovery(
                c, self._accounts.key, who.account.id, by, now
            ),
            address=visitor.address,
        )

    async def drop_factor(
        self, who: SignedIn, password: str, typed: str, visitor: Visitor
    ) -> Begun:
        """
        Go on without a second factor; password and a code are asked for.

        Raises `FactorDemanded`, `SignInRefused`, `CodeRefused` and `TooManyTries`.
        """
        if who.account.role in self._accounts.demanded:
            raise FactorDemanded
        await self._accounts.check_password(who, password, visitor)
        now = self._accounts.clock()
        await self._accounts.try_code(who, typed, visitor, now)

        def work(connection: Connection, by: Actor) -> Begun:
            factor.drop(connection, who.account.id, by, now)
            sessions.end_all(connection, who.account.id)
            return self._accounts.begin_full(connection, who, visitor, now)

        return await self._accounts.act(who, work, address=visitor.address)

    async def end_session(self, who: SignedIn, number: int, address: str) -> None:
        """
        Sign out another browser of one's own; `NoSuchAccount` for anybody else's.
        """
        now = self._accounts.clock()

        def work(connection: Connection, by: Actor) -> None:
            if not sessions.end_one(connection, who.account.id, number):
                raise NoSuchAccount
            audit.write(
                connection,
                by.who,
                "account.session_ended",
                who.account.subject,
                now=now,
                number=number,
            )

        await self._accounts.act(who, work, address=address)

    async def end_others(self, who: SignedIn, address: str) -> int:
        """
        Sign out every other browser of one's own; gives how many there were.
        """
        now = self._accounts.clock()

        def work(connection: Connection, by: Actor) -> int:
            ended = sessions.end_all(connection, who.account.id, but=who.session.hash)
            audit.write(
                connection,
                by.who,
                "account.others_signed_out",
                who.account.subject,
                now=now,
                sessions_ended=ended,
            )
            return ended

        return await self._accounts.act(who, work, address=address)

    def _still(self, connection: Connection, who: SignedIn) -> None:
        """
        Raise `NotSignedIn` if the session has ended, or waits for a second factor.
        """
        now = self._accounts.clock()
        users.held(connection, who.account.id)
        found = sessions.find(connection, who.session.hash, now)
        if found is None or found.stage is Stage.FACTOR:
            raise NotSignedIn


def _own(who: SignedIn, visitor: Visitor) -> Actor:
    account = who.account
    return of_role(Who(account.id, account.login, visitor.address), account.role)
