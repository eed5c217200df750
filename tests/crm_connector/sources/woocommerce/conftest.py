"""
The shop that is not real, and the source that asks it.
"""

import pytest

from tests.crm_connector.sources.woocommerce.shop import opened
from tests.fakes.woocommerce import WooShop


@pytest.fixture
def shop() -> WooShop:
    """
    A shop of four accounts.
    """
    return WooShop()


@pytest.fixture
async def source(shop: WooShop):
    """
    The source that asks it, with the right to change orders.
    """
    source = opened(shop)
    yield source
    await source.close()
