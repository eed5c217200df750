"""
The state of a thing under its message: the newest one is true, older ones become so.

An order that was told of is told of again when it moves. Whoever scrolls up then reads
no old state of it: the message that showed it is changed in its place.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from sqlalchemy.engine import Connection
from telegram.error import TelegramError

from bot.channels.telegram.parts import Part, SendText
from bot.channels.telegram.sending import Sending, To
from bot.channels.telegram.tables import shown
from bot.conversations.core import Conversations
from crm_connector.columns import insert

KEPT = timedelta(days=90)
"""What was shown so long ago is scrolled back to by nobody."""

log = structlog.get_logger(__name__)


async def show(
    core: Conversations, sending: Sending, to: To, part: Part, message: int
) -> None:
    """
    Note under which message a thing is shown now, and mend the one before.
    """
    if not isinstance(part, SendText) or part.key is None:
        return
    kind, thing = part.key.kind, part.key.id
    row = {"chat": to.chat, "kind": kind, "thing": thing}
    values = {"message": message, "text": part.html, "at": core.clock()}

    def transaction(connection: Connection) -> tuple[int, str] | None:
        former = connection.execute(
            sa.select(shown.c.message, shown.c.text).where(
                shown.c.chat == to.chat, shown.c.kind == kind, shown.c.thing == thing
            )
        ).first()
        connection.execute(
            insert(connection, shown)
            .values(**row, **values)
            .on_conflict_do_update(
                index_elements=[shown.c.chat, shown.c.kind, shown.c.thing], set_=values
            )
        )
        return None if former is None else (former.message, former.text)

    former = await core.write(transaction)
    if former is None or former[1] == part.html or former[0] == message:
        return
    try:
        await sending.change(to, former[0], SendText(part.html))
    except TelegramError as error:
        # It is the newest one that counts; an older one may be gone by now.
        log.info("card_not_changed", why=str(error))


def forget_old(connection: Connection, now: datetime) -> None:
    """
    Forget what has not been shown for long.
    """
    connection.execute(shown.delete().where(shown.c.at < now - KEPT))
