"""
What every source promises: one class for each capability, the same for all sources.

Those of changes are in `conformance_of_changes`, and of what is in an order in
`conformance_of_goods`, `_items` and `_returns`.

A source's own `test_contract.py` gives the fixture `tried` and a class that inherits
those of the capabilities which the source declares. The tests say nothing of a system;
what it holds is told by `Tried`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from crm_connector.attempts import PaymentAttempt
from crm_connector.cart import Cart
from crm_connector.errors import (
    CustomerNotFound,
    OrderNotFound,
    SourceUnavailable,
)
from crm_connector.model import (
    Address,
    CatalogueEntry,
    Contact,
    ContactKind,
    Customer,
    Invoice,
    Loyalty,
    Order,
    ShelfItem,
)
from crm_connector.operations import MethodKind
from crm_connector.source import METHODS, Capability
from tests.crm_connector.writings import ways_to_write

HALF_A_LETTER = pytest.param("\ud800", id="half a letter")
NUL = pytest.param("\x00", id="nul")
NOBODYS = (
    "99999999",
    "",
    "one",
    "1 ",
    "1;--",
    "9" * 40,
    "' OR 1=1 --",
    HALF_A_LETTER,
    NUL,
)
NO_NUMBERS = ("", " ", "%", "_____", "' OR 1=1 --", "*", HALF_A_LETTER, NUL)


@dataclass
class Tried:
    """
    An open source, what its system holds, and how that system is taken away.

    `orders` are all of `customer`'s, the newest first, and `theirs` is one of
    `other`'s. `cancellable` and `refundable` name orders of `customer` that may be, and
    `settled` one that has gone too far. `family` is a contact that several have.
    `elsewhere` is where an order may go, and `arrived` how its address is told then;
    for what of `homeless` there is no place in the system. `goods` are those of
    `conformance_of_goods`. `cart` is something to buy, also by `pay_later`, which needs
    no page to pay on. `attempts` are those to pay for some of `orders`, by number.
    """

    source: Any
    take_down: Callable[[], object]
    customer: Customer
    other: Customer
    orders: tuple[Order, ...] = ()
    theirs: Order | None = None
    catalogue: tuple[CatalogueEntry, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    loyalty: Loyalty | None = None
    shelf: dict[str, ShelfItem] = field(default_factory=dict)
    family: Contact | None = None
    family_ids: frozenset[str] = frozenset()
    cancellable: str | None = None
    refundable: str | None = None
    settled: str | None = None
    elsewhere: Address | None = None
    arrived: Address | None = None
    homeless: tuple[Address, ...] = ()
    goods: object = None
    cart: Cart | None = None
    pay_later: MethodKind | None = None
    attempts: dict[str, tuple[PaymentAttempt, ...]] = field(default_factory=dict)

    async def gone(self) -> None:
        """
        Take the system away.
        """
        taken = self.take_down()
        if isinstance(taken, Awaitable):
            await taken


class Contract:
    """
    What holds for all sources.
    """

    def test_it_has_the_methods_that_it_declares(self, tried: Tried) -> None:
        declared = tried.source.capabilities

        assert declared
        for name in (name for each in declared for name in METHODS[each]):
            assert callable(getattr(tried.source, name))

    def test_every_capability_is_tried(self, tried: Tried) -> None:
        covered = {
            each.capability
            for each in type(self).__mro__
            if issubclass(each, Contract) and "capability" in vars(each)
        }

        assert covered == tried.source.capabilities

    async def test_it_checks_itself(self, tried: Tried) -> None:
        await tried.source.check()

    async def test_a_closed_source_is_unavailable_and_may_be_closed_again(
        self, tried: Tried
    ) -> None:
        await tried.source.close()
        await tried.source.close()

        with pytest.raises(SourceUnavailable):
            await _any_question(tried)

    async def test_a_source_whose_system_is_gone_is_unavailable(
        self, tried: Tried
    ) -> None:
        await _any_question(tried)

        await tried.gone()

        with pytest.raises(SourceUnavailable):
            await _any_question(tried)


async def _any_question(tried: Tried) -> object:
    source, who = tried.source, tried.customer.id
    if Capability.CUSTOMERS in source.capabilities:
        return await source.customer(who)
    if Capability.LOYALTY in source.capabilities:
        return await source.loyalty(who)
    return await source.shelf(list(tried.shelf))


class KnowsCustomers(Contract):
    """
    Capability `customers`.
    """

    capability = Capability.CUSTOMERS

    async def test_a_customer_is_found_by_id(self, tried: Tried) -> None:
        assert await tried.source.customer(tried.customer.id) == tried.customer
        assert await tried.source.customer(tried.other.id) == tried.other

    @pytest.mark.parametrize("unknown", NOBODYS)
    async def test_an_unknown_customer_is_not_found(
        self, tried: Tried, unknown: str
    ) -> None:
        with pytest.raises(CustomerNotFound):
            await tried.source.customer(unknown)


class FindsContacts(Contract):
    """
    Capability `find`.
    """

    capability = Capability.FIND

    async def test_customers_are_found_by_what_is_on_file(self, tried: Tried) -> None:
        who = tried.customer
        for kind, values in (
            (ContactKind.PHONE, who.phones),
            (ContactKind.EMAIL, who.emails),
        ):
            for value in values:
                found = await tried.source.find(Contact(kind, value))

                assert who in found
        assert who.phones or who.emails

    async def test_a_family_is_found_whole(self, tried: Tried) -> None:
        assert tried.family is not None
        found = await tried.source.find(tried.family)

        assert {each.id for each in found} == tried.family_ids
        assert len(found) > 1

    async def test_a_limit_is_kept(self, tried: Tried) -> None:
        assert tried.family is not None

        assert len(await tried.source.find(tried.family, limit=1)) == 1
        with pytest.raises(ValueError, match="limit"):
            await tried.source.find(tried.family, limit=0)

    @pytest.mark.parametrize(
        "contact",
        [
            Contact(ContactKind.PHONE, "+989000000000"),
            Contact(ContactKind.EMAIL, "nobody@nowhere.example"),
            Contact(ContactKind.EMAIL, "%@%"),
            Contact(ContactKind.EMAIL, "' or 1=1 --@x.y"),
            Contact(ContactKind.PHONE, "+"),
        ],
    )
    async def test_nobody_has_a_contact_that_is_nowhere(
        self, tried: Tried, contact: Contact
    ) -> None:
        assert await tried.source.find(contact) == ()


class KnowsOrders(Contract):
    """
    Capability `orders`.
    """

    capability = Capability.ORDERS

    async def test_orders_come_newest_first_with_all_that_is_in_them(
        self, tried: Tried
    ) -> None:
        assert await tried.source.orders(tried.customer.id, limit=20) == tried.orders

    async def test_a_limit_keeps_the_newest(self, tried: Tried) -> None:
        found = await tried.source.orders(tried.customer.id, limit=2)

        assert found == tried.orders[:2]
        assert len(tried.orders) > len(found)

    async def test_a_limit_below_one_is_the_callers_mistake(self, tried: Tried) -> None:
        with pytest.raises(ValueError, match="limit"):
            await tried.source.orders(tried.customer.id, limit=0)

    @pytest.mark.parametrize("unknown", NOBODYS)
    async def test_an_unknown_customer_has_no_orders(
        self, tried: Tried, unknown: str
    ) -> None:
        assert await tried.source.orders(unknown, limit=20) == ()

    async def test_each_is_found_by_its_number_however_written(
        self, tried: Tried
    ) -> None:
        for order in tried.orders:
            for written in ways_to_write(order.number):
                assert await tried.source.order(tried.customer.id, written) == order

    async def test_somebody_elses_order_sounds_like_one_that_is_not(
        self, tried: Tried
    ) -> None:
        assert tried.theirs is not None
        number = tried.theirs.number
        assert await tried.source.order(tried.other.id, number) == tried.theirs

        with pytest.raises(OrderNotFound) as anothers:
            await tried.source.order(tried.customer.id, number)
        with pytest.raises(OrderNotFound) as nobodys:
            await tried.source.order(tried.customer.id, "99999")

        assert type(anothers.value) is type(nobodys.value)
        assert str(anothers.value) == str(nobodys.value)

    @pytest.mark.parametrize("number", NO_NUMBERS)
    async def test_what_is_no_number_finds_nothing(
        self, tried: Tried, number: str
    ) -> None:
        with pytest.raises(OrderNotFound):
            await tried.source.order(tried.customer.id, number)

    async def test_records_say_where_and_when_they_were_read(
        self, tried: Tried
    ) -> None:
        order = await tried.source.order(tried.customer.id, tried.orders[0].number)

        assert order.source == tried.source.name
        assert order.as_of.utcoffset() == timedelta(0)
        assert order.placed_at.utcoffset() == timedelta(0)


class KnowsInvoices(Contract):
    """
    Capability `invoices`.
    """

    capability = Capability.INVOICES

    async def test_invoices_come_newest_first(self, tried: Tried) -> None:
        found = await tried.source.invoices(tried.customer.id, limit=20)

        assert found == tried.invoices
        assert tried.invoices
        newest = await tried.source.invoices(tried.customer.id, limit=1)
        assert newest == tried.invoices[:1]

    @pytest.mark.parametrize("unknown", NOBODYS)
    async def test_an_unknown_customer_has_no_invoices(
        self, tried: Tried, unknown: str
    ) -> None:
        assert await tried.source.invoices(unknown, limit=20) == ()

    async def test_a_limit_of_invoices_is_at_least_one(self, tried: Tried) -> None:
        with pytest.raises(ValueError, match="limit"):
            await tried.source.invoices(tried.customer.id, limit=0)


class KnowsLoyalty(Contract):
    """
    Capability `loyalty`.
    """

    capability = Capability.LOYALTY

    async def test_what_a_customer_collected(self, tried: Tried) -> None:
        assert tried.loyalty is not None
        assert await tried.source.loyalty(tried.customer.id) == tried.loyalty

    @pytest.mark.parametrize("unknown", NOBODYS)
    async def test_nobody_collects_nothing(self, tried: Tried, unknown: str) -> None:
        with pytest.raises(CustomerNotFound):
            await tried.source.loyalty(unknown)
