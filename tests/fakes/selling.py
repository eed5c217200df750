"""
A shop in memory that also sells.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from crm_connector.attempts import PaymentAttempt
from crm_connector.cart import Cart, CartLine, Delivery, Placed
from crm_connector.choices import Variant
from crm_connector.errors import (
    CustomerNotFound,
    DueChanged,
    OutcomeUnknown,
    OutOfStock,
    Refused,
)
from crm_connector.model import (
    Address,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    ShelfItem,
    StatusChange,
)
from crm_connector.operations import MethodKind
from crm_connector.source import Capability
from tests.fakes.orders import NOW
from tests.fakes.source import FakeSource

_FREE_ABOVE = 1_500_000
POST = Delivery(
    "post",
    {"fa": "پست پیشتاز", "ar": "البريد السريع", "en": "Express Post"},
    Money(45_000, "IRT"),
    2,
    5,
    (MethodKind.CARD, MethodKind.CASH),
    Money(_FREE_ABOVE, "IRT"),
)
SAME_DAY = Delivery(
    "same_day",
    {"fa": "پیک چابک", "ar": "مندوب تشابوك", "en": "Chabok Riders"},
    Money(85_000, "IRT"),
    0,
    1,
    (MethodKind.CARD, MethodKind.CASH),
)
_TEHRAN = frozenset({"تهران", "طهران", "tehran"})


class SellingSource(FakeSource):
    """
    The same with goods: `stock` by the variant's id, post free above 1,500,000 toman.

    With `forgets_to_answer` an order is placed and no answer comes back.
    """

    def __init__(self, *args: Any, goods: Sequence[Variant] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.goods = {each.id: each for each in goods}
        self.stock = dict.fromkeys(self.goods, 5)
        self.names: dict[str, Mapping[str, str]] = {}
        self.placed: dict[str, tuple[str, str]] = {}
        self.payable: set[str] = set()
        self.forgets_to_answer = False
        self.sells = True
        self.has_page = True
        self.attempts: dict[str, tuple[PaymentAttempt, ...]] = {}

    @property
    def capabilities(self) -> frozenset[Capability]:
        """
        With those of a shop that sells.
        """
        known = super().capabilities
        if self.sells:
            known |= {
                Capability.VARIANTS,
                Capability.SHELF,
                Capability.DELIVERIES,
                Capability.PLACE_ORDER,
            }
        if self.has_page:
            known |= {Capability.PAYMENT_LINK}
        if self.attempts:
            known |= {Capability.PAYMENT_ATTEMPTS}
        return known

    async def payment_attempts(
        self, customer_id: str, number: str
    ) -> tuple[PaymentAttempt, ...]:
        """
        All tries to pay for an order of theirs.
        """
        order = await self.order(customer_id, number)
        return self.attempts.get(order.number, ())

    async def shelf(self, product_ids: Collection[str]) -> Mapping[str, ShelfItem]:
        """
        Price and stock by product id.
        """
        await self._answering()
        found = {}
        for each in self.goods.values():
            if each.product_id in product_ids:
                there = self.stock[each.id]
                known = found.get(each.product_id)
                more = there + (known.quantity or 0 if known else 0)
                found[each.product_id] = self._read(
                    ShelfItem(
                        each.product_id,
                        each.price,
                        more > 0,
                        more,
                        self.name,
                        each.as_of,
                    )
                )
        return found

    async def variants(
        self, product_ids: Collection[str]
    ) -> Mapping[str, tuple[Variant, ...]]:
        """
        All variants by product id.
        """
        await self._answering()
        found: dict[str, tuple[Variant, ...]] = {}
        for each in self.goods.values():
            if each.product_id in product_ids:
                now = replace(self._read(each), in_stock=self.stock[each.id] > 0)
                found[each.product_id] = (*found.get(each.product_id, ()), now)
        return found

    async def deliveries(
        self, address: Address, lines: Sequence[CartLine]
    ) -> tuple[Delivery, ...]:
        """
        The ways there.
        """
        await self._answering()
        worth = self._worth(lines) if lines else 0
        post = POST
        if worth > _FREE_ABOVE:
            post = replace(POST, price=Money(0, "IRT"))
        near = address.city.casefold() in _TEHRAN
        return (post, SAME_DAY) if near else (post,)

    async def place_order(
        self, customer_id: str, cart: Cart, *, due: Money, key: str
    ) -> Placed:
        """
        The order of this cart, once for each key.
        """
        await self._answering()
        if customer_id not in self.customers:
            raise CustomerNotFound("There is no such customer.", source=self.name)
        if key in self.placed:
            who, number = self.placed[key]
            if who != customer_id:
                raise Refused("It is somebody else's wish.", source=self.name)
            order = await self.order(customer_id, number)
            return Placed(order, await self.payment_link(customer_id, number))
        ways = await self.deliveries(cart.ship_to, cart.lines)
        way = next((each for each in ways if each.id == cart.delivery_id), None)
        if way is None:
            raise Refused("It cannot be brought there so.", source=self.name)
        total = Money(self._worth(cart.lines) + way.price.amount, "IRT")
        if total != due:
            raise DueChanged("It comes to something else.", source=self.name)
        for each in cart.lines:
            left = self.stock[each.variant_id]
            if left < each.quantity:
                raise OutOfStock(
                    "There is less.",
                    variant_id=each.variant_id,
                    left=left,
                    source=self.name,
                )
        for each in cart.lines:
            self.stock[each.variant_id] -= each.quantity
        order = self._made(customer_id, cart, total, way)
        self.all_orders.append(order)
        self.placed[key] = (customer_id, order.number)
        by_card = (cart.pay_by or way.pay_by[0]) is MethodKind.CARD
        if by_card:
            self.payable.add(order.number)
        if self.forgets_to_answer:
            self.forgets_to_answer = False
            raise OutcomeUnknown("No answer came back.", source=self.name)
        link = await self.payment_link(customer_id, order.number)
        return Placed(self._read(order), link)

    async def payment_link(self, customer_id: str, number: str) -> str | None:
        """
        Where it is paid, as long as it is not.
        """
        order = await self.order(customer_id, number)
        is_open = order.number in self.payable and self.has_page
        is_open = is_open and order.status is OrderStatus.PLACED
        return _page(order.number) if is_open else None

    def _worth(self, lines: Sequence[CartLine]) -> int:
        worth = 0
        for each in lines:
            goods = self.goods.get(each.variant_id)
            if goods is None or goods.product_id != each.product_id:
                raise Refused("It is not sold.", source=self.name)
            if each.quantity < 1 or goods.price is None:
                raise Refused("This is no cart.", source=self.name)
            worth += goods.price.amount * each.quantity
        if len({each.variant_id for each in lines}) != len(lines) or not lines:
            raise Refused("This is no cart.", source=self.name)
        return worth

    def _made(self, customer_id: str, cart: Cart, total: Money, way: Delivery) -> Order:
        now = self.clock() if self.clock else NOW
        lines = []
        for each in cart.lines:
            goods = self.goods[each.variant_id]
            lines.append(
                OrderLine(
                    each.product_id,
                    self.names.get(each.product_id, {"en": each.product_id}),
                    {},
                    each.quantity,
                    goods.price or Money(0, "IRT"),
                    {lang: " ".join(o.values()) for lang, o in goods.options.items()},
                    id=f"L{each.variant_id}",
                    variant_id=each.variant_id,
                    options=goods.options,
                )
            )
        ship_to = cart.ship_to
        if not ship_to.name:
            ship_to = replace(ship_to, name=self.customers[customer_id].name)
        return Order(
            number=str(30_000 + len(self.placed)),
            customer_id=customer_id,
            status=OrderStatus.PLACED,
            placed_at=now,
            expected_on=(now + timedelta(days=way.most_days or 0)).date(),
            lines=tuple(lines),
            history=(StatusChange(OrderStatus.PLACED, now),),
            parcels=(),
            total=total,
            source=self.name,
            as_of=now,
            ship_to=ship_to,
        )


def _page(number: str) -> str:
    return f"http://127.0.0.1:5005/pay/{number}-a-token-that-nobody-guesses"
