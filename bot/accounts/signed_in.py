"""
Who is behind a session, looked up anew each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.accounts import actors, sessions, users
from bot.accounts.actors import Actor
from bot.accounts.audit import Who
from bot.accounts.errors import NotSignedIn
from bot.accounts.rights import RIGHTS, Right
from bot.accounts.sessions import Session, Stage
from bot.accounts.staff import Account


@dataclass(frozen=True)
class SignedIn:
    """
    Who is behind a session, as of just now. Only a full session has rights.
    """

    account: Account
    session: Session

    @property
    def is_full(self) -> bool:
        """
        Whether signing in is done.
        """
        return self.session.stage is Stage.FULL

    def may(self, right: Right) -> bool:
        """
        Whether the right is theirs.
        """
        return self.is_full and right in RIGHTS[self.account.role]


def actor(
    connection: Connection, session_hash: str, now: datetime, address: str = ""
) -> Actor:
    """
    Who is behind a full session in this transaction. Raises `NotSignedIn`.
    """
    found = signed_in(connection, session_hash, now)
    if found is not None:
        # Looked up once more, now that nobody ends the session until we are done.
        users.held(connection, found.account.id, shared=True)
        found = signed_in(connection, session_hash, now)
    if found is None or not found.is_full:
        raise NotSignedIn
    who = Who(found.account.id, found.account.login, address)
    return actors.of_role(who, found.account.role)


def signed_in(
    connection: Connection, session_hash: str, now: datetime
) -> SignedIn | None:
    """
    Whoever a session is of, in whatever stage; None if it is not good.
    """
    session = sessions.find(connection, session_hash, now)
    if session is None:
        return None
    return SignedIn(users.get(connection, session.account), session)
