"""
The woocommerce source on a shop that answers as the documentation says.
"""

import pytest

from tests.crm_connector.conformance import (
    FindsContacts,
    KnowsCustomers,
    KnowsOrders,
    Tried,
)
from tests.crm_connector.conformance_of_changes import DoesCancel, DoesRefund
from tests.crm_connector.conformance_of_shelves import KnowsCatalogue, KnowsTheShelf
from tests.crm_connector.sources.woocommerce import shop as small


@pytest.fixture(params=[100, 2], ids=["in one page", "in pages of two"])
def tried(request, shop, source) -> Tried:
    """
    The shop as it is, and one whose pages are shorter than asked for.
    """
    shop.most_per_page = request.param
    return small.tried(source, shop)


class TestWooCommerce(
    KnowsCustomers,
    FindsContacts,
    KnowsOrders,
    KnowsCatalogue,
    KnowsTheShelf,
    DoesCancel,
    DoesRefund,
):
    """
    All that the API can do.
    """
