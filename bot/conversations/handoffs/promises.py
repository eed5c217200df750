"""
Promises to those who wait and were made none, as nobody was there to keep one.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from bot.conversations import changes
from bot.conversations.handoffs.standing import WAITING, Handoff
from bot.conversations.tables import handoffs


def begin(
    connection: Connection, found: Handoff, until: datetime, now: datetime
) -> bool:
    """
    Let them be answered until then; False if they wait no more or have a promise.
    """
    done = connection.execute(
        handoffs.update()
        .where(
            handoffs.c.id == found.number,
            handoffs.c.state == WAITING,
            handoffs.c.promised_at.is_(None),
        )
        .values(promised_at=until)
    )
    if not done.rowcount:
        return False
    changes.note(connection, changes.STEP, found.thread, now)
    return True
