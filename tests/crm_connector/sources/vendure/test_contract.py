"""
The vendure source by what all sources promise: on the fake, and on a real Vendure.
"""

import pytest

from crm_connector.sources.vendure import VendureSource
from tests.crm_connector.conformance import (
    FindsContacts,
    KnowsCustomers,
    KnowsOrders,
    Tried,
)
from tests.crm_connector.conformance_of_changes import DoesCancel, DoesRefund
from tests.crm_connector.conformance_of_shelves import KnowsCatalogue, KnowsTheShelf
from tests.crm_connector.sources.vendure import shop
from tests.fakes.cable import Cable


class Promises(
    KnowsCustomers,
    FindsContacts,
    KnowsOrders,
    KnowsCatalogue,
    KnowsTheShelf,
    DoesCancel,
    DoesRefund,
):
    """
    All that the source declares.
    """


class TestFake(Promises):
    """
    On answers that were captured.
    """

    @pytest.fixture
    def tried(self, fake, source) -> Tried:
        """
        The fake, which goes down when it is told to.
        """
        return shop.tried(source, fake.go_down)


class TestVendure(Promises):
    """
    On the real thing.
    """

    @pytest.fixture
    async def tried(self, vendure) -> Tried:
        """
        A real shop by a cable, which can be cut.
        """
        cable = Cable(vendure.port)
        url = f"http://127.0.0.1:{await cable.plug_in()}/admin-api"
        source = VendureSource(shop.settings(url), clock=lambda: shop.NOW)
        yield shop.tried(source, cable.cut)
        await source.close()
        await cable.cut()
