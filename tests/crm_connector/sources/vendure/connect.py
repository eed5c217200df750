"""
Sources on the fake.
"""

from __future__ import annotations

from crm_connector.sources.vendure import VendureSource
from tests.crm_connector.sources.vendure import shop
from tests.fakes.vendure import FakeVendure


def connected(fake: FakeVendure, **more) -> VendureSource:
    """
    A source on a fake, with other settings.
    """
    given = shop.settings(**more)
    client = given.http.client(transport=fake.transport)
    return VendureSource(given, client=client, clock=lambda: shop.NOW)
