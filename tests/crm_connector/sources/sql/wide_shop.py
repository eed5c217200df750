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

from crm_connector.choices import PaymentMethod, Variant
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
from crm_connector.operations import MethodKind
from tests.crm_connector.conformance import Tried
from tests.crm_connector.conformance_of_goods import Goods
from tests.crm_connector.small_shop import NOW, at
from tests.crm_connector.sources.sql.wide_texts import MAPPING, TABLES

SOURCE = "wide-shop"
UUID = "00000000-0000-4000-8000-00000000000{}"
ADA, ALAN, GRACE = (UUID.format(n) for n in (1, 2, 3))

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
TYPES = """CREATE SCHEMA trade; CREATE TYPE trade.state AS ENUM
    ('open', 'gone', 'off', 'came', 'back', 'swap');
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
    lines: tuple[OrderLine, ...]
    ship_to: Address | None
    customer: str = ADA
    expected_on: date | None = None
    history: tuple[StatusChange, ...] = ()
    hour: int = 10
    paid_with: str | None = None

    def order(self) -> Order:
        """
        The whole order.
        """
        return Order(
            number=self.number,
            customer_id=self.customer,
            status=self.status,
            placed_at=at(f"2026-05-0{self.day}T{self.hour:02}:00"),
            expected_on=self.expected_on,
            lines=self.lines,
            history=self.history,
            parcels=(),
            total=usd(self.total),
            source=SOURCE,
            as_of=NOW,
            ship_to=self.ship_to,
            paid_with=self.paid_with,
        )


def _cups(n: int, id_: str) -> OrderLine:
    return OrderLine("cup", {"en": "Cup"}, {}, n, usd(1000), id=id_, variant_id="4")


def _pots(n: int, id_: str) -> OrderLine:
    return OrderLine(
        *("pot", {"en": "Pot"}, {}, n, usd(4784)),
        id=id_,
        variant_id="2",
        options={"en": {"color": "blue"}},
    )


def _lamp(id_: str, off: int) -> OrderLine:
    return OrderLine(
        *("lamp", {"en": "Lamp"}, {}, 1, usd(1550)),
        id=id_,
        variant_id="5",
        options={"en": {"size": "small", "shade": "white"}},
        discount=usd(off) if off else None,
    )


GONE = Bought(
    "A-1001",
    OrderStatus.SHIPPED,
    1,
    4784,
    (_pots(1, "1"),),
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
    (_cups(2, "2"),),
    Address("Ada King", ("1 Loop", "Flat 2"), "Oakland", None, "94601", "US"),
).order()
NOWHERE = Bought("A-1003", OrderStatus.PLACED, 3, 1000, (_cups(1, "3"),), None).order()
# What the shop calls its land is no country.
ALANS = Bought(
    "A-1004",
    OrderStatus.PLACED,
    3,
    1000,
    (_cups(1, "4"),),
    Address("Alan Tur", ("2 Loop",), "Oakland"),
    customer=ALAN,
    hour=11,
).order()


CARD, POOR, GIFT = (f"{UUID[:-3]}{n}" for n in ("21", "22", "23"))
THERE = Address("", ("1 Loop",), "Oakland")
CHANGEABLE = Bought(
    *("A-1005", OrderStatus.PLACED, 4, 10963),
    (_lamp("5", 155), _pots(2, "6")),
    THERE,
    paid_with=CARD,
).order()
ALSO_CHANGEABLE = Bought(
    *("A-1006", OrderStatus.PLACED, 4, 1550, (_lamp("7", 0),), THERE),
    hour=11,
    paid_with=CARD,
).order()
CAME = Bought(
    *("A-0997", OrderStatus.DELIVERED, 1, 11463),
    (_lamp("8", 155), _pots(2, "9")),
    THERE,
    hour=9,
    paid_with=CARD,
).order()
ALSO_CAME = Bought(
    *("A-0998", OrderStatus.DELIVERED, 1, 1550, (_lamp("10", 0),), THERE),
    hour=8,
    paid_with=CARD,
).order()


def _variant(
    id_: str, product: str, cents: int, there: bool, **options: str
) -> Variant:
    return Variant(id_, product, {"en": options}, usd(cents), there, SOURCE, NOW)


GOODS = Goods(
    open="A-1005",
    also_open="A-1006",
    came="A-0997",
    also_came="A-0998",
    many=("6", "9"),
    better="6",
    sold_out="7",
    strange="2",
    method=CARD,
    poor=POOR,
    variants=(
        _variant("1", "pot", 5000, False, color="red"),
        _variant("2", "pot", 4784, True, color="blue"),
        _variant("3", "pot", 1200, False, color="old"),
        _variant("5", "lamp", 1550, True, size="small", shade="white"),
        _variant("6", "lamp", 2225, True, size="large"),
        _variant("7", "lamp", 900, False, size="tiny"),
    ),
    methods=(
        PaymentMethod(CARD, MethodKind.CARD),
        PaymentMethod(POOR, MethodKind.GIFT_CARD, usd(105)),
        PaymentMethod(GIFT, MethodKind.GIFT_CARD, usd(25010)),
    ),
)
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
        orders=(
            *(ALSO_CHANGEABLE, CHANGEABLE, NOWHERE, OPEN, GONE),
            *(CAME, ALSO_CAME),
        ),
        theirs=ALANS,
        catalogue=(
            CatalogueEntry(CatalogueKind.PRODUCT, "cup", {"en": "Cup"}),
            CatalogueEntry(CatalogueKind.PRODUCT, "lamp", {"en": "Lamp"}),
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
        goods=GOODS,
    )
