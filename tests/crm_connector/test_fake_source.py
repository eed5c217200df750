"""
The fake keeps the promises of a source: what is tested with it holds for real ones.
"""

from dataclasses import replace
from datetime import date

import pytest

from crm_connector.model import Contact, ContactKind, Invoice, Loyalty, Money
from tests.crm_connector import small_shop
from tests.crm_connector.conformance import (
    FindsContacts,
    KnowsCustomers,
    KnowsInvoices,
    KnowsLoyalty,
    KnowsOrders,
    Tried,
)
from tests.crm_connector.conformance_of_shelves import KnowsCatalogue
from tests.fakes.source import FakeSource

BROTHER = replace(small_shop.SARA, id="7", name="علی احمدی", emails=())


@pytest.fixture
def tried() -> Tried:
    """
    The fake, holding the records of the small shop, and Sara's brother.
    """
    source = FakeSource(
        [*small_shop.CUSTOMERS, BROTHER],
        small_shop.ORDERS,
        entries=small_shop.CATALOGUE,
        name=small_shop.SOURCE,
    )
    tried = small_shop.tried(source, source.go_down)
    tried.loyalty = Loyalty("1", 120, "silver", small_shop.SOURCE, small_shop.NOW)
    source.loyalties["1"] = tried.loyalty
    tried.family = Contact(ContactKind.PHONE, small_shop.SARA.phones[0])
    tried.family_ids = frozenset({"1", "7"})
    tried.invoices = tuple(invoice(month) for month in (5, 4, 2))
    source.all_invoices.extend(reversed(tried.invoices))
    return tried


def invoice(month: int) -> Invoice:
    """
    What Sara was billed on the first of a month.
    """
    total = Money(350_000, "IRT")
    return Invoice(
        number=f"F-{month}",
        customer_id="1",
        order_number="10041",
        billed_on=date(2026, month, 1),
        due_on=None,
        total=total,
        unpaid=Money(0, "IRT"),
        source=small_shop.SOURCE,
        as_of=small_shop.NOW,
    )


class TestFake(
    KnowsCustomers,
    FindsContacts,
    KnowsOrders,
    KnowsInvoices,
    KnowsLoyalty,
    KnowsCatalogue,
):
    """
    All that it holds records for.
    """
