"""
All that can be asked of the shop, and what may come in place of an answer.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from crm_connector.model import Contact, ContactKind
from crm_connector.sources.woocommerce import WooSource
from tests.crm_connector.small_shop import toman

Question = Callable[[WooSource], Awaitable[object]]
PHONE = Contact(ContactKind.PHONE, "+989121234567")
MAIL = Contact(ContactKind.EMAIL, "sara@example.com")

READS: dict[str, Question] = {
    "check": lambda source: source.check(),
    "customer": lambda source: source.customer("7"),
    "find by phone": lambda source: source.find(PHONE),
    "find by mail": lambda source: source.find(MAIL),
    "orders": lambda source: source.orders("7", limit=20),
    "order": lambda source: source.order("7", "731"),
    "order by number": lambda source: source.order("7", "web-1003"),
    "catalogue": lambda source: source.catalogue(),
    "version": lambda source: source.catalogue_version(),
    "shelf": lambda source: source.shelf(["11", "12"]),
}
CHANGES: dict[str, Question] = {
    "cancel": lambda source: source.cancel_order("7", "735", key="a"),
    "refund": lambda source: source.refund_order("7", "731", toman(5), key="a"),
}
LISTS: dict[str, Question] = {
    **{each: READS[each] for each in ("orders", "catalogue", "shelf")},
    "order by number": lambda source: source.order("7", "last"),
}
reads = pytest.mark.parametrize("ask", READS.values(), ids=READS)
changes = pytest.mark.parametrize("ask", CHANGES.values(), ids=CHANGES)


def raising(error: Exception) -> Callable[[httpx.Request], httpx.Response]:
    """
    A fault in which nothing comes back.
    """

    def fault(request: httpx.Request) -> httpx.Response:
        raise error

    return fault


def answering(status: int, content: Any = b"{}", **headers: str):
    """
    A fault in which this comes back.
    """
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return lambda request: httpx.Response(status, content=body, headers=headers)
