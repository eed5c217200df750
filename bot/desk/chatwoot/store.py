"""
What is kept of handoffs to Chatwoot: how far each has come, there and back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import counters
from bot.conversations.handoffs import standing
from bot.conversations.handoffs.standing import Handoff
from bot.conversations.tables import handoffs
from bot.desk.chatwoot.tables import links, outbox, said
from crm_connector.columns import insert

OPENING = "opening"
OPEN = "open"
CLOSED = "closed"

NEVER_TAKEN = 0
"""In place of the number of a message that Chatwoot refuses for good."""
REFUSED_BY_CHATWOOT = "messages_refused_by_chatwoot"
"""Counter of what was never taken there."""


@dataclass(frozen=True)
class Link:
    """
    A handoff in Chatwoot: see `tables.links`.
    """

    handoff: int
    house: str
    talk: int | None
    assignee: int | None
    stage: str
    cursor: int
    seen: int
    rings: int
    answered: int
    look_from: int | None

    @property
    def is_rung(self) -> bool:
        """
        Whether a webhook asks for a look.
        """
        return self.rings > self.answered


@dataclass(frozen=True)
class Post:
    """
    Something that is to be said there; it was tried `tries` times.

    `files` are ids of those that go along.
    """

    item: int
    mark: str
    is_note: bool
    text: str
    tries: int
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class ToSay:
    """
    Something new to be said there, under a name that it has for ever.
    """

    mark: str
    text: str
    is_note: bool = True
    files: tuple[str, ...] = ()


def find(connection: Connection, handoff: int) -> Link:
    """
    Give the link of a handoff that has one.
    """
    row = connection.execute(sa.select(links).where(links.c.handoff == handoff))
    return Link(**row.mappings().one())


def unlinked(connection: Connection, house: str) -> list[Handoff]:
    """
    Give who waits and is not on the way there yet.
    """
    found = standing.waiting(connection)
    known = _linked(connection, house, found)
    return [each for each in found if each.number not in known]


def stranded(connection: Connection, house: str, agents: str) -> list[Handoff]:
    """
    Give what is held by one of these `agents` in another Chatwoot than this one.
    """
    held = [
        each
        for each in standing.held(connection)
        if each.agent is not None and each.agent.startswith(agents)
    ]
    known = _linked(connection, house, held)
    return [each for each in held if each.number not in known]


def _linked(connection: Connection, house: str, among: Sequence[Handoff]) -> set[int]:
    query = sa.select(links.c.handoff).where(
        links.c.house == house, links.c.handoff.in_([each.number for each in among])
    )
    return set(connection.execute(query).scalars())


def wanting(connection: Connection, house: str) -> list[int]:
    """
    Give the handoffs of which something is left to do.
    """
    waiting = sa.select(outbox.c.handoff).where(outbox.c.posted.is_(None))
    query = (
        sa.select(links.c.handoff)
        .where(
            links.c.house == house,
            sa.or_(
                links.c.stage != CLOSED,
                links.c.rings > links.c.answered,
                links.c.handoff.in_(waiting),
            ),
        )
        .order_by(links.c.handoff)
    )
    return list(connection.execute(query).scalars())


def begin(connection: Connection, house: str, handoff: int, cursor: int) -> None:
    """
    Put a handoff on its way, also anew; everything behind `cursor` goes along.
    """
    connection.execute(outbox.delete().where(outbox.c.handoff == handoff))
    fresh = {
        "house": house,
        "talk": None,
        "assignee": None,
        "stage": OPENING,
        "cursor": cursor,
        "seen": 0,
        "rings": 0,
        "answered": 0,
        "look_from": None,
    }
    connection.execute(
        insert(connection, links)
        .values(handoff=handoff, **fresh)
        .on_conflict_do_update(index_elements=["handoff"], set_=fresh)
    )


def opened(
    connection: Connection, handoff: int, talk: int, seen: int, first: Sequence[ToSay]
) -> None:
    """
    Note where it is open, and what is to be said there before everything else.
    """
    change(connection, handoff, stage=OPEN, talk=talk, seen=seen, assignee=None)
    put(connection, handoff, first)


def change(connection: Connection, handoff: int, **values: Any) -> None:
    """
    Change parts of a link.
    """
    connection.execute(
        links.update().where(links.c.handoff == handoff).values(**values)
    )


def is_behind_another(connection: Connection, link: Link) -> bool:
    """
    Tell whether an earlier handoff of the same thread has not left Chatwoot yet.
    """
    thread = sa.select(handoffs.c.conversation).where(handoffs.c.id == link.handoff)
    query = (
        sa.select(links.c.handoff)
        .join(handoffs, handoffs.c.id == links.c.handoff)
        .where(
            links.c.house == link.house,
            links.c.handoff < link.handoff,
            links.c.stage != CLOSED,
            handoffs.c.conversation == thread.scalar_subquery(),
        )
    )
    return connection.execute(query).first() is not None


def packet(connection: Connection, handoff: int) -> Any:
    """
    Give the packet of a handoff as it was recorded.
    """
    query = sa.select(handoffs.c.packet).where(handoffs.c.id == handoff)
    return connection.execute(query).scalar()


def put(connection: Connection, handoff: int, what: Sequence[ToSay]) -> None:
    """
    Add what is to be said there; what has been added before is not added again.
    """
    for each in what:
        connection.execute(
            insert(connection, outbox)
            .values(
                handoff=handoff,
                mark=each.mark,
                is_note=each.is_note,
                text=each.text,
                files=list(each.files) or None,
                tries=0,
            )
            .on_conflict_do_nothing()
        )


def next_post(connection: Connection, handoff: int) -> Post | None:
    """
    Give what is to be said next, counting the try.
    """
    query = (
        sa.select(
            outbox.c.id.label("item"),
            outbox.c.mark,
            outbox.c.is_note,
            outbox.c.text,
            outbox.c.files,
            outbox.c.tries,
        )
        .where(outbox.c.handoff == handoff, outbox.c.posted.is_(None))
        .order_by(outbox.c.id)
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    connection.execute(
        outbox.update()
        .where(outbox.c.id == row["item"])
        .values(tries=outbox.c.tries + 1)
    )
    return Post(**{**row, "files": tuple(row["files"] or ())})


def posted(connection: Connection, post: Post, number: int) -> None:
    """
    Note that something stands there under `number`; its words are kept no longer.
    """
    connection.execute(
        outbox.update().where(outbox.c.id == post.item).values(posted=number, text="")
    )
    if number == NEVER_TAKEN:
        counters.add(connection, {REFUSED_BY_CHATWOOT: 1})


def last_posted(connection: Connection, link: Link) -> int:
    """
    Give the last message of ours there.
    """
    query = sa.select(sa.func.max(outbox.c.posted)).where(
        outbox.c.handoff == link.handoff
    )
    return connection.execute(query).scalar() or 0


def first_posted(connection: Connection, handoff: int) -> int:
    """
    Give the first message of ours there: what stands before it is not of this handoff.
    """
    query = sa.select(sa.func.min(outbox.c.posted)).where(
        outbox.c.handoff == handoff, outbox.c.posted > NEVER_TAKEN
    )
    return connection.execute(query).scalar() or 0


def ring(
    connection: Connection, house: str, talk: int, message: int | None
) -> int | None:
    """
    Note that there is something to look at; gives the handoff.

    None where the conversation is not one of ours or the message was looked at.
    """
    found = connection.execute(
        sa.select(sa.func.max(links.c.handoff)).where(
            links.c.house == house, links.c.talk == talk
        )
    ).scalar()
    if found is None:
        return None
    number = int(found)
    if message is not None and spoken(connection, number, [message]):
        return None
    before = find(connection, number).look_from
    starts = [each for each in (before, message and message - 1) if each is not None]
    rings, start = links.c.rings + 1, min(starts, default=None)
    change(connection, number, rings=rings, look_from=start)
    return number


def looked(connection: Connection, link: Link, seen: int, assignee: int | None) -> None:
    """
    Note how far was looked; a webhook that has rung since is not forgotten.
    """
    change(
        connection,
        link.handoff,
        seen=max(seen, link.seen),
        assignee=assignee,
        answered=link.rings,
        look_from=sa.case((links.c.rings == link.rings, None), else_=links.c.look_from),
    )


def spoke(
    connection: Connection, handoff: int, message: int, *, has_reached: bool
) -> None:
    """
    Note what became of an agent's message.
    """
    connection.execute(
        insert(connection, said)
        .values(handoff=handoff, message=message, reached=has_reached)
        .on_conflict_do_nothing()
    )


def spoken(connection: Connection, handoff: int, among: Collection[int]) -> set[int]:
    """
    Give those of these messages that something has become of already.
    """
    query = sa.select(said.c.message).where(
        said.c.handoff == handoff, said.c.message.in_(among)
    )
    return set(connection.execute(query).scalars())
