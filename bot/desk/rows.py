"""
Handoffs as lists show them: with the last word, who writes, and what they want.

What is open `open_rows` keeps; the lists of what has ended are read from here.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations.handoffs import standing, whose
from bot.conversations.handoffs.outcomes import Settled
from bot.conversations.handoffs.ratings import Rating
from bot.conversations.handoffs.standing import ENDED, HELD, WAITING, Handoff
from bot.conversations.tables import conversations, handoffs, inbox, messages, ratings
from bot.handoff import packet as packets
from bot.handoff.packet import UnreadablePacket
from crm_connector.access import Attended

LONGEST_LAST = 140
"""Letters of a last message that lists show."""


@dataclass(frozen=True)
class Last:
    """
    The last message of a thread. `seq` is as the conversation's holder counts.

    Of a long `text` there is a little more than lists show.
    """

    seq: int
    author: str
    text: str
    lang: str | None
    desk: str | None
    at: datetime


@dataclass(frozen=True)
class Row:
    """
    A handoff with what a list shows of it. `writer` is as they had proven themselves.

    `owner` is that of the thread in which it stands; `missed` is how often a promise to
    its customer has passed, and `promised_by` who owes them something from before.
    `texts` are for whoever shows it time and again: how it was shown, by what differs
    from reader to reader.
    """

    handoff: Handoff
    owner: str
    outcome: Mapping[str, Any] | None
    was_needed: bool | None
    wish: Mapping[str, Any] | None
    writer: Attended
    last: Last | None
    rating: Rating | None = None
    is_kept: bool = False
    missed: int = 0
    promised_by: str | None = None
    texts: dict[Hashable, str] = field(default_factory=dict, compare=False, repr=False)

    def until(self, moment: datetime) -> Row:
        """
        The same for whoever may know nothing of what was said later.
        """
        is_later = self.last is not None and self.last.at > moment
        return replace(self, last=None, texts={}) if is_later else self


_THREAD = conversations.c.id == handoffs.c.conversation


def opened(connection: Connection, threads: Collection[str] | None = None) -> list[Row]:
    """
    Give what is open, all of it or what stands in these threads, in no order.
    """
    if threads is None:
        found = connection.execute(_OPEN)
    else:
        found = connection.execute(_OPEN_OF, {"threads": sorted(threads)})
    return [_row(row) for row in found.mappings()]


def ended(
    connection: Connection, agent: str | None, before: int | None, limit: int
) -> list[Row]:
    """
    Give what has ended, the newest handoff first; of an agent, what they once held.
    """
    which = [handoffs.c.state == ENDED]
    if agent is not None:
        which.append(standing.held_once(agent))
    if before is not None:
        which.append(handoffs.c.id < before)
    return _read(connection, sa.and_(*which), (handoffs.c.id.desc(),), limit)


def promised(
    connection: Connection, agent: str | None, since: datetime, limit: int
) -> list[Row]:
    """
    Give what was promised and is not kept yet, the earliest day first.

    Of all handoffs that ended since then, or of those that this agent ended.
    """
    which = [handoffs.c.state == ENDED, handoffs.c.ended_at >= since]
    if agent is not None:
        which.append(handoffs.c.agent == agent)
    which.append(handoffs.c.outcome["settled"].as_string() == Settled.PROMISED.value)
    which.append(~standing.is_kept())
    order = (handoffs.c.outcome["due"].as_string(), handoffs.c.id)
    return _read(connection, sa.and_(*which), order, limit)


def some(connection: Connection, numbers: Collection[int]) -> list[Row]:
    """
    Give these handoffs, in the order of their numbers.
    """
    which = handoffs.c.id.in_(sorted(numbers))
    return _read(connection, which, (handoffs.c.id,), None)


def _read(
    connection: Connection,
    which: Any,
    order: Sequence[Any],
    limit: int | None,
) -> list[Row]:
    """
    Choose first, then look up the rest for the chosen ones alone.
    """
    chosen = (
        sa.select(handoffs.c.id)
        .select_from(handoffs.join(conversations, _THREAD))
        .where(which)
        .order_by(*order)
        .limit(limit)
    )
    numbers = connection.execute(chosen).scalars().all()
    if not numbers:
        return []
    rows = connection.execute(_THESE, {"numbers": list(numbers)})
    found = {row["number"]: _row(row) for row in rows.mappings()}
    return [found[number] for number in numbers if number in found]


_LAST = (
    sa.select(messages.c.id)
    .where(messages.c.conversation == handoffs.c.conversation)
    .order_by(messages.c.seq.desc())
    .limit(1)
    .correlate(handoffs)
    .scalar_subquery()
)
_SHOWN = sa.select(
    *standing.PARTS,
    conversations.c.owner,
    handoffs.c.outcome,
    handoffs.c.was_needed,
    handoffs.c.packet,
    standing.SHIFT.label("shift"),
    messages.c.seq,
    messages.c.author,
    sa.func.substr(messages.c.text, 1, LONGEST_LAST + 1).label("text"),
    messages.c.lang,
    messages.c.desk,
    messages.c.at,
    *whose.PARTS,
    standing.is_kept().correlate(handoffs).label("is_kept"),
    standing.OWING.label("promised_by"),
    standing.all_misses().correlate(handoffs).label("missed"),
    ratings.c.stars,
    ratings.c.words,
    ratings.c.rated_at,
    ratings.c.changed_at,
).select_from(
    handoffs.join(conversations, _THREAD)
    .outerjoin(messages, messages.c.id == _LAST)
    .outerjoin(inbox, inbox.c.id == whose.LAST)
    .outerjoin(ratings, ratings.c.handoff == handoffs.c.id)
)

_THESE = _SHOWN.where(handoffs.c.id.in_(sa.bindparam("numbers", expanding=True)))
_OPEN = _SHOWN.where(handoffs.c.state.in_([WAITING, HELD]))
_OPEN_OF = _OPEN.where(
    handoffs.c.conversation.in_(sa.bindparam("threads", expanding=True))
)


def _wish(packet: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """
    What is wanted, with the words that tell it; as it was recorded where it has to be.
    """
    try:
        wanted = packets.read(packet).wanted
    except UnreadablePacket:
        recorded: Mapping[str, Any] | None = packet.get("wish")
        return recorded
    parts = ("intent", "words", "language")
    return {each: getattr(wanted, each) for each in parts}


def _row(row: Mapping[str, Any]) -> Row:
    packet = row["packet"] or {}
    last = None
    if row["seq"] is not None:
        last = Last(
            row["seq"] - row["shift"],
            row["author"],
            row["text"],
            row["lang"],
            row["desk"],
            row["at"],
        )
    rating = None
    if row["stars"] is not None:
        parts = (row[each] for each in ("stars", "words", "rated_at", "changed_at"))
        rating = Rating(*parts)
    return Row(
        Handoff(**{each.name: row[each.name] for each in standing.PARTS}),
        row["owner"],
        row["outcome"],
        row["was_needed"],
        _wish(packet),
        whose.told(row),
        last,
        rating,
        bool(row["is_kept"]),
        row["missed"],
        row["promised_by"],
    )
