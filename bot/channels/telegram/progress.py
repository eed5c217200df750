"""
How far a message has got that goes out in parts, so that no part goes out for nothing.

What was begun and never ended may have arrived: the process died, or no answer came.
It is sent once more at most, so that nothing is lost for a broken line and nobody reads
the same more than twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.channels.telegram.tables import sent
from bot.conversations.outbox import PENDING
from bot.conversations.tables import outbox
from crm_connector.columns import insert

KEPT = timedelta(days=2)
APART = timedelta(minutes=1)
"""So much a clock may go back between saying something and sending it."""
MOST_UNSURE = 2
"""So often a part is sent without our knowing whether it arrives; then it is let be."""
TRYING = "trying"
SENT = "sent"
FAILED = "failed"


@dataclass(frozen=True)
class Step:
    """
    How it stands with a part; `unsure` is how often it may have arrived.
    """

    state: str
    unsure: int


def of_item(connection: Connection, item: int, said: datetime) -> Mapping[int, Step]:
    """
    Give how it stands with each part that was begun of a message that was `said` then.

    SQLite may give an item the number of one that was erased: nothing of that is its.
    """
    rows = connection.execute(
        sa.select(sent).where(sent.c.item == item, sent.c.at >= said - APART)
    )
    return {row.part: Step(row.state, row.unsure) for row in rows}


def note(
    connection: Connection, item: int, part: int, step: Step, at: datetime
) -> None:
    """
    Keep how it stands with a part.
    """
    values = {"state": step.state, "unsure": step.unsure, "at": at}
    connection.execute(
        insert(connection, sent)
        .values(item=item, part=part, **values)
        .on_conflict_do_update(index_elements=[sent.c.item, sent.c.part], set_=values)
    )


def forget_old(connection: Connection, now: datetime) -> None:
    """
    Forget what arrived, or was given up, long ago; not what is still on its way.
    """
    waits = sa.select(outbox.c.id).where(outbox.c.status == PENDING)
    connection.execute(
        sent.delete().where(sent.c.at < now - KEPT, sent.c.item.not_in(waits))
    )
