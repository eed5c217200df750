"""
Who is looked after, when next, and what of their orders they know already.

Each look is taken by one process, and all processes together take no more of them a
minute than the shop's systems are to bear.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from bot.news.tables import LOOKING, followers, known_orders
from crm_connector.columns import insert
from crm_connector.model import Order

LEASE = timedelta(minutes=2)
"""Whoever has not come back from a look by then has died: somebody else looks."""
APART = timedelta(seconds=30)
"""However often a webhook rings, nobody is looked after sooner again."""
RUNG = -1
"""In place of how many looks were in vain: somebody has rung."""
KEPT_FOR = timedelta(days=180)
_MINUTE = timedelta(minutes=1)


def may_ask(connection: Connection, customer: str, now: datetime) -> bool:
    """
    Tell whether somebody is to be asked; from now on they have been.
    """
    asked = connection.execute(
        insert(connection, followers)
        .values(customer_id=customer, asked_at=now, follows=False, in_vain=0, told=0)
        .on_conflict_do_nothing(index_elements=["customer_id"])
    )
    return bool(asked.rowcount)


def begin(
    connection: Connection, customer: str, orders: Iterable[Order], now: datetime
) -> None:
    """
    Look after this customer's orders; how they are now is no news.

    Of those that are not known now that is how they are seen first.
    """
    fresh = {"follows": True, "next_look_at": now, "in_vain": 0}
    connection.execute(
        insert(connection, followers)
        .values(customer_id=customer, asked_at=now, told=0, **fresh)
        .on_conflict_do_update(index_elements=["customer_id"], set_=fresh)
    )
    connection.execute(
        known_orders.delete().where(known_orders.c.customer_id == customer)
    )
    changed(connection, customer, orders)


def end(connection: Connection, customer: str, now: datetime) -> None:
    """
    Look after them no more; whoever has said so is not asked again.
    """
    over = {"follows": False, "next_look_at": None}
    connection.execute(
        insert(connection, followers)
        .values(customer_id=customer, asked_at=now, in_vain=0, told=0, **over)
        .on_conflict_do_update(index_elements=["customer_id"], set_=over)
    )


def is_followed(connection: Connection, customer: str) -> bool:
    """
    Tell whether somebody's orders are looked after.
    """
    query = sa.select(followers.c.follows).where(followers.c.customer_id == customer)
    return bool(connection.execute(query).scalar())


def claim(
    connection: Connection, now: datetime, *, most: int, a_minute: int
) -> list[str]:
    """
    Take those up whose time has come, the longest overdue first.

    Not more than `most`, and with those of the last minute not more than `a_minute`.
    """
    if connection.dialect.name == "postgresql":
        # Two who count at once would both find room.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOOKING})")
    lately = connection.execute(
        sa.select(sa.func.count()).where(followers.c.looked_at > now - _MINUTE)
    ).scalar()
    room = min(most, a_minute - int(lately or 0))
    if room <= 0:
        return []
    due = connection.execute(
        sa.select(followers.c.customer_id)
        .where(followers.c.follows, followers.c.next_look_at <= now)
        .order_by(followers.c.next_look_at, followers.c.customer_id)
        .limit(room)
    )
    taken = list(due.scalars())
    connection.execute(
        followers.update()
        .where(followers.c.customer_id.in_(taken))
        .values(looked_at=now, next_look_at=now + LEASE)
    )
    return taken


def hold(connection: Connection, customer: str) -> Row | None:
    """
    Lock the row of a follower until the transaction ends; None if they are none.
    """
    query = (
        sa.select(followers)
        .where(followers.c.customer_id == customer, followers.c.follows)
        .with_for_update()
    )
    return connection.execute(query).first()


def later(
    connection: Connection,
    customer: str,
    claimed: datetime,
    until: datetime,
    *,
    in_vain: int,
) -> None:
    """
    End the look that was `claimed` then: the next one is at `until`.

    Unless somebody has rung since, or has taken the look over.
    """
    connection.execute(
        followers.update()
        .where(
            followers.c.customer_id == customer,
            followers.c.next_look_at == claimed + LEASE,
        )
        .values(next_look_at=until, in_vain=in_vain)
    )


def ring(connection: Connection, customers: Collection[str], now: datetime) -> int:
    """
    Something of theirs has changed: look soon. Gives how many are looked after.

    And once more a little later, should what is read then be what was kept from before.
    """
    if not customers:
        return 0
    rung = 0
    for row in connection.execute(
        sa.select(followers.c.customer_id, followers.c.looked_at)
        .where(followers.c.customer_id.in_(list(customers)), followers.c.follows)
        .order_by(followers.c.customer_id)
        .with_for_update()
    ).all():
        soon = now if row.looked_at is None else max(now, row.looked_at + APART)
        connection.execute(
            followers.update()
            .where(followers.c.customer_id == row.customer_id)
            .values(next_look_at=soon, in_vain=RUNG)
        )
        rung += 1
    return rung


def told(connection: Connection, customer: str, day: str) -> None:
    """
    Count that they were told something on this day of the shop.
    """
    count = sa.case([(followers.c.told_on == day, followers.c.told + 1)], else_=1)
    connection.execute(
        followers.update()
        .where(followers.c.customer_id == customer)
        .values(told_on=day, told=count)
    )


def forget_old(connection: Connection, now: datetime) -> None:
    """
    Forget orders of which nothing was heard for `KEPT_FOR`.

    One that is seen again after all is known from then on, and no news.
    """
    connection.execute(
        known_orders.delete().where(known_orders.c.as_of <= now - KEPT_FOR)
    )


def changed(
    connection: Connection, customer: str, orders: Iterable[Order]
) -> list[Order]:
    """
    Keep how these orders are, and give those that were known to be otherwise.

    Each change is given once, whoever asks and how often. What is older than what is
    known changes nothing.
    """
    return [order for order in orders if _keep(connection, customer, order)]


def _keep(connection: Connection, customer: str, order: Order) -> bool:
    seen = {
        "customer_id": customer,
        "status": order.status.value,
        "as_of": order.as_of,
    }
    new = connection.execute(
        insert(connection, known_orders)
        .values(source=order.source, number=order.number, **seen)
        .on_conflict_do_nothing(index_elements=["source", "number"])
    )
    if new.rowcount:
        return False
    other = connection.execute(
        known_orders.update()
        .where(
            known_orders.c.source == order.source,
            known_orders.c.number == order.number,
            known_orders.c.status != order.status.value,
            known_orders.c.as_of <= order.as_of,
        )
        .values(**seen)
    )
    return bool(other.rowcount)
