"""
What becomes of the lines of an order by a wish, and what that comes to.

Pure functions, by which both the one who tells a customer a price and the source that
carries it out reckon. What cannot be is `Refused`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from crm_connector.choices import LineChange, LinePart, Variant
from crm_connector.errors import Refused
from crm_connector.model import Money, Order, OrderLine

W = TypeVar("W", LineChange, LinePart)


@dataclass(frozen=True)
class Becoming:
    """
    `quantity` pieces of a line, worth `worth`, and the `new_quantity` in their place.

    `variant` is None where they stay what they are; of 0 nothing is in their place.
    """

    line: OrderLine
    quantity: int
    worth: Money
    variant: Variant | None
    new_quantity: int
    unit_price: Money
    new_worth: Money

    @property
    def variant_id(self) -> str | None:
        """
        What the new pieces are.
        """
        return self.line.variant_id if self.variant is None else self.variant.id

    @property
    def difference(self) -> Money:
        """
        What the new ones cost more; below 0 what they cost less.
        """
        more = self.new_worth.amount - self.worth.amount
        return Money(more, self.worth.currency)

    @property
    def discount(self) -> Money:
        """
        What is taken off of the new ones.
        """
        gross = self.unit_price.amount * self.new_quantity
        return Money(gross - self.new_worth.amount, self.worth.currency)


def changed(
    order: Order, changes: Sequence[LineChange], variants: Mapping[str, Variant]
) -> tuple[Becoming, ...]:
    """
    The lines as they become in an order that was not sent; `variants` by their ids.

    What was taken off of a line is taken off in the same proportion.
    """
    found = []
    for line, each in _lines(order, changes):
        if each.variant_id is None and each.quantity is None:
            raise Refused("This line would stay as it is.")
        quantity = line.quantity if each.quantity is None else each.quantity
        if quantity < 0:
            raise Refused("There cannot be fewer than none.")
        variant = _variant(line, each.variant_id, variants)
        found.append(_becoming(line, line.quantity, variant, quantity))
    gone = {each.line.id for each in found if each.new_quantity == 0}
    if gone.issuperset(line.id for line in order.lines):
        raise Refused("Nothing would be left of the order.")
    return tuple(found)


def exchanged(
    order: Order, changes: Sequence[LineChange], variants: Mapping[str, Variant]
) -> tuple[Becoming, ...]:
    """
    The pieces of a delivered order that come back, with what is sent in their place.
    """
    return tuple(
        _becoming(line, some, _variant(line, each.variant_id, variants), some)
        for line, each in _lines(order, changes)
        for some in (_some(line, each.quantity),)
    )


def returned(order: Order, parts: Sequence[LinePart]) -> tuple[Becoming, ...]:
    """
    The pieces of a delivered order that come back.
    """
    return tuple(
        _becoming(line, _some(line, each.quantity), None, 0)
        for line, each in _lines(order, parts)
    )


def cancelled(order: Order) -> tuple[Becoming, ...]:
    """
    All that is in an order, of which nothing is left.
    """
    return tuple(_becoming(line, line.quantity, None, 0) for line in order.lines)


def due(becoming: Iterable[Becoming], currency: str) -> Money:
    """
    What there is to pay for all of it; below 0 what there is to be given back.
    """
    return Money(sum(each.difference.amount for each in becoming), currency)


def worth(line: OrderLine, quantity: int | None = None) -> Money:
    """
    What so many pieces of a line cost (None: all of them), with what was taken off.

    What does not come to a whole unit is the shop's.
    """
    some = line.quantity if quantity is None else quantity
    return Money(_whole(line) * some // line.quantity, line.unit_price.currency)


def _whole(line: OrderLine) -> int:
    off = 0 if line.discount is None else line.discount.amount
    return line.unit_price.amount * line.quantity - off


def _becoming(
    line: OrderLine, quantity: int, variant: Variant | None, new_quantity: int
) -> Becoming:
    price = line.unit_price
    if variant is not None:
        if variant.price is None or variant.price.currency != price.currency:
            raise Refused("It is not known what it would cost.")
        price = variant.price
    before, gross = line.unit_price.amount * line.quantity, price.amount * new_quantity
    after = gross * _whole(line) // before if before else gross
    return Becoming(
        line=line,
        quantity=quantity,
        worth=worth(line, quantity),
        variant=variant,
        new_quantity=new_quantity,
        unit_price=price,
        new_worth=Money(after, price.currency),
    )


def _lines(order: Order, wished: Sequence[W]) -> list[tuple[OrderLine, W]]:
    """
    What is wished with the line that it is about: each once, and at least one.
    """
    there = {line.id: line for line in order.lines if line.id}
    if not wished:
        raise Refused("No line is named.")
    if len({each.line_id for each in wished}) < len(wished):
        raise Refused("A line is named twice.")
    if not all(each.line_id in there for each in wished):
        raise Refused("There is no such line in this order.")
    return [(there[each.line_id], each) for each in wished]


def _some(line: OrderLine, quantity: int | None) -> int:
    """
    How many of a line are meant, of those that are not back or on their way back.
    """
    left = line.quantity - line.returned
    some = left if quantity is None else quantity
    if not 0 < some <= left:
        raise Refused("There are not so many of it.")
    return some


def _variant(
    line: OrderLine, id_: str | None, variants: Mapping[str, Variant]
) -> Variant | None:
    if id_ is None:
        return None
    variant = variants.get(id_)
    if variant is None or variant.product_id != line.product_id:
        raise Refused("This product does not come like that.")
    if variant.in_stock is False:
        raise Refused("It is not in stock.")
    return variant
