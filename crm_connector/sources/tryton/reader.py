"""
Reading records of a model, in typed shapes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine
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

    async def whole(
        self,
        shape: type[P],
        model: str,
        domain: list[Any],
        fields: Collection[str],
        context: dict[str, Any],
        *,
        order: Order = BY_ID,
        limit: int | None = None,
    ) -> tuple[P, ...]:
        """
        The same, as many as Tryton counts: a list that lost some is no answer.
        """

        async def once() -> tuple[tuple[P, ...], int]:
            found, count = await together(
                self.read(
                    shape, model, domain, fields, context, order=order, limit=limit
                ),
                self.count(model, domain, context),
            )
            return found, count if limit is None else min(count, limit)

        return await self._as_many(once)

    async def pages(
        self,
        shape: type[P],
        model: str,
        domain: list[Any],
        fields: Collection[str],
        context: dict[str, Any],
    ) -> tuple[P, ...]:
        """
        All records of the domain, by their ids, as many as Tryton counts.

        What there are thousands of is no answer to a customer: then it ends early.
        """

        async def page(number: int) -> tuple[P, ...]:
            return await self.read(
                shape,
                model,
                domain,
                fields,
                context,
                offset=number * PAGE,
                limit=PAGE,
            )

        async def once() -> tuple[tuple[P, ...], int]:
            found, count = await together(page(0), self.count(model, domain, context))
            wanted = min(count, _MOST_PAGES * PAGE)
            for number in range(1, -(-wanted // PAGE)):
                found += await page(number)
            return found, wanted

        return await self._as_many(once)

    async def count(
        self, model: str, domain: list[Any], context: dict[str, Any]
    ) -> int:
        """
        How many records of the domain there are.
        """
        count = await self.rpc.call(f"model.{model}.search_count", domain, context)
        if type(count) is not int:
            raise BadSourceData("A count makes no sense.", source=self.source)
        return count

    async def _as_many(
        self, ask: Callable[[], Awaitable[tuple[tuple[P, ...], int]]]
    ) -> tuple[P, ...]:
        """
        The records that `ask` gives with their number, each of them once.

        Once more where one came or went meanwhile.
        """
        for _ in range(2):
            found, count = await ask()
            if len({getattr(each, "id", None) for each in found}) == count:
                return found
        raise BadSourceData("A list is not as long as it says.", source=self.source)

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
