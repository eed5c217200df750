"""
All that can be asked of a Tryton, and what may come in place of an answer.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from crm_connector.sources.tryton import TrytonSource
from tests.crm_connector.sources.tryton import shop

PRIVATE = (shop.SARA.name, "0912", "sara.rezaei", shop.PASSWORD, "token-")
QUESTIONS: dict[str, Callable[[TrytonSource], Awaitable[Any]]] = {
    "customer": lambda source: source.customer(shop.SARA.id),
    "find": lambda source: source.find(shop.HOME),
    "orders": lambda source: source.orders(shop.SARA.id, limit=20),
    "order": lambda source: source.order(shop.SARA.id, "SO-1001"),
    "invoices": lambda source: source.invoices(shop.SARA.id, limit=20),
    "catalogue": lambda source: source.catalogue(),
    "version": lambda source: source.catalogue_version(),
    "shelf": lambda source: source.shelf(["1", "2"]),
}


def always(response: Callable[[], httpx.Response]) -> Callable[[str], Any]:
    """
    A fault in each answer but that to signing in.
    """
    return lambda method: None if method == "common.db.login" else response()


def error(*said: object) -> httpx.Response:
    """
    An error as Tryton says most of them.
    """
    return httpx.Response(200, json={"id": 1, "error": list(said)})


def raised(failure: Exception) -> httpx.Response:
    """
    No answer: the line breaks.
    """
    raise failure
