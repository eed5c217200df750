"""
The demo shop as every side of a comparison reads it.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from actions import services
from bot import HOUSE
from bot.conversations.database import Database
from bot.migrations import migrate
from bot.profiles import profiles_over
from bot.shop import ShopSettings, load_shop
from crm_connector.gate import CustomerGate
from crm_connector.identity.ageing import by_shop
from crm_connector.model import Assurance, Identity
from crm_connector.moments import utc_now
from crm_connector.profile.keeper import Keeper
from crm_connector.sources.sql.client import SqlSource
from demo.build import ensure_shop

SHOP = HOUSE / "demo" / "shop.yml"
MAPPING = HOUSE / "demo" / "mapping.yml"

# The newest orders are read; with more behind them the one waited for may be missed.
_MOST_ORDERS = 15
_WAITING = """
    WITH seen AS (
        SELECT customer_id, number,
               status NOT IN ('delivered', 'cancelled', 'returned') AS waits
        FROM orders
    )
    SELECT customer_id, max(CASE WHEN waits THEN number END) FROM seen
    GROUP BY customer_id HAVING sum(waits) = 1 AND count(*) <= ?
    ORDER BY customer_id
"""


@dataclass(frozen=True)
class Waiting:
    """
    A customer who waits for exactly one order: "where is it?" has one right answer.
    """

    customer: str
    order: str

    @property
    def identity(self) -> Identity:
        """
        As the one who waits.
        """
        return signed_in(self.customer)


def signed_in(customer: str) -> Identity:
    """
    A customer whom the shop's own site has just signed in.
    """
    return Identity(customer, Assurance.PROVEN, by_shop(utc_now()))


def settings() -> ShopSettings:
    """
    The demo shop's own settings.
    """
    return load_shop(SHOP)


def ensure_database(folder: Path) -> Path:
    """
    The demo shop's database of today in this folder.
    """
    path = folder.resolve() / "demo-shop.db"
    path.parent.mkdir(parents=True, exist_ok=True)
    ensure_shop(path, datetime.now(settings().time_zone).date())
    return path


def waiting_customers(database: Path) -> list[Waiting]:
    """
    All customers who wait for exactly one order.
    """
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(_WAITING, (_MOST_ORDERS,)).fetchall()
    return [Waiting(str(customer), str(number)) for customer, number in rows]


def telephones(database: Path) -> dict[str, str]:
    """
    Every customer's telephone, as +98..., by the customer.
    """
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT id, phone FROM customers").fetchall()
    return {str(customer): str(phone) for customer, phone in rows}


def address_of(database: Path) -> str:
    """
    The database's address for SQLAlchemy.
    """
    return f"sqlite+aiosqlite:///{database}"


def configure_actions(database: Path) -> None:
    """
    Give the actions of this process the shop, and its database to read.

    Who is who stands beside it, as in a running house; the process ends with both open.
    """
    source = SqlSource.open(address_of(database), MAPPING)
    own = f"sqlite:///{database.with_suffix('.own.db')}"
    migrate(own)
    store = Database(own)
    profiles = profiles_over([source], store, Keeper(time.monotonic))
    gate = CustomerGate(profiles, store, source.name)
    shop = settings()
    services.configure(
        services.Services(
            gate,
            _now,
            shop.time_zone,
            shop.languages,
            shop,
            country=shop.country,
            currency=shop.currency.code,
        )
    )


def _now() -> datetime:
    return datetime.now(timezone.utc)
