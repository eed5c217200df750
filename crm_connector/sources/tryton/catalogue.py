"""
The shop's products and categories, in pages, and what tells that they have changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from crm_connector.errors import BadSourceData
from crm_connector.model import CatalogueEntry, CatalogueKind, CataloguePage
from crm_connector.sources.tryton import mapping, payload
from crm_connector.sources.tryton.reader import Reader, together
from crm_connector.sources.tryton.shop import Shop

PARTS: tuple[tuple[CatalogueKind, str, list[Any], tuple[str, ...]], ...] = (
    (
        CatalogueKind.PRODUCT,
        "product.product",
        [["salable", "=", True]],
        ("name", "code"),
    ),
    (
        CatalogueKind.CATEGORY,
        "product.category",
        [["accounting", "=", False]],
        ("name",),
    ),
)
"""What of the catalogue there is: our kind, the model, which of them, their fields."""
_WATCHED: tuple[tuple[str, list[Any]], ...] = (
    ("product.product", []),
    ("product.template", []),
    ("product.category", []),
    (
        "ir.translation",
        [["name", "in", ["product.template,name", "product.category,name"]]],
    ),
)


async def page(
    reader: Reader, shop: Shop, after: tuple[int, int], limit: int
) -> CataloguePage:
    """
    At most `limit` entries after a place: a part, and the id before them.
    """
    part, last = after
    entries: list[CatalogueEntry] = []
    while part < len(PARTS):
        wanted = limit - len(entries)
        _, model, domain, fields = PARTS[part]
        # One more than wanted tells whether there are more.
        found = await reader.whole(
            payload.Entry,
            model,
            [*domain, ["id", ">", last]],
            fields,
            shop.context(),
            limit=wanted + 1,
        )
        ids = [last, *(each.id for each in found)]
        if ids != sorted(set(ids)):
            raise BadSourceData(
                "A page is not the one asked for.", source=reader.source
            )
        entries.extend(await _named(reader, shop, part, found[:wanted]))
        if len(found) > wanted:
            return CataloguePage(tuple(entries), json.dumps([part, ids[wanted]]))
        part, last = part + 1, 0
    return CataloguePage(tuple(entries))


async def _named(
    reader: Reader, shop: Shop, part: int, found: tuple[payload.Entry, ...]
) -> Iterator[CatalogueEntry]:
    """
    The entries with their names in all languages.
    """
    kind, model, _, _ = PARTS[part]
    first, *others = shop.languages
    ids = [each.id for each in found]
    others = others if ids else []
    answers = await together(
        *(
            reader.read(
                payload.Entry,
                model,
                [["id", "in", ids]],
                ("name",),
                shop.context(language),
            )
            for language in others
        )
    )
    if any({each.id for each in named} != set(ids) for named in answers):
        raise BadSourceData("Names are missing.", source=reader.source)
    named = {first: found, **dict(zip(others, answers, strict=True))}
    return mapping.entries(kind, named)


def place(after: str | None) -> tuple[int, int]:
    """
    Where a page begins; `ValueError` for what is not from a page.
    """
    if after is None:
        return 0, 0
    try:
        content = json.loads(after)
    except (ValueError, RecursionError):
        content = None
    match content:
        case [int(part), int(last)] if 0 <= part < len(PARTS) and last >= 0:
            return part, last
    raise ValueError("after must come from a page of this catalogue")


async def version(reader: Reader, shop: Shop) -> str:
    """
    How many there are, which is the newest and when one was last written, in short.
    """
    figures = await together(
        *(_figures(reader, shop, model, domain) for model, domain in _WATCHED)
    )
    return hashlib.sha256(json.dumps(figures).encode()).hexdigest()[:16]


async def _figures(
    reader: Reader, shop: Shop, model: str, domain: list[Any]
) -> list[str]:
    context = shop.context()

    async def first(order: list[str]) -> str:
        found = await reader.read(
            payload.Written,
            model,
            domain,
            ("write_date",),
            context,
            order=(order,),
            limit=1,
        )
        return " ".join(f"{each.id} {each.write_date}" for each in found)

    count, newest, written = await together(
        reader.count(model, domain, context),
        first(["id", "DESC"]),
        first(["write_date", "DESC NULLS LAST"]),
    )
    return [str(count), newest, written]
