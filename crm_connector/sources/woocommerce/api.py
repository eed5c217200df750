"""
The shop's REST API: one question, or all pages of a list.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import httpx

from crm_connector.errors import BadSourceData, SourceUnavailable
from crm_connector.sources.http import Answer, Http
from crm_connector.sources.payload import Payload, read
from crm_connector.sources.woocommerce.settings import WooSettings
from crm_connector.sources.woocommerce.shapes import RecordPayload, fields

P = TypeVar("P", bound=Payload)
R = TypeVar("R", bound=RecordPayload)

NOT_FOUND = 404
PER_PAGE = 100
"""Records in one answer: the most that WordPress allows."""
_PAGES, _TOTAL = "X-WP-TotalPages", "X-WP-Total"
_MOST_PAGES = 1000


@dataclass(frozen=True)
class Page(Generic[R]):
    """
    Some records of a list, and how many pages of them there are.

    `total` is how many records there are on all pages, None where nobody says it.
    """

    records: list[R]
    pages: int
    total: int | None = None


class Api:
    """
    Asks the shop at `settings.url`. The client stays its owner's.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        settings: WooSettings,
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._base = f"{settings.url.rstrip('/')}/wp-json/wc/v3/"
        self._auth = httpx.BasicAuth(settings.key.reveal(), settings.secret.reveal())
        self._http = Http(client, settings.name, settings.http, sleep=sleep)
        self._is_closed = False

    def close(self) -> None:
        """
        Ask nothing more.
        """
        self._is_closed = True

    async def ask(
        self,
        method: str,
        path: str,
        shape: type[P],
        *,
        absent: Collection[int] = (),
        changes: bool = False,
        **options: Any,
    ) -> P | None:
        """
        One record, or None where the answer's status is in `absent`.
        """
        params = {"_fields": fields(shape)}
        answer = await self._answer(
            method, path, absent, changes=changes, params=params, **options
        )
        if answer is None:
            return None
        return read(shape, answer.content, self._settings.name)

    async def page(
        self,
        path: str,
        shape: type[R],
        params: Mapping[str, str],
        page: int = 1,
        *,
        per_page: int = PER_PAGE,
        absent: Collection[int] = (),
    ) -> Page[R]:
        """
        One page of a list; an absent list is empty.
        """
        asked = {
            **params,
            "_fields": fields(shape),
            "page": str(page),
            "per_page": str(per_page),
        }
        answer = await self._answer("GET", path, absent, params=asked)
        if answer is None:
            return Page([], 0)
        if not isinstance(answer.content, list):
            raise self._wrong("A list is none.")
        records = [read(shape, each, self._settings.name) for each in answer.content]
        if len(records) > per_page:
            raise self._wrong("A page is longer than asked for.")
        # Some proxies drop the header: then a full page may be followed by another.
        written = answer.headers.get(_PAGES, str(page + (len(records) == per_page)))
        pages = self._count(written)
        total = None
        if _PAGES in answer.headers and _TOTAL in answer.headers:
            total = self._count(answer.headers[_TOTAL])
        if not _fits(len(records), page, pages, total, per_page):
            raise self._wrong("A page is not as long as it says.")
        return Page(records, pages, total)

    def _count(self, written: str) -> int:
        if not (written.isascii() and written.isdecimal()):
            raise self._wrong("A number of records or pages is none.")
        return int(written)

    async def all(
        self,
        path: str,
        shape: type[R],
        params: Mapping[str, str],
        *,
        per_page: int = PER_PAGE,
        absent: Collection[int] = (),
        enough: Callable[[list[R]], bool] = lambda found: False,
    ) -> list[R]:
        """
        The records of all pages, each once, or of the first that are `enough`.

        What comes between moves records on to the next page, where they come again,
        and the last may be missed: then the list is read once more.
        """
        for _ in range(2):
            found: dict[object, R] = {}
            for number in range(1, _MOST_PAGES + 1):
                page = await self.page(
                    path, shape, params, number, per_page=per_page, absent=absent
                )
                before = len(found)
                found |= {each.id: each for each in page.records}
                if page.records and len(found) == before:
                    raise self._wrong("A page came twice.")
                records = list(found.values())
                if enough(records):
                    return records
                if number >= page.pages:
                    break
            else:
                raise self._wrong("A list has no end.")
            if page.total is None or len(records) >= page.total:
                return records
        raise self._wrong("The pages of a list do not make up the whole.")

    async def _answer(
        self, method: str, path: str, absent: Collection[int], **options: Any
    ) -> Answer | None:
        if self._is_closed:
            raise SourceUnavailable("The source is closed.", source=self._settings.name)
        return await self._http.ask(
            method, self._base + path, absent=absent, auth=self._auth, **options
        )

    def _wrong(self, why: str) -> BadSourceData:
        return BadSourceData(why, source=self._settings.name)


def _fits(count: int, page: int, pages: int, total: int | None, most: int) -> bool:
    """
    Whether so many records may stand on this page of a list of so many.

    A shop may give fewer on a page than it is asked for (`most`), as many on each.
    """
    if total is None:
        return count > 0 or page >= pages
    if page < pages:
        return count > 0 and math.ceil(total / count) == pages
    if page > pages:
        return count == 0
    sizes = [each for each in range(1, most + 1) if math.ceil(total / each) == pages]
    return count in {total - (pages - 1) * each for each in sizes}
