"""
The vendure source on a real Vendure, by a line that spoils answers.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from crm_connector.sources.http import HttpSettings
from crm_connector.sources.vendure import VendureSource
from tests.crm_connector.sources.vendure import shop
from tests.crm_connector.sources.vendure.faults import CODE, EMAIL, TOMAN
from tests.crm_connector.sources.vendure.peer import Peer
from tests.crm_connector.spoilt import Spoilt, SurvivesFaults, line
from tests.fakes.proxy import Asked

__all__ = ["line"]

RIALS = TOMAN.amount * 10 * 100
"""The same money in the shop's number: ten rials a toman, and two digits behind."""


@pytest.mark.slow
class TestVendure(SurvivesFaults):
    """
    On the real thing.
    """

    @pytest.fixture(scope="class")
    def token(self, vendure_started: Peer) -> str:
        """
        A session on the shop as it was seeded, begun once for all tests.
        """
        vendure_started.reset()

        async def signed_in() -> str:
            source = VendureSource(shop.settings(vendure_started.url))
            token = await source._session._sign_in(None)
            await source.close()
            return token

        return asyncio.run(signed_in())

    @pytest.fixture
    def spoilt(self, vendure_started: Peer, token: str) -> Spoilt:
        """
        The shop, and all that can be asked of it, in short pages.
        """

        async def fresh() -> None:
            vendure_started.reset()

        def opened(url: str, http: HttpSettings) -> VendureSource:
            settings = shop.settings(url, page=2, http=http)
            source = VendureSource(settings, clock=lambda: shop.NOW)
            source._session._token = token
            return source

        return Spoilt(
            url=vendure_started.url,
            open=opened,
            customer="1",
            questions={
                "customer": lambda source: source.customer("1"),
                "check": lambda source: source.check(),
                "find by phone": lambda source: source.find(shop.FAMILY),
                "find by e-mail": lambda source: source.find(EMAIL),
                "orders": lambda source: source.orders("1", limit=20),
                "order": lambda source: source.order("1", CODE),
                "catalogue": lambda source: source.catalogue(),
                "version": lambda source: source.catalogue_version(),
                "shelf": lambda source: source.shelf(list(shop.SHELF)),
            },
            lists=frozenset(
                {"find by phone", "find by e-mail", "orders", "order"}
                | {"catalogue", "shelf"}
            ),
            records=_records,
            list_of=_list_of,
            changes={
                "cancel": lambda source, key: source.cancel_order("1", CODE, key=key),
                "refund": lambda source, key: source.refund_order(
                    "1", CODE, TOMAN, key=key
                ),
            },
            is_change=_is_change,
            fresh=fresh,
        )


def _name(asked: Asked) -> str:
    return str(json.loads(asked.body)["operationName"])


def _is_change(asked: Asked) -> bool:
    """
    Whether it is one of the two changes, and not the money that a cancelling sends.
    """
    if _name(asked) != "Refund":
        return _name(asked) == "Cancel"
    return bool(json.loads(asked.body)["variables"]["input"]["amount"] == RIALS)


def _list_of(asked: Asked) -> object:
    """
    The question without the place of its page.
    """
    variables = json.loads(asked.body)["variables"]
    options = variables.get("options", {})
    left = {key: options[key] for key in options if key not in ("skip", "take")}
    return json.dumps([_name(asked), variables | {"options": left}])


def _records(content: Any) -> list[Any] | None:
    """
    The first list in an answer that says how long it is.
    """
    if not isinstance(content, dict):
        return None
    if "totalItems" in content:
        return content.get("items")
    found = (_records(each) for each in content.values())
    return next((each for each in found if each is not None), None)
