"""
Orders of the demo shop that journeys begin with, told by what is in its tables.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """
    An order with its customer, and the first of its lines.
    """

    number: str
    customer: str
    line: int
    names: dict
    variant: int


_OPEN = """
SELECT o.number, o.customer_id, l.id, p.name_fa, p.name_ar, p.name_en, l.variant_id
FROM orders o JOIN order_lines l ON l.order_id = o.id AND l.position = 1
JOIN products p ON p.id = l.product_id
WHERE o.status = ? AND (SELECT count(*) FROM order_lines x WHERE x.order_id = o.id) = ?
"""
_FEW = """
AND (SELECT count(*) FROM orders y WHERE y.customer_id = o.customer_id
     AND y.status IN ('placed', 'paid', 'preparing')) = 1
"""
_AT_THE_DOOR = """
AND EXISTS (SELECT 1 FROM payments q WHERE q.order_id = o.id
            AND q.method = 'cash_on_delivery' AND q.status = 'pending')
"""
_BY_TRANSFER = """
AND EXISTS (SELECT 1 FROM payments q WHERE q.order_id = o.id
            AND q.method = 'card_to_card' AND q.status = 'paid')
"""
OTHER_COLOUR = """
AND EXISTS (SELECT 1 FROM variants v, variants w WHERE v.id = l.variant_id
            AND w.product_id = v.product_id AND w.id != v.id AND w.stock > 3
            AND w.size IS v.size AND w.colour IS NOT v.colour)
"""
_LATELY = """
AND o.updated_at > ? AND p.category_id NOT IN (
    SELECT id FROM categories
    WHERE name_en IN ('Groceries', 'Beauty and care', 'Coffee and tea'))
"""


def an_order(file, status, *, lines=2, more="", values=()):
    """
    The first such order.
    """
    question = f"{_OPEN} {more} ORDER BY o.id LIMIT 1"
    with closing(sqlite3.connect(file)) as database:
        row = database.execute(question, (status, lines, *values)).fetchone()
    assert row is not None, (status, lines, more)
    number, customer, line, fa, ar, en, variant = row
    names = {"fa": fa, "ar": ar, "en": en}
    return Found(number, str(customer), line, names, variant)


def to_cancel(file):
    """
    The one open order of somebody.
    """
    return an_order(file, "paid", more=_FEW)


def to_pay_at_the_door(file):
    """
    The one open order of somebody, which is paid when it comes.
    """
    return an_order(file, "preparing", more=_FEW + _AT_THE_DOOR)


def paid_by_transfer(file):
    """
    The one open order of somebody, for which money was transferred.
    """
    return an_order(file, "paid", lines=1, more=_FEW + _BY_TRANSFER)


def to_change(file):
    """
    One of which the first thing can be had in another colour.
    """
    return an_order(file, "paid", more=_FEW + OTHER_COLOUR)


def to_return(file, since):
    """
    One that came since then, of things that are taken back.
    """
    return an_order(file, "delivered", more=_LATELY, values=(since,))


def value(file, question, *values, column=0):
    """
    The first column, or another one, of the first row.
    """
    with closing(sqlite3.connect(file)) as database:
        row = database.execute(question, values).fetchone()
    return None if row is None else row[column]


def status(talk, order):
    """
    Where it stands in the shop's own table, of a talk whose `file` is the shop.
    """
    question = "SELECT status FROM orders WHERE number = ?"
    return value(talk.file, question, order.number)


def other_colour(file, order, lang):
    """
    A colour in which the order's first thing can be had as well.
    """
    at = ("fa", "ar", "en").index(lang)
    return value(
        file,
        "SELECT c.name_fa, c.name_ar, c.name_en FROM variants v, variants w, colours c "
        "WHERE v.id = ? AND w.product_id = v.product_id AND w.id != v.id "
        "AND w.stock > 3 AND w.size IS v.size AND w.colour IS NOT v.colour "
        "AND c.key = w.colour ORDER BY w.id",
        order.variant,
        column=at,
    )


def write(file, statement, *values):
    """
    Do this behind everybody's back.
    """
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(statement, values)
