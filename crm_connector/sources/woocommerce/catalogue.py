"""
What the shop calls its things: its brands, categories and products.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crm_connector.errors import BadSourceData
from crm_connector.model import CatalogueEntry, CatalogueKind, CataloguePage
from crm_connector.sources.woocommerce import mapping
from crm_connector.sources.woocommerce.api import NOT_FOUND, PER_PAGE, Api
from crm_connector.sources.woocommerce.settings import WooSettings
from crm_connector.sources.woocommerce.shapes import (
    ChangedPayload,
    ProductPayload,
    RecordPayload,
    TermPayload,
)

_BY_ID = {"orderby": "id", "order": "asc"}


@dataclass(frozen=True)
class _Part:
    """
    One list of the catalogue, in the order in which it is read.
    """

    path: str
    shape: type[RecordPayload]
    entry: Callable[[WooSettings, Any], CatalogueEntry | None]
    params: dict[str, str]
    absent: tuple[int, ...] = ()


_PARTS = (
    # Brands came with WooCommerce 9; an older shop knows no such list.
    _Part(
        "products/brands",
        TermPayload,
        lambda settings, each: mapping.term(settings, CatalogueKind.BRAND, each),
        {},
        (NOT_FOUND,),
    ),
    _Part(
        "products/categories",
        TermPayload,
        lambda settings, each: mapping.term(settings, CatalogueKind.CATEGORY, each),
        {},
    ),
    _Part("products", ProductPayload, mapping.product, {"status": "publish"}),
)


class Catalogue:
    """
    Reads the lists in pages of the shop's size and hands on pages of any.
    """

    def __init__(self, api: Api, settings: WooSettings) -> None:
        self._api = api
        self._settings = settings

    async def page(self, after: str | None, limit: int) -> CataloguePage:
        """
        A page that may span several lists; raises `ValueError` for a false `after`.
        """
        at, done = _begin(after)
        entries: list[CatalogueEntry] = []
        last = 0
        # Of a list that was begun elsewhere nobody knows how many were seen.
        seen: int | None = None
        while at < len(_PARTS):
            part, number = _PARTS[at], done // PER_PAGE + 1
            page = await self._api.page(
                part.path,
                part.shape,
                {**part.params, **_BY_ID},
                number,
                absent=part.absent,
            )
            if number == 1:
                seen = 0
            if seen is not None:
                seen += len(page.records)
            ids = [last, *(each.id for each in page.records)]
            if any(one >= next_ for one, next_ in itertools.pairwise(ids)):
                raise self._wrong("A list repeats itself.")
            is_over = number >= page.pages
            if is_over and None not in (seen, page.total) and seen != page.total:
                raise self._wrong("The pages of a list do not make up the whole.")
            for record in page.records[done % PER_PAGE :]:
                if len(entries) == limit:
                    return CataloguePage(tuple(entries), json.dumps([at, done]))
                done += 1
                entry = part.entry(self._settings, record)
                if entry is not None:
                    entries.append(entry)
            last = ids[-1]
            if is_over:
                at, done, last, seen = at + 1, 0, 0, None
            else:
                done = number * PER_PAGE
        return CataloguePage(tuple(entries))

    def _wrong(self, why: str) -> BadSourceData:
        return BadSourceData(why, source=self._settings.name)

    async def version(self) -> str:
        """
        How many brands and categories there are, and which product changed last.
        """
        figures = []
        for part in _PARTS:
            params = dict(part.params)
            if part.path == "products":
                params |= {"orderby": "modified", "order": "desc"}
            found = await self._api.page(
                part.path,
                ChangedPayload,
                params,
                per_page=1,
                absent=part.absent,
            )
            newest = [(each.id, str(each.date_modified_gmt)) for each in found.records]
            figures.append([found.pages, newest])
        return hashlib.sha256(json.dumps(figures).encode()).hexdigest()[:16]


def _begin(after: str | None) -> tuple[int, int]:
    """
    The list and how many of its records are done.
    """
    if after is None:
        return 0, 0
    try:
        at, done = json.loads(after)
    except (ValueError, TypeError):
        at = done = None
    if type(at) is int and type(done) is int and 0 <= at < len(_PARTS) and done >= 0:
        return at, done
    raise ValueError("after must come from a page of this catalogue")
