"""
What a person agreed to, in which words and when.

Kept with the person who said it, so that undoing a merge gives everybody their own
again. Among several who are one, a no wins over a yes, until the one person that they
are says something newer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from crm_connector.identity import present
from crm_connector.identity.identifiers import PersonId
from crm_connector.identity.present import Merged, components
from crm_connector.identity.tables import consents

LONGEST_WORDING = 2_000


class Purpose(str, Enum):
    """
    What data may be used for. Serving the customer who asks needs no consent.
    """

    SERVICE = "service"
    MARKETING = "marketing"
    ANALYTICS = "analytics"
    ORDER_NEWS = "order_news"
    """To look after their orders unasked, and to tell them what has changed."""


@dataclass(frozen=True)
class Statement:
    """
    What somebody said about one purpose: to which words, where and when.
    """

    person: PersonId
    purpose: Purpose
    is_granted: bool
    wording: str
    source: str
    at: datetime


def say(connection: Connection, statement: Statement) -> None:
    """
    Keep what somebody said. Raises `ValueError` without the words they answered.
    """
    if not 0 < len(statement.wording) <= LONGEST_WORDING:
        raise ValueError("consent needs the words to which it was given")
    connection.execute(
        consents.insert(),
        {
            "person": statement.person,
            "purpose": statement.purpose.value,
            "granted": statement.is_granted,
            "wording": statement.wording,
            "source": statement.source,
            "at": statement.at,
        },
    )


def standing(connection: Connection, person: PersonId) -> Mapping[Purpose, Statement]:
    """
    The statement that counts now for each purpose on which the person said anything.

    Raises `NoSuchEntry`.
    """
    everybody = present.members(connection, present.root(connection, person))
    rows = connection.execute(
        sa.select(consents)
        .where(consents.c.person.in_(everybody))
        .order_by(consents.c.at, consents.c.id)
    )
    latest: dict[Purpose, dict[PersonId, Statement]] = {}
    for row in rows:
        purpose = Purpose(row.purpose)
        latest.setdefault(purpose, {})[row.person] = Statement(
            row.person, purpose, row.granted, row.wording, row.source, row.at
        )
    merges = present.merges(connection, among=everybody) if latest else ()
    return {
        purpose: _counting(tuple(said.values()), everybody, merges)
        for purpose, said in latest.items()
    }


def may(standing: Mapping[Purpose, Statement], purpose: Purpose) -> bool:
    """
    Whether data may be used for this: only after a yes, but for service until a no.
    """
    said = standing.get(purpose)
    if said is None:
        return purpose is Purpose.SERVICE
    return said.is_granted


def _counting(
    said: Collection[Statement],
    everybody: Iterable[PersonId],
    merges: Collection[Merged],
) -> Statement:
    """
    The newest no that nobody took back as the same person, else the newest yes.
    """
    newest = max(said, key=lambda each: each.at)
    before = [each for each in merges if each.at <= newest.at]
    then = components(everybody, before)
    others = [each for each in said if then[each.person] != then[newest.person]]
    refused = [each for each in (newest, *others) if not each.is_granted]
    return max(refused, key=lambda each: each.at, default=newest)
