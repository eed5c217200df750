"""
Rows turned into what customers can choose from: products, their variants, ways to pay.

Pure functions, as those of `records`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from crm_connector.choices import PaymentMethod, Variant
from crm_connector.model import Money, ShelfItem
from crm_connector.sources.sql.mapping import ShopMapping
from crm_connector.sources.sql.parts import (
    MethodMapping,
    PaymentMapping,
    ShelfMapping,
    VariantMapping,
)
from crm_connector.sources.sql.reading import Reading
from crm_connector.sources.sql.statements import Row

OptionsOf = Mapping[str, Mapping[str, Mapping[str, str]]]
"""What variants are like: by id, by language, by the name of the option."""


def options(shop: ShopMapping, rows: Iterable[Row]) -> OptionsOf:
    """
    The options of these rows by the variant that has them.
    """
    part = shop.options
    found: dict[str, dict[str, dict[str, str]]] = {}
    if part is None:
        return found
    for row in rows:
        reading = Reading(shop, part, part.variant, row)
        names, texts = reading.texts(part.names), reading.texts(part.values)
        variant = found.setdefault(reading.key_of(part.variant), {})
        for language, name in names.items():
            if language in texts:
                variant.setdefault(language, {})[name] = texts[language]
    return found


def variants(
    shop: ShopMapping,
    part: VariantMapping,
    rows: Iterable[Row],
    options_of: OptionsOf,
    as_of: datetime,
) -> dict[str, tuple[Variant, ...]]:
    """
    The variants of these rows by product, in their order.
    """
    found: dict[str, list[Variant]] = defaultdict(list)
    for row in rows:
        made = variant(shop, part, row, options_of, as_of)
        found[made.product_id].append(made)
    return {product: tuple(pieces) for product, pieces in found.items()}


def variant(
    shop: ShopMapping,
    part: VariantMapping,
    row: Row,
    options_of: OptionsOf,
    as_of: datetime,
) -> Variant:
    """
    The variant of a row.
    """
    reading = Reading(shop, part, part.id, row)
    id_, price = reading.key_of(part.id), None
    if part.price is not None and row[part.price.column] is not None:
        price = reading.money(part.price, reading.currency(part.currency))
    in_stock, left = reading.flag(part.in_stock), reading.stock(part.quantity)
    if in_stock is None and left is not None:
        in_stock = left > 0
    return Variant(
        id=id_,
        product_id=reading.key_of(part.product),
        options=reading.options(part.options) or options_of.get(id_, {}),
        price=price,
        in_stock=in_stock,
        source=shop.source,
        as_of=as_of,
    )


def methods(
    shop: ShopMapping, part: MethodMapping, rows: Iterable[Row]
) -> tuple[PaymentMethod, ...]:
    """
    The methods of these rows, in their order.
    """
    return tuple(method(shop, part, row) for row in rows)


def method(shop: ShopMapping, part: MethodMapping, row: Row) -> PaymentMethod:
    """
    The method of a row.
    """
    reading = Reading(shop, part, part.id, row)
    left = reading.optional_number(part.balance)
    currency = "" if left is None else reading.currency(part.currency)
    return PaymentMethod(
        id=reading.key_of(part.id),
        kind=reading.kind(part.kind),
        balance=None if left is None else Money(left, currency),
        names=reading.texts(part.names),
    )


@dataclass(frozen=True)
class Payment:
    """
    An amount in our unit, and whether it was given back.
    """

    amount: int
    is_refund: bool


def payment(shop: ShopMapping, part: PaymentMapping, row: Row) -> Payment:
    """
    The payment of a row.
    """
    reading = Reading(shop, part, part.id, row)
    return Payment(reading.number(part.amount), bool(reading.flag(part.is_refund)))


def shelf(
    shop: ShopMapping, part: ShelfMapping, rows: Iterable[Row], as_of: datetime
) -> dict[str, ShelfItem]:
    """
    Price and stock by product.

    Of several rows of one product (its variants) the numbers add up, and the price is
    the lowest at which it can be had now; the lowest of all if it cannot be had.
    """
    found: dict[str, list[ShelfItem]] = defaultdict(list)
    for row in rows:
        reading = Reading(shop, part, part.product, row)
        id_, price = reading.key_of(part.product), None
        if part.price is not None and row[part.price.column] is not None:
            price = reading.money(part.price, reading.currency(part.currency))
        quantity, in_stock = reading.stock(part.quantity), reading.flag(part.in_stock)
        if in_stock is None and quantity is not None:
            in_stock = quantity > 0
        item = ShelfItem(id_, price, in_stock, quantity, shop.source, as_of)
        found[id_].append(item)
    return {id_: _together(items) for id_, items in found.items()}


def _together(items: Sequence[ShelfItem]) -> ShelfItem:
    there = [each for each in items if each.in_stock]
    prices = [each.price for each in there or items if each.price is not None]
    numbers = [each.quantity for each in items if each.quantity is not None]
    known = [each.in_stock for each in items if each.in_stock is not None]
    # One variant of which nothing is known may be there although no other is.
    in_stock = bool(there) if there or len(known) == len(items) else None
    return replace(
        items[0],
        price=min(prices, key=lambda price: price.amount, default=None),
        in_stock=in_stock,
        quantity=sum(numbers) if len(numbers) == len(items) else None,
    )
