"""
Lists that come in pages, read until there are no more.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from crm_connector.errors import BadSourceData
from crm_connector.sources.vendure.shapes import Identified, Paged

A = TypeVar("A")
P = TypeVar("P", bound=Identified)


async def everything(
    ask: Callable[[dict[str, int]], Awaitable[A]],
    part: Callable[[A], Paged[P]],
    *,
    source: str,
    page: int,
    limit: int | None = None,
) -> list[P]:
    """
    Each record of a list once, up to `limit` of them, in pages of `page`.

    `ask` sends a page's `skip` and `take`, and `part` finds the list in its answer.
    Records that come in between two pages move the others on, so one comes twice and
    the last may be missed: then the list is read once more. Raises `BadSourceData` if
    there are fewer again than the shop itself says.
    """
    for _ in range(2):
        found, wanted = await _once(ask, part, page, limit)
        if len(found) >= wanted:
            return found[:wanted]
    raise BadSourceData("The pages of a list do not make up the whole.", source=source)


async def _once(
    ask: Callable[[dict[str, int]], Awaitable[A]],
    part: Callable[[A], Paged[P]],
    most: int,
    limit: int | None,
) -> tuple[list[P], int]:
    """
    The records of all pages, each once, and how many there should be.
    """
    found: dict[str, P] = {}
    skip = 0
    while True:
        take = most if limit is None else min(most, limit - len(found))
        page = part(await ask({"skip": skip, "take": take}))
        found.update((each.id, each) for each in page.items)
        skip += len(page.items)
        wanted = page.total_items if limit is None else min(limit, page.total_items)
        if len(found) >= wanted or not page.items or skip >= page.total_items:
            return list(found.values()), wanted
