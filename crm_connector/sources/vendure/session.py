"""
Signed in to the Admin API: one question, one answer, and every failure as ours.

The API answers nearly everything with the status 200; what went wrong stands in
`errors`. A session that has ended looks like a missing right: then we sign in once more
and ask again, which is safe for changes too, as a refused one was not begun.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TypeVar

import httpx

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    OutcomeUnknown,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.sources.http import Answer, Http
from crm_connector.sources.payload import Payload, read
from crm_connector.sources.vendure.documents import LOGIN, Document
from crm_connector.sources.vendure.settings import VendureSettings
from crm_connector.sources.vendure.shapes import Envelope, Login

P = TypeVar("P", bound=Payload)

TOKEN_HEADER, CHANNEL_HEADER = "vendure-auth-token", "vendure-token"
_NOT_ALLOWED = ("FORBIDDEN", "UNAUTHORIZED")
# The shop's own fault, which may be over the next time.
_FAULTS = (None, "INTERNAL_SERVER_ERROR")


class _NotAllowed(Exception):
    """
    The session has ended, or the account may not do this.
    """


def no_cookies() -> CookieJar:
    """
    A jar that takes none: the token goes in a header, and only there.
    """
    return CookieJar(DefaultCookiePolicy(allowed_domains=()))


class Session:
    """
    Asks documents and gives answers in their shape.
    """

    def __init__(
        self,
        client: httpx.AsyncClient | None,
        settings: VendureSettings,
        clock: Callable[[], datetime],
    ) -> None:
        # A client that is given is its owner's to close.
        self._is_ours = client is None
        self._client = client or settings.http.client(cookies=no_cookies())
        self._http = Http(self._client, settings.name, settings.http, clock=clock)
        self._settings = settings
        self._token: str | None = None
        self._signing_in = asyncio.Lock()
        self._closed = False

    async def close(self) -> None:
        """
        Let go of the connections; may be called twice.
        """
        self._closed = True
        if self._is_ours:
            await self._client.aclose()

    async def ask(self, document: Document, shape: type[P], **variables: object) -> P:
        """
        The answer to a document as this shape.

        Raises `CrmError`: of a change whose answer cannot be read nobody knows whether
        it was carried out (`OutcomeUnknown`).
        """
        token = self._token or await self._sign_in(None)
        try:
            content = await self._asked(document, variables, token)
        except _NotAllowed:
            token = await self._sign_in(token)
            try:
                content = await self._asked(document, variables, token)
            except _NotAllowed:
                raise self._rejected(
                    "The account may not do this: see the rights of its role."
                ) from None
        try:
            return read(shape, content, self._settings.name)
        except BadSourceData:
            if document.changes:
                raise self._unknown() from None
            raise

    async def _asked(
        self, document: Document, variables: dict[str, object], token: str
    ) -> object:
        answer = await self._sent(document, variables, token)
        try:
            envelope = read(Envelope, answer.content, self._settings.name)
        except BadSourceData:
            if document.changes:
                raise self._unknown() from None
            raise
        if envelope.errors:
            raise self._failure(envelope, document.changes)
        return envelope.data

    async def _sent(
        self, document: Document, variables: dict[str, object], token: str | None
    ) -> Answer:
        if self._closed:
            raise SourceUnavailable("The source is closed.", source=self._settings.name)
        headers = {"content-type": "application/json"}
        if token is not None:
            headers["authorization"] = f"Bearer {token}"
        if self._settings.channel is not None:
            headers[CHANNEL_HEADER] = self._settings.channel
        # Escaped, so that whatever anybody typed can be sent at all.
        body = json.dumps(
            {
                "operationName": document.name,
                "query": document.text,
                "variables": variables,
            }
        )
        answer = await self._http.ask(
            "POST",
            self._settings.url,
            changes=document.changes,
            content=body.encode("ascii"),
            headers=headers,
        )
        # No status stands for an answer that is absent.
        assert answer is not None  # noqa: S101
        return answer

    def _failure(self, envelope: Envelope, changes: bool) -> Exception:
        codes = [
            each.extensions.code if each.extensions else None
            for each in envelope.errors
        ]
        if any(code in _NOT_ALLOWED for code in codes):
            return _NotAllowed()
        if any(code in _FAULTS for code in codes):
            if changes:
                return self._unknown()
            return SourceUnavailable(
                "The shop could not answer.", source=self._settings.name
            )
        return self._rejected("The shop refuses the question.")

    async def _sign_in(self, ended: str | None) -> str:
        """
        A token that is not the one that has ended; many who wait need it once.
        """
        async with self._signing_in:
            if self._token is not None and self._token != ended:
                return self._token
            self._token = None
            answer = await self._sent(
                LOGIN,
                {
                    "username": self._settings.username,
                    "password": self._settings.password.reveal(),
                },
                None,
            )
            envelope = read(Envelope, answer.content, self._settings.name)
            failure = self._failure(envelope, False) if envelope.errors else None
            if isinstance(failure, CrmError):
                raise failure
            if failure is not None:
                raise self._rejected("The shop lets nobody sign in here.")
            outcome = read(Login, envelope.data, self._settings.name)
            if outcome.login.typename != "CurrentUser":
                raise self._rejected("The shop does not accept the account.")
            token = answer.headers.get(TOKEN_HEADER)
            if not token:
                raise self._rejected(
                    "The shop gives no token: its authOptions.tokenMethod must "
                    "include 'bearer'."
                )
            self._token = token
            return token

    def _rejected(self, message: str) -> SourceRejected:
        return SourceRejected(message, source=self._settings.name)

    def _unknown(self) -> CrmError:
        return OutcomeUnknown(
            "A change was sent and its answer makes no sense.",
            source=self._settings.name,
        )
