"""
The second factor: codes of an authenticator app, and recovery codes in place of them.

Plain functions over a connection, each part of its caller's transaction. A code and a
recovery code are used up by being right.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.accounts import audit, totp
from bot.accounts.actors import Actor
from bot.accounts.tables import accounts, recovery_codes

RECOVERY_CODES = 10
RECOVERY_LETTERS = 12
"""Of 31 letters: 59 bits, so that a plain keyed hash keeps them."""
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUP = 4


class Kind(str, Enum):
    """
    What was right.
    """

    APP = "app"
    RECOVERY = "recovery"


@dataclass(frozen=True)
class Enrolment:
    """
    A secret to be shown once: as text, and as the address for a QR code.
    """

    secret: str
    address: str


def begin(connection: Connection, account: int, login: str, issuer: str) -> Enrolment:
    """
    Make a secret that counts once a first code of it was right (`confirm`).
    """
    secret = totp.new_secret()
    connection.execute(
        accounts.update().where(accounts.c.id == account).values(totp_pending=secret)
    )
    return Enrolment(secret, totp.address(secret, login, issuer))


def confirm(
    connection: Connection,
    key: bytes,
    account: int,
    typed: str,
    by: Actor,
    now: datetime,
) -> tuple[str, ...] | None:
    """
    Take the pending secret if the code is of it; gives new recovery codes, or None.
    """
    row = _row(connection, account)
    if row is None or row.totp_pending is None:
        return None
    step = totp.step_of(row.totp_pending, digits(typed), now)
    if step is None:
        return None
    connection.execute(
        accounts.update()
        .where(accounts.c.id == account)
        .values(
            totp_secret=row.totp_pending,
            totp_pending=None,
            totp_step=step,
            changed_at=now,
        )
    )
    audit.write(
        connection, by.who, "account.second_factor_set", f"account:{account}", now=now
    )
    return _new_recovery(connection, key, account)


def use(
    connection: Connection, key: bytes, account: int, typed: str, now: datetime
) -> Kind | None:
    """
    Try what was typed as a code of the app or a recovery code; a right one is used up.
    """
    row = _row(connection, account)
    if row is None or row.totp_secret is None:
        return None
    step = totp.step_of(row.totp_secret, digits(typed), now, row.totp_step)
    if step is not None:
        connection.execute(
            accounts.update().where(accounts.c.id == account).values(totp_step=step)
        )
        return Kind.APP
    gone = connection.execute(
        recovery_codes.delete().where(
            recovery_codes.c.account == account,
            recovery_codes.c.hash == _hash(key, account, typed),
        )
    )
    return Kind.RECOVERY if gone.rowcount else None


def renew_recovery(
    connection: Connection, key: bytes, account: int, by: Actor, now: datetime
) -> tuple[str, ...]:
    """
    Give new recovery codes; the former ones are good no more.
    """
    audit.write(
        connection, by.who, "account.recovery_renewed", f"account:{account}", now=now
    )
    return _new_recovery(connection, key, account)


def drop(connection: Connection, account: int, by: Actor, now: datetime) -> None:
    """
    Go on without a second factor.
    """
    connection.execute(
        accounts.update()
        .where(accounts.c.id == account)
        .values(totp_secret=None, totp_step=None, totp_pending=None, changed_at=now)
    )
    connection.execute(
        recovery_codes.delete().where(recovery_codes.c.account == account)
    )
    audit.write(
        connection,
        by.who,
        "account.second_factor_dropped",
        f"account:{account}",
        now=now,
    )


def recovery_left(connection: Connection, account: int) -> int:
    """
    How many recovery codes were not used yet.
    """
    query = sa.select(sa.func.count()).where(recovery_codes.c.account == account)
    return int(connection.execute(query).scalar_one())


def digits(typed: str) -> str:
    """
    A code as it may be typed: digits of any script, with spaces, dashes and marks.

    What holds anything else is no code: a recovery code is not read as one.
    """
    found = []
    for letter in typed[: 8 * totp.DIGITS]:
        digit = unicodedata.decimal(letter, None)
        if digit is not None:
            found.append(str(digit))
        elif unicodedata.category(letter) not in ("Zs", "Pd", "Cf", "Cc"):
            return ""
    return "".join(found)


def _row(connection: Connection, account: int) -> sa.engine.Row | None:
    # Locked: of two who type the same code at once, the second sees that it was used.
    found: sa.engine.Row | None = connection.execute(
        sa.select(accounts.c.totp_secret, accounts.c.totp_pending, accounts.c.totp_step)
        .where(accounts.c.id == account)
        .with_for_update()
    ).first()
    return found


def _new_recovery(connection: Connection, key: bytes, account: int) -> tuple[str, ...]:
    connection.execute(
        recovery_codes.delete().where(recovery_codes.c.account == account)
    )
    made = tuple(_recovery_code() for _ in range(RECOVERY_CODES))
    connection.execute(
        recovery_codes.insert(),
        [{"account": account, "hash": _hash(key, account, each)} for each in made],
    )
    return made


def _recovery_code() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(RECOVERY_LETTERS))
    groups = (
        letters[place : place + _GROUP] for place in range(0, RECOVERY_LETTERS, _GROUP)
    )
    return "-".join(groups)


def _hash(key: bytes, account: int, typed: str) -> str:
    folded = unicodedata.normalize("NFKC", typed[:200]).casefold()
    plain = "".join(
        str(unicodedata.decimal(sign, sign)) for sign in folded if sign.isalnum()
    )
    said = f"recovery\0{account}\0{plain}".encode("utf-8", "surrogatepass")
    return hmac.new(key, said, hashlib.sha256).hexdigest()
