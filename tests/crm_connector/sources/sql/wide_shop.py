"""
A shop that keeps everything a mapping can speak of, in SQLite or in PostgreSQL.

Its tables are written once; where the two differ (UUIDs, enumerations, booleans,
moments, numbers, schemas) each has what is usual there.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from crm_connector.model import (
    Address,
    CatalogueEntry,
    CatalogueKind,
    Contact,
    ContactKind,
    Customer,
    Invoice,
    Loyalty,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    ShelfItem,
    StatusChange,
)
from tests.crm_connector.conformance import Tried
from tests.crm_connector.small_shop import NOW, at

SOURCE = "wide-shop"
UUID = "00000000-0000-4000-8000-00000000000{}"
ADA, ALAN, GRACE = (UUID.format(n) for n in (1, 2, 3))

TABLES = """
CREATE TABLE {s}member (
    id {uuid} PRIMARY KEY, given TEXT NOT NULL, family TEXT NOT NULL,
    mobile TEXT, landline TEXT, mail TEXT, lang TEXT
);
CREATE TABLE {s}reach (
    id INTEGER PRIMARY KEY, member {uuid} NOT NULL, rank INTEGER NOT NULL,
    value TEXT NOT NULL
);
CREATE TABLE {s}purchase (
    id {uuid} PRIMARY KEY, code TEXT NOT NULL, member {uuid} NOT NULL,
    state {state} NOT NULL, made {moment} NOT NULL, due DATE, paid {number} NOT NULL,
    recipient TEXT, street1 TEXT, street2 TEXT, town TEXT, zip TEXT, land TEXT,
    touched {moment}, rev INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE {s}article (key TEXT PRIMARY KEY, title TEXT NOT NULL);
CREATE TABLE {s}item (
    purchase {uuid} NOT NULL, article TEXT NOT NULL, n INTEGER NOT NULL,
    price {number} NOT NULL
);
CREATE TABLE {s}step (
    id {serial}, purchase {uuid} NOT NULL, state {state} NOT NULL, at {moment} NOT NULL
);
CREATE TABLE {s}bill (
    number INTEGER PRIMARY KEY, member {uuid} NOT NULL, purchase {uuid},
    day DATE NOT NULL, due DATE, sum {number} NOT NULL, paid {number}
);
CREATE TABLE {s}club (member {uuid} PRIMARY KEY, points INTEGER NOT NULL, tier TEXT);
CREATE TABLE {s}stock (
    article TEXT NOT NULL, variant TEXT NOT NULL, price {number} NOT NULL,
    n INTEGER, there {boolean} NOT NULL
);
CREATE TABLE {s}wish (
    key TEXT NOT NULL, what TEXT NOT NULL, purchase {uuid} NOT NULL,
    at {moment} NOT NULL, PRIMARY KEY (key, what)
);
INSERT INTO {s}member VALUES
    ('00000000-0000-4000-8000-000000000001', 'Ada', 'King', '(415) 555-2671',
     '1 212.555.2368', 'Ada.King@Example.com', 'en'),
    ('00000000-0000-4000-8000-000000000002', 'Alan', 'Tur', NULL, 'unlisted', NULL,
     NULL),
    ('00000000-0000-4000-8000-000000000003', 'Grace', 'King', '', NULL, NULL, 'en-US');
INSERT INTO {s}reach VALUES
    (1, '00000000-0000-4000-8000-000000000003', 2, '+1 415-555-2671'),
    (2, '00000000-0000-4000-8000-000000000003', 1, 'grace@example.com'),
    (3, '00000000-0000-4000-8000-000000000002', 1, 'ALAN@EXAMPLE.COM'),
    (4, '00000000-0000-4000-8000-000000000003', 3, 'knock twice');
INSERT INTO {s}article VALUES ('cup', 'Cup'), ('pot', 'Pot');
INSERT INTO {s}purchase
    (id, code, member, state, made, due, paid, recipient, street1, street2, town, zip,
     land)
VALUES
    ('00000000-0000-4000-8000-000000000011', 'A-1001',
     '00000000-0000-4000-8000-000000000001', 'gone', '2026-05-01T10:00:00+00:00',
     '2026-05-04', 47.84, 'Ada King', '1 Loop', NULL, 'Oakland', '94601', 'USA'),
    ('00000000-0000-4000-8000-000000000012', 'A-1002',
     '00000000-0000-4000-8000-000000000001', 'open', '2026-05-02T10:00:00+00:00',
     NULL, 20.00, 'Ada King', '1 Loop', 'Flat 2', 'Oakland', '94601', 'USA'),
    ('00000000-0000-4000-8000-000000000013', 'A-1003',
     '00000000-0000-4000-8000-000000000001', 'open', '2026-05-03T10:00:00+00:00',
     NULL, 10.00, NULL, NULL, NULL, NULL, NULL, NULL),
    ('00000000-0000-4000-8000-000000000014', 'A-1004',
     '00000000-0000-4000-8000-000000000002', 'open', '2026-05-03T11:00:00+00:00',
     NULL, 10.00, 'Alan Tur', '2 Loop', NULL, 'Oakland', NULL, 'Moon');
INSERT INTO {s}item VALUES
    ('00000000-0000-4000-8000-000000000011', 'pot', 1, 47.84),
    ('00000000-0000-4000-8000-000000000012', 'cup', 2, 10.00),
    ('00000000-0000-4000-8000-000000000013', 'cup', 1, 10.00),
    ('00000000-0000-4000-8000-000000000014', 'cup', 1, 10.00);
INSERT INTO {s}step (purchase, state, at) VALUES
    ('00000000-0000-4000-8000-000000000011', 'open', '2026-05-01T10:00:00+00:00'),
    ('00000000-0000-4000-8000-000000000011', 'gone', '2026-05-02T10:00:00+00:00');
INSERT INTO {s}bill VALUES
    (1, '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000011',
     '2026-05-01', '2026-05-15', 47.84, NULL),
    (2, '00000000-0000-4000-8000-000000000001', NULL, '2026-05-02', NULL, 20.00, 19.50);
INSERT INTO {s}club VALUES ('00000000-0000-4000-8000-000000000001', 340, 'gold');
INSERT INTO {s}stock VALUES
    ('pot', 'red', 50.00, -2, {false}), ('pot', 'blue', 47.84, 3, {true}),
    ('pot', 'old', 12.00, 0, {false}), ('cup', 'plain', 10.00, NULL, {false});
"""

SQLITE = {
    "s": "",
    "uuid": "TEXT",
    "state": "TEXT",
    "moment": "TEXT",
    "number": "REAL",
    "serial": "INTEGER PRIMARY KEY",
    "boolean": "INTEGER",
    "true": "1",
    "false": "0",
}
POSTGRESQL = {
    "s": "trade.",
    "uuid": "UUID",
    "state": "trade.state",
    "moment": "TIMESTAMP WITH TIME ZONE",
    "number": "NUMERIC(12, 2)",
    "serial": "SERIAL PRIMARY KEY",
    "boolean": "BOOLEAN",
    "true": "TRUE",
    "false": "FALSE",
}
TYPES = "CREATE SCHEMA trade; CREATE TYPE trade.state AS ENUM ('open', 'gone', 'off');"

MAPPING = """
version: 1
source: wide-shop
country: US
money: {currency: USD, multiply_by: 100}
times: {format: TIMES}
statuses: {open: placed, gone: shipped, off: cancelled}

customers:
  table: member
  SCHEMA
  columns:
    id: {column: id, type: UUID}
    name: [given, family]
    phone: [mobile, landline]
    email: mail
    language: lang

contacts:
  table: reach
  SCHEMA
  columns:
    id: {column: id, type: integer}
    customer: member
    position: rank
    phone: value
    email: value

orders:
  table: purchase
  SCHEMA
  columns:
    id: {column: id, type: UUID}
    number: {column: code, prefix: A-}
    customer: member
    status: state
    placed_at: made
    expected_on: due
    total: paid
    ship_to:
      name: recipient
      lines: [street1, street2]
      city: town
      postal_code: zip
      country: {column: land, values: {USA: US, Canada: CA, Moon: Moon}}

lines:
  table: item
  SCHEMA
  joins:
    article: {match: {article: key}}
  columns:
    order: purchase
    product: article
    names: {en: article.title}
    quantity: n
    unit_price: price

history:
  table: step
  SCHEMA
  columns: {id: {column: id, type: integer}, order: purchase, status: state, at: at}

invoices:
  table: bill
  SCHEMA
  joins:
    purchase: {match: {purchase: id}}
  columns:
    number: {column: number, type: integer}
    customer: member
    order_number: purchase.code
    billed_on: day
    due_on: due
    total: sum
    paid: paid

loyalty:
  table: club
  SCHEMA
  columns: {customer: member, points: points, tier: tier}

shelf:
  table: stock
  SCHEMA
  columns: {product: article, price: price, quantity: n, in_stock: there}

operations:
  cancel_order:
    from: [placed, paid]
    set: {state: off, touched: {now: TIMES}}
    history: {state: off, at: {now: TIMES}}
    remember: &wishes
      table: wish
      columns: {key: key, order: purchase, operation: what}
      set: {at: {now: TIMES}}
  change_address:
    from: [placed, paid]
    set: {touched: {now: TIMES}}
    remember: *wishes

catalogue:
  products:
    table: article
    SCHEMA
    columns: {id: key, names: {en: title}}
"""


def tables(kind: dict[str, str]) -> str:
    """
    The statements that make and fill the tables.
    """
    return TABLES.format(**kind)


def mapping(folder: Path, kind: dict[str, str]) -> Path:
    """
    The mapping as a file.
    """
    is_sqlite = kind is SQLITE
    schema = "" if is_sqlite else r"\1schema: trade\n"
    text = MAPPING.replace("TIMES", "iso" if is_sqlite else "native")
    text = text.replace("type: UUID", "type: text" if is_sqlite else "type: uuid")
    text = re.sub(r"( +)SCHEMA\n", schema, text)
    file = folder / "mapping.yml"
    file.write_text(text, "utf-8")
    return file


def build(file: Path) -> Path:
    """
    The shop as an SQLite file.
    """
    with closing(sqlite3.connect(file)) as database:
        # A test's file need not survive a loss of power.
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA journal_mode = MEMORY")
        database.executescript(tables(SQLITE))
        database.commit()
    return file


def usd(cents: int) -> Money:
    """
    So many cents.
    """
    return Money(cents, "USD")


def _customer(
    id_: str,
    name: str,
    phones: tuple[str, ...],
    emails: tuple[str, ...],
    lang: str | None,
) -> Customer:
    return Customer(id_, name, phones, emails, lang, SOURCE, NOW)


HOME = Address("Ada King", ("1 Loop",), "Oakland", None, "94601", "US")


@dataclass(frozen=True)
class Bought:
    """
    What differs between the shop's orders.
    """

    number: str
    status: OrderStatus
    day: int
    total: int
    line: OrderLine
    ship_to: Address | None
    customer: str = ADA
    expected_on: date | None = None
    history: tuple[StatusChange, ...] = ()
    hour: int = 10

    def order(self) -> Order:
        """
        The whole order.
        """
        return Order(
            number=self.number,
            customer_id=self.customer,
            status=self.status,
            placed_at=at(f"2026-05-0{self.day}T{self.hour}:00"),
            expected_on=self.expected_on,
            lines=(self.line,),
            history=self.history,
            parcels=(),
            total=usd(self.total),
            source=SOURCE,
            as_of=NOW,
            ship_to=self.ship_to,
        )


def _cups(n: int) -> OrderLine:
    return OrderLine("cup", {"en": "Cup"}, {}, n, usd(1000))


GONE = Bought(
    "A-1001",
    OrderStatus.SHIPPED,
    1,
    4784,
    OrderLine("pot", {"en": "Pot"}, {}, 1, usd(4784)),
    HOME,
    expected_on=date(2026, 5, 4),
    history=(
        StatusChange(OrderStatus.PLACED, at("2026-05-01T10:00")),
        StatusChange(OrderStatus.SHIPPED, at("2026-05-02T10:00")),
    ),
).order()
OPEN = Bought(
    "A-1002",
    OrderStatus.PLACED,
    2,
    2000,
    _cups(2),
    Address("Ada King", ("1 Loop", "Flat 2"), "Oakland", None, "94601", "US"),
).order()
NOWHERE = Bought("A-1003", OrderStatus.PLACED, 3, 1000, _cups(1), None).order()
# What the shop calls its land is no country.
ALANS = Bought(
    "A-1004",
    OrderStatus.PLACED,
    3,
    1000,
    _cups(1),
    Address("Alan Tur", ("2 Loop",), "Oakland"),
    customer=ALAN,
    hour=11,
).order()


ELSEWHERE = Address(
    "Ada Byron", ("3 Loop", "Floor 3", "Bell 4"), "Berkeley", None, "94701", "CA"
)


def tried(source: object, take_down: Callable[[], object]) -> Tried:
    """
    A source on this shop, for the tests that hold for all sources.
    """
    return Tried(
        source=source,
        take_down=take_down,
        customer=_customer(
            ADA,
            "Ada King",
            ("+14155552671", "+12125552368"),
            ("ada.king@example.com",),
            "en",
        ),
        other=_customer(ALAN, "Alan Tur", (), ("alan@example.com",), None),
        orders=(NOWHERE, OPEN, GONE),
        theirs=ALANS,
        catalogue=(
            CatalogueEntry(CatalogueKind.PRODUCT, "cup", {"en": "Cup"}),
            CatalogueEntry(CatalogueKind.PRODUCT, "pot", {"en": "Pot"}),
        ),
        invoices=(
            Invoice(
                "2", ADA, None, date(2026, 5, 2), None, usd(2000), usd(50), SOURCE, NOW
            ),
            Invoice(
                "1",
                ADA,
                "A-1001",
                date(2026, 5, 1),
                date(2026, 5, 15),
                usd(4784),
                usd(4784),
                SOURCE,
                NOW,
            ),
        ),
        loyalty=Loyalty(ADA, 340, "gold", SOURCE, NOW),
        shelf={
            # The old pot is cheaper, but there is none.
            "pot": ShelfItem("pot", usd(4784), True, 3, SOURCE, NOW),
            "cup": ShelfItem("cup", usd(1000), False, None, SOURCE, NOW),
        },
        family=Contact(ContactKind.PHONE, "+14155552671"),
        family_ids=frozenset({ADA, GRACE}),
        cancellable="A-1002",
        settled="A-1001",
        elsewhere=ELSEWHERE,
        # The shop has two columns for the street.
        arrived=replace(ELSEWHERE, lines=("3 Loop", "Floor 3, Bell 4")),
        homeless=(
            replace(ELSEWHERE, province="CA"),
            replace(ELSEWHERE, phone="+14155552671"),
            replace(ELSEWHERE, country="DE"),
        ),
    )
