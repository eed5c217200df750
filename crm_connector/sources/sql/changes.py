"""
Writing what the mapping allows: one transaction, and nothing of another's is undone.

The order's row is locked where the database knows how, and is only written while its
status is still the one that was read. What is written has to lead to what it is for, or
all of it is taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from crm_connector.errors import (
    BadSourceData,
    OrderNotFound,
    Refused,
    SourceRejected,
)
from crm_connector.model import Address, Order, OrderStatus
from crm_connector.operations import Operation
from crm_connector.sources.sql import records
from crm_connector.sources.sql.afterwards import is_done
from crm_connector.sources.sql.entries import ORDER, Setting
from crm_connector.sources.sql.fields import Text
from crm_connector.sources.sql.mapping import ShopMapping
from crm_connector.sources.sql.operations import OperationMapping
from crm_connector.sources.sql.queries import Asked, OrderQueries
from crm_connector.sources.sql.reading import Reading
from crm_connector.sources.sql.statements import Row, selectable, untyped
from crm_connector.sources.sql.wishes import Meaning, Meant, Wish
from crm_connector.sources.sql.writing import (
    ChangedMeanwhile,
    Facts,
    Writing,
    add,
    parameters,
)
from crm_connector.sources.sql.written import joined


class Change:
    """
    One operation of the mapping.
    """

    def __init__(
        self, shop: ShopMapping, operation: OperationMapping, orders: OrderQueries
    ) -> None:
        self._shop = shop
        self._operation = operation
        self._orders = orders
        self._meaning = Meaning(shop, operation.operation)
        self._writing = Writing(shop, operation)
        self._guards = tuple(dict.fromkeys(_guards(shop)))
        own, memory = shop.orders.rows.table, operation.memory
        names = {shop.orders.id.column.name, *self._guards}
        names |= {each.column.name for each in operation.settings}
        if operation.place is not None:
            names |= {each.name for each in operation.place.columns}
        if memory is not None and memory.order is None:
            names.add(memory.key.name)
        self._table = selectable(own, dict.fromkeys(names))

    def run(self, connection: Connection, wish: Wish, now: datetime) -> Order:
        """
        Carry it out within the connection's transaction, which the caller commits.

        Raises `OrderNotFound`, `Refused`, and `ChangedMeanwhile` where it should be
        tried again.
        """
        part, operation = self._shop.orders, self._operation
        id_ = self._one(connection, wish)[part.id.column]
        self._lock(connection, id_)
        guarded = self._own(connection, id_)
        row = self._one(connection, wish)
        if self._was_done(connection, wish, id_):
            return self._order(connection, wish, now)
        reading = Reading(self._shop, part, part.id, row)
        status, done = reading.status(part.status), reading.done(part.status)
        cancels = operation.operation is Operation.CANCEL_ORDER
        if cancels and status is OrderStatus.CANCELLED:
            return self._order(connection, wish, now)
        if status not in operation.allowed or done & operation.unless:
            raise Refused("The order has gone too far.", source=self._shop.source)
        rows = self._rows(connection, wish)
        (before,) = records.orders(self._shop, rows, now)
        if wish.address is not None and not self._goes_to(wish.address, before):
            raise Refused("It cannot be brought there so.", source=self._shop.source)
        lines = self._by_id(rows.lines)
        meant = self._meaning.of(connection, wish, before, row, lines, now)
        facts = self._writing.facts(wish, meant, row)
        self._write(connection, wish, meant, facts, guarded, now)
        self._writing.run(connection, facts, meant, now)
        order = self._order(connection, wish, now)
        if not is_done(operation.operation, before, order, wish.address, meant):
            raise self._leads_elsewhere()
        return order

    def _goes_to(self, address: Address, order: Order) -> bool:
        """
        Whether the way in which an order is brought goes there, too, as far as known.
        """
        ways = self._shop.placing.ways if self._shop.placing else ()
        home = self._shop.defaults.country
        return all(
            way.goes_to(address, home) for way in ways if way.id == order.delivery
        )

    def _leads_elsewhere(self) -> SourceRejected:
        return SourceRejected(
            f"operations.{self._operation.name} does not lead to what it is for.",
            source=self._shop.source,
        )

    def _one(self, connection: Connection, wish: Wish) -> Row:
        rows = self._orders.order(connection, wish.customer, wish.number)
        if not rows:
            raise OrderNotFound(
                "This customer has no such order.", source=self._shop.source
            )
        if len(rows) > 1:
            raise BadSourceData("Two orders have one number.", source=self._shop.source)
        return rows[0]

    def _rows(self, connection: Connection, wish: Wish) -> records.OrderRows:
        asked = Asked(wish.customer, number=wish.number)
        return self._orders.orders(connection, asked)

    def _by_id(self, lines: Iterable[Row]) -> dict[str, Row]:
        part = self._shop.lines
        if part.id is None:
            return {}
        return {Reading(self._shop, part, part.id, r).key_of(part.id): r for r in lines}

    def _order(self, connection: Connection, wish: Wish, now: datetime) -> Order:
        found = records.orders(self._shop, self._rows(connection, wish), now)
        if not found:
            # What was written took it out of the orders that the mapping speaks of.
            raise self._leads_elsewhere()
        return found[0]

    def _is(self, id_: object) -> Any:
        return self._table.c[self._shop.orders.id.column.name] == untyped(None, id_)

    def _lock(self, connection: Connection, id_: object) -> None:
        """
        Nobody else may change the order until we are done, where that can be had.
        """
        column = self._table.c[self._shop.orders.id.column.name]
        connection.execute(select(column).where(self._is(id_)).with_for_update())

    def _own(self, connection: Connection, id_: object) -> dict[str, object]:
        """
        What says in the order's own row how it stands.
        """
        wanted = [self._table.c[name] for name in self._guards]
        row = connection.execute(select(*wanted).where(self._is(id_))).one()
        return dict(zip(self._guards, row, strict=True))

    def _was_done(self, connection: Connection, wish: Wish, id_: object) -> bool:
        memory = self._operation.memory
        if memory is None:
            return False
        if memory.order is None:
            kept = self._table.c[memory.key.name]
            mine = select(kept).where(self._is(id_), kept == untyped(None, wish.key))
            return connection.execute(mine).first() is not None
        table = selectable(
            memory.table, dict.fromkeys(each.name for each in memory.columns())
        )
        tests = [table.c[memory.key.name] == untyped(None, wish.key)]
        if memory.operation is not None:
            name = untyped(None, self._operation.name)
            tests.append(table.c[memory.operation.name] == name)
        found = connection.execute(select(table.c[memory.order.name]).where(*tests))
        orders = {str(order) for (order,) in found}
        if orders - {str(id_)}:
            raise Refused(
                "The key names a wish about another order.", source=self._shop.source
            )
        return bool(orders)

    def _write(
        self,
        connection: Connection,
        wish: Wish,
        meant: Meant,
        facts: Facts,
        guarded: Mapping[str, object],
        now: datetime,
    ) -> None:
        operation, memory = self._operation, self._operation.memory
        id_, dialect = facts[ORDER, "id"], connection.dialect.name

        def set_(settings: Iterable[Setting]) -> dict[str, object]:
            return self._writing.written(settings, facts, now, dialect)

        written = set_(operation.settings)
        written |= self._writing.raised(operation.settings, self._table, meant, dialect)
        if wish.address is not None:
            written |= self._placed(wish.address)
        if memory is not None and memory.order is None:
            written[memory.key.name] = wish.key
        unchanged = (
            self._table.c[name].is_(None)
            if value is None
            else self._table.c[name] == untyped(None, value)
            for name, value in guarded.items()
        )
        changed = connection.execute(
            update(self._table)
            .where(self._is(id_), *unchanged)
            # Where nothing is to be set the row is still claimed by writing it.
            .values(parameters(written or guarded))
        )
        if changed.rowcount != 1:
            raise ChangedMeanwhile(
                "It was changed meanwhile.", source=self._shop.source
            )
        if operation.history and self._shop.history is not None:
            part = self._shop.history
            row = {part.order.column.name: id_, **set_(operation.history)}
            add(connection, part.rows.table, row)
        if memory is not None and memory.order is not None:
            row = {memory.key.name: wish.key, memory.order.name: id_}
            if memory.operation is not None:
                row[memory.operation.name] = operation.name
            add(connection, memory.table, row | set_(memory.settings))

    def _placed(self, address: Address) -> dict[str, object]:
        """
        The columns of an address; `Refused` where one of its words has no column.
        """
        place = self._operation.place
        written: dict[str, object] = {}
        fields = {} if place is None else dict(place.fields())
        for name, value in vars(address).items():
            if name in fields:
                columns = [each.name for each in fields[name].columns]
                written |= dict.fromkeys(columns)
                values = (
                    _spread(address.lines, len(columns))
                    if name == "lines"
                    else ([self._word(fields[name], value)] if value else [])
                )
                written |= dict(zip(columns, values, strict=False))
            elif value and (name, value) != ("country", self._shop.defaults.country):
                raise self._no_place(name)
        return written

    def _word(self, field: Text, value: str) -> str:
        """
        The database's own word for a value, where it has words of its own.
        """
        if field.values is None:
            return value
        if value not in field.words:
            raise self._no_place("a word of it")
        return field.words[value]

    def _no_place(self, what: str) -> Refused:
        return Refused(
            f"The database has no place for this of an address: {what}.",
            source=self._shop.source,
        )


def _guards(shop: ShopMapping) -> Iterator[str]:
    """
    The columns of an order's own row that say its status.
    """
    part = shop.orders
    own = part.rows.table.alias
    if part.status.column.table == own:
        yield part.status.column.name
        return
    for join in part.rows.joins:
        for left, _ in join.match:
            if left.table == own:
                yield left.name


def _spread(lines: tuple[str, ...], columns: int) -> list[str]:
    """
    One line in each column; what is left stands in the last one.
    """
    whole = list(lines[: columns - 1])
    rest = joined(lines[columns - 1 :])
    return [*whole, rest] if rest else whole
