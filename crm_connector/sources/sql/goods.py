"""
What is sold: its prices at this moment, and its stock, from which is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Connection

from crm_connector.cart import CartLine
from crm_connector.errors import OutOfStock, Refused
from crm_connector.sources.sql.mapping import ShopMapping
from crm_connector.sources.sql.new_rows import with_columns
from crm_connector.sources.sql.placing import GoodsMapping
from crm_connector.sources.sql.reading import Reading
from crm_connector.sources.sql.statements import Query, key_value, untyped

_MOST_LINES, _MOST_OF_ONE = 100, 1_000_000


@dataclass(frozen=True)
class Priced:
    """
    A line of a cart with what one costs now; `stock` None: nobody counts them.
    """

    line: CartLine
    id: object
    product: object
    price: int
    stock: int | None

    @property
    def total(self) -> int:
        """
        What the line costs.
        """
        return self.price * self.line.quantity


class Goods:
    """
    The part `goods`.
    """

    def __init__(self, shop: ShopMapping, part: GoodsMapping) -> None:
        self._shop = shop
        self._part = part
        self._currency = shop.defaults.currency or ""
        self._query = Query(part, [part.id])
        id_ = self._query.column(part.id.column)
        self._some = self._query.select.where(
            id_.in_(bindparam("ids", expanding=True))
        ).order_by(id_)

    def priced(
        self, connection: Connection, lines: Sequence[CartLine], *, lock: bool = False
    ) -> tuple[Priced, ...]:
        """
        The lines with their prices, or `Refused` for what is not sold so.
        """
        part = self._part
        wanted = {
            each.variant_id: key_value(each.variant_id, part.id) for each in lines
        }
        several = len(wanted) != len(lines)
        counts = all(0 < each.quantity <= _MOST_OF_ONE for each in lines)
        if not lines or several or not counts or len(lines) > _MOST_LINES:
            raise Refused("This is no cart.", source=self._shop.source)
        ids = [each for each in wanted.values() if each is not None]
        if lock and ids:
            own = part.rows.table
            table = with_columns(own, part.id.column)
            column = table.c[part.id.column.name]
            among = column.in_(untyped(None, ids, expanding=True))
            connection.execute(
                select(column).where(among).order_by(column).with_for_update()
            ).all()
        found: dict[str, Reading] = {}
        for row in self._query.rows(connection, self._some, ids=ids) if ids else ():
            reading = Reading(self._shop, part, part.id, row)
            found[reading.key_of(part.id)] = reading
        priced = []
        for line in lines:
            sold = found.get(line.variant_id)
            if sold is None or sold.key_of(part.product) != line.product_id:
                raise Refused("It is not sold (any more).", source=self._shop.source)
            price = sold.money(part.price, self._currency).amount
            stock = None if part.stock is None else sold.number(part.stock)
            priced.append(
                Priced(
                    line,
                    sold.row[part.id.column],
                    sold.row[part.product.column],
                    price,
                    stock,
                )
            )
        return tuple(priced)

    def take(self, connection: Connection, priced: Priced) -> None:
        """
        Take the goods from the stock, as many as are still there.
        """
        part, wanted = self._part, priced.line
        if part.stock is None or priced.stock is None:
            return
        if priced.stock >= wanted.quantity:
            table = with_columns(part.rows.table, part.id.column, part.stock.column)
            stock = table.c[part.stock.column.name]
            taken = connection.execute(
                update(table)
                .where(
                    table.c[part.id.column.name] == untyped(None, priced.id),
                    stock >= untyped(None, wanted.quantity),
                )
                .values({stock: stock - untyped(None, wanted.quantity)})
            )
            if taken.rowcount == 1:
                return
        raise OutOfStock(
            "There is less of it.",
            variant_id=wanted.variant_id,
            left=max(0, priced.stock),
            source=self._shop.source,
        )
