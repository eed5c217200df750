"""
What every source promises that takes note of what comes back, for money or in exchange.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from crm_connector import reckoning
from crm_connector.choices import LineChange, LinePart
from crm_connector.errors import DueChanged, OrderNotFound, Refused
from crm_connector.model import Money, Order
from crm_connector.operations import Operation
from crm_connector.source import Capability
from tests.crm_connector.conformance_of_goods import (
    NOBODYS,
    Changing,
    OfItems,
    nothing,
)


class DoesReturnItems(OfItems):
    """
    Capability `return_items`.
    """

    capability = Capability.RETURN_ITEMS

    async def test_a_line_comes_back_once(self, changing: Changing) -> None:
        came = changing.goods.came
        part = LinePart(await changing.first(came))
        due = await due_to_return(changing, part)

        noted = await send_back(changing, part, due=due)
        again = await send_back(changing, part, due=due)

        assert due.amount < 0
        assert noted == again
        assert noted.status is (await changing.order(came)).status
        assert Operation.RETURN_ITEMS in noted.done or noted.lines[0].returned
        # The same piece does not come back twice.
        await changing.stays(
            came, Refused, lambda: send_back(changing, part, due=due, key="wish-2")
        )

    async def test_a_line_comes_back_once_by_some_at_once(
        self, changing: Changing
    ) -> None:
        part = LinePart(await changing.first(changing.goods.came))
        due = await due_to_return(changing, part)

        found = await asyncio.gather(
            send_back(changing, part, due=due, key="a"),
            send_back(changing, part, due=due, key="a"),
            send_back(changing, part, due=due, key="b"),
            return_exceptions=True,
        )

        done = [each for each in found if isinstance(each, Order)]
        refused = [each for each in found if isinstance(each, Refused)]
        assert (len(done), len(refused)) in ((2, 1), (1, 2))
        assert len({repr(each) for each in done}) == 1

    async def test_what_cannot_come_back_is_refused_whole(
        self, changing: Changing
    ) -> None:
        came, theirs = changing.goods.came, changing.tried.theirs
        order, (_, many) = await changing.order(came), changing.goods.many
        line = order.lines[0].id
        assert theirs is not None
        for parts in (
            (LinePart("no such line"),),
            (LinePart(theirs.lines[0].id),),
            (LinePart(many, 3),),
            (LinePart(many, 0),),
            (LinePart(many, -1),),
            (LinePart(line), LinePart("no such line")),
            (LinePart(line), LinePart(line)),
            (),
        ):
            await changing.stays(
                came,
                Refused,
                lambda p=parts: send_back(changing, *p, due=nothing(order)),  # type: ignore[misc]
            )

    async def test_no_more_is_given_back_than_it_cost(self, changing: Changing) -> None:
        came = changing.goods.came
        part = LinePart(await changing.first(came))
        due = await due_to_return(changing, part)

        for said in (
            Money(due.amount - 1, due.currency),
            Money(1, due.currency),
            Money(due.amount, "XXX"),
        ):
            await changing.stays(
                came,
                DueChanged,
                lambda said=said: send_back(changing, part, due=said),  # type: ignore[misc]
            )

    async def test_what_has_not_come_does_not_come_back(
        self, changing: Changing
    ) -> None:
        number = changing.goods.open
        part = LinePart(await changing.first(number))

        await changing.stays(
            number, Refused, lambda: send_back(changing, part, number=number)
        )

    async def test_nobody_sends_back_anothers(self, changing: Changing) -> None:
        theirs = changing.tried.theirs
        assert theirs is not None
        with pytest.raises(OrderNotFound):
            await changing.source.return_items(
                *(changing.who, theirs.number, (LinePart(theirs.lines[0].id),)),
                due=nothing(theirs),
                method_id=None,
                key="wish-1",
            )

    async def test_money_goes_back_only_to_what_is_theirs(
        self, changing: Changing
    ) -> None:
        part = LinePart(await changing.first(changing.goods.came))

        for method in NOBODYS:
            await changing.stays(
                changing.goods.came,
                Refused,
                lambda m=method: send_back(changing, part, method_id=m),  # type: ignore[misc]
            )

    async def test_a_key_of_a_return_is_for_one_order(self, changing: Changing) -> None:
        other = changing.goods.also_came
        await send_back(changing, LinePart(await changing.first(changing.goods.came)))
        part = LinePart(await changing.first(other))

        await changing.stays(
            other, Refused, lambda: send_back(changing, part, number=other)
        )


async def send_back(
    changing: Changing, *parts: LinePart, number: str = "", **more: Any
) -> Order:
    """
    Wish to send these back, for what they cost.
    """
    number = number or changing.goods.came
    order = await changing.order(number)
    if "due" not in more:
        becoming = reckoning.returned(order, parts)
        more["due"] = reckoning.due(becoming, order.total.currency)
    more = {"method_id": changing.goods.method, "key": "wish-1", **more}
    found: Order = await changing.source.return_items(
        changing.who, number, parts, **more
    )
    return found


async def due_to_return(changing: Changing, *parts: LinePart) -> Money:
    order = await changing.order(changing.goods.came)
    return reckoning.due(reckoning.returned(order, parts), order.total.currency)


class DoesExchangeItems(OfItems):
    """
    Capability `exchange_items`.
    """

    capability = Capability.EXCHANGE_ITEMS

    async def test_a_line_is_exchanged_once(self, changing: Changing) -> None:
        came, better = changing.goods.came, changing.goods.better
        before = await changing.order(came)
        change = LineChange(before.lines[0].id, better)
        due = await due_to_exchange(changing, change)

        noted = await exchange_it(changing, change, due=due)
        again = await exchange_it(changing, change, due=due)

        assert noted == again
        # The old piece is there until it has come back.
        assert [each.variant_id for each in noted.lines] == [
            each.variant_id for each in before.lines
        ]
        assert noted.total == before.total
        await changing.stays(
            came, Refused, lambda: exchange_it(changing, change, due=due, key="wish-2")
        )

    async def test_of_two_exchanges_one_is_done(self, changing: Changing) -> None:
        line = await changing.first(changing.goods.came)
        change = LineChange(line, changing.goods.better)
        due = await due_to_exchange(changing, change)

        found = await asyncio.gather(
            exchange_it(changing, change, due=due, key="a"),
            exchange_it(changing, change, due=due, key="b"),
            return_exceptions=True,
        )

        (refused,) = [each for each in found if isinstance(each, BaseException)]
        assert isinstance(refused, Refused)

    async def test_what_cannot_be_exchanged_is_refused_whole(
        self, changing: Changing
    ) -> None:
        goods, came = changing.goods, changing.goods.came
        order = await changing.order(came)
        line, (_, many) = order.lines[0].id, goods.many
        good = LineChange(line, goods.better)
        for changes in (
            (LineChange("no such line", goods.better),),
            *((LineChange(line, each),) for each in NOBODYS),
            (LineChange(line, goods.sold_out),),
            (LineChange(line, goods.strange),),
            (LineChange(many, quantity=3),),
            (LineChange(many, quantity=0),),
            (good, good),
            (good, LineChange(many, goods.sold_out)),
            (),
        ):
            for due in (nothing(order), await due_to_exchange(changing, good)):
                await changing.stays(
                    came,
                    Refused,
                    lambda c=changes, d=due: exchange_it(changing, *c, due=d),  # type: ignore[misc]
                )

    async def test_another_price_of_an_exchange_is_asked_anew(
        self, changing: Changing
    ) -> None:
        came = changing.goods.came
        change = LineChange(await changing.first(came), changing.goods.better)
        due = await due_to_exchange(changing, change)

        for amount in (due.amount + 1, due.amount - 1, 0):
            said = Money(amount, due.currency)
            await changing.stays(
                came,
                DueChanged,
                lambda said=said: exchange_it(changing, change, due=said),  # type: ignore[misc]
            )

    async def test_an_exchange_is_not_paid_by_what_has_too_little(
        self, changing: Changing
    ) -> None:
        goods = changing.goods
        change = LineChange(await changing.first(goods.came), goods.better)

        await changing.stays(
            goods.came,
            Refused,
            lambda: exchange_it(changing, change, method_id=goods.poor),
        )

    async def test_what_has_not_come_is_not_exchanged(self, changing: Changing) -> None:
        number = changing.goods.open
        change = LineChange(await changing.first(number), changing.goods.better)

        await changing.stays(
            number, Refused, lambda: exchange_it(changing, change, number=number)
        )

    async def test_nobody_exchanges_anothers(self, changing: Changing) -> None:
        theirs = changing.tried.theirs
        assert theirs is not None
        change = LineChange(theirs.lines[0].id, changing.goods.better)
        with pytest.raises(OrderNotFound):
            await changing.source.exchange_items(
                *(changing.who, theirs.number, (change,)),
                due=nothing(theirs),
                method_id=None,
                key="wish-1",
            )

    async def test_a_key_of_an_exchange_is_for_one_order(
        self, changing: Changing
    ) -> None:
        goods = changing.goods
        one = LineChange(await changing.first(goods.came), goods.better)
        other = LineChange(await changing.first(goods.also_came), goods.better)
        await exchange_it(changing, one, key="mine")

        await changing.stays(
            goods.also_came,
            Refused,
            lambda: exchange_it(changing, other, number=goods.also_came, key="mine"),
        )


async def exchange_it(
    changing: Changing, *changes: LineChange, number: str = "", **more: Any
) -> Order:
    """
    Wish these in exchange, at what they cost more.
    """
    number = number or changing.goods.came
    if "due" not in more:
        more["due"] = await due_to_exchange(changing, *changes, number=number)
    more = {"method_id": changing.goods.method, "key": "wish-1", **more}
    found: Order = await changing.source.exchange_items(
        changing.who, number, changes, **more
    )
    return found


async def due_to_exchange(
    changing: Changing, *changes: LineChange, number: str = ""
) -> Money:
    number = number or changing.goods.came
    order, pieces = await changing.order(number), await changing.variants(number)
    becoming = reckoning.exchanged(order, changes, pieces)
    return reckoning.due(becoming, order.total.currency)
