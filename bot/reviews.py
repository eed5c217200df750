"""
What customers think, kept for the shop to read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from actions.opinions import Review
from bot.conversations.clock import Clock
from bot.conversations.core import Conversations
from bot.conversations.tables import (
    ConversationId,
    CustomerId,
    handoffs,
    metadata,
)
from crm_connector.columns import Number, UtcTime

reviews = sa.Table(
    "reviews",
    metadata,
    sa.Column("id", Number, primary_key=True),
    sa.Column("at", UtcTime, nullable=False, index=True),
    # What a customer thinks goes with all else that they wrote.
    sa.Column(
        "conversation",
        ConversationId,
        sa.ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    # Who was proven to write it; None for a stranger.
    sa.Column("customer_id", CustomerId),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("is_bad", sa.Boolean, nullable=False),
    # What it is about, if that is known.
    sa.Column("order_number", sa.String(80)),
    sa.Column("product", sa.String(200)),
)


@dataclass(frozen=True)
class Kept:
    """
    A review, and when it was passed on.
    """

    at: datetime
    review: Review


@dataclass(frozen=True)
class Listed:
    """
    A kept review with its number, and the newest handoff of its conversation, if any.
    """

    number: int
    kept: Kept
    handoff: int | None


class ReviewBook:
    """
    Keeps reviews in our own database.
    """

    def __init__(self, core: Conversations, *, clock: Clock) -> None:
        self._core = core
        self._clock = clock

    async def keep(self, review: Review) -> None:
        """
        Keep it; it is durable when this returns.
        """
        kept = Kept(self._clock(), review)
        await self._core.write(lambda connection: keep(connection, kept))


def keep(connection: Connection, kept: Kept) -> None:
    """
    Write one down.
    """
    review = kept.review
    connection.execute(
        sa.insert(reviews).values(
            at=kept.at,
            conversation=review.conversation,
            customer_id=review.customer or None,
            words=review.words,
            language=review.language,
            is_bad=review.is_bad,
            order_number=review.order[:80] or None,
            product=review.product[:200] or None,
        )
    )


def listed(connection: Connection, since: datetime | None = None) -> Iterator[Kept]:
    """
    Those since a moment, the oldest first.
    """
    wanted = sa.select(reviews).order_by(reviews.c.at, reviews.c.id)
    if since is not None:
        wanted = wanted.where(reviews.c.at >= since)
    yield from map(_kept, connection.execute(wanted))


def newest(
    connection: Connection, before: int | None, limit: int, *, only_bad: bool = False
) -> list[Listed]:
    """
    The newest first, or those before the one of this number.
    """
    of_it = sa.or_(
        handoffs.c.conversation == reviews.c.conversation,
        handoffs.c.origin == reviews.c.conversation,
    )
    handoff = sa.select(sa.func.max(handoffs.c.id)).where(of_it).scalar_subquery()
    wanted = (
        sa.select(reviews, handoff.label("handoff"))
        .order_by(reviews.c.id.desc())
        .limit(limit)
    )
    if before is not None:
        wanted = wanted.where(reviews.c.id < before)
    if only_bad:
        wanted = wanted.where(reviews.c.is_bad)
    rows = connection.execute(wanted)
    return [Listed(row.id, _kept(row), row.handoff) for row in rows]


def _kept(row: sa.engine.Row) -> Kept:
    review = Review(
        conversation=row.conversation,
        words=row.words,
        language=row.language,
        is_bad=row.is_bad,
        customer=row.customer_id or "",
        order=row.order_number or "",
        product=row.product or "",
    )
    return Kept(row.at, review)
