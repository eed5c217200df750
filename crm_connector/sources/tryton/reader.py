"""
Reading records of a model, in typed shapes.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Coroutine
from typing import Any

from crm_connector.errors import BadSourceData
from crm_connector.sources.payload import P, read
from crm_connector.sources.tryton.questions import BY_ID, Order
from crm_connector.sources.tryton.rpc import Rpc

PAGE = 500
"""Records in one page of candidates that are then compared."""
_MOST_PAGES = 10


class Reader:
    """
    Searches one database; `source` is what errors name.
    """

    def __init__(self, rpc: Rpc, source: str) -> None:
        self.rpc = rpc
        self.source = source

    async def read(
        self,
        shape: type[P],
        model: str,
        domain: list[Any],
        fields: Collection[str],
        context: dict[str, Any],
        *,
        order: Order = BY_ID,
        offset: int = 0,
        limit: int | None = None,
    ) -> tuple[P, ...]:
        """
        The records of the domain, with what the shape needs among `fields`.
        """
        method = f"model.{model}.search_read"
        answer = await self.rpc.call(
            method, domain, offset, limit, list(order), list(fields), context
        )
        return self.records(shape, answer)

    async def pages(
        self,
        shape: type[P],
        model: str,
        domain: list[Any],
        fields: Collection[str],
        context: dict[str, Any],
    ) -> AsyncIterator[P]:
        """
        All records of the domain, by their ids.

        What there are thousands of is no answer to a customer: then it ends early.
        """
        for page in range(_MOST_PAGES):
            found = await self.read(
                shape,
                model,
                domain,
                fields,
                context,
                offset=page * PAGE,
                limit=PAGE,
            )
            for each in found:
                yield each
            if len(found) < PAGE:
                return

    def records(self, shape: type[P], content: object) -> tuple[P, ...]:
        """
        A list of records of this shape, each of them once.
        """
        if not isinstance(content, list):
            raise BadSourceData(f"{shape.__name__} is not a list.", source=self.source)
        found = tuple(read(shape, each, self.source) for each in content)
        ids = {getattr(each, "id", None) for each in found}
        if len(ids) < len(found):
            raise BadSourceData(f"{shape.__name__} came twice.", source=self.source)
        return found


async def together(*questions: Coroutine[Any, Any, Any]) -> list[Any]:
    """
    The answers to all of them, asked at the same time.

    Where one fails, the others are not waited for, nor left running.
    """
    tasks = [asyncio.ensure_future(each) for each in questions]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
