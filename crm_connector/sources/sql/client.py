"""
The source that reads a shop's own database, and writes what its mapping allows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy.engine import Connection

from crm_connector.choices import PaymentMethod, Variant
from crm_connector.errors import (
    BadSourceData,
    CustomerNotFound,
)
from crm_connector.model import (
    CataloguePage,
    Contact,
    Customer,
    Invoice,
    Loyalty,
    Order,
    ShelfItem,
)
from crm_connector.moments import utc_now
from crm_connector.source import Capability
from crm_connector.sources.sql import choices, records
from crm_connector.sources.sql.asking import Asking
from crm_connector.sources.sql.catalogue import CatalogueQueries
from crm_connector.sources.sql.changes import Change
from crm_connector.sources.sql.check import check
from crm_connector.sources.sql.database import Database
from crm_connector.sources.sql.engine import connect, is_file
from crm_connector.sources.sql.find import FindQueries
from crm_connector.sources.sql.mapping import ShopMapping, load
from crm_connector.sources.sql.ordering import Ordering
from crm_connector.sources.sql.queries import (
    Asked,
    CustomerQueries,
    InvoiceQueries,
    LoyaltyQueries,
    MethodQueries,
    MoneyQueries,
    OptionQueries,
    OrderQueries,
    ShelfQueries,
    Value,
    VariantQueries,
    made,
)
from crm_connector.sources.sql.selling import Sells
from crm_connector.sources.sql.settings import SqlSettings
from crm_connector.sources.sql.statements import Row, key_value
from crm_connector.sources.sql.survey import (
    Surveyed,
    doubled,
    some_rows,
    survey,
    surveyed_parts,
)
from crm_connector.sources.sql.wished import ChangesOrders

T = TypeVar("T")
P = TypeVar("P")


class SqlSource(Sells, ChangesOrders):
    """
    Whatever a mapping speaks of, from any database that SQLAlchemy speaks to.
    """

    def __init__(
        self,
        database: Database,
        mapping: ShopMapping,
        *,
        writer: Database | None = None,
        clock: Callable[[], datetime] = utc_now,
        settings: SqlSettings | None = None,
        site: str = "",
    ) -> None:
        self._mapping = mapping
        self._clock = clock
        self._settings = settings or SqlSettings()
        self._asking = Asking(
            mapping.source, database, writer or database, self._settings.timeout
        )
        self._customers = CustomerQueries(mapping)
        self._find = FindQueries(mapping)
        self._orders = OrderQueries(mapping)
        self._catalogue = CatalogueQueries(mapping)
        self._invoices = made(InvoiceQueries, mapping.invoices)
        self._loyalty = made(LoyaltyQueries, mapping.loyalty)
        self._shelf = made(ShelfQueries, mapping.shelf)
        self._variants = made(VariantQueries, mapping.variants)
        self._options = made(OptionQueries, mapping.options)
        self._methods = made(MethodQueries, mapping.payment_methods)
        self._attempts = made(MoneyQueries, mapping.payment_attempts)
        self._changes = {
            each.name: Change(mapping, each, self._orders)
            for each in mapping.operations
        }
        self._ordering = None
        if mapping.placing is not None:
            self._ordering = Ordering(mapping, mapping.placing, self._orders, site=site)

    @classmethod
    def open(
        cls,
        url: str,
        mapping: Path,
        *,
        clock: Callable[[], datetime] = utc_now,
        settings: SqlSettings | None = None,
        site: str = "",
    ) -> SqlSource:
        """
        A source on the database at `url`, read by the mapping file.

        `site` is the shop's own, where links to pay begin with a slash.

        Nothing is asked of the database yet (see `check`); whoever opens the source
        closes it.

        Raises `BadMapping` for the file and `SourceRejected` for the address.
        """
        settings = settings or SqlSettings()
        shop = load(mapping)
        writes, writer = bool(shop.operations or shop.placing), None
        if is_file(url):
            database = connect(url, shop.source, settings)
            if writes:
                writer = connect(url, shop.source, settings, changes=True)
        else:
            database = connect(url, shop.source, settings, changes=writes)
        return cls(
            database, shop, writer=writer, clock=clock, settings=settings, site=site
        )

    @property
    def name(self) -> str:
        """
        What the mapping calls this source, as every record says.
        """
        return self._mapping.source

    @property
    def capabilities(self) -> frozenset[Capability]:
        """
        What the mapping speaks of.
        """
        shop = self._mapping
        spoken_of = {
            Capability.CUSTOMERS: True,
            Capability.FIND: bool(self._find),
            Capability.ORDERS: True,
            Capability.INVOICES: shop.invoices is not None,
            Capability.LOYALTY: shop.loyalty is not None,
            Capability.CATALOGUE: bool(shop.catalogue),
            Capability.SHELF: shop.shelf is not None,
            Capability.VARIANTS: shop.variants is not None,
            Capability.PAYMENT_METHODS: shop.payment_methods is not None,
            Capability.PAYMENT_ATTEMPTS: shop.payment_attempts is not None,
        }
        able = {each for each, is_there in spoken_of.items() if is_there}
        changes = {Capability(name) for name in self._changes}
        return frozenset(able | changes | self._sells())

    async def check(self) -> None:
        """
        Compare the mapping with the database: `BadMapping` names what is not there.
        """
        await self._asking.ask(lambda connection: check(connection, self._mapping))

    async def survey(self) -> list[Surveyed]:
        """
        What of the rows that are there would make no sense, part by part.
        """
        now, shop, found = self._clock(), self._mapping, []
        for name, part in surveyed_parts(shop):
            # A question for each, so that each has the time that a question has.
            some = await self._asking.ask(partial(some_rows, part=part))
            several = await self._asking.ask(partial(doubled, part=part))
            surveyed = survey(shop, name, part, some, now)
            found.append(replace(surveyed, doubled=tuple(several)))
        return found

    async def customer(self, customer_id: str) -> Customer:
        """
        The customer with this id, or `CustomerNotFound`.
        """
        as_of = self._clock()
        key = self._customer_key(customer_id)
        found: tuple[Customer, ...] = ()
        if key is not None:
            rows = await self._asking.ask(
                lambda connection: self._customers.customers(connection, [key])
            )
            found = records.customers(self._mapping, rows, as_of)
        if not found:
            raise CustomerNotFound("There is no such customer.", source=self.name)
        return found[0]

    async def find(self, contact: Contact, *, limit: int = 10) -> tuple[Customer, ...]:
        """
        Everybody who has this phone or e-mail on file, by their ids.
        """
        _at_least_one(limit)
        as_of = self._clock()

        def question(connection: Connection) -> records.CustomerRows:
            ids = self._find.customers(connection, contact)
            return self._customers.customers(connection, ids)

        rows = await self._asking.ask(question)
        found = records.customers(self._mapping, rows, as_of)
        # Only now all are written alike.
        theirs = (
            each for each in found if contact.value in (*each.phones, *each.emails)
        )
        return tuple(theirs)[:limit]

    async def orders(self, customer_id: str, *, limit: int) -> tuple[Order, ...]:
        """
        The customer's orders, the newest first; an unknown customer has none.
        """
        _at_least_one(limit)
        key = self._customer_key(customer_id)
        if key is None:
            return ()
        return await self._ask_orders(
            Asked(customer=key, limit=min(limit, self._settings.max_orders))
        )

    async def order(self, customer_id: str, number: str) -> Order:
        """
        One order of this customer, or `OrderNotFound`, also when it is another's.
        """
        key, wanted = self._order_keys(customer_id, number)
        found = await self._ask_orders(Asked(customer=key, number=wanted))
        if not found:
            raise self._no_order()
        if len(found) > 1:
            raise BadSourceData("Two orders have one number.", source=self.name)
        return found[0]

    async def invoices(self, customer_id: str, *, limit: int) -> tuple[Invoice, ...]:
        """
        The customer's invoices, the newest first; an unknown customer has none.
        """
        _at_least_one(limit)
        queries = self._mapped(self._invoices)
        key, as_of = self._customer_key(customer_id), self._clock()
        if key is None:
            return ()
        most = min(limit, self._settings.max_orders)
        rows = await self._asking.ask(
            lambda connection: queries.invoices(connection, key, most)
        )
        return records.invoices(self._mapping, queries.part, rows, as_of)

    async def loyalty(self, customer_id: str) -> Loyalty:
        """
        What the customer with this id has, or `CustomerNotFound`.

        A customer of whom nothing is kept has no points.
        """
        queries = self._mapped(self._loyalty)
        key, as_of = self._customer_key(customer_id), self._clock()
        if key is not None:
            rows = await self._asking.ask(
                lambda connection: queries.loyalty(connection, key)
            )
            found = records.loyalty(self._mapping, queries.part, rows, as_of)
            if found is not None:
                return found
        customer = await self.customer(customer_id)
        return Loyalty(customer.id, 0, None, self.name, as_of)

    async def shelf(self, product_ids: Collection[str]) -> Mapping[str, ShelfItem]:
        """
        Price and stock by product id; products that are not sold are left out.
        """
        queries = self._mapped(self._shelf)
        as_of = self._clock()
        rows = await self._asking.ask(
            lambda connection: queries.shelf(connection, product_ids)
        )
        return choices.shelf(self._mapping, queries.part, rows, as_of)

    async def variants(
        self, product_ids: Collection[str]
    ) -> Mapping[str, tuple[Variant, ...]]:
        """
        All variants by product id; products that are not sold are left out.
        """
        queries, as_of = self._mapped(self._variants), self._clock()

        def question(connection: Connection) -> tuple[list[Row], list[Row]]:
            rows = queries.of_products(connection, product_ids)
            ids = {row[queries.part.id.column] for row in rows}
            if self._options is None:
                return rows, []
            return rows, self._options.options(connection, ids)

        rows, options = await self._asking.ask(question)
        options_of = choices.options(self._mapping, options)
        return choices.variants(self._mapping, queries.part, rows, options_of, as_of)

    async def payment_methods(self, customer_id: str) -> tuple[PaymentMethod, ...]:
        """
        What the customer can pay with; an unknown customer has nothing.
        """
        queries = self._mapped(self._methods)
        key = self._customer_key(customer_id)
        if key is None:
            return ()
        rows = await self._asking.ask(
            lambda connection: queries.methods(connection, key)
        )
        return choices.methods(self._mapping, queries.part, rows)

    async def catalogue(
        self, *, after: str | None = None, limit: int = 1000
    ) -> CataloguePage:
        """
        A page of what the shop calls its things; empty where none of it is mapped.
        """
        _at_least_one(limit)
        return await self._asking.ask(
            lambda connection: self._catalogue.page(connection, after, limit)
        )

    async def catalogue_version(self) -> str | None:
        """
        Another text when the catalogue is another; None where none of it is mapped.
        """
        return await self._asking.ask(self._catalogue.version)

    async def _ask_orders(self, asked: Asked) -> tuple[Order, ...]:
        as_of = self._clock()
        rows = await self._asking.ask(
            lambda connection: self._orders.orders(connection, asked)
        )
        return records.orders(self._mapping, rows, as_of)

    def _customer_key(self, customer_id: str) -> Value | None:
        return key_value(customer_id, self._mapping.customers.id)

    async def close(self) -> None:
        """
        Let go of connections; questions still under way end as unavailable.
        """
        await self._asking.close()


def _at_least_one(limit: int) -> None:
    if limit < 1:
        raise ValueError("limit must be at least 1")
