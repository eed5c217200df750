"""
The shop's REST API: one question, or all pages of a list.
"""

from __future__ import annotations

import asyncio
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
_PAGES = "X-WP-TotalPages"
_MOST_PAGES = 1000


@dataclass(frozen=True)
class Page(Generic[R]):
    """
    Some records of a list, and how many pages of them there are.
    """

    records: list[R]
    pages: int


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
        if not (written.isascii() and written.isdecimal()):
            raise self._wrong("The number of pages is none.")
        pages = int(written)
        if not records and page < pages:
            raise self._wrong("A page is missing.")
        return Page(records, pages)

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

        What comes between moves records on to the next page, where they come again.
        """
        found: list[R] = []
        seen: set[object] = set()
        for number in range(1, _MOST_PAGES + 1):
            page = await self.page(
                path, shape, params, number, per_page=per_page, absent=absent
            )
            new = [each for each in page.records if each.id not in seen]
            if page.records and not new:
                raise self._wrong("A page came twice.")
            seen.update(each.id for each in new)
            found += new
            if number >= page.pages or enough(found):
                return found
        raise self._wrong("A list has no end.")

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
