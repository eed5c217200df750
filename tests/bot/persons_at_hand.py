"""
People of whom Hamyar knows, for the command that looks at them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations import inbox, threads
from bot.conversations.clock import utc_now
from bot.conversations.database import make_engine
from bot.conversations.messages import IncomingMessage
from bot.migrations import migrate
from bot.settings import Settings
from crm_connector.identity import consent, ledger, present
from crm_connector.identity.consent import Purpose, Statement
from crm_connector.identity.identifiers import Identifier, Kind, Rules
from crm_connector.identity.tables import persons
from crm_connector.model import Assurance, Identity

Run = Callable[..., list[str]]


def in_database(settings: Settings, work: Callable[[Connection], Any]) -> Any:
    """
    Do something where Hamyar keeps its own.
    """
    migrate(settings.database)
    engine = make_engine(settings.database)
    with engine.begin() as connection:
        connection.exec_driver_sql("BEGIN")
        found = work(connection)
    engine.dispose()
    return found


def say(customer: str, text: str) -> Callable[[Connection], None]:
    """
    A customer says something.
    """

    def work(connection: Connection) -> None:
        conversation = threads.join(connection, customer, None, utc_now())
        identity = Identity(customer, Assurance.PROVEN)
        message = IncomingMessage(conversation, "web", text, identity, text=text)
        inbox.accept(connection, message, utc_now())

    return work


def agree(customer: str, is_granted: bool) -> Callable[[Connection], None]:
    """
    A customer agrees to advertisements, or does not.
    """

    def work(connection: Connection) -> None:
        identifier = Identifier(Kind.SHOP_CUSTOMER_ID, customer, "demo-shop")
        (person,) = present.people(connection, identifier)
        consent.say(
            connection,
            Statement(person, Purpose.MARKETING, is_granted, "?", "web", utc_now()),
        )

    return work


def meet(settings: Settings, *customers: str) -> None:
    """
    Somebody had to do with these customers, one after the other.
    """
    for customer in customers:
        identifier = Identifier(Kind.SHOP_CUSTOMER_ID, customer, "demo-shop")
        in_database(
            settings,
            lambda c, i=identifier: ledger.meet(
                c, i, source=i.scope, now=utc_now(), rules=Rules()
            ),
        )


def how_many(settings: Settings) -> int:
    """
    So many people Hamyar knows.
    """
    query = sa.select(sa.func.count()).select_from(persons)
    return int(in_database(settings, lambda c: c.execute(query).scalar_one()))
