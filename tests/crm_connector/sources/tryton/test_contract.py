"""
The tryton source on the small shop: on a real Tryton, and on the fake that stands in.
"""

from __future__ import annotations

import ssl

import httpx
import pytest

from crm_connector.sources.tryton import TrytonSource
from tests.crm_connector.conformance import (
    FindsContacts,
    KnowsCustomers,
    KnowsInvoices,
    KnowsOrders,
    Tried,
)
from tests.crm_connector.conformance_of_changes import DoesCancel
from tests.crm_connector.conformance_of_shelves import KnowsCatalogue, KnowsTheShelf
from tests.crm_connector.sources.tryton import shop
from tests.crm_connector.sources.tryton.peer import Peer
from tests.fakes.tryton import FakeTryton


class Line(httpx.AsyncBaseTransport):
    """
    The way to a server, until it is cut.
    """

    def __init__(self) -> None:
        # Without encryption, so nobody need be trusted.
        self._way = httpx.AsyncHTTPTransport(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        self._is_cut = False

    def cut(self) -> None:
        """
        From now on nothing listens at the other end.
        """
        self._is_cut = True

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """
        Through the line, or to a port at which nobody ever is.
        """
        if self._is_cut:
            request.url = request.url.copy_with(port=1)
        return await self._way.handle_async_request(request)

    async def aclose(self) -> None:
        """
        Close its connections.
        """
        await self._way.aclose()


class OfTryton(
    KnowsCustomers,
    FindsContacts,
    KnowsOrders,
    KnowsInvoices,
    KnowsCatalogue,
    KnowsTheShelf,
    DoesCancel,
):
    """
    All that the source declares.
    """


class TestOnTheFake(OfTryton):
    """
    Quickly.
    """

    @pytest.fixture
    async def tried(self):
        """
        The source on a fake.
        """
        fake = FakeTryton()
        source = TrytonSource.open(
            shop.settings(), clock=lambda: shop.NOW, transport=fake.transport()
        )
        yield shop.tried(source, fake.go_down, fake.made_at("SO-1008"))
        await source.close()


class TestOnTheRealOne(OfTryton):
    """
    The same.
    """

    @pytest.fixture
    async def tried(self, peer: Peer):
        """
        The source on a real Tryton.
        """
        line = Line()
        settings = shop.settings(peer.url)
        source = TrytonSource.open(settings, clock=lambda: shop.NOW, transport=line)
        # A session is begun once for all tests: each would ask six times more.
        source._rpc._session, source._shop = peer.session, peer.shop
        tried: Tried = shop.tried(source, line.cut, peer.made_at("SO-1008"))
        yield tried
        peer.session, peer.shop = source._rpc._session, source._shop
        await source.close()

    @pytest.fixture(autouse=True)
    async def _offered_again(self, request: pytest.FixtureRequest, peer: Peer):
        """
        What a test has cancelled is as it was before for the next one.
        """
        yield
        if "cancelled_once" in request.node.name:
            source = TrytonSource.open(shop.settings(peer.url))
            for button in ("draft", "quote"):
                method = f"model.sale.sale.{button}"
                await source._rpc.call(method, [8], {"company": 1}, changes=True)
            await source.close()
