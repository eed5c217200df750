"""
Asking a system over HTTP: one seam where everything that can go wrong becomes ours.

Whose turn it is decides. No answer in time, a broken connection, a server's own error
or "too many" is `SourceUnavailable`; refused credentials, addresses or questions are
`SourceRejected`; an answer that is not JSON is `BadSourceData`. A change (`changes`)
that may have been carried out without our hearing of it is `OutcomeUnknown`, and is
never sent twice from here.
"""

from __future__ import annotations

import asyncio
import functools
import json
import ssl
from collections.abc import Awaitable, Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

import httpx

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    OutcomeUnknown,
    SourceRejected,
    SourceUnavailable,
)

TOO_MANY, UNAVAILABLE = 429, 503
_BUSY = (TOO_MANY, UNAVAILABLE)
_REDIRECTS, _MISTAKES, _FAULTS = range(300, 400), range(400, 500), range(500, 600)
# Nothing was sent yet.
_BEFORE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(frozen=True)
class HttpSettings:
    """
    How patient we are with a system.
    """

    timeout: float = 5.0
    """Seconds for one question, waiting and trying again included."""
    connect_timeout: float = 2.0
    connections: int = 16
    """The most connections at a time; they are kept for the next question."""
    longest_wait: float = 2.0
    """Seconds that we wait at most when asked to come back later; else it is busy."""
    most_bytes: int = 8_000_000
    """An answer longer than this is none."""

    def __post_init__(self) -> None:
        for name in ("timeout", "connect_timeout", "longest_wait"):
            if not 0 < getattr(self, name) < float("inf"):
                raise ValueError(f"{name} must be a positive number of seconds")
        if self.connections < 1 or self.most_bytes < 1:
            raise ValueError("connections and most_bytes must be at least 1")

    def client(self, **options: Any) -> httpx.AsyncClient:
        """
        A client with these limits; whoever takes it closes it.
        """
        return httpx.AsyncClient(
            timeout=httpx.Timeout(self.timeout, connect=self.connect_timeout),
            limits=httpx.Limits(max_connections=self.connections),
            # A redirect could carry credentials to another host.
            follow_redirects=False,
            # Not the proxies and certificates of whoever started us.
            trust_env=False,
            **{"verify": _trusted(), **options},
        )


@functools.cache
def _trusted() -> ssl.SSLContext:
    """
    Whose certificates are believed, read once for all clients: it takes its time.
    """
    return httpx.create_ssl_context(trust_env=False)


@dataclass(frozen=True)
class Answer:
    """
    What came back with a good status: parsed JSON, and the headers.
    """

    content: Any
    headers: httpx.Headers


class _Question(NamedTuple):
    method: str
    url: str
    changes: bool
    absent: frozenset[int]
    busy: frozenset[int]
    options: dict[str, Any]


