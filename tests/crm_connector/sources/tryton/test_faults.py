"""
The tryton source on a real Tryton, by a line that spoils answers.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from crm_connector.sources.http import HttpSettings
from crm_connector.sources.tryton import TrytonSource, reader
from tests.crm_connector.sources.tryton import shop
from tests.crm_connector.sources.tryton.peer import Peer
from tests.crm_connector.spoilt import Spoilt, SurvivesFaults, line
from tests.fakes.proxy import Asked

__all__ = ["line"]
CANCEL = "model.sale.sale.cancel"


@pytest.mark.slow
class TestTryton(SurvivesFaults):
    """
    On the real thing.
    """

    @pytest.fixture
    async def spoilt(self, peer: Peer, monkeypatch: pytest.MonkeyPatch):
        """
        The shop, and all that can be asked of it, in short pages.
        """
        monkeypatch.setattr(reader, "PAGE", 1)
        known = TrytonSource.open(shop.settings(peer.url), clock=lambda: shop.NOW)
        known._rpc._session, known._shop = peer.session, peer.shop
        await known.customer(shop.SARA.id)
        peer.session, peer.shop = known._rpc._session, known._shop

        def opened(url: str, http: HttpSettings) -> TrytonSource:
            settings = shop.settings(url, http=http)
            source = TrytonSource.open(settings, clock=lambda: shop.NOW)
            # A session is begun once for all tests: each would ask six times more.
            source._rpc._session, source._shop = peer.session, peer.shop
            return source

        async def offered_again() -> None:
            for button in ("draft", "quote"):
                method = f"model.sale.sale.{button}"
                await known._rpc.call(method, [8], {"company": 1}, changes=True)

        yield Spoilt(
            url=peer.url,
            open=opened,
            customer=shop.SARA.id,
            questions={
                "customer": lambda source: source.customer(shop.SARA.id),
                "find": lambda source: source.find(shop.HOME),
                "orders": lambda source: source.orders(shop.SARA.id, limit=20),
                "order": lambda source: source.order(shop.SARA.id, "SO-1001"),
                "invoices": lambda source: source.invoices(shop.SARA.id, limit=20),
                "catalogue": lambda source: source.catalogue(),
                "version": lambda source: source.catalogue_version(),
                "shelf": lambda source: source.shelf(list(shop.SHELF)),
            },
            lists=frozenset(
                {"find", "orders", "order", "invoices"} | {"catalogue", "shelf"}
            ),
            records=_records,
            list_of=_list_of,
            changes={
                "cancel": lambda source, key: source.cancel_order(
                    shop.SARA.id, "SO-1008", key=key
                ),
            },
            is_change=lambda asked: json.loads(asked.body)["method"] == CANCEL,
            fresh=offered_again,
        )
        await known.close()


def _list_of(asked: Asked) -> object:
    """
    Which model's records are asked for: answers are told apart whatever the page.
    """
    method = json.loads(asked.body)["method"]
    return method if method.endswith("search_read") else None


def _records(content: Any) -> list[Any] | None:
    found = content.get("result") if isinstance(content, dict) else None
    return found if isinstance(found, list) else None
