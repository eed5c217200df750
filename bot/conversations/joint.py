"""
One thread for several customers who are one person, and their own again afterwards.

While they are one, what they said stands in a *joint* thread: a conversation of no one
customer, into which theirs are moved whole. Each message and each waiting item keeps
the conversation that it belongs to by itself (`origin`), also those written since; and
each conversation keeps its owner, its language and its talk with the engine as they
were. So parting them gives everybody exactly their own again.

The number of a message never changes for anybody: a conversation counts by its `shift`.
To those who spoke last, what the others said stands before their own; to the others it
comes behind. Numbers only grow, and a place that was left empty is not filled again.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import changes, threads
from bot.conversations.handoffs.standing import owner_by
from bot.conversations.owner import BOT, QUEUE, is_bots
from bot.conversations.tables import (
    buttons,
    conversations,
    handoffs,
    inbox,
    joined_threads,
    messages,
    outbox,
)
from crm_connector.identity import ledger

STALE = -1
"""An epoch that no owner has."""


def arrange(
    connection: Connection, persons: Sequence[Collection[str]], now: datetime
) -> None:
    """
    Let each of these persons, given as their customers, have one thread of their own.

    Whoever else shares a thread with them goes on in one without them. Where all is so
    already, this reads and writes nothing.
    """
    groups = [set(threads.of_customers(connection, each)) for each in persons]
    if _is_arranged(connection, groups):
        return
    # The same lock as merges have: nobody else moves threads meanwhile.
    ledger.in_turn(connection)
    groups = [set(threads.of_customers(connection, each)) for each in persons]
    everybody = set[str]().union(*groups)
    for thread in sorted(threads.standing(connection, everybody)):
        members = set(threads.places(connection, [thread]))
        parts = [members & group for group in groups]
        parts.append(members.difference(*groups))
        parts = [part for part in parts if part]
        if len(parts) > 1:
            _part(connection, thread, parts, now)
    for group in groups:
        found = threads.standing(connection, group)
        if len(found) > 1:
            _unite(connection, found, now)


def _is_arranged(connection: Connection, groups: Iterable[Collection[str]]) -> bool:
    for group in groups:
        found = threads.standing(connection, group)
        if len(found) > 1 or set(threads.places(connection, found)) != set(group):
            return False
    return True


def _lock(connection: Connection, held: Collection[str]) -> dict[str, Any]:
    rows = connection.execute(
        sa.select(conversations)
        .where(conversations.c.id.in_(held))
        .order_by(conversations.c.id)
        .with_for_update()
    )
    return {row.id: row for row in rows}


def _unite(connection: Connection, held: Collection[str], now: datetime) -> None:
    """
    Move whole threads into a new one: behind the others whoever spoke last.
    """
    rows = _lock(connection, held)
    ends = {each: _end(connection, each) for each in held}
    ordered = sorted(rows.values(), key=lambda row: (ends[row.id], row.id))
    latest = ordered[::-1]
    talk = next((row for row in latest if row.engine_state is not None), latest[0])
    shifts = {}
    end = 0
    for row in ordered:
        is_new = row.next_seq == 1  # nobody has counted there
        shifts[row.id] = 0 if is_new else end
        end += 0 if is_new else row.next_seq
    joint = _begin(
        connection,
        now,
        owner=_owner([row.owner for row in latest]),
        owner_epoch=0,
        next_seq=max(end, 1),
        language=talk.language,
        engine_state=talk.engine_state,
    )
    for row in ordered:
        _move_whole(connection, row, joint, shifts[row.id])
        changes.note(connection, changes.MOVED, row.id, now)
    changes.note(connection, changes.STEP, joint, now)


def _owner(latest: Sequence[str]) -> str:
    """
    An agent before the queue, the queue before the bot; of two agents the latest.
    """
    agents = [each for each in latest if not is_bots(each)]
    return agents[0] if agents else QUEUE if QUEUE in latest else BOT


def _end(connection: Connection, thread: str) -> int:
    """
    The number of the thread's last message among all there are (0 without any).
    """
    number: int | None = connection.execute(
        sa.select(messages.c.id)
        .where(messages.c.conversation == thread)
        .order_by(messages.c.seq.desc())
        .limit(1)
    ).scalar()
    return number or 0


def _begin(connection: Connection, now: datetime, **values: Any) -> str:
    joint = str(uuid.uuid4())
    connection.execute(
        conversations.insert(), {"id": joint, "created_at": now, **values}
    )
    return joint


def _move_whole(connection: Connection, row: Any, joint: str, shift: int) -> None:
    members = sorted(threads.places(connection, [row.id]))
    for table in (messages, inbox, handoffs):
        more = {"seq": messages.c.seq + shift} if table is messages else {}
        connection.execute(
            table.update()
            .where(table.c.conversation == row.id)
            .values(
                conversation=joint,
                origin=sa.func.coalesce(table.c.origin, row.id),
                **more,
            )
        )
    connection.execute(
        buttons.update()
        .where(buttons.c.conversation == row.id)
        .values(conversation=joint)
    )
    connection.execute(
        outbox.update()
        .where(outbox.c.conversation == row.id)
        .values(conversation=joint, epoch=_epoch_for(row.owner_epoch, 0))
    )
    connection.execute(
        joined_threads.update()
        .where(joined_threads.c.thread == row.id)
        .values(thread=joint, shift=joined_threads.c.shift + shift)
    )
    connection.execute(
        joined_threads.insert(),
        {
            "conversation": row.id,
            "thread": joint,
            "shift": shift,
            "members": None if members == [row.id] else members,
        },
    )


def _epoch_for(present: int, then: int) -> Any:
    """
    What was good to be sent stays good, and nothing else becomes so.
    """
    return sa.case((outbox.c.epoch == present, then), else_=STALE)


def _part(
    connection: Connection, joint: str, parts: Sequence[set[str]], now: datetime
) -> None:
    """
    Give each part of the joint thread's conversations what belongs to them.
    """
    rows = connection.execute(
        sa.select(joined_threads).where(joined_threads.c.thread == joint)
    ).all()
    kept = {row.conversation: row for row in rows}
    locked = _lock(connection, [joint, *kept])
    for part in parts:
        inside = {each: row.shift for each, row in kept.items() if _of(row) <= part}
        target = next((e for e in inside if _of(kept[e]) == part), None)
        base = inside[target] if target else min(inside[each] for each in part)
        former = locked[target] if target else None
        thread = target or _begin(connection, now, owner=BOT, owner_epoch=0, next_seq=1)
        _move_part(connection, joint, thread, part, base)
        _settle(connection, locked[joint], thread, former, base, now)
        changes.note(connection, changes.STEP, thread, now)
        connection.execute(
            joined_threads.delete().where(joined_threads.c.conversation == thread)
        )
        connection.execute(
            joined_threads.update()
            .where(joined_threads.c.conversation.in_(set(inside) - {thread}))
            .values(thread=thread, shift=joined_threads.c.shift - base)
        )
    changes.note(connection, changes.MOVED, joint, now)
    # Joint threads of former days whose conversations are no longer together.
    broken = [e for e, row in kept.items() if not any(_of(row) <= p for p in parts)]
    connection.execute(
        joined_threads.delete().where(joined_threads.c.conversation.in_(broken))
    )
    connection.execute(
        conversations.delete().where(conversations.c.id.in_([joint, *broken]))
    )


def _of(row: Any) -> set[str]:
    """
    The customers' conversations of what was joined.
    """
    return set(row.members) if row.members is not None else {row.conversation}


def _move_part(
    connection: Connection, joint: str, thread: str, part: set[str], base: int
) -> None:
    more = {"origin": None} if part == {thread} else {}
    for table in (messages, inbox, handoffs):
        values = {"seq": messages.c.seq - base} if table is messages else {}
        connection.execute(
            table.update()
            .where(table.c.conversation == joint, table.c.origin.in_(part))
            .values(conversation=thread, **values, **more)
        )
    for table in (buttons, outbox):
        connection.execute(
            table.update()
            .where(
                table.c.conversation == joint,
                table.c.message.in_(_messages_of(thread)),
            )
            .values(conversation=thread)
        )


def _messages_of(thread: str) -> sa.sql.Select:
    return sa.select(messages.c.id).where(messages.c.conversation == thread)


def _settle(
    connection: Connection,
    joint: Any,
    thread: str,
    former: Any,
    base: int,
    now: datetime,
) -> None:
    """
    Let a thread that has its own messages again go on.

    If nothing was said in it meanwhile, it is as it was. Else the bot forgets what is
    at hand: it has learnt that from others too. An owner who came meanwhile stays with
    everybody: they know with whom they are talking.
    """
    present = owner_by(connection, thread)
    # Who asked for a person as a stranger, while another of them waited already, waits
    # on without the joint thread's owner having changed.
    waits_on = former is not None and former.owner != present
    has_new_owner = joint.owner_epoch > 0 or waits_on
    values: dict[str, Any] = {"next_seq": joint.next_seq - base}
    since = 0
    epoch = int(has_new_owner)
    if former is not None:
        since = former.next_seq
        epoch += former.owner_epoch
    if former is None or has_new_owner:
        values |= {"owner": present, "owner_epoch": epoch}
    said = messages.c.conversation == thread, messages.c.seq >= since
    if (
        former is None
        or connection.execute(sa.select(messages.c.id).where(*said)).first()
    ):
        values |= {
            "engine_state": None,
            "language": _language(connection, thread) or joint.language,
        }
        connection.execute(
            buttons.update()
            .where(
                buttons.c.used_by.is_(None),
                buttons.c.expires_at > now,
                buttons.c.message.in_(sa.select(messages.c.id).where(*said)),
            )
            .values(expires_at=now)
        )
    connection.execute(
        conversations.update().where(conversations.c.id == thread).values(**values)
    )
    connection.execute(
        outbox.update()
        .where(outbox.c.conversation == thread)
        .values(epoch=_epoch_for(joint.owner_epoch, epoch))
    )


def _language(connection: Connection, thread: str) -> str | None:
    """
    The language in which the thread's own customer last wrote.
    """
    found: str | None = connection.execute(
        sa.select(messages.c.lang)
        .where(
            messages.c.conversation == thread,
            messages.c.author == "customer",
            messages.c.lang.is_not(None),
        )
        .order_by(messages.c.seq.desc())
        .limit(1)
    ).scalar()
    return found
