"""
One-shot tokens for buttons.

What a button means stays here; the customer gets a token. The database holds the
token's hash, by which it is found. The token itself can be made again for a page that
is loaded anew: it is the keyed hash of the button's number.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations.errors import ButtonExpired, ButtonUnknown, ButtonUsed
from bot.conversations.messages import Button, Choice
from bot.conversations.tables import buttons

LIFETIME = timedelta(days=7)

_FIND = sa.select(
    buttons.c.id,
    buttons.c.title,
    buttons.c.choice,
    buttons.c.used_by,
    buttons.c.expires_at,
).where(
    buttons.c.token_hash == sa.bindparam("token_hash"),
    buttons.c.conversation == sa.bindparam("conversation"),
)
_USE = (
    buttons.update()
    .where(buttons.c.id == sa.bindparam("button"), buttons.c.used_by.is_(None))
    .values(used_by=sa.bindparam("item"))
)
_INSERT = buttons.insert()
_SHOWN = (
    sa.select(
        buttons.c.id,
        buttons.c.message,
        buttons.c.title,
        buttons.c.used_by,
        buttons.c.expires_at,
    )
    .where(buttons.c.message.in_(sa.bindparam("messages", expanding=True)))
    .order_by(buttons.c.message, buttons.c.position)
)


@dataclass(frozen=True)
class Pressed:
    """
    A button that may be taken: its number, its title, its meaning.
    """

    id: str
    title: str
    choice: Choice


@dataclass(frozen=True)
class ShownButton:
    """
    A button as a channel shows it; without a token it can no longer be pressed.
    """

    title: str
    token: str | None


def token_of(key: bytes, button: str) -> str:
    """
    Make the token of a button, the same every time.
    """
    digest = hmac.new(key, button.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def store(
    connection: Connection,
    key: bytes,
    conversation: str,
    message: int,
    shown: Sequence[Button],
    now: datetime,
) -> None:
    """
    Keep what the buttons of a message mean.
    """
    rows = []
    for position, button in enumerate(shown):
        number = secrets.token_hex(16)
        rows.append(
            {
                "id": number,
                "token_hash": _hash(token_of(key, number)),
                "conversation": conversation,
                "message": message,
                "position": position,
                "title": button.title,
                "choice": choice_record(button.choice),
                "expires_at": now + LIFETIME,
            }
        )
    if rows:
        connection.execute(_INSERT, rows)


def find(
    connection: Connection, conversation: str, token: str, now: datetime
) -> Pressed:
    """
    Look up the button with `token` in this conversation and no other.

    Raises a `ButtonRefused` that says what is wrong with it.
    """
    row = connection.execute(
        _FIND, {"token_hash": _hash(token), "conversation": conversation}
    ).first()
    if row is None:
        raise ButtonUnknown
    if row.used_by is not None:
        raise ButtonUsed
    if row.expires_at <= now:
        raise ButtonExpired
    return Pressed(row.id, row.title, choice_from(row.choice))


def use(connection: Connection, pressed: Pressed, item: int) -> None:
    """
    Mark the button as pressed by the inbox item `item`.
    """
    taken = connection.execute(_USE, {"button": pressed.id, "item": item})
    if not taken.rowcount:
        raise ButtonUsed


def shown(
    connection: Connection, key: bytes, messages: Sequence[int], now: datetime
) -> dict[int, list[ShownButton]]:
    """
    Give the buttons of these messages as they are to be shown now.
    """
    if not messages:
        return {}
    found: dict[int, list[ShownButton]] = {}
    for row in connection.execute(_SHOWN, {"messages": list(messages)}):
        good = row.used_by is None and row.expires_at > now
        token = token_of(key, row.id) if good else None
        found.setdefault(row.message, []).append(ShownButton(row.title, token))
    return found


def choice_record(choice: Choice) -> dict[str, Any]:
    """
    Write a choice as JSON.
    """
    return asdict(choice)


def choice_from(record: dict[str, Any]) -> Choice:
    """
    Read a choice from JSON.
    """
    return Choice(record["intent"], record["entities"])


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
