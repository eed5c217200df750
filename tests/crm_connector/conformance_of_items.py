"""
What every source promises that changes what is in an order: whole, once, at this price.

Each test says what it comes to by `reckoning`, as the one does who tells the customer.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from crm_connector import reckoning
from crm_connector.choices import LineChange
from crm_connector.errors import DueChanged, OrderNotFound, Refused
from crm_connector.model import Money, Order
from crm_connector.source import Capability
from tests.crm_connector.conformance_of_goods import (
    NOBODYS,
    Changing,
    OfItems,
    nothing,
)


class DoesChangeItems(OfItems):
    """
    Capability `change_items`.
    """

    capability = Capability.CHANGE_ITEMS

    async def test_a_line_becomes_another_piece_once(self, changing: Changing) -> None:
        goods = changing.goods
        before, line = (
            await changing.order(goods.open),
            await changing.first(goods.open),
        )
        change = LineChange(line, goods.better)

        changed = await change_it(changing, change)
        due = Money(changed.total.amount - before.total.amount, before.total.currency)
        again = await change_it(changing, change, due=due)

        assert due.amount > 0
        assert again == changed
        (found,) = [each for each in changed.lines if each.id == line]
        pieces = await changing.variants(goods.open)
        assert (found.variant_id, found.unit_price) == (
            goods.better,
            pieces[goods.better].price,
        )
        assert found.options == pieces[goods.better].options
        assert [each for each in changed.lines if each.id != line] == [
            each for each in before.lines if each.id != line
        ]
        assert await changing.order(goods.open) == changed

    async def test_what_was_paid_follows_what_it_costs(
        self, changing: Changing
    ) -> None:
        goods = changing.goods
        line = await changing.first(goods.open)
        before = await changing.order(goods.open)

        changed = await change_it(changing, LineChange(line, goods.better))

        more = changed.total.amount - before.total.amount
        if before.paid is None:
            assert changed.paid is None
        else:
            assert before.paid == before.total
            assert changed.paid == replace(
                before.paid, amount=before.paid.amount + more
            )

    async def test_changed_back_it_costs_what_it_did(self, changing: Changing) -> None:
        goods = changing.goods
        line = await changing.first(goods.open)
        before = await changing.order(goods.open)
        old = before.lines[0]
        assert old.variant_id is not None

        await change_it(changing, LineChange(line, goods.better))
        back = await change_it(changing, LineChange(line, old.variant_id), key="wish-2")

        assert back.lines[0].unit_price == old.unit_price
        # What was taken off was rounded twice.
        assert abs(back.total.amount - before.total.amount) <= 1

    async def test_there_may_be_more_or_fewer_or_none_of_it(
        self, changing: Changing
    ) -> None:
        many, _ = changing.goods.many
        line = await changing.first(changing.goods.open)
        before = await changing.order(changing.goods.open)
        (two,) = [each for each in before.lines if each.id == many]
        assert two.quantity == 2

        three = await change_it(changing, LineChange(many, quantity=3))
        one = await change_it(changing, LineChange(many, quantity=1), key="wish-2")
        none = await change_it(changing, LineChange(many, quantity=0), key="wish-3")

        counted = [
            [each.quantity for each in order.lines if each.id == many]
            for order in (three, one, none)
        ]
        assert counted == [[3], [1], []]
        assert three.total.amount > before.total.amount > one.total.amount
        assert one.total.amount - none.total.amount == (
            two.unit_price.amount * 1 - _off(one, many)
        )
        gone = LineChange(line, quantity=0)
        rest = [
            LineChange(each.id, quantity=0) for each in none.lines if each.id != line
        ]
        await changing.stays(
            changing.goods.open,
            Refused,
            lambda: change_it(changing, gone, *rest, key="k", due=nothing(before)),
        )

    async def test_a_line_is_changed_once_by_two_at_once(
        self, changing: Changing
    ) -> None:
        goods = changing.goods
        before, line = (
            await changing.order(goods.open),
            await changing.first(goods.open),
        )
        change = LineChange(line, goods.better)
        due = await due_to_change(changing, change)

        one, other = await asyncio.gather(
            change_it(changing, change, due=due), change_it(changing, change, due=due)
        )

        assert one == other
        assert one.total.amount == before.total.amount + due.amount

    async def test_of_two_changes_the_second_comes_to_something_else(
        self, changing: Changing
    ) -> None:
        goods = changing.goods
        before, line = (
            await changing.order(goods.open),
            await changing.first(goods.open),
        )
        change = LineChange(line, goods.better)
        due = await due_to_change(changing, change)

        found = await asyncio.gather(
            change_it(changing, change, due=due, key="a"),
            change_it(changing, change, due=due, key="b"),
            return_exceptions=True,
        )

        (refused,) = [each for each in found if isinstance(each, BaseException)]
        assert isinstance(refused, Refused)
        after = await changing.order(goods.open)
        assert after.total.amount == before.total.amount + due.amount

    async def test_what_came_is_not_changed_any_more(self, changing: Changing) -> None:
        came = changing.goods.came
        change = LineChange(await changing.first(came), changing.goods.better)

        await changing.stays(
            came, Refused, lambda: change_it(changing, change, number=came)
        )

    async def test_after_it_was_cancelled_nothing_is_changed(
        self, changing: Changing
    ) -> None:
        number = changing.goods.open
        change = LineChange(await changing.first(number), changing.goods.better)
        due = await due_to_change(changing, change)
        await changing.source.cancel_order(changing.who, number, key="before")

        await changing.stays(
            number, Refused, lambda: change_it(changing, change, due=due)
        )

    async def test_nobody_changes_what_is_in_anothers_order(
        self, changing: Changing
    ) -> None:
        theirs = changing.tried.theirs
        assert theirs is not None
        change = LineChange(theirs.lines[0].id, changing.goods.better)

        with pytest.raises(OrderNotFound):
            await changing.source.change_items(
                *(changing.who, theirs.number, (change,)),
                due=nothing(theirs),
                method_id=changing.goods.method,
                key="wish-1",
            )

        seen = await changing.source.order(changing.tried.other.id, theirs.number)
        assert seen.lines == theirs.lines

    async def test_what_cannot_be_changed_is_refused_whole(
        self, changing: Changing
    ) -> None:
        goods, number = changing.goods, changing.goods.open
        line, theirs = await changing.first(number), changing.tried.theirs
        order, (many, _) = await changing.order(number), goods.many
        assert theirs is not None
        good = LineChange(line, goods.better)
        bad = [
            (LineChange("no such line", goods.better),),
            (LineChange(theirs.lines[0].id, goods.better),),
            (LineChange("", goods.better),),
            *((LineChange(line, each),) for each in NOBODYS),
            (LineChange(line, goods.sold_out),),
            (LineChange(line, goods.strange),),
            (LineChange(line),),
            (LineChange(line, quantity=-1),),
            (LineChange(line, quantity=10**6),),
            (good, good),
            (good, LineChange(many, goods.sold_out)),
            (),
        ]

        for changes in bad:
            # Whatever it was said to come to: none of it is possible.
            for due in (nothing(order), await due_to_change(changing, good)):
                await changing.stays(
                    number,
                    Refused,
                    lambda c=changes, d=due: change_it(changing, *c, due=d),  # type: ignore[misc]
                )

    async def test_another_price_of_a_change_is_asked_anew(
        self, changing: Changing
    ) -> None:
        line = await changing.first(changing.goods.open)
        change = LineChange(line, changing.goods.better)
        due = await due_to_change(changing, change)

        for said in (
            Money(due.amount + 1, due.currency),
            Money(due.amount - 1, due.currency),
            Money(-due.amount, due.currency),
            Money(0, due.currency),
            Money(due.amount, "XXX"),
        ):
            await changing.stays(
                changing.goods.open,
                DueChanged,
                lambda said=said: change_it(changing, change, due=said),  # type: ignore[misc]
            )

    async def test_a_change_is_paid_by_what_is_theirs_and_has_enough(
        self, changing: Changing
    ) -> None:
        goods = changing.goods
        change = LineChange(await changing.first(goods.open), goods.better)

        for method in (goods.poor, *NOBODYS):
            await changing.stays(
                goods.open,
                Refused,
                lambda m=method: change_it(changing, change, method_id=m),  # type: ignore[misc]
            )

    async def test_a_key_of_a_change_is_for_one_order(self, changing: Changing) -> None:
        goods = changing.goods
        one = LineChange(await changing.first(goods.open), goods.better)
        other = LineChange(await changing.first(goods.also_open), goods.better)
        await change_it(changing, one, key="mine")

        await changing.stays(
            goods.also_open,
            Refused,
            lambda: change_it(changing, other, number=goods.also_open, key="mine"),
        )


async def change_it(
    changing: Changing, *changes: LineChange, number: str = "", **more: Any
) -> Order:
    """
    Wish these changes, at what they come to.
    """
    number = number or changing.goods.open
    order, pieces = await changing.order(number), await changing.variants(number)
    if "due" not in more:
        becoming = reckoning.changed(order, changes, pieces)
        more["due"] = reckoning.due(becoming, order.total.currency)
    more = {"method_id": changing.goods.method, "key": "wish-1", **more}
    found: Order = await changing.source.change_items(
        changing.who, number, changes, **more
    )
    return found


async def due_to_change(changing: Changing, change: LineChange) -> Money:
    number = changing.goods.open
    order, pieces = await changing.order(number), await changing.variants(number)
    becoming = reckoning.changed(order, (change,), pieces)
    return reckoning.due(becoming, order.total.currency)


def _off(order: Order, line_id: str) -> int:
    (line,) = [each for each in order.lines if each.id == line_id]
    return 0 if line.discount is None else line.discount.amount