class Http:
    """
    Asks one system, called `source` in errors. The client stays its owner's.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        source: str,
        settings: HttpSettings,
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self._client = client
        self._source = source
        self._settings = settings
        self._sleep = sleep
        self._clock = clock

    async def ask(
        self,
        method: str,
        url: str,
        *,
        changes: bool = False,
        absent: Collection[int] = (),
        busy: Collection[int] = (),
        seconds: float | None = None,
        **options: Any,
    ) -> Answer | None:
        """
        Send a request and give its answer; `options` are those of httpx.

        `seconds` are for one that takes longer than usual: files that go along.

        None stands for an answer whose status is in `absent` (404, say): there is no
        such record. With one in `busy` this system says "come back later", as all do
        with 429 and 503. A question is tried once more where a kept connection had been
        closed, and anything where the system said when to come back. Raises `CrmError`
        as said above.
        """
        busy = frozenset((*_BUSY, *busy))
        if seconds is not None:
            options["timeout"] = self._patience(seconds)
        question = _Question(method, url, changes, frozenset(absent), busy, options)
        try:
            return await asyncio.wait_for(
                self._tried_twice(question), seconds or self._settings.timeout
            )
        except asyncio.TimeoutError as error:
            raise self._unanswered(changes) from error

    async def receive(
        self, url: str, take: Callable[[bytes], Awaitable[object]], *, seconds: float
    ) -> str | None:
        """
        Hand on what stands at an address, part by part as it comes.

        A redirect is not followed: where it leads is given, and None where all has been
        handed on. Whatever `take` raises ends it and is raised; else `CrmError` as for
        a question.
        """
        try:
            return await asyncio.wait_for(self._received(url, take, seconds), seconds)
        except asyncio.TimeoutError as error:
            raise self._unanswered(changes=False) from error

    async def _received(
        self, url: str, take: Callable[[bytes], Awaitable[object]], seconds: float
    ) -> str | None:
        # As it is: what unpacks itself may be a thousand times as large.
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        patience = self._patience(seconds)
        with self._mapped(changes=False):
            async with self._client.stream(
                "GET", url, headers=headers, timeout=patience
            ) as response:
                if response.status_code in _REDIRECTS:
                    return str(response.headers.get("Location", ""))
                self._refuse(response, changes=False, busy=frozenset(_BUSY))
                if response.headers.get("Content-Encoding", "identity") != "identity":
                    raise BadSourceData("It is packed.", source=self._source)
                async for part in response.aiter_bytes():
                    await take(part)
        return None

    def _patience(self, seconds: float) -> httpx.Timeout:
        return httpx.Timeout(seconds, connect=self._settings.connect_timeout)

    async def _tried_twice(self, question: _Question) -> Answer | None:
        try:
            return await self._once(question)
        except SourceUnavailable as error:
            wait = error.retry_after
            asked_to_wait = wait is not None and wait <= self._settings.longest_wait
            # A kept connection that the other side has closed is nobody's fault.
            broken = isinstance(error.__cause__, httpx.RemoteProtocolError)
            if not asked_to_wait and not broken:
                raise
        if asked_to_wait and wait is not None:
            await self._sleep(wait)
        return await self._once(question)

    async def _once(self, question: _Question) -> Answer | None:
        method, url, changes, absent, busy, options = question
        with self._mapped(changes=changes):
            async with self._client.stream(method, url, **options) as response:
                if response.status_code in absent:
                    return None
                self._refuse(response, changes, busy)
                body = await self._body(response)
                headers = response.headers
        try:
            return Answer(json.loads(body), headers)
        except (ValueError, RecursionError):
            if changes:
                raise self._unanswered(changes) from None
            # Not `from` it: the error would repeat what was sent.
            raise BadSourceData("It is not JSON.", source=self._source) from None

    @contextmanager
    def _mapped(self, *, changes: bool) -> Iterator[None]:
        """
        Whatever httpx raises becomes ours.
        """
        try:
            yield
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise self._rejected("The address of the system is none.") from error
        except httpx.HTTPError as error:
            if _is_about_certificates(error):
                raise self._rejected("Its certificate is not trusted.") from error
            unsent = isinstance(error, _BEFORE)
            raise self._unanswered(changes and not unsent) from error

    def _refuse(
        self, response: httpx.Response, changes: bool, busy: frozenset[int]
    ) -> None:
        status = response.status_code
        if status in busy:
            raise SourceUnavailable(
                "The system is too busy now.",
                source=self._source,
                retry_after=self._wait(response.headers.get("Retry-After", "")),
            )
        if status in _FAULTS:
            raise self._unanswered(changes)
        if status in _REDIRECTS:
            raise self._rejected("The address of the system has moved.")
        if status in _MISTAKES:
            raise self._rejected(f"The system refuses the question ({status}).", status)

    async def _body(self, response: httpx.Response) -> bytes:
        body = bytearray()
        async for part in response.aiter_bytes():
            body += part
            if len(body) > self._settings.most_bytes:
                raise BadSourceData("The answer is too long.", source=self._source)
        return bytes(body)

    def _wait(self, written: str) -> float | None:
        """
        Seconds until we may come back: RFC 9110, 10.2.3, a number or a date.
        """
        if written.strip().isdecimal():
            return float(written)
        try:
            moment = parsedate_to_datetime(written)
        except (ValueError, TypeError):
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=timezone.utc)
        return max(0.0, (moment - self._clock()).total_seconds())

    def _unanswered(self, changes: bool) -> CrmError:
        if changes:
            return OutcomeUnknown(
                "A change was sent and no answer came back.", source=self._source
            )
        return SourceUnavailable("The system does not answer now.", source=self._source)

    def _rejected(self, message: str, status: int | None = None) -> SourceRejected:
        return SourceRejected(message, source=self._source, status=status)


def _is_about_certificates(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
