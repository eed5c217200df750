"""
Short ways to speak of people and what they are known by.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from sqlalchemy.engine import Connection

from crm_connector.identity import ledger
from crm_connector.identity.identifiers import Identifier, Kind, PersonId, Rules
from crm_connector.model import Assurance

NOW = datetime(2026, 5, 10, 6, 30, tzinfo=timezone.utc)
RULES = Rules()
PHONE = Identifier(Kind.PHONE, "+989121234567")
EMAIL = Identifier(Kind.EMAIL, "sara@example.com")


def after(minutes: float) -> datetime:
    """
    So many minutes later.
    """
    return NOW + timedelta(minutes=minutes)


def telegram(number: int) -> Identifier:
    """
    A Telegram account.
    """
    return Identifier(Kind.TELEGRAM_ID, str(number))


def shop(number: int, source: str = "shop") -> Identifier:
    """
    A customer of a source.
    """
    return Identifier(Kind.SHOP_CUSTOMER_ID, str(number), source)


def meet(
    connection: Connection, identifier: Identifier, at: datetime = NOW
) -> PersonId:
    """
    Who has it.
    """
    return ledger.meet(connection, identifier, source="test", now=at, rules=RULES)


def link(
    connection: Connection,
    person: PersonId,
    identifier: Identifier,
    *,
    assurance: Assurance = Assurance.CHANNEL,
    at: datetime = NOW,
    rules: Rules = RULES,
) -> None:
    """
    It is this person's.
    """
    ledger.link(
        connection,
        person,
        identifier,
        assurance=assurance,
        source="test",
        now=at,
        rules=rules,
    )


def merge(
    connection: Connection,
    one: PersonId,
    other: PersonId,
    at: datetime = NOW,
    rules: Rules = RULES,
) -> int:
    """
    They are one.
    """
    return ledger.merge(
        connection, one, other, by="test", reason="same phone", now=at, rules=rules
    )


def split(connection: Connection, merged: int, at: datetime = NOW) -> None:
    """
    They are not.
    """
    ledger.split(connection, merged, by="test", reason="a mistake", now=at)
