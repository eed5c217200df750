"""
What the shop calls its things, read in pages.

Brands, colours and sizes are few: they are read whole each time a page of them is asked
for. Collections and products are read as far as the page needs.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from crm_connector.errors import BadSourceData
from crm_connector.model import CatalogueEntry, CatalogueKind, CataloguePage
from crm_connector.sources.vendure.documents import (
    COLLECTIONS,
    FACETS,
    OPTION_GROUPS,
    PRODUCTS,
    VERSION,
)
from crm_connector.sources.vendure.goods import (
    Collections,
    Facets,
    OptionGroups,
    ProductPayload,
    Products,
    Version,
)
from crm_connector.sources.vendure.mapping import texts
from crm_connector.sources.vendure.paging import everything
from crm_connector.sources.vendure.session import Session
from crm_connector.sources.vendure.settings import VendureSettings
from crm_connector.sources.vendure.shapes import Coded, Named

_WORDS, _COLLECTIONS, _PRODUCTS = range(3)
_BY_ID = {"id": "ASC"}


class Catalogue:
    """
    The catalogue of one shop.
    """

    def __init__(self, session: Session, settings: VendureSettings) -> None:
        self._session = session
        self._settings = settings

    async def page(self, after: str | None, limit: int) -> CataloguePage:
        """
        Entries after a page; `ValueError` for an `after` that is of no page.
        """
        part, skip = _place(after)
        entries: list[CatalogueEntry] = []
        while part <= _PRODUCTS:
            wanted = limit - len(entries)
            if part != _WORDS:
                wanted = min(wanted, self._settings.page)
            found, total = await self._part(part, skip, wanted)
            entries += found
            skip += wanted
            if skip >= total:
                part, skip = part + 1, 0
            if len(entries) == limit:
                break
        if len({(each.kind, each.id) for each in entries}) < len(entries):
            raise self._wrong("The catalogue names a thing twice.")
        following = json.dumps([part, skip]) if part <= _PRODUCTS else None
        return CataloguePage(tuple(entries), following)

    async def _part(
        self, part: int, skip: int, take: int
    ) -> tuple[list[CatalogueEntry], int]:
        """
        Some entries of a part, and how many it has in all.
        """
        if part == _WORDS:
            words = await self._words()
            return words[skip : skip + take], len(words)
        options: dict[str, Any] = {"skip": skip, "take": take, "sort": _BY_ID}
        if part == _COLLECTIONS:
            options["filter"] = {"isPrivate": {"eq": False}}
            answer = await self._session.ask(COLLECTIONS, Collections, options=options)
            shown = answer.collections
            self._must_fit(len(shown.items), skip, take, shown.total_items)
            return _entries(CatalogueKind.CATEGORY, shown.items), shown.total_items
        options["filter"] = {"enabled": {"eq": True}}
        sold = (await self._session.ask(PRODUCTS, Products, options=options)).products
        self._must_fit(len(sold.items), skip, take, sold.total_items)
        products = [self._product(each) for each in sold.items]
        return [each for each in products if each.names], sold.total_items

    def _must_fit(self, count: int, skip: int, take: int, total: int) -> None:
        # Else entries would be left out, or told twice, without anybody's noticing.
        if count != max(0, min(take, total - skip)):
            raise self._wrong("A page of the catalogue is not as long as it says.")

    def _wrong(self, message: str) -> BadSourceData:
        return BadSourceData(message, source=self._settings.name)

    def _product(self, product: ProductPayload) -> CatalogueEntry:
        brands = [
            value.id
            for value in product.facet_values
            if value.facet.code in self._settings.brands
        ]
        return CatalogueEntry(
            CatalogueKind.PRODUCT,
            product.id,
            texts(product.translations),
            brand=brands[0] if brands else None,
        )

    async def _words(self) -> list[CatalogueEntry]:
        """
        Brands, colours and sizes.

        A shop may have "black" in an option group of every product: a colour or a size
        is known by its code, and is one however often it is written down.
        """
        settings = self._settings
        wanted = {*settings.brands, *settings.colors, *settings.sizes}
        if not wanted:
            return []
        options = {
            "filter": {
                "_or": [{"code": {"contains": each}} for each in sorted(wanted)]
            },
            "sort": _BY_ID,
        }
        facets = await everything(
            lambda page: self._session.ask(FACETS, Facets, options={**options, **page}),
            lambda answer: answer.facets,
            source=settings.name,
            page=settings.page,
        )
        groups = await everything(
            lambda page: self._session.ask(
                OPTION_GROUPS, OptionGroups, options={**options, **page}
            ),
            lambda answer: answer.product_option_groups,
            source=settings.name,
            page=settings.page,
        )
        named: list[tuple[str, list[Coded]]] = [(f.code, f.values) for f in facets]
        named += [(group.code, group.options) for group in groups]
        brands = (
            v for code, values in named if code in settings.brands for v in values
        )
        return [
            *_entries(CatalogueKind.BRAND, brands),
            *_unified(CatalogueKind.COLOR, settings.colors, named),
            *_unified(CatalogueKind.SIZE, settings.sizes, named),
        ]

    async def version(self) -> str:
        """
        How many there are of everything and when something changed last, in short.
        """
        answer = await self._session.ask(VERSION, Version)
        return hashlib.sha256(answer.json().encode()).hexdigest()[:16]


def _place(after: str | None) -> tuple[int, int]:
    if after is None:
        return _WORDS, 0
    try:
        part, skip = json.loads(after)
        if _is_count(part) and _is_count(skip) and part <= _PRODUCTS:
            return part, skip
    except (ValueError, TypeError, RecursionError):
        pass
    raise ValueError("after must come from a page of this catalogue")


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _entries(kind: CatalogueKind, items: Iterable[Named]) -> list[CatalogueEntry]:
    named = ((item.id, texts(item.translations)) for item in items)
    return [CatalogueEntry(kind, id_, names) for id_, names in named if names]


def _unified(
    kind: CatalogueKind, words: Iterable[str], named: Iterable[tuple[str, list[Coded]]]
) -> list[CatalogueEntry]:
    """
    One entry for each code in groups whose own code has one of the words in it.
    """
    found: dict[str, CatalogueEntry] = {}
    for code, values in named:
        parts = re.split(r"[^\w]|_", code.casefold())
        if any(word in parts for word in words):
            for value in values:
                names = texts(value.translations)
                if names:
                    found.setdefault(
                        value.code, CatalogueEntry(kind, value.code, names)
                    )
    return list(found.values())
