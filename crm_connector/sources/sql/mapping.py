"""
The mapping file: where a shop's database keeps customers, orders and what is in them.

The format is described in `docs/developer/sql-source.md`. What a part is says
`parts.py`, what may be written `operations.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crm_connector.sources.document import Section, read
from crm_connector.sources.sql.defaults import Defaults
from crm_connector.sources.sql.fields import Key, KeyType
from crm_connector.sources.sql.operations import OperationMapping, read_operations
from crm_connector.sources.sql.parts import (
    CATALOGUE_LACKS,
    CATALOGUE_PARTS,
    PARTS,
    AttemptMapping,
    ContactMapping,
    CustomerMapping,
    HistoryMapping,
    InvoiceMapping,
    LineMapping,
    LoyaltyMapping,
    MethodMapping,
    NamesMapping,
    OptionMapping,
    OrderMapping,
    ParcelMapping,
    PartMapping,
    PaymentMapping,
    RefundMapping,
    ShelfMapping,
    VariantMapping,
    read_part,
)
from crm_connector.sources.sql.placing import PLACE, PlacingMapping
from crm_connector.sources.sql.reading_placing import read_placing, split_off

VERSION = 1
_NEEDED = ("customers", "orders", "lines")
# What of a part is money that may be in a currency of its own.
_COUNTED = {
    "orders": "total",
    "invoices": "total",
    "shelf": "price",
    "variants": "price",
    "payment_methods": "balance",
    "payment_attempts": "amount",
}


@dataclass(frozen=True)
class ShopMapping:
    """
    The whole file. A part that it has not is None, or empty.
    """

    file: str
    source: str
    defaults: Defaults
    customers: CustomerMapping
    orders: OrderMapping
    lines: LineMapping
    contacts: ContactMapping | None = None
    history: HistoryMapping | None = None
    parcels: ParcelMapping | None = None
    refunds: RefundMapping | None = None
    invoices: InvoiceMapping | None = None
    loyalty: LoyaltyMapping | None = None
    shelf: ShelfMapping | None = None
    variants: VariantMapping | None = None
    options: OptionMapping | None = None
    payment_methods: MethodMapping | None = None
    payments: PaymentMapping | None = None
    payment_attempts: AttemptMapping | None = None
    catalogue: tuple[NamesMapping, ...] = ()
    operations: tuple[OperationMapping, ...] = ()
    placing: PlacingMapping | None = None

    def parts(self) -> Iterator[tuple[str, PartMapping]]:
        """
        The parts that the file has, with their names in it.
        """
        for name in PARTS:
            part = getattr(self, name)
            if part is not None:
                yield name, part
        for names in self.catalogue:
            yield f"catalogue.{CATALOGUE_PARTS[names.kind]}", names
        if self.placing is not None:
            yield f"operations.{PLACE}.goods", self.placing.goods

    def operation(self, name: str) -> OperationMapping | None:
        """
        The operation of this name, if the file allows it.
        """
        return next((each for each in self.operations if each.name == name), None)


def load(path: Path) -> ShopMapping:
    """
    Read a mapping file; raises `BadMapping` with the file and the place of a mistake.
    """
    top = read(path)
    top.only(
        required=("version", "source", "statuses", *_NEEDED),
        optional=("money", "times", "country", "catalogue", "operations", *PARTS),
    )
    if top.content["version"] != VERSION:
        raise top.wrong("version", f"must be {VERSION}")
    defaults = Defaults.read(top)
    parts = _parts(top, defaults)
    operations, placing = split_off(top.section("operations"), PLACE)
    shop = ShopMapping(
        file=str(path),
        source=top.text("source"),
        defaults=defaults,
        catalogue=tuple(_catalogue(top.section("catalogue"), defaults)),
        operations=read_operations(operations, defaults, parts),
        placing=None if placing is None else read_placing(placing, defaults, parts),
        **parts,
    )
    _fits_together(top, shop)
    return shop


def _parts(top: Section, defaults: Defaults) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    keys: dict[str, KeyType] = {}
    for name, shape in PARTS.items():
        if name in top.content:
            part = read_part(shape, top.section(name), defaults, keys)
            parts[name] = part
            id_ = getattr(part, "id", None)
            if isinstance(id_, Key):
                keys[name] = id_.type
    return parts


def _catalogue(section: Section, defaults: Defaults) -> Iterator[NamesMapping]:
    section.only((), CATALOGUE_PARTS.values())
    for kind, name in CATALOGUE_PARTS.items():
        if name in section.content:
            yield read_part(
                NamesMapping,
                section.section(name),
                defaults,
                {},
                lacks=CATALOGUE_LACKS[kind],
                kind=kind,
            )


def _fits_together(top: Section, shop: ShopMapping) -> None:
    """
    What no part can tell by itself.
    """

    def one_of(part: object, place: str, *names: str) -> None:
        if part is not None and all(getattr(part, each) is None for each in names):
            raise top.section(place).wrong(
                "columns", f"must have one of {', '.join(names)}"
            )

    one_of(shop.contacts, "contacts", "phone", "email")
    one_of(shop.invoices, "invoices", "unpaid", "paid")
    one_of(shop.shelf, "shelf", "price", "quantity", "in_stock")
    if shop.defaults.currency is not None:
        return
    for place, amount in _COUNTED.items():
        part = getattr(shop, place)
        counts_money = part is not None and getattr(part, amount) is not None
        if counts_money and part.currency is None:
            raise top.wrong(
                "money.currency",
                f"is missing, and there is no {place}.columns.currency",
            )
    if shop.placing is not None:
        raise top.wrong("money.currency", "is missing, and what is sold has prices")
