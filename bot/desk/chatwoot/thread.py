"""
Our thread as it is told to Chatwoot: what is said there, by whom, and who it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import files
from bot.conversations.files import File
from bot.conversations.handoffs import standing
from bot.conversations.handoffs.standing import ENDED, Handoff
from bot.conversations.handoffs.steps import WITHDRAWN
from bot.conversations.handoffs.writing import AGENT
from bot.conversations.history import NOTE, WITHHELD
from bot.conversations.tables import handoffs, messages
from bot.desk.chatwoot import store
from bot.desk.chatwoot.notes import Line, Notes
from bot.desk.chatwoot.store import CLOSED, Link, ToSay
from bot.desk.chatwoot.tables import links

BY_CHATWOOT = "chatwoot:"
"""How the ids of messages and of agents begin that come from there."""

CUSTOMER = "customer"
MOST_AT_ONCE = 100
MOST_BEFORE = 60
"""Messages of a transcript."""

_COLUMNS = (
    messages.c.id,
    messages.c.author,
    messages.c.text,
    messages.c.cards,
    messages.c.at,
    messages.c.client_id,
    messages.c.speaker,
    messages.c.desk,
    messages.c.file_count,
)


def start(connection: Connection, found: Handoff) -> int:
    """
    Give the message behind which a handoff begins: what was said last comes with it.
    """
    last = connection.execute(
        sa.select(sa.func.max(messages.c.id)).where(
            messages.c.conversation == found.thread,
            messages.c.author == CUSTOMER,
            messages.c.at <= found.requested_at,
        )
    ).scalar()
    if last is not None:
        return int(last) - 1
    newest = sa.select(sa.func.max(messages.c.id)).where(
        messages.c.conversation == found.thread
    )
    return connection.execute(newest).scalar() or 0


@dataclass(frozen=True)
class Before:
    """
    What was said before a handoff and is not known there; and whether more was.

    `files` are those that came with it, behind the line that tells of them.
    """

    lines: list[Line]
    is_cut: bool
    files: list[ToSay]


def before(connection: Connection, link: Link, found: Handoff, notes: Notes) -> Before:
    """
    Give what was said before a handoff.
    """
    known = connection.execute(
        sa.select(sa.func.max(links.c.cursor))
        .join(handoffs, handoffs.c.id == links.c.handoff)
        .where(
            links.c.house == link.house,
            links.c.handoff < link.handoff,
            links.c.talk.is_not(None),
            handoffs.c.conversation == found.thread,
        )
    ).scalar()
    rows = connection.execute(
        sa.select(*_COLUMNS)
        .where(
            messages.c.conversation == found.thread,
            messages.c.id > (known or 0),
            messages.c.id <= link.cursor,
            messages.c.desk.is_(None),
        )
        .order_by(messages.c.id.desc())
        .limit(MOST_BEFORE + 1)
    ).all()
    sent = _files(connection, rows)
    told = [(row, _line(row, sent)) for row in reversed(rows[:MOST_BEFORE])]
    return Before(
        [line for _, line in told],
        len(rows) > MOST_BEFORE,
        [
            ToSay(
                f"{link.handoff}:{row.id}:files",
                notes.line(line),
                files=_ids(row, sent),
            )
            for row, line in told
            if _ids(row, sent)
        ],
    )


def carry(connection: Connection, handoff: int, notes: Notes) -> bool:
    """
    Put what is new in the thread into the outbox; tells whether there may be more.

    What comes after the handoff is the bot's business again.
    """
    link, found = store.find(connection, handoff), standing.find(connection, handoff)
    query = (
        sa.select(*_COLUMNS)
        .where(
            messages.c.conversation == found.thread,
            messages.c.id > link.cursor,
        )
        .order_by(messages.c.id)
        .limit(MOST_AT_ONCE)
    )
    if found.ended_at is not None:
        query = query.where(messages.c.at <= found.ended_at)
    rows = connection.execute(query).all()
    if not rows:
        return False
    sent = _files(connection, rows)
    store.put(connection, handoff, list(_told(handoff, rows, sent, notes)))
    store.change(connection, handoff, cursor=rows[-1].id)
    return len(rows) == MOST_AT_ONCE


def end(connection: Connection, handoff: int, notes: Notes) -> None:
    """
    Tell those in Chatwoot that a handoff has ended elsewhere.
    """
    events = standing.history(connection, handoff)
    is_withdrawn = bool(events) and events[-1]["kind"] == WITHDRAWN
    text = notes.ended(is_withdrawn=is_withdrawn)
    store.put(connection, handoff, [ToSay(f"{handoff}:end", text)])


def is_said(connection: Connection, found: Handoff, id_: str) -> bool:
    """
    Tell whether an agent's message stands in the thread already.
    """
    query = sa.select(messages.c.id).where(
        messages.c.conversation == found.thread,
        messages.c.author == AGENT,
        messages.c.client_id == id_,
        messages.c.desk.is_(None),
    )
    return connection.execute(query).first() is not None


def last_speaker(connection: Connection, found: Handoff) -> str:
    """
    Give the name of the agent who spoke last in a handoff ("" if none has).
    """
    query = (
        sa.select(messages.c.speaker)
        .where(
            messages.c.conversation == found.thread,
            messages.c.author == AGENT,
            messages.c.at >= found.requested_at,
            messages.c.desk.is_(None),
        )
        .order_by(messages.c.id.desc())
        .limit(1)
    )
    return connection.execute(query).scalar() or ""


def is_over(link: Link, found: Handoff) -> bool:
    """
    Tell whether a handoff has ended without Chatwoot knowing of it.
    """
    return found.state == ENDED and link.stage != CLOSED


Sent = Mapping[int, Sequence[File]]
"""The files of messages."""


def _files(connection: Connection, rows: Sequence[Any]) -> Sent:
    return files.shown(connection, [row.id for row in rows if row.file_count])


def _told(
    handoff: int, rows: Sequence[Any], sent: Sent, notes: Notes
) -> Iterator[ToSay]:
    for row in rows:
        mark = f"{handoff}:{row.id}"
        comes_from_there = (row.client_id or "").startswith(BY_CHATWOOT)
        if row.author == CUSTOMER:
            ids, names = _ids(row, sent), _line(row, sent).files
            if row.text.strip() or ids:
                yield ToSay(mark, row.text, is_note=False, files=ids)
            elif names:
                yield ToSay(mark, notes.files(handoff, names))
        elif row.desk == WITHHELD:
            yield ToSay(mark, notes.withheld(_line(row, sent).text))
        elif row.desk != NOTE and not comes_from_there:
            line, files_ = _line(row, sent), _ids(row, sent)
            yield ToSay(mark, notes.to_customer(line), files=files_)


def _ids(row: Any, sent: Sent) -> tuple[str, ...]:
    """
    The files of a message that are still there.
    """
    return tuple(each.id for each in sent.get(row.id, ()) if not each.is_gone)


def _line(row: Any, sent: Sent) -> Line:
    cards = [
        ": ".join(filter(None, (card.get("title"), card.get("status"))))
        for card in row.cards or ()
    ]
    text = "\n".join(filter(None, [row.text, *cards]))
    names = tuple(each.name for each in sent.get(row.id, ()))
    return Line(row.author, text, row.at, row.speaker or "", names)
