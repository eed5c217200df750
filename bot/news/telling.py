"""
Telling a customer what has changed: once, and in one transaction with its mark.

What is told stands in the inbox as an event, which is worked like a message: its words
and its end are saved together. So whoever dies between, it is told once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from actions.orders import as_json
from bot.conversations import blocks, history, inbox, threads
from bot.conversations.messages import Choice
from bot.conversations.owner import is_bots
from bot.conversations.tables import conversations, messages
from bot.conversations.tables import inbox as items
from bot.conversations.work import PENDING
from bot.news import following
from bot.news.holding import Holding, holder
from bot.news.settings import NewsSettings
from crm_connector.identity import consent, present
from crm_connector.identity.consent import Purpose
from crm_connector.identity.identifiers import Identifier, Kind
from crm_connector.model import Identity, Order, OrderStatus

ORDERS = "orders"
"""The entity of the event that holds the orders (`actions.orders.as_json`)."""
CALM = timedelta(seconds=30)
"""Whoever has just written is in the middle of something else."""
BUSY = timedelta(minutes=1)
"""So soon it is looked whether an agent still has the conversation."""
BLOCKED = timedelta(hours=1)
OLD = timedelta(days=3)
"""What has been so for longer is no news any more."""
TOLD_OF = frozenset(
    {
        OrderStatus.SHIPPED,
        OrderStatus.OUT_FOR_DELIVERY,
        OrderStatus.DELIVERED,
        OrderStatus.CANCELLED,
        OrderStatus.RETURNED,
    }
)
"""That an order was paid or is packed, nobody waits to hear."""


@dataclass(frozen=True)
class Way:
    """
    How somebody can be told now: in which thread, on which channel, as whom.
    """

    conversation: str
    thread: str
    channel: str
    identity: Identity


@dataclass(frozen=True)
class NotNow:
    """
    Nobody can be told before `until` (None: it is not known when).
    """

    until: datetime | None = None


@dataclass(frozen=True)
class Teller:
    """
    Tells the followers of a shop. `home` is the source whose ids they have.

    `channels` tell who holds what there.
    """

    home: str
    settings: NewsSettings
    channels: Mapping[str, Holding]

    def way(self, connection: Connection, customer: str, now: datetime) -> Way | NotNow:
        """
        How a customer could be told now: on the channel they used last.

        Not at night, nor more often a day than the shop wants, nor while an agent
        speaks for it or the customer has just written.
        """
        row = following.hold(connection, customer)
        if row is None or self.settings.is_quiet(now):
            return NotNow()
        if self._had_enough(row, now):
            return NotNow(self.settings.tomorrow(now))
        conversation = threads.of_customer(connection, customer)
        if conversation is None:
            return NotNow()
        thread = threads.place(connection, conversation).thread
        standing = connection.execute(
            sa.select(conversations.c.owner)
            .where(conversations.c.id == thread)
            .with_for_update()
        ).scalar()
        if standing is None or not is_bots(standing):
            return NotNow(now + BUSY)
        if blocks.holds(connection, thread, now):
            return NotNow(now + BLOCKED)
        if _is_talking(connection, thread, now):
            return NotNow(now + CALM)
        channel = history.channel(connection, thread, conversation)
        identity = holder(connection, self.channels, channel, conversation, now)
        if identity is None or identity.customer_id != customer:
            return NotNow()
        return Way(conversation, thread, channel, identity)

    def tell(
        self,
        connection: Connection,
        customer: str,
        orders: Collection[Order],
        now: datetime,
    ) -> str | NotNow | None:
        """
        Have what has changed told, and note that it is; gives the thread to wake.

        None where nothing is to be told, also because they do not want it any more.
        """
        way = self.way(connection, customer, now)
        if isinstance(way, NotNow):
            return way
        if not self._agrees(connection, customer):
            following.end(connection, customer, now)
            return None
        news = [
            order
            for order in following.changed(connection, customer, orders)
            if order.status in TOLD_OF and not _is_old(order, now)
        ]
        if not news:
            return None
        event = Choice(inbox.NEWS, {ORDERS: as_json.written(news)})
        inbox.accept_event(
            connection, way.conversation, way.channel, way.identity, event, now
        )
        following.told(connection, customer, self.settings.day(now))
        return way.thread

    def _had_enough(self, row: Row, now: datetime) -> bool:
        is_today = row.told_on == self.settings.day(now)
        return bool(is_today and row.told >= self.settings.most_a_day)

    def _agrees(self, connection: Connection, customer: str) -> bool:
        identifier = Identifier(Kind.SHOP_CUSTOMER_ID, customer, self.home)
        known = present.linked(connection, identifier)
        said = consent.standing(connection, known[0]) if known else {}
        return consent.may(said, Purpose.ORDER_NEWS)


def _is_talking(connection: Connection, thread: str, now: datetime) -> bool:
    """
    Whether the customer has just written, or something of theirs waits to be answered.
    """
    wrote = connection.execute(
        sa.select(messages.c.at)
        .where(messages.c.conversation == thread, messages.c.author == "customer")
        .order_by(messages.c.seq.desc())
        .limit(1)
    ).scalar()
    if wrote is not None and wrote > now - CALM:
        return True
    waiting = sa.select(items.c.id).where(
        items.c.conversation == thread, items.c.status == PENDING
    )
    return connection.execute(waiting.limit(1)).first() is not None


def _is_old(order: Order, now: datetime) -> bool:
    return order.changed_at is not None and order.changed_at < now - OLD
