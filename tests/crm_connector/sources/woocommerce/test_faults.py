"""
The woocommerce source on a line that spoils answers.
"""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from crm_connector.model import Contact, ContactKind
from crm_connector.sources.http import HttpSettings
from crm_connector.sources.woocommerce import WooSource
from tests.crm_connector.small_shop import NOW, toman
from tests.crm_connector.sources.woocommerce import shop as small
from tests.crm_connector.spoilt import Spoilt, SurvivesFaults, line
from tests.fakes.woocommerce import WooShop

__all__ = ["line"]
FAMILY = Contact(ContactKind.PHONE, "+982188776655")
EMAIL = Contact(ContactKind.EMAIL, "sara@example.com")


def opened(url: str, http: HttpSettings) -> WooSource:
    """
    A source on the shop at this address.
    """
    return WooSource.open(small.settings(url=url, http=http), clock=lambda: NOW)


class TestWooCommerce(SurvivesFaults):
    """
    On a shop whose pages are short.
    """

    @pytest.fixture
    def spoilt(self, shop: WooShop) -> Spoilt:
        """
        The shop, and all that can be asked of it.
        """
        shop.most_per_page = 2

        async def fresh() -> None:
            shop.__init__()  # type: ignore[misc]
            shop.most_per_page = 2

        return Spoilt(
            url="http://127.0.0.1:1",
            transport=httpx.MockTransport(shop),
            open=opened,
            customer="7",
            questions={
                "customer": lambda source: source.customer("7"),
                "check": lambda source: source.check(),
                "find by phone": lambda source: source.find(FAMILY),
                "find by e-mail": lambda source: source.find(EMAIL),
                "orders": lambda source: source.orders("7", limit=20),
                "order": lambda source: source.order("7", "731"),
                "order by another number": lambda source: source.order("7", "Web-1003"),
                "catalogue": lambda source: source.catalogue(),
                "version": lambda source: source.catalogue_version(),
                "shelf": lambda source: source.shelf(list(small.SHELF)),
            },
            lists=frozenset(
                {"find by phone", "find by e-mail", "orders", "catalogue", "shelf"}
                | {"order by another number"}
            ),
            records=_records,
            list_of=lambda asked: re.sub(r"([?&])page=\d+", "", asked.target),
            changes={
                "cancel": lambda source, key: source.cancel_order("7", "735", key=key),
                "refund": lambda source, key: source.refund_order(
                    "7", "731", toman(1000), key=key
                ),
            },
            is_change=lambda asked: asked.method != "GET",
            fresh=fresh,
        )


def _records(content: Any) -> list[Any] | None:
    return content if isinstance(content, list) else None
