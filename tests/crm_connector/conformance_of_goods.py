"""
The goods with which sources are tried that change what is in orders.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from crm_connector.choices import PaymentMethod, Variant
from crm_connector.model import Money, Order
from crm_connector.source import Capability
from tests.crm_connector.conformance import Contract, Tried

NOBODYS = ("99999999", "", "one", "\ud800", "\x00", "' OR 1=1 --")


@dataclass(frozen=True)
class Goods:
    """
    What there is to change: of `customer` two orders that may be, and two that came.

    The first line of each is of one product, of which `better` is another variant that
    costs more and is there, `sold_out` one that is not there; `strange` is another
    product's. The orders `open` and `came` have several lines, of which `many` (their
    ids) has two pieces. `method` pays whatever it costs, `poor` has too little.
    """

    open: str
    also_open: str
    came: str
    also_came: str
    many: tuple[str, str]
    better: str
    sold_out: str
    strange: str
    method: str
    poor: str
    variants: tuple[Variant, ...]
    methods: tuple[PaymentMethod, ...]


@dataclass
class Changing:
    """
    The source and the goods, with what the tests ask of them.
    """

    tried: Tried
    goods: Goods

    @property
    def source(self) -> Any:
        """
        The source.
        """
        return self.tried.source

    @property
    def who(self) -> str:
        """
        The id of the customer.
        """
        return self.tried.customer.id

    async def order(self, number: str) -> Order:
        """
        One of their orders, as it is now.
        """
        found: Order = await self.source.order(self.who, number)
        return found

    async def first(self, number: str) -> str:
        """
        The id of the first line of an order.
        """
        return (await self.order(number)).lines[0].id

    async def variants(self, number: str) -> dict[str, Variant]:
        """
        All variants of what is in an order, by their ids.
        """
        products = {line.product_id for line in (await self.order(number)).lines}
        found = await self.source.variants(products)
        return {each.id: each for pieces in found.values() for each in pieces}

    async def stays(
        self, number: str, error: type[Exception], wish: Callable[[], Awaitable[Any]]
    ) -> None:
        """
        That a wish is refused by this error, and that nothing was changed.
        """
        before = await self.order(number)
        left = await self.source.payment_methods(self.who)
        with pytest.raises(error):
            await wish()
        assert await self.order(number) == before
        assert await self.source.payment_methods(self.who) == left


class OfItems(Contract):
    """
    What all of these tests need.
    """

    @pytest.fixture
    def changing(self, tried: Tried) -> Changing:
        """
        The source and the goods.
        """
        assert isinstance(tried.goods, Goods)
        return Changing(tried, tried.goods)


class KnowsVariants(OfItems):
    """
    Capability `variants`.
    """

    capability = Capability.VARIANTS

    async def test_all_pieces_of_a_product_are_known(self, changing: Changing) -> None:
        wanted = {each.product_id for each in changing.goods.variants}

        found = await changing.source.variants(wanted)

        assert set(found) == wanted
        every = [each for pieces in found.values() for each in pieces]
        assert sorted(every, key=_id) == sorted(changing.goods.variants, key=_id)

    async def test_what_is_not_sold_is_left_out(self, changing: Changing) -> None:
        assert await changing.source.variants(NOBODYS) == {}
        assert await changing.source.variants(()) == {}

    async def test_a_line_is_one_of_them(self, changing: Changing) -> None:
        for number in (changing.goods.open, changing.goods.came):
            order, pieces = (
                await changing.order(number),
                await changing.variants(number),
            )
            assert len({line.id for line in order.lines}) == len(order.lines)
            for line in order.lines:
                assert line.variant_id is not None
                assert pieces[line.variant_id].product_id == line.product_id
                assert pieces[line.variant_id].options == line.options


class KnowsMethods(OfItems):
    """
    Capability `payment_methods`.
    """

    capability = Capability.PAYMENT_METHODS

    async def test_a_customers_own_are_known(self, changing: Changing) -> None:
        found = await changing.source.payment_methods(changing.who)

        assert sorted(found, key=_id) == sorted(changing.goods.methods, key=_id)

    @pytest.mark.parametrize("nobody", NOBODYS, ids=ascii)
    async def test_nobody_has_none(self, changing: Changing, nobody: str) -> None:
        assert await changing.source.payment_methods(nobody) == ()


def _id(record: Variant | PaymentMethod) -> str:
    return record.id


def nothing(order: Order) -> Money:
    """
    No money, in the currency of the order.
    """
    return Money(0, order.total.currency)
