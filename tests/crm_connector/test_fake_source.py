"""
The fake keeps the promises of a source: what is tested with it holds for real ones.
"""

import pytest

from tests.crm_connector import small_shop
from tests.crm_connector.conformance import (
    KnowsCatalogue,
    KnowsCustomers,
    KnowsOrders,
    Tried,
)
from tests.fakes.source import FakeSource


@pytest.fixture
def tried() -> Tried:
    """
    The fake, holding the records of the small shop.
    """
    source = FakeSource(
        small_shop.CUSTOMERS,
        small_shop.ORDERS,
        entries=small_shop.CATALOGUE,
        name=small_shop.SOURCE,
    )
    return small_shop.tried(source, source.go_down)


class TestFake(KnowsCustomers, KnowsOrders, KnowsCatalogue):
    """
    All that it holds records for.
    """
