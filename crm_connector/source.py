"""
What a shop's system can be asked: one small port for each capability.

A source says in `capabilities` what it can do and has the methods of those ports, and
of no others: what none can do becomes a handoff, not an error. Every method may raise
`CrmError`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from typing import Protocol

from crm_connector.choices import LineChange, LinePart, PaymentMethod, Variant
from crm_connector.model import (
    Address,
    CataloguePage,
    Contact,
    Customer,
    Invoice,
    Loyalty,
    Money,
    Order,
    ShelfItem,
)
from crm_connector.operations import Reason
from crm_connector.refunds import Refund


class Capability(str, Enum):
    """
    One thing that a source can do.
    """

    CUSTOMERS = "customers"
    FIND = "find"
    ORDERS = "orders"
    INVOICES = "invoices"
    LOYALTY = "loyalty"
    CATALOGUE = "catalogue"
    SHELF = "shelf"
    CANCEL_ORDER = "cancel_order"
    REFUND_ORDER = "refund_order"
    CHANGE_ADDRESS = "change_address"
    VARIANTS = "variants"
    PAYMENT_METHODS = "payment_methods"
    CHANGE_ITEMS = "change_items"
    RETURN_ITEMS = "return_items"
    EXCHANGE_ITEMS = "exchange_items"
    DELIVERIES = "deliveries"
    PLACE_ORDER = "place_order"
    PAYMENT_LINK = "payment_link"
    PAYMENT_ATTEMPTS = "payment_attempts"


METHODS: Mapping[Capability, tuple[str, ...]] = {
    Capability.CUSTOMERS: ("customer",),
    Capability.FIND: ("find",),
    Capability.ORDERS: ("orders", "order"),
    Capability.INVOICES: ("invoices",),
    Capability.LOYALTY: ("loyalty",),
    Capability.CATALOGUE: ("catalogue", "catalogue_version"),
    Capability.SHELF: ("shelf",),
    Capability.CANCEL_ORDER: ("cancel_order",),
    Capability.REFUND_ORDER: ("refund_order",),
    Capability.CHANGE_ADDRESS: ("change_address",),
    Capability.VARIANTS: ("variants",),
    Capability.PAYMENT_METHODS: ("payment_methods",),
    Capability.CHANGE_ITEMS: ("change_items",),
    Capability.RETURN_ITEMS: ("return_items",),
    Capability.EXCHANGE_ITEMS: ("exchange_items",),
    Capability.DELIVERIES: ("deliveries",),
    Capability.PLACE_ORDER: ("place_order",),
    Capability.PAYMENT_LINK: ("payment_link",),
    Capability.PAYMENT_ATTEMPTS: ("payment_attempts",),
}
"""The methods by which a source does what it declares."""


class Source(Protocol):
    """
    A system of the shop. `name` is what facts from it are known under.
    """

    @property
    def name(self) -> str:
        """
        The same in every record, and unlike any other source's.
        """

    @property
    def capabilities(self) -> frozenset[Capability]:
        """
        What can be asked of it; the same as long as it is open.
        """

    async def check(self) -> None:
        """
        Raise `SourceRejected` (`BadMapping`) if it was set up wrongly.
        """

    async def close(self) -> None:
        """
        Let go of connections; may be called twice.

        Whatever is asked afterwards raises `SourceUnavailable`.
        """


class CustomerSource(Source, Protocol):
    """
    Knows customers by its own ids.
    """

    async def customer(self, customer_id: str) -> Customer:
        """
        The customer with this id, or `CustomerNotFound`.
        """


class ContactSource(Source, Protocol):
    """
    Finds customers by what they can be reached at.
    """

    async def find(self, contact: Contact, *, limit: int = 10) -> tuple[Customer, ...]:
        """
        Everybody who has this phone or e-mail on file: none, one or a family.

        However the system writes them: `contact` is in its compared form (see
        `crm_connector.contacts`), and so are those of the records.
        """


class OrderSource(Source, Protocol):
    """
    Knows what customers ordered.
    """

    async def orders(self, customer_id: str, *, limit: int) -> tuple[Order, ...]:
        """
        The customer's orders, the newest first; an unknown customer has none.
        """

    async def order(self, customer_id: str, number: str) -> Order:
        """
        One order of this customer, or `OrderNotFound`, also when it is another's.
        """


class InvoiceSource(Source, Protocol):
    """
    Knows what customers were billed.
    """

    async def invoices(self, customer_id: str, *, limit: int) -> tuple[Invoice, ...]:
        """
        The customer's invoices, the newest first; an unknown customer has none.
        """


class LoyaltySource(Source, Protocol):
    """
    Knows what customers have collected.
    """

    async def loyalty(self, customer_id: str) -> Loyalty:
        """
        What the customer with this id has, or `CustomerNotFound`.
        """


class CatalogueSource(Protocol):
    """
    What a shop calls its things: open to everybody, so it needs no gate.
    """

    async def catalogue(
        self, *, after: str | None = None, limit: int = 1000
    ) -> CataloguePage:
        """
        A page of the catalogue, from its beginning or after another page.

        A shop without a catalogue has one empty page.
        """

    async def catalogue_version(self) -> str | None:
        """
        Another text whenever the catalogue is seen to be another; None without one.
        """


class ShelfSource(Source, Protocol):
    """
    Knows what products cost, and whether there are any, now.
    """

    async def shelf(self, product_ids: Collection[str]) -> Mapping[str, ShelfItem]:
        """
        Price and stock by product id; products that are not sold are left out.
        """


class CancelsOrders(Source, Protocol):
    """
    Can cancel an order as a whole.
    """

    async def cancel_order(
        self, customer_id: str, number: str, *, key: str, reason: Reason | None = None
    ) -> Order:
        """
        The order as it is after being cancelled; cancelling it again changes nothing.

        What was paid for it goes back where it came from, as far as the system does
        that by itself, or else the source; `NotGivenBack` where that went wrong.

        `key` names the wish: asked again with the same key, the same was done once,
        and what was left half done is done. Raises `OrderNotFound`, `Refused` where the
        order has gone too far, or was cancelled by another wish and the system can
        tell, and `OutcomeUnknown` when no answer came back.
        """


class RefundsOrders(Source, Protocol):
    """
    Can give money back.
    """

    async def refund_order(
        self, customer_id: str, number: str, amount: Money, *, key: str
    ) -> Refund:
        """
        Give back `amount` of what was paid, once for each `key`.

        Raises like `cancel_order`; `Refused` also for more than was paid.
        """


class ChangesAddresses(Source, Protocol):
    """
    Can send an order elsewhere.
    """

    async def change_address(
        self, customer_id: str, number: str, address: Address, *, key: str
    ) -> Order:
        """
        The order with its new address. Raises like `cancel_order`.
        """


class VariantSource(Source, Protocol):
    """
    Knows in which colours, sizes ... a product can be had.
    """

    async def variants(
        self, product_ids: Collection[str]
    ) -> Mapping[str, tuple[Variant, ...]]:
        """
        All variants by product id, also those not in stock.

        Products that are not sold are left out.
        """


class PaymentMethodSource(Source, Protocol):
    """
    Knows what customers have on file to pay with.
    """

    async def payment_methods(self, customer_id: str) -> tuple[PaymentMethod, ...]:
        """
        What the customer can pay with; an unknown customer has nothing.
        """


class ChangesItems(Source, Protocol):
    """
    Can change what is in an order that was not sent yet.
    """

    async def change_items(
        self,
        customer_id: str,
        number: str,
        changes: Sequence[LineChange],
        *,
        due: Money,
        method_id: str | None,
        key: str,
    ) -> Order:
        """
        The order with these lines changed, all of them or none.

        `due` is what the customer was told to pay for it by this method, or below 0 to
        get back; where it comes to something else now, that is `DueChanged`. `None` is
        what the order was paid with. Raises like `cancel_order`, `Refused` also for
        lines and variants that are not there, not in stock, or another product's, and
        for what is not enough on the method.
        """


class ReturnsItems(Source, Protocol):
    """
    Can take note that something of a delivered order comes back.
    """

    async def return_items(
        self,
        customer_id: str,
        number: str,
        parts: Sequence[LinePart],
        *,
        due: Money,
        method_id: str | None,
        key: str,
        reason: Reason | None = None,
    ) -> Order:
        """
        The order, of which these parts are to come back; `due` is not above 0 here.

        Raises like `change_items`.
        """


class ExchangesItems(Source, Protocol):
    """
    Can take note that something of a delivered order is exchanged.
    """

    async def exchange_items(
        self,
        customer_id: str,
        number: str,
        changes: Sequence[LineChange],
        *,
        due: Money,
        method_id: str | None,
        key: str,
        reason: Reason | None = None,
    ) -> Order:
        """
        The order, of which these lines are to be exchanged. Raises like `change_items`.
        """
