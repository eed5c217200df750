"""
Accounts as the web sees them: signing in, and who is signed in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

import sqlalchemy as sa
import structlog
from sqlalchemy.engine import Connection

from bot.accounts import audit, devices, factor, noted, sessions, throttle, users
from bot.accounts.actors import Actor
from bot.accounts.audit import Who
from bot.accounts.errors import CodeRefused, NotSignedIn, SignInRefused, TooManyTries
from bot.accounts.logins import folded
from bot.accounts.passwords import Passwords
from bot.accounts.rights import Right, Role
from bot.accounts.sessions import Stage, Visitor
from bot.accounts.signed_in import SignedIn, actor, signed_in
from bot.accounts.staff import Account, from_row
from bot.accounts.tables import accounts
from bot.conversations import keys
from bot.conversations.clock import Clock, utc_now

T = TypeVar("T")

KEY = "accounts"

log = structlog.get_logger(__name__)


class Store(Protocol):
    """
    The database with the tables of `bot.accounts.tables`.
    """

    async def write(self, work: Callable[[Connection], T]) -> T:
        """
        Run a transaction; it is durable when this returns.
        """

    async def read(self, work: Callable[[Connection], T]) -> T:
        """
        Run something that only reads.
        """


@dataclass(frozen=True)
class Begun:
    """
    A new session: what only its browser is to know, and how far it has come.

    `device` is what the browser keeps beside it (see `devices`).
    """

    secret: str
    stage: Stage
    device: str


class Accounts:
    """
    Signs people in and out, and tells who is behind a session.

    `key` is the server's own; `demanded` are the roles that need a second factor.
    `shop` are the names of the shop, the first of which authenticator apps show.
    """

    def __init__(
        self,
        store: Store,
        key: bytes,
        *,
        passwords: Passwords | None = None,
        clock: Clock = utc_now,
        shop: Sequence[str] = (),
        demanded: Collection[Role] = (),
    ) -> None:
        self.store = store
        self.key = key
        self.passwords = passwords or Passwords()
        self.clock = clock
        self.shop = tuple(shop)
        self.demanded = frozenset(demanded)

    @classmethod
    async def open(
        cls,
        store: Store,
        *,
        passwords: Passwords | None = None,
        clock: Clock = utc_now,
        shop: Sequence[str] = (),
        demanded: Collection[Role] = (),
    ) -> Accounts:
        """
        Make it over a migrated database, and end there what is good no more.
        """

        def prepare(connection: Connection) -> bytes:
            _forget_old(connection, clock())
            # Since the last start the shop may have begun to demand one.
            sessions.end_without_factor(connection, [role.value for role in demanded])
            return keys.server_key(connection, KEY)

        key = await store.write(prepare)
        return cls(
            store, key, passwords=passwords, clock=clock, shop=shop, demanded=demanded
        )

    async def close(self) -> None:
        """
        Finish what is being hashed.
        """
        await self.passwords.close()

    async def sign_in(
        self, login: str, password: str, visitor: Visitor, former: str | None = None
    ) -> Begun:
        """
        Begin a session for who knows the password; `former` is the browser's old one.

        The session is a new one in any case. Raises `SignInRefused`, the same for an
        unknown login, a wrong password and a disabled account, and `TooManyTries`.
        """
        now = self.clock()
        row, counted = await self.store.write(
            lambda c: self._take(c, login, visitor, now)
        )
        kept = None if row is None else row.password
        is_right = await self.passwords.is_it(password, kept)
        renewed = None
        if is_right and kept is not None and self.passwords.is_outgrown(kept):
            renewed = await self.passwords.hash(password)

        def finish(connection: Connection) -> Begun | None:
            present = None if row is None else users.held(connection, row.id)
            if (
                present is None
                or not is_right
                or present.disabled
                or present.password != kept
            ):
                noted.refusal(connection, row, visitor, now)
                return None
            if renewed is not None:
                connection.execute(
                    accounts.update()
                    .where(accounts.c.id == present.id)
                    .values(password=renewed)
                )
            throttle.give_back(connection, counted, now, now)
            account = from_row(present)
            begun = self._begin(connection, account, visitor, former, now)
            if begun.stage is Stage.FULL:
                noted.sign_in(connection, account, visitor, now, "password")
            return begun

        begun = await self.store.write(finish)
        if begun is None:
            raise SignInRefused
        await self.store.write(lambda c: _forget_old(c, now))
        return begun

    async def second_factor(self, secret: str, typed: str, visitor: Visitor) -> Begun:
        """
        Finish signing in by a code of the app or a recovery code, with a new session.

        Raises `NotSignedIn`, `CodeRefused` and `TooManyTries`.
        """
        now = self.clock()
        who = await self.find(secret)
        if who is None or who.session.stage is not Stage.FACTOR:
            raise NotSignedIn
        kind = await self.try_code(who, typed, visitor, now)

        def finish(connection: Connection) -> Begun | None:
            users.held(connection, who.account.id)
            if sessions.find(connection, who.session.hash, now) is None:
                return None
            begun = self.begin_full(connection, who, visitor, now)
            noted.sign_in(connection, who.account, visitor, now, kind.value)
            return begun

        begun = await self.store.write(finish)
        if begun is None:
            raise NotSignedIn
        return begun

    async def find(self, secret: str) -> SignedIn | None:
        """
        Who is behind a session now, in whatever stage; using it keeps it going.
        """
        session_hash, now = sessions.hash_of(secret), self.clock()
        found = await self.store.read(lambda c: signed_in(c, session_hash, now))
        if found is not None and sessions.is_use_to_note(found.session, now):
            session = found.session
            await self.store.write(lambda c: sessions.note_use(c, session, now))
        return found

    async def sign_out(self, secret: str, address: str) -> None:
        """
        End a session; one that is none is none afterwards as well.
        """
        session_hash, now = sessions.hash_of(secret), self.clock()

        def work(connection: Connection) -> None:
            found = signed_in(connection, session_hash, now)
            sessions.end(connection, session_hash)
            if found is not None and found.is_full:
                who = Who(found.account.id, found.account.login, address)
                audit.write(
                    connection,
                    who,
                    "account.signed_out",
                    found.account.subject,
                    now=now,
                )

        await self.store.write(work)

    async def act(
        self,
        who: SignedIn,
        work: Callable[[Connection, Actor], T],
        *,
        right: Right | None = None,
        address: str = "",
    ) -> T:
        """
        Run a transaction as somebody, with the rights that they have in it.

        Whatever needs a right, above all what changes something, goes through here: the
        session, the account and the role are looked at in the same transaction. Raises
        `NotSignedIn` and `NotAllowed`, and what `work` raises; then nothing was done.
        """
        now = self.clock()

        def transaction(connection: Connection) -> T:
            present = actor(connection, who.session.hash, now, address)
            if right is not None:
                present.demand(right)
            return work(connection, present)

        return await self.store.write(transaction)

    async def try_code(
        self, who: SignedIn, typed: str, visitor: Visitor, now: datetime
    ) -> factor.Kind:
        """
        Use up a code of the second factor. Raises `CodeRefused` and `TooManyTries`.
        """
        account = who.account
        counted = devices.counted(
            self.key, account.id, "factor", str(account.id), visitor.device
        )

        def count(connection: Connection) -> None:
            throttle.take(connection, [(counted, throttle.PER_FACTOR)], now)

        def use(connection: Connection) -> factor.Kind | None:
            kind = factor.use(connection, self.key, account.id, typed, now)
            deed = "account.recovery_used"
            if kind is not None:
                throttle.give_back(connection, [counted], now, now)
            if kind is None:
                deed = "account.second_factor_refused"
            if kind is not factor.Kind.APP:
                by = Who(account.id, account.login, visitor.address)
                audit.write(connection, by, deed, account.subject, now=now)
            return kind

        await self.store.write(count)
        kind = await self.store.write(use)
        if kind is None:
            raise CodeRefused
        return kind

    def begin_full(
        self, connection: Connection, who: SignedIn, visitor: Visitor, now: datetime
    ) -> Begun:
        """
        Give a browser a new and full session in place of the one it has.
        """
        secret = sessions.begin(
            connection,
            who.account.id,
            Stage.FULL,
            visitor,
            now,
            former=who.session.hash,
        )
        return Begun(secret, Stage.FULL, devices.make(self.key, who.account.id))

    async def check_password(
        self, who: SignedIn, password: str, visitor: Visitor
    ) -> str:
        """
        Have somebody who is signed in prove it again; gives the hash of the password.

        Tries are counted with those of signing in. Raises `SignInRefused` and
        `TooManyTries`.
        """
        now = self.clock()
        row, counted = await self.store.write(
            lambda c: self._take(c, who.account.login, visitor, now)
        )
        kept = None if row is None else str(row.password)
        if not await self.passwords.is_it(password, kept) or kept is None:
            raise SignInRefused
        await self.store.write(lambda c: throttle.give_back(c, counted, now, now))
        return kept

    def _take(
        self, connection: Connection, login: str, visitor: Visitor, now: datetime
    ) -> tuple[sa.engine.Row | None, list[str]]:
        """
        Count a try, whether there is such a login or not, and look it up.
        """
        row = users.row_of_login(connection, login)
        account = 0 if row is None else row.id
        address = throttle.named(self.key, "address", visitor.address)
        bucket = devices.counted(
            self.key, account, "login", folded(login), visitor.device
        )
        try:
            throttle.take(
                connection,
                [(address, throttle.PER_ADDRESS), (bucket, throttle.PER_LOGIN)],
                now,
            )
        except TooManyTries:
            log.warning("sign_in_throttled", address=visitor.address)
            raise
        return row, [address, bucket]

    def _begin(
        self,
        connection: Connection,
        account: Account,
        visitor: Visitor,
        former: str | None,
        now: datetime,
    ) -> Begun:
        stage = Stage.FULL
        if account.has_second_factor:
            stage = Stage.FACTOR
        elif account.role in self.demanded:
            stage = Stage.ENROL
        secret = sessions.begin(
            connection,
            account.id,
            stage,
            visitor,
            now,
            former=None if former is None else sessions.hash_of(former),
        )
        device = devices.make(self.key, account.id) if stage is Stage.FULL else ""
        return Begun(secret, stage, device)


def _forget_old(connection: Connection, now: datetime) -> None:
    sessions.forget_old(connection, now)
    throttle.forget_old(connection, now)
