"""
Placing an order in a shop's database: one transaction, all of it or nothing.

The customer's row is locked first, so that one wish asked twice at once is one order
also where the database would keep two; then the goods, in the order of their ids, so
that two carts never wait for each other. What was written is read back and has to be
what was wanted, or all of it is taken back.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from crm_connector.cart import Cart, CartLine, Delivery, Placed
from crm_connector.errors import (
    BadSourceData,
    CustomerNotFound,
    DueChanged,
    OrderNotFound,
    Refused,
    SourceRejected,
)
from crm_connector.model import Address, Money, Order, OrderStatus
from crm_connector.operations import MethodKind
from crm_connector.sources.sql import records
from crm_connector.sources.sql.goods import Goods, Priced
from crm_connector.sources.sql.mapping import ShopMapping
from crm_connector.sources.sql.new_rows import Writing, with_columns
from crm_connector.sources.sql.placing import Figure, PlacingMapping, Way
from crm_connector.sources.sql.queries import (
    Asked,
    CustomerQueries,
    OrderQueries,
    Value,
)
from crm_connector.sources.sql.statements import untyped
from crm_connector.sources.sql.written import joined

_TOKEN_BYTES = 32


class Ordering:
    """
    The operation `place_order` of a mapping.

    `site` is the beginning of links to pay that begin with a slash.
    """

    def __init__(
        self,
        shop: ShopMapping,
        placing: PlacingMapping,
        orders: OrderQueries,
        *,
        site: str = "",
    ) -> None:
        self._shop = shop
        self._placing = placing
        self._orders = orders
        self._customers = CustomerQueries(shop)
        self._currency = shop.defaults.currency or ""
        self._link_to_pay = placing.link
        if placing.link is not None and placing.link.startswith("/"):
            # Without a place it leads nowhere.
            self._link_to_pay = site.rstrip("/") + placing.link if site else None
        self._goods = Goods(shop, placing.goods)

    @property
    def has_links(self) -> bool:
        """
        Whether there is a page on which orders are paid for.
        """
        return self._link_to_pay is not None

    def deliveries(
        self, connection: Connection, address: Address, lines: Sequence[CartLine]
    ) -> tuple[Delivery, ...]:
        """
        The ways there for these things, at the prices of this moment.
        """
        # Without any goods it is asked what the ways are, whatever comes by them.
        priced = self._goods.priced(connection, lines) if lines else ()
        worth = sum(each.total for each in priced)
        return tuple(
            Delivery(
                id=way.id,
                names=way.names,
                price=Money(_price(way, worth), self._currency),
                least_days=way.days[0] if way.days else None,
                most_days=way.days[1] if way.days else None,
                pay_by=tuple(way.pay),
                free_above=None
                if way.free_above is None
                else Money(way.free_above, self._currency),
            )
            for way in self._ways(address)
        )

    def run(
        self,
        connection: Connection,
        customer: Value,
        cart: Cart,
        due: Money,
        key: str,
        now: datetime,
    ) -> Placed:
        """
        Carry it out within the connection's transaction, which the caller commits.
        """
        self._lock_customer(connection, customer)
        before = self._remembered(connection, customer, key)
        if before is not None:
            return self._placed(connection, customer, before, now)
        priced = self._goods.priced(connection, cart.lines, lock=True)
        way, method = self._way(cart)
        subtotal = sum(each.total for each in priced)
        shipping = _price(way, subtotal)
        total = Money(subtotal + shipping, self._currency)
        if total != due:
            raise DueChanged("It comes to something else now.", source=self._name)
        for each in priced:
            self._goods.take(connection, each)
        has_link = self.has_links and method is not MethodKind.CASH
        known: dict[Figure, object] = {
            Figure.CUSTOMER: customer,
            Figure.KEY: key,
            Figure.DELIVERY: way.id,
            Figure.METHOD: way.pay[method],
            Figure.SUBTOTAL: subtotal,
            Figure.SHIPPING: shipping,
            Figure.TOTAL: total.amount,
            Figure.TOKEN: secrets.token_urlsafe(_TOKEN_BYTES) if has_link else None,
            **_figures_of(cart.ship_to),
        }
        if not cart.ship_to.name:
            # To whom else, if they do not say?
            known[Figure.NAME] = self._name_of(connection, customer, now)
        number = self._write(connection, known, priced, way, now)
        placed = self._placed(connection, customer, number, now)
        self._came_true(placed.order, cart, total)
        return placed

    def link(
        self, connection: Connection, customer: Value, number: Value, now: datetime
    ) -> str | None:
        """
        Where an order is paid, as long as it is not.
        """
        rows = self._orders.order(connection, customer, number)
        if not rows:
            raise OrderNotFound("This customer has no such order.", source=self._name)
        order = self._order(connection, customer, number, now)
        if order.status is not OrderStatus.PLACED:
            return None
        return self._link(connection, rows[0][self._shop.orders.id.column])

    @property
    def _name(self) -> str:
        return self._shop.source

    def _lock_customer(self, connection: Connection, customer: Value) -> None:
        part = self._shop.customers
        table = with_columns(part.rows.table, part.id.column)
        column = table.c[part.id.column.name]
        mine = select(column).where(column == untyped(None, customer))
        if connection.execute(mine.with_for_update()).first() is None:
            raise CustomerNotFound("There is no such customer.", source=self._name)

    def _name_of(
        self, connection: Connection, customer: Value, now: datetime
    ) -> str | None:
        rows = self._customers.customers(connection, [customer])
        found = records.customers(self._shop, rows, now)
        return found[0].name or None if found else None

    def _remembered(
        self, connection: Connection, customer: Value, key: str
    ) -> Value | None:
        """
        The number of the order that came of this wish before.
        """
        memory, part = self._placing.remember, self._shop.orders
        kept = with_columns(memory.table, memory.key, memory.order)
        found = connection.execute(
            select(kept.c[memory.order.name]).where(
                kept.c[memory.key.name] == untyped(None, key)
            )
        ).first()
        if found is None:
            return None
        own = part.rows.table
        table = with_columns(
            own, part.id.column, part.number.column, part.customer.column
        )
        row = connection.execute(
            select(
                table.c[part.number.column.name], table.c[part.customer.column.name]
            ).where(table.c[part.id.column.name] == untyped(None, found[0]))
        ).first()
        if row is None or str(row[1]) != str(customer):
            raise Refused("The key names somebody else's wish.", source=self._name)
        number: Value = row[0]
        return number

    def _ways(self, address: Address) -> tuple[Way, ...]:
        home = self._shop.defaults.country
        return tuple(w for w in self._placing.ways if w.goes_to(address, home))

    def _way(self, cart: Cart) -> tuple[Way, MethodKind]:
        for way in self._ways(cart.ship_to):
            if way.id == cart.delivery_id:
                method = cart.pay_by or next(iter(way.pay))
                if method in way.pay:
                    return way, method
        raise Refused("It cannot be brought there so.", source=self._name)

    def _write(
        self,
        connection: Connection,
        known: dict[Figure, object],
        priced: Sequence[Priced],
        way: Way,
        now: datetime,
    ) -> Value:
        placing = self._placing
        days = way.days[1] if way.days else None
        writing = Writing(self._shop, connection, now, days)
        if placing.address is not None:
            known[Figure.ADDRESS] = writing.found_or_added(placing.address, known)
        written = writing.row(placing.order, known, placing.number)
        number = written[placing.number]
        id_ = self._shop.orders.id.column
        known[Figure.ORDER] = writing.added(
            placing.order, written, id_, [placing.number]
        )
        known[Figure.NUMBER] = number
        for position, each in enumerate(priced, 1):
            of_line: dict[Figure, object] = {
                Figure.POSITION: position,
                Figure.PRODUCT: each.product,
                Figure.VARIANT: each.id,
                Figure.QUANTITY: each.line.quantity,
                Figure.UNIT_PRICE: each.price,
                Figure.LINE_TOTAL: each.total,
            }
            writing.add(placing.line, known | of_line)
        for row in (*placing.others, placing.remembered):
            writing.add(row, known)
        return str(number) if isinstance(number, str) else int(str(number))

    def _placed(
        self, connection: Connection, customer: Value, number: Value, now: datetime
    ) -> Placed:
        key = re.sub(r"\s", "", number).lower() if isinstance(number, str) else number
        order = self._order(connection, customer, key, now)
        rows = self._orders.order(connection, customer, key)
        link = None
        if order.status is OrderStatus.PLACED:
            link = self._link(connection, rows[0][self._shop.orders.id.column])
        return Placed(order, link)

    def _order(
        self, connection: Connection, customer: Value, number: Value, now: datetime
    ) -> Order:
        rows = self._orders.orders(connection, Asked(customer, number=number))
        found = records.orders(self._shop, rows, now)
        if not found:
            raise self._leads_elsewhere()
        if len(found) > 1:
            raise BadSourceData("Two orders have one number.", source=self._name)
        return found[0]

    def _link(self, connection: Connection, order: object) -> str | None:
        memory, link = self._placing.remember, self._link_to_pay
        if link is None or memory.token is None:
            return None
        kept = with_columns(memory.table, memory.order, memory.token)
        found = connection.execute(
            select(kept.c[memory.token.name]).where(
                kept.c[memory.order.name] == untyped(None, order)
            )
        ).first()
        if found is None or not found[0]:
            return None
        return link.replace("{token}", str(found[0]))

    def _came_true(self, order: Order, cart: Cart, total: Money) -> None:
        """
        Whether the database holds what was wanted: a short column may cut a street.
        """
        wanted = [(each.product_id, each.quantity) for each in cart.lines]
        kept = [(each.product_id, each.quantity) for each in order.lines]
        to, meant = order.ship_to, cart.ship_to
        if to is not None and meant.name and _folded(to.name) != _folded(meant.name):
            raise Refused(
                "The database has no place for another recipient.", source=self._name
            )
        goes_there = to is not None and _place(to) == _place(meant)
        if sorted(wanted) != sorted(kept) or order.total != total or not goes_there:
            raise self._leads_elsewhere()

    def _leads_elsewhere(self) -> SourceRejected:
        return SourceRejected(
            "operations.place_order does not lead to what it is for.",
            source=self._name,
        )


def _price(way: Way, worth: int) -> int:
    is_free = way.free_above is not None and worth > way.free_above
    return 0 if is_free else way.price


def _figures_of(address: Address) -> dict[Figure, object]:
    return {
        Figure.NAME: address.name or None,
        Figure.STREET: joined(address.lines),
        Figure.CITY: address.city,
        Figure.PROVINCE: address.province,
        Figure.POSTAL_CODE: address.postal_code,
        Figure.COUNTRY: address.country,
        Figure.PHONE: address.phone,
    }


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _place(address: Address) -> str:
    words = (*address.lines, address.city, address.postal_code)
    return re.sub(r"[\s,،]+", "", " ".join(each for each in words if each))
