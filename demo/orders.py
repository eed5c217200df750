"""
Baskets become orders: lines with prices, a way to the door, payments and refunds.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from demo.campaigns import Campaign, campaign_on
from demo.clock import DAY, day_of
from demo.customers import Address, Customer
from demo.journey import Journey, make_journey
from demo.parcels import Parcel, make_parcel
from demo.payments import Payment, Refund, make_payments, make_refund, paid_after
from demo.products import Product, Variant
from demo.shopping import Basket

FIRST_NUMBER = 10_001
_SHIPPING = {"post": 45_000, "courier": 70_000, "same_day": 85_000}
_FREE_POST_FROM = 1_500_000
# Prices have risen by this factor a year.
_INFLATION = 1.3
_CONSUMED = frozenset(("coffee-tea", "groceries", "beauty", "stationery"))


@dataclass(frozen=True)
class Line:
    """
    One position: a variant, how many, the price of that day and what was taken off.
    """

    product: Product
    variant: Variant
    quantity: int
    unit_price: int
    discount: int


@dataclass(frozen=True)
class Order:
    """
    An order with everything that hangs on it.
    """

    id: int
    number: str
    customer: Customer
    address: Address
    channel: str
    delivery_method: str
    journey: Journey
    campaign_id: int | None
    lines: tuple[Line, ...]
    shipping: int
    parcels: tuple[Parcel, ...]
    payments: tuple[Payment, ...]
    refund: Refund | None

    @property
    def subtotal(self) -> int:
        """
        What the lines cost before anything was taken off.
        """
        return sum(line.quantity * line.unit_price for line in self.lines)

    @property
    def discount(self) -> int:
        """
        What was taken off all lines.
        """
        return sum(line.discount for line in self.lines)

    @property
    def total(self) -> int:
        """
        What the customer pays.
        """
        return self.subtotal - self.discount + self.shipping


class Counter:
    """
    Turns baskets into orders, one after the other.
    """

    def __init__(
        self,
        seed: int,
        carriers: Mapping[str, Any],
        campaigns: tuple[Campaign, ...],
    ) -> None:
        self._rng = random.Random(f"{seed}:orders")
        self._carriers = carriers
        self._campaigns = campaigns
        self._sizes: dict[tuple[int, str], str | None] = {}

    def serve(self, baskets: Sequence[Basket]) -> list[Order]:
        """
        The orders of all baskets, numbered in the order of time.
        """
        return [self._order(number, basket) for number, basket in enumerate(baskets, 1)]

    def _order(self, number: int, basket: Basket) -> Order:
        rng = self._rng
        customer = basket.taste.customer
        campaign = campaign_on(self._campaigns, day_of(basket.at))
        lines = tuple(
            self._line(basket, product, campaign) for product in basket.products
        )
        worth = sum(line.quantity * line.unit_price - line.discount for line in lines)
        method = self._delivery(basket)
        free = method == "post" and worth >= _FREE_POST_FROM
        shipping = 0 if free else _SHIPPING[method]
        way_to_pay = rng.choices(
            ("online_card", "wallet", "card_to_card", "cash_on_delivery"),
            (66, 12, 7, 15),
        )[0]
        fewest, most = self._carriers[method]["days"]
        journey = make_journey(
            rng,
            basket.at,
            paid_after(rng, way_to_pay),
            (fewest, most),
            smooth=basket.waiting,
        )
        # Most orders of people with two addresses go home.
        address = customer.addresses[-1 if rng.random() < 0.3 else 0]
        total = worth + shipping
        refund = make_refund(rng, number, way_to_pay, journey, total, shipping)
        channel = rng.choices(("web", "app", "phone"), (45, 48, 7))[0]
        parcel = make_parcel(rng, self._carriers, method, journey)
        return Order(
            id=number,
            number=str(FIRST_NUMBER + number - 1),
            customer=customer,
            address=address,
            channel=channel,
            delivery_method=method,
            journey=journey,
            campaign_id=campaign.id
            if campaign and any(x.discount for x in lines)
            else None,
            lines=lines,
            shipping=shipping,
            parcels=() if parcel is None else (parcel,),
            payments=make_payments(rng, number, way_to_pay, journey, total, refund),
            refund=refund,
        )

    def _delivery(self, basket: Basket) -> str:
        if basket.waiting:
            # By post nothing is there on the second day.
            return "post"
        if basket.taste.customer.in_tehran:
            return self._rng.choices(("same_day", "courier", "post"), (45, 25, 30))[0]
        return self._rng.choices(("courier", "post"), (40, 60))[0]

    def _line(
        self, basket: Basket, product: Product, campaign: Campaign | None
    ) -> Line:
        variant = self._variant(basket.taste.customer.id, product)
        years = -basket.at / (365 * DAY)
        price = max(1000, round(variant.price / _INFLATION**years / 1000) * 1000)
        quantity = 1
        if product.category.key in _CONSUMED:
            quantity = self._rng.choices((1, 2, 3), (70, 22, 8))[0]
        discount = 0
        if campaign is not None and product.id in campaign.products:
            discount = quantity * price * campaign.percent // 100
        return Line(product, variant, quantity, price, discount)

    def _variant(self, customer: int, product: Product) -> Variant:
        """
        One variant in the customer's size: feet and habits do not change.
        """
        key = (customer, product.family)
        if key not in self._sizes:
            self._sizes[key] = self._rng.choice(product.variants).size
        fitting = [v for v in product.variants if v.size == self._sizes[key]]
        return self._rng.choice(fitting)
