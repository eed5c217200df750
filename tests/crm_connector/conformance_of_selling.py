"""
What every source promises that takes orders: once, all or nothing, at the price said.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from crm_connector.cart import Cart
from crm_connector.errors import (
    CustomerNotFound,
    DueChanged,
    OrderNotFound,
    OutOfStock,
    Refused,
    SourceUnavailable,
)
from crm_connector.model import Money, OrderStatus
from crm_connector.source import Capability
from tests.crm_connector.conformance import Contract, Tried


class Sold:
    """
    The cart of a `Tried`, and what it comes to there.
    """

    def __init__(self, tried: Tried) -> None:
        assert tried.cart is not None
        self.source: Any = tried.source
        self.who = tried.customer.id
        self.cart: Cart = tried.cart

    async def due(self, cart: Cart | None = None) -> Money:
        """
        What a cart comes to now.
        """
        cart = cart or self.cart
        ways = await self.source.deliveries(cart.ship_to, cart.lines)
        way = next(each for each in ways if each.id == cart.delivery_id)
        shelf = await self.source.shelf([each.product_id for each in cart.lines])
        worth = sum(
            shelf[each.product_id].price.amount * each.quantity for each in cart.lines
        )
        return Money(worth + way.price.amount, way.price.currency)

    async def numbers(self) -> set[str]:
        """
        The numbers of the customer's orders.
        """
        return {e.number for e in await self.source.orders(self.who, limit=100)}

    async def stock(self) -> dict[str, int]:
        """
        How many there are of each product of the cart.
        """
        products = [each.product_id for each in self.cart.lines]
        return {k: v.quantity for k, v in (await self.source.shelf(products)).items()}


@pytest.fixture
def sold(tried: Tried) -> Sold:
    """
    The cart that is tried.
    """
    return Sold(tried)


class TellsDeliveries(Contract):
    """
    Capability `deliveries`.
    """

    capability = Capability.DELIVERIES

    async def test_each_way_has_its_price(self, sold: Sold) -> None:
        ways = await sold.source.deliveries(sold.cart.ship_to, sold.cart.lines)

        assert sold.cart.delivery_id in {each.id for each in ways}
        assert len({each.id for each in ways}) == len(ways)
        for each in ways:
            assert each.price.amount >= 0
            assert each.pay_by
            assert each.names

    async def test_ways_are_known_before_there_is_anything_to_bring(
        self, sold: Sold
    ) -> None:
        ways = await sold.source.deliveries(sold.cart.ship_to, sold.cart.lines)
        before = await sold.source.deliveries(sold.cart.ship_to, ())

        assert [each.id for each in before] == [each.id for each in ways]
        assert [e.free_above for e in before] == [e.free_above for e in ways]

    async def test_what_is_not_sold_comes_in_no_way(self, sold: Sold) -> None:
        line = replace(sold.cart.lines[0], variant_id="999999")

        with pytest.raises(Refused):
            await sold.source.deliveries(sold.cart.ship_to, [line])


class DoesPlaceOrders(Contract):
    """
    Capability `place_order`.
    """

    capability = Capability.PLACE_ORDER

    async def test_a_cart_becomes_an_order(self, sold: Sold) -> None:
        due, before = await sold.due(), await sold.stock()

        placed = await sold.source.place_order(
            sold.who, sold.cart, due=due, key="buy-1"
        )

        order = placed.order
        assert order == await sold.source.order(sold.who, order.number)
        assert (order.status, order.total) == (OrderStatus.PLACED, due)
        assert [(each.product_id, each.quantity) for each in order.lines] == [
            (each.product_id, each.quantity) for each in sold.cart.lines
        ]
        assert order.ship_to is not None
        assert order.ship_to.lines == sold.cart.ship_to.lines
        assert order.ship_to.city == sold.cart.ship_to.city
        after = await sold.stock()
        for each in sold.cart.lines:
            taken = before[each.product_id] - after[each.product_id]
            assert taken == each.quantity

    async def test_one_wish_is_one_order(self, sold: Sold) -> None:
        due, before = await sold.due(), await sold.numbers()

        first, second = await asyncio.gather(
            *(
                sold.source.place_order(sold.who, sold.cart, due=due, key="buy-1")
                for _ in range(2)
            )
        )
        again = await sold.source.place_order(sold.who, sold.cart, due=due, key="buy-1")

        assert first == second == again
        assert await sold.numbers() - before == {first.order.number}

    async def test_another_wish_is_another_order(self, sold: Sold) -> None:
        due = await sold.due()

        first = await sold.source.place_order(sold.who, sold.cart, due=due, key="a")
        other = await sold.source.place_order(sold.who, sold.cart, due=due, key="b")

        assert first.order.number != other.order.number

    async def test_the_last_piece_is_sold_once(self, sold: Sold) -> None:
        # Of this one there are no other pieces.
        line = sold.cart.lines[-1]
        left = (await sold.stock())[line.product_id]
        cart = replace(sold.cart, lines=(replace(line, quantity=left),))
        due, before = await sold.due(cart), await sold.numbers()

        outcomes = await asyncio.gather(
            *(
                sold.source.place_order(sold.who, cart, due=due, key=key)
                for key in ("one", "two")
            ),
            return_exceptions=True,
        )

        (refused,) = (each for each in outcomes if isinstance(each, Exception))
        # A database that locks as a whole may have had no time for the second.
        assert isinstance(refused, (OutOfStock, SourceUnavailable))
        with pytest.raises(OutOfStock) as none_left:
            await sold.source.place_order(sold.who, cart, due=due, key="three")
        assert none_left.value.variant_id == line.variant_id
        assert none_left.value.left == 0
        assert len(await sold.numbers() - before) == 1
        assert (await sold.stock())[line.product_id] == 0

    async def test_what_is_not_there_leaves_all_as_it_was(self, sold: Sold) -> None:
        *others, last = sold.cart.lines
        too_many = (await sold.stock())[last.product_id] + 1
        cart = replace(sold.cart, lines=(*others, replace(last, quantity=too_many)))
        due, numbers, stock = (
            await sold.due(cart),
            await sold.numbers(),
            await sold.stock(),
        )

        with pytest.raises(OutOfStock):
            await sold.source.place_order(sold.who, cart, due=due, key="much")

        assert (await sold.numbers(), await sold.stock()) == (numbers, stock)

    async def test_another_price_than_was_said_is_refused(self, sold: Sold) -> None:
        due, before = await sold.due(), await sold.numbers()

        for wrong in (
            Money(due.amount - 1, due.currency),
            Money(due.amount + 1, due.currency),
            Money(due.amount, "XXX"),
        ):
            with pytest.raises(DueChanged):
                await sold.source.place_order(
                    sold.who, sold.cart, due=wrong, key="cheap"
                )

        assert await sold.numbers() == before

    async def test_a_cart_that_is_none_is_refused(self, sold: Sold) -> None:
        line, before = sold.cart.lines[0], await sold.numbers()
        due = await sold.due()
        for lines in (
            (),
            (replace(line, quantity=0),),
            (replace(line, quantity=-1),),
            (line, line),
            (replace(line, variant_id="999999"),),
            (replace(line, variant_id="' OR 1=1 --"),),
            (replace(line, product_id="999999"),),
        ):
            with pytest.raises(Refused):
                await sold.source.place_order(
                    sold.who, replace(sold.cart, lines=lines), due=due, key="none"
                )
        with pytest.raises(Refused):
            await sold.source.place_order(
                sold.who,
                replace(sold.cart, delivery_id="by balloon"),
                due=due,
                key="balloon",
            )

        assert await sold.numbers() == before

    async def test_nobody_buys_for_nobody_or_with_anothers_wish(
        self, tried: Tried, sold: Sold
    ) -> None:
        due = await sold.due()
        with pytest.raises(CustomerNotFound):
            await sold.source.place_order("99999999", sold.cart, due=due, key="n")
        await sold.source.place_order(sold.who, sold.cart, due=due, key="mine")
        theirs = await sold.source.orders(tried.other.id, limit=100)

        with pytest.raises(Refused):
            await sold.source.place_order(
                tried.other.id, sold.cart, due=due, key="mine"
            )

        assert await sold.source.orders(tried.other.id, limit=100) == theirs


class LinksToPayments(Contract):
    """
    Capability `payment_link`.
    """

    capability = Capability.PAYMENT_LINK

    async def test_what_was_placed_has_its_page(self, tried: Tried, sold: Sold) -> None:
        placed = await sold.source.place_order(
            sold.who, sold.cart, due=await sold.due(), key="buy-1"
        )
        number = placed.order.number

        assert placed.payment_link is not None
        assert placed.payment_link.startswith("http")
        link = await sold.source.payment_link(sold.who, number)
        assert link == placed.payment_link
        with pytest.raises(OrderNotFound):
            await sold.source.payment_link(tried.other.id, number)
        with pytest.raises(OrderNotFound):
            await sold.source.payment_link(sold.who, "no-such")

    async def test_what_is_paid_at_the_door_or_was_bought_elsewhere_has_none(
        self, tried: Tried, sold: Sold
    ) -> None:
        assert tried.pay_later is not None
        placed = await sold.source.place_order(
            sold.who,
            replace(sold.cart, pay_by=tried.pay_later),
            due=await sold.due(),
            key="buy-1",
        )

        assert placed.payment_link is None
        for number in (placed.order.number, tried.orders[0].number):
            assert await sold.source.payment_link(sold.who, number) is None


class KnowsAttempts(Contract):
    """
    Capability `payment_attempts`.
    """

    capability = Capability.PAYMENT_ATTEMPTS

    async def test_each_try_to_pay_is_told_in_its_order(self, tried: Tried) -> None:
        assert tried.attempts

        for number, wanted in tried.attempts.items():
            found = await tried.source.payment_attempts(tried.customer.id, number)
            assert found == wanted

    async def test_anothers_order_and_one_that_is_not_sound_alike(
        self, tried: Tried
    ) -> None:
        assert tried.theirs is not None
        number = tried.theirs.number
        assert await tried.source.payment_attempts(tried.other.id, number) is not None

        said = set()
        for who, which in (
            (tried.customer.id, number),
            (tried.customer.id, "99999999"),
            ("99999999", number),
        ):
            with pytest.raises(OrderNotFound) as caught:
                await tried.source.payment_attempts(who, which)
            said.add(str(caught.value))
        assert len(said) == 1

    async def test_a_system_that_is_away_is_told_so(self, tried: Tried) -> None:
        await tried.gone()

        with pytest.raises(SourceUnavailable):
            await tried.source.payment_attempts(
                tried.customer.id, *[*tried.attempts][:1]
            )
