"""
The statements of an operation besides the order's own row: each is all or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import delete, insert, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ClauseElement

from crm_connector.errors import Refused, SourceUnavailable
from crm_connector.reckoning import Becoming
from crm_connector.sources.sql import values
from crm_connector.sources.sql.entries import (
    DUE,
    LESS,
    LINE,
    MORE,
    NEW,
    NONE,
    ORDER,
    PAYMENT,
    WISH,
    Fact,
    Now,
    Plus,
    Scale,
    Setting,
)
from crm_connector.sources.sql.fields import Amount, Key, Table
from crm_connector.sources.sql.mapping import ShopMapping
from crm_connector.sources.sql.operations import OperationMapping, Per
from crm_connector.sources.sql.statements import Row, selectable, untyped
from crm_connector.sources.sql.wishes import Meant, Paid, Wish, taken

T = TypeVar("T")

Facts = Mapping[tuple[str, str], object]
"""What settings may speak of: of what, and its name. Amounts are `Coins`."""


class ChangedMeanwhile(SourceUnavailable):
    """
    The order was another when it came to writing; nothing was changed.
    """


class Coins(int):
    """
    An amount of money in our unit.
    """


class Writing:
    """
    Writes what a mapping says for one operation.
    """

    def __init__(self, shop: ShopMapping, operation: OperationMapping) -> None:
        self._shop = shop
        self._operation = operation

    def facts(self, wish: Wish, meant: Meant, row: Row) -> Facts:
        """
        What holds for all of a wish; `row` is the order's.
        """
        orders = self._shop.orders
        due = meant.due.amount
        return {
            (WISH, "key"): wish.key,
            (WISH, "reason"): wish.reason and wish.reason.value,
            (WISH, "method"): meant.method.id,
            (ORDER, "id"): row[orders.id.column],
            (ORDER, "number"): row[orders.number.column],
            (ORDER, "customer"): row[orders.customer.column],
            (DUE, "signed"): Coins(due),
            (DUE, "amount"): Coins(abs(due)),
            (DUE, "sign"): MORE if due > 0 else LESS if due < 0 else NONE,
        }

    def written(
        self, settings: Iterable[Setting], facts: Facts, now: datetime, dialect: str
    ) -> dict[str, object]:
        """
        The columns of these settings with what is written into them.
        """
        return {
            each.column.name: self._value(each, facts, now, dialect)
            for each in settings
            if not isinstance(each.value, Plus)
        }

    def raised(
        self, settings: Iterable[Setting], table: Any, meant: Meant, dialect: str
    ) -> dict[str, object]:
        """
        The columns that are raised by an amount.
        """
        gross = sum(_gross(each) for each in meant.becoming)
        amounts = {
            "due": meant.due.amount,
            "gross": gross,
            "discount": gross - sum(e.difference.amount for e in meant.becoming),
        }
        return {
            each.column.name: table.c[each.column.name]
            + untyped(None, _scaled(amounts[plus.name], plus.scale, dialect))
            for each in settings
            for plus in (each.value,)
            if isinstance(plus, Plus)
        }

    def _value(
        self, setting: Setting, facts: Facts, now: datetime, dialect: str
    ) -> object:
        entry = setting.value
        if isinstance(entry, Now):
            return values.moment_written(now, entry.format, entry.zone)
        if not isinstance(entry, Fact):
            return entry
        fact = facts[entry.of, entry.name]
        if entry.words is not None and fact is not None:
            if fact not in entry.words:
                raise Refused(
                    f"The database has no word for this {entry.name}.",
                    source=self._shop.source,
                )
            return entry.words[str(fact)]
        if isinstance(fact, Coins):
            return _scaled(fact, entry.scale, dialect)
        return fact

    def run(
        self,
        connection: Connection,
        facts: Facts,
        meant: Meant,
        now: datetime,
    ) -> None:
        """
        Write lines, further rows, balances and the shelf.
        """
        dialect = connection.dialect.name
        if self._operation.lines is not None:
            self._change_lines(connection, facts, meant, now, dialect)
        for added in self._operation.added:
            for more in self._each(added.per, meant):
                row = self.written(added.settings, {**facts, **more}, now, dialect)
                add(connection, added.table, row)
        if self._operation.pays and not meant.is_unpaid:
            self._pay(connection, meant, dialect)
        self._move(connection, meant)

    def _each(self, per: Per, meant: Meant) -> Iterator[Facts]:
        if per is Per.LINE:
            for each in meant.becoming:
                yield self._of_line(each, meant)
        elif per is Per.PAYMENT:
            for paid in meant.payments:
                yield self._of_payment(paid)
        elif per is Per.ORDER or (meant.due.amount and not meant.is_unpaid):
            yield {}

    def _of_line(self, each: Becoming, meant: Meant) -> Facts:
        line, row, part = each.line, meant.lines[each.line.id], self._shop.lines
        variant = None if part.variant is None else row[part.variant.column]
        new, variants = variant, self._shop.variants
        if each.variant is not None and variants is not None:
            new = meant.variants[each.variant.id][variants.id.column]
        off = line.unit_price.amount * each.quantity - each.worth.amount
        return {
            (LINE, "id"): row[_sure(part.id).column],
            (LINE, "product"): row[part.product.columns[0]],
            (LINE, "variant"): variant,
            (LINE, "quantity"): each.quantity,
            (LINE, "price"): Coins(line.unit_price.amount),
            (LINE, "discount"): Coins(off),
            (LINE, "total"): Coins(each.worth.amount),
            (NEW, "variant"): new,
            (NEW, "quantity"): each.new_quantity,
            (NEW, "price"): Coins(each.unit_price.amount),
            (NEW, "discount"): Coins(each.discount.amount),
            (NEW, "total"): Coins(each.new_worth.amount),
            (NEW, "difference"): Coins(each.difference.amount),
        }

    def _of_payment(self, paid: Paid) -> Facts:
        part = _sure(self._shop.payments)
        return {
            (PAYMENT, "id"): paid.row[part.id.column],
            (PAYMENT, "method"): paid.method,
            (PAYMENT, "amount"): Coins(paid.amount),
        }

    def _change_lines(
        self,
        connection: Connection,
        facts: Facts,
        meant: Meant,
        now: datetime,
        dialect: str,
    ) -> None:
        lines, key = _sure(self._operation.lines), _sure(self._shop.lines.id)
        names = {key.column.name, *(each.column.name for each in lines.settings)}
        table = selectable(lines.table, dict.fromkeys(names))
        for each in meant.becoming:
            id_ = meant.lines[each.line.id][key.column]
            is_it = table.c[key.column.name] == untyped(None, id_)
            if each.new_quantity == 0:
                if not lines.removes:
                    raise self._refused("Nothing can be taken out of an order here.")
                self._one(connection, delete(table).where(is_it))
                continue
            more = {**facts, **self._of_line(each, meant)}
            row = self.written(lines.settings, more, now, dialect)
            self._one(connection, update(table).where(is_it).values(parameters(row)))

    def _pay(self, connection: Connection, meant: Meant, dialect: str) -> None:
        """
        Move the balances of what was paid with, where they have any.
        """
        part, known = _sure(self._shop.payment_methods), meant.method.known
        balance = _sure(part.balance)
        if known is not None and known.balance is not None:
            self._take(
                connection,
                part.rows.table,
                (part.id, meant.method.id),
                (balance, meant.due.amount),
                dialect,
            )
        for paid in meant.payments:
            self._take(
                connection,
                part.rows.table,
                (part.id, paid.method),
                (balance, -paid.amount),
                dialect,
                must=False,
            )

    def _move(self, connection: Connection, meant: Meant) -> None:
        """
        Take from the shelf what is new, and put back what is not wanted any more.
        """
        part = self._shop.variants
        if part is None or part.quantity is None:
            return
        count_of = taken(
            meant.becoming, gives=self._operation.gives, takes=self._operation.takes
        )
        # In one order, so that two who take the same things do not wait for each other.
        for id_, count in sorted(count_of.items()):
            row = meant.variants.get(id_)
            # Of what nobody counts there is nothing to be counted.
            if count and row is not None and row[part.quantity.column] is not None:
                self._take(
                    connection,
                    part.rows.table,
                    (part.id, row[part.id.column]),
                    (part.quantity, count),
                    connection.dialect.name,
                )

    def _take(
        self,
        connection: Connection,
        table: Table,
        which: tuple[Key, object],
        what: tuple[Amount, int],
        dialect: str,
        *,
        must: bool = True,
    ) -> None:
        """
        Take so many from what a row has, which has to have them; below 0: add them.
        """
        (key, id_), (amount, count) = which, what
        made = selectable(table, dict.fromkeys((key.column.name, amount.column.name)))
        has = made.c[amount.column.name]
        scale = Scale(amount.multiply_by, amount.divide_by)
        given = _scaled(count, scale, dialect)
        tests = [made.c[key.column.name] == untyped(None, id_), has.is_not(None)]
        if count > 0:
            tests.append(has >= untyped(None, given))
        statement = update(made).where(*tests)
        changed = connection.execute(
            statement.values({amount.column.name: has - untyped(None, given)})
        )
        if must and changed.rowcount != 1:
            raise ChangedMeanwhile("It was taken meanwhile.", source=self._shop.source)

    def _one(self, connection: Connection, statement: Any) -> None:
        if connection.execute(statement).rowcount != 1:
            raise ChangedMeanwhile(
                "It was changed meanwhile.", source=self._shop.source
            )

    def _refused(self, message: str) -> Refused:
        return Refused(message, source=self._shop.source)


def _sure(part: T | None) -> T:
    """
    What reading the operation has made sure that it is mapped.
    """
    if part is None:
        raise TypeError("the operation was read without it")
    return part


def _gross(each: Becoming) -> int:
    """
    What more or less lines cost before anything is taken off.
    """
    before = each.line.unit_price.amount * each.quantity
    return each.unit_price.amount * each.new_quantity - before


def _scaled(amount: int, scale: Scale, dialect: str) -> object:
    """
    An amount in the database's unit: a whole number, or one with a point.
    """
    whole, rest = divmod(amount * scale.divide_by, scale.multiply_by)
    if not rest:
        return whole
    exact = Decimal(amount) * scale.divide_by / scale.multiply_by
    # SQLite's driver knows no decimals, and its columns none either.
    return float(exact) if dialect == "sqlite" else exact


def parameters(written: Mapping[str, object]) -> dict[str, Any]:
    """
    Values as parameters, whose types are the database's own affair.
    """
    return {
        name: value if isinstance(value, ClauseElement) else untyped(None, value)
        for name, value in written.items()
    }


def add(connection: Connection, table: Table, row: Mapping[str, object]) -> None:
    """
    Add a row.
    """
    made = selectable(table, dict.fromkeys(row))
    connection.execute(insert(made).values(parameters(row)))
