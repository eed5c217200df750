"""
What became of paying for orders, as a mapping says where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable

from crm_connector.attempts import PaymentAttempt
from crm_connector.sources.sql.mapping import ShopMapping
from crm_connector.sources.sql.parts import AttemptMapping
from crm_connector.sources.sql.reading import Reading
from crm_connector.sources.sql.statements import Row


def attempts(
    shop: ShopMapping, part: AttemptMapping, rows: Iterable[Row]
) -> tuple[PaymentAttempt, ...]:
    """
    The tries of these rows, in their order.
    """
    return tuple(attempt(shop, part, row) for row in rows)


def attempt(shop: ShopMapping, part: AttemptMapping, row: Row) -> PaymentAttempt:
    """
    The try of a row; when it was paid counts for more than when it was begun.
    """
    reading = Reading(shop, part, part.id, row)
    kind = part.kind
    return PaymentAttempt(
        id=reading.key_of(part.id),
        state=reading.outcome(part.status),
        amount=reading.money(part.amount, reading.currency(part.currency)),
        at=reading.moment(part.paid_at) or reading.moment(part.at),
        method=None if kind is None else reading.kind(kind),
        reference=reading.text(part.reference),
    )
