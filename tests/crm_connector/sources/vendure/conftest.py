"""
The shop by the fake, and by a real Vendure where it is installed.
"""

from __future__ import annotations

import pytest

from crm_connector.sources.http import HttpSettings
from crm_connector.sources.vendure import VendureSource
from tests.crm_connector.sources.vendure import shop
from tests.fakes.vendure import FakeVendure


@pytest.fixture
def fake() -> FakeVendure:
    """
    A shop in memory.
    """
    return FakeVendure(shop.USERNAME, shop.PASSWORD)


@pytest.fixture
async def source(fake: FakeVendure):
    """
    The source on the fake.
    """
    async with shop.settings().http.client(transport=fake.transport) as client:
        source = VendureSource(shop.settings(), client=client, clock=lambda: shop.NOW)
        yield source
        await source.close()


@pytest.fixture
async def hasty(fake):
    """
    The source, signed in, with little patience.
    """
    settings = shop.settings(http=HttpSettings(timeout=0.3, longest_wait=0.1))
    async with settings.http.client(transport=fake.transport) as client:
        source = VendureSource(settings, client=client, clock=lambda: shop.NOW)
        await source.check()
        yield source
        await source.close()
