"""
Looking for a customer's orders: the newest, or one by its number.
"""

from __future__ import annotations

import re

from crm_connector.errors import BadSourceData, OrderNotFound
from crm_connector.sources.numbers import folded
from crm_connector.sources.woocommerce.api import NOT_FOUND, PER_PAGE, Api
from crm_connector.sources.woocommerce.settings import WooSettings
from crm_connector.sources.woocommerce.shapes import (
    OrderHeadPayload,
    OrderPayload,
    RefundPayload,
)

NO_ORDERS = ("trash", "draft", "auto-draft", "checkout-draft")
"""Statuses of what is not, or not any more, an order."""
ID = re.compile(r"[1-9]\d{0,17}", re.ASCII)
"""A record's id. Nobody's is 0, which is what orders of guests have."""
_NEWEST = {"orderby": "date", "order": "desc"}


class Orders:
    """
    Finds orders, and only those of the customer who asks.
    """

    def __init__(self, api: Api, settings: WooSettings) -> None:
        self._api = api
        self._settings = settings

    async def newest(self, customer_id: str, limit: int) -> list[OrderPayload]:
        """
        Up to `limit` of the customer's orders; none where there is no such customer.
        """
        if not ID.fullmatch(customer_id):
            return []
        found = await self._api.all(
            "orders",
            OrderPayload,
            {"customer": customer_id, **_NEWEST},
            per_page=min(limit, PER_PAGE),
            enough=lambda orders: len(_real(orders)) >= limit,
        )
        if any(str(each.customer_id) != customer_id for each in found):
            raise self._wrong("Orders of another customer came.")
        return _real(found)[:limit]

    async def numbered(self, customer_id: str, number: str) -> OrderPayload:
        """
        One order of this customer, or `OrderNotFound`, also when it is another's.
        """
        wanted = folded(number)
        if ID.fullmatch(customer_id) and wanted:
            found = None
            # Without a plugin for numbers, the number is the id.
            if ID.fullmatch(wanted):
                found = await self._by_id(customer_id, wanted)
            if found is None or folded(found.number) != wanted:
                found = await self._by_number(customer_id, wanted)
            if found is not None:
                return found
        raise OrderNotFound(
            "This customer has no such order.", source=self._settings.name
        )

    async def refunds(self, order: OrderPayload) -> list[RefundPayload] | None:
        """
        What was given back of an order; None where the shop tells nothing of it.

        The order itself tells how much, and not when, nor by whom.
        """
        if order.refunds is None:
            return None
        return await self.all_refunds(order) if order.refunds else []

    async def all_refunds(self, order: OrderPayload) -> list[RefundPayload]:
        """
        The same, asked of the shop also where the order names none.
        """
        return await self._api.all(refunds_of(order), RefundPayload, {})

    async def _by_id(self, customer_id: str, id_: str) -> OrderPayload | None:
        found = await self._api.ask(
            "GET", f"orders/{id_}", OrderPayload, absent=[NOT_FOUND]
        )
        if found is None or str(found.customer_id) != customer_id:
            return None
        if str(found.id) != id_:
            raise self._wrong("Another order came.")
        return found if _real([found]) else None

    async def _by_number(self, customer_id: str, wanted: str) -> OrderPayload | None:
        """
        The order that a plugin gave this number: no question asks for it directly.
        """

        def same(heads: list[OrderHeadPayload]) -> list[OrderHeadPayload]:
            return [each for each in heads if folded(each.number) == wanted]

        heads = await self._api.all(
            "orders",
            OrderHeadPayload,
            {"customer": customer_id, **_NEWEST},
            enough=lambda found: bool(same(found)),
        )
        for head in same(heads):
            return await self._by_id(customer_id, str(head.id))
        return None

    def _wrong(self, why: str) -> BadSourceData:
        return BadSourceData(why, source=self._settings.name)


def refunds_of(order: OrderPayload) -> str:
    """
    Where the refunds of an order are.
    """
    return f"orders/{order.id}/refunds"


def _real(orders: list[OrderPayload]) -> list[OrderPayload]:
    """
    Those that are orders: no drafts, and nothing out of the bin.
    """
    return [each for each in orders if each.status not in NO_ORDERS]
