"""
The fake keeps the promises of a source: what is tested with it holds for real ones.
"""

from dataclasses import replace

import pytest

from crm_connector.model import Contact, ContactKind
from tests.crm_connector import small_shop
from tests.crm_connector.conformance import (
    FindsContacts,
    KnowsCatalogue,
    KnowsCustomers,
    KnowsOrders,
    Tried,
)
from tests.fakes.source import FakeSource


@pytest.fixture
def tried() -> Tried:
    """
    The fake, holding the records of the small shop, and Sara's brother.
    """
    brother = replace(small_shop.SARA, id="3", name="علی احمدی", emails=())
    source = FakeSource(
        (*small_shop.CUSTOMERS, brother),
        small_shop.ORDERS,
        entries=small_shop.CATALOGUE,
        name=small_shop.SOURCE,
    )
    return replace(
        small_shop.tried(source, source.go_down),
        family=Contact(ContactKind.PHONE, small_shop.SARA.phones[0]),
        family_ids=frozenset({"1", "3"}),
    )


class TestFake(KnowsCustomers, FindsContacts, KnowsOrders, KnowsCatalogue):
    """
    All that it holds records for.
    """
