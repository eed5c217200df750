"""
Lists that come in pages, read until there are no more.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from crm_connector.errors import BadSourceData
from crm_connector.sources.vendure.settings import VendureSettings
from crm_connector.sources.vendure.shapes import Identified, Paged

A = TypeVar("A")
P = TypeVar("P", bound=Identified)


async def everything(
    ask: Callable[[dict[str, int]], Awaitable[A]],
    part: Callable[[A], Paged[P]],
    settings: VendureSettings,
    limit: int | None = None,
) -> list[P]:
    """
    Each record of a list once, up to `limit` of them.

    `ask` sends a page's `skip` and `take`, and `part` finds the list in its answer.
    Where records come in between two pages, one may come twice: it counts once. Raises
    `BadSourceData` if there are fewer than the shop itself says.
    """
    found: dict[str, P] = {}
    skip = 0
    while True:
        take = settings.page
        if limit is not None:
            take = min(take, limit - len(found))
        page = part(await ask({"skip": skip, "take": take}))
        found.update((each.id, each) for each in page.items)
        skip += len(page.items)
        wanted = page.total_items if limit is None else min(limit, page.total_items)
        if len(found) >= wanted:
            return list(found.values())[:wanted]
        if not page.items or skip >= page.total_items:
            raise BadSourceData(
                "The pages of a list do not make up the whole.", source=settings.name
            )
