"""
The sales of one customer: finding the newest or one by its number, then reading them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from crm_connector.errors import BadSourceData, OrderNotFound
from crm_connector.model import Order
from crm_connector.sources.tryton import mapping, payload, questions
from crm_connector.sources.tryton.reader import Reader, together
from crm_connector.sources.tryton.settings import TrytonSettings
from crm_connector.sources.tryton.shop import Shop

_SALE = "sale.sale"


class Sales:
    """
    Asks about sales in one shop.
    """

    def __init__(
        self, reader: Reader, settings: TrytonSettings, clock: Callable[[], datetime]
    ) -> None:
        self._reader = reader
        self._settings = settings
        self._clock = clock

    async def newest(
        self, shop: Shop, customer_id: str, limit: int
    ) -> tuple[Order, ...]:
        """
        At most `limit` orders of the customer, the newest first.
        """
        theirs = questions.sales(customer_id, shop.company)

        async def first(
            clause: list[Any], order: questions.Order
        ) -> tuple[payload.SaleDates, ...]:
            return await self._reader.whole(
                payload.SaleDates,
                _SALE,
                [*theirs, clause],
                questions.SALE_DATES,
                shop.context(),
                order=order,
                limit=limit,
            )

        # Offers have no date yet; no order of Tryton puts them among those that do.
        dated, undated = await together(
            first(["sale_date", "!=", None], questions.NEWEST_DATED),
            first(["sale_date", "=", None], questions.NEWEST_MADE),
        )
        newest = sorted(
            (*dated, *undated),
            key=lambda each: (mapping.placed_at(each, shop), each.id),
            reverse=True,
        )
        ids = list(dict.fromkeys(each.id for each in newest))[:limit]
        found = await self._whole(shop, customer_id, ids)
        return tuple(order for _, order in found)

    async def one(
        self, shop: Shop, customer_id: str, compared: str
    ) -> tuple[payload.Sale, Order]:
        """
        The sale whose number this is, and the order that it is; or `OrderNotFound`.
        """
        candidates = await self._reader.pages(
            payload.SaleDates,
            _SALE,
            questions.numbered(customer_id, shop.company, compared),
            questions.SALE_DATES,
            shop.context(),
        )
        ids = [
            each.id for each in candidates if questions.number(each.number) == compared
        ]
        found = await self._whole(shop, customer_id, ids)
        if not found:
            raise no_such_order(self._settings.name)
        if len(found) > 1:
            raise BadSourceData(
                "Two orders have one number.", source=self._settings.name
            )
        return found[0]

    async def _whole(
        self, shop: Shop, customer_id: str, ids: list[int]
    ) -> list[tuple[payload.Sale, Order]]:
        """
        These sales, in this order, with their names in every language.
        """
        if not ids:
            return []
        as_of = self._clock()
        domain = [["id", "in", ids]]
        read = self._reader.read
        languages = list(shop.languages)[1:]
        sales, *translated = await together(
            read(payload.Sale, _SALE, domain, sale_fields(shop), shop.context()),
            *(
                read(
                    payload.NamedSale,
                    _SALE,
                    domain,
                    questions.SALE_NAMES,
                    shop.context(language),
                )
                for language in languages
            ),
        )
        by_id: dict[int, payload.Sale] = {sale.id: sale for sale in sales}
        lines = {
            language: {each.id: each.lines for each in found}
            for language, found in zip(languages, translated, strict=True)
        }
        if any(set(ids) - {*known} for known in (by_id, *lines.values())):
            raise BadSourceData(
                "A sale that was found is not there.", source=self._settings.name
            )
        found = []
        for sale in (by_id[id_] for id_ in ids):
            # Tryton was asked for them alone; their code says so once more.
            if sale.party.code != customer_id:
                continue
            others = {language: each[sale.id] for language, each in lines.items()}
            names = {shop.language: sale.lines, **others}
            order = mapping.order(sale, names, shop, self._settings, as_of)
            found.append((sale, order))
        return found


def sale_fields(shop: Shop) -> list[str]:
    """
    All that is read of a sale, as far as the shop has the modules.
    """
    return [
        *questions.SALE,
        *(questions.SALE_CARRIERS if shop.has_carriers else ()),
        *(questions.SALE_TRACKING if shop.has_tracking else ()),
    ]


def no_such_order(source: str) -> OrderNotFound:
    """
    Said alike of an order that is not there and of another's.
    """
    return OrderNotFound("This customer has no such order.", source=source)
