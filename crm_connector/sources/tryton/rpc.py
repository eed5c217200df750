"""
Tryton's JSON-RPC: sessions, and the one seam where its errors become ours.

Tryton says most errors with status 200 and `{"error": [kind, ...]}`. Nothing of what it
says is repeated, since it names records and repeats texts.
"""

from __future__ import annotations

import asyncio
import base64
import itertools
from typing import Any
from urllib.parse import quote

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    OutcomeUnknown,
    Refused,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.secret import Secret
from crm_connector.sources.http import Answer, Http
from crm_connector.sources.tryton.settings import TrytonSettings

_UNAUTHORIZED = 401
_LOGIN = "common.db.login"


class Rpc:
    """
    Calls of one database. A session that has ended is begun anew, once for a call.

    `is_closed` is set by who closes the client.
    """

    def __init__(self, http: Http, settings: TrytonSettings) -> None:
        self._http = http
        self._settings = settings
        self._url = f"{settings.url.rstrip('/')}/{quote(settings.database)}/rpc/"
        self._session: Secret | None = None
        self._login = asyncio.Lock()
        self._numbers = itertools.count(1)
        self.is_closed = False

    async def call(self, method: str, *params: Any, changes: bool = False) -> Any:
        """
        What the method gives, as JSON; special values are objects with `__class__`.

        Raises `CrmError`: `Refused` only where something was to be changed.
        """
        session = self._session or await self._begin(None)
        number = next(self._numbers)
        answer = await self._ask(number, method, params, session, changes=changes)
        if answer is None:
            # The session ended before the call began, so nothing was done.
            session = await self._begin(session)
            answer = await self._ask(number, method, params, session, changes=changes)
        if answer is None:
            raise self._rejected("Tryton ends every session at once.")
        return self._result(number, answer.content, changes=changes)

    async def _ask(
        self,
        number: int,
        method: str,
        params: Any,
        session: Secret | None,
        *,
        changes: bool = False,
    ) -> Answer | None:
        headers = {"Accept": "application/json"}
        if session is not None:
            headers["Authorization"] = f"Session {session.reveal()}"
        try:
            return await self._http.ask(
                "POST",
                self._url,
                changes=changes,
                absent=(_UNAUTHORIZED,),
                headers=headers,
                # Without an id, or with more than these, errors come in another form.
                json={"id": number, "method": method, "params": params},
            )
        except RuntimeError as error:
            # How httpx says that its client was closed: then nothing was sent.
            if not self.is_closed:
                raise
            raise SourceUnavailable(
                "The source is closed.", source=self._source
            ) from error

    async def _begin(self, ended: Secret | None) -> Secret:
        """
        A session that is not `ended`, shared by all who wait for one.
        """
        async with self._login:
            if self._session is None or self._session == ended:
                self._session = None
                self._session = await self._signed_in()
            return self._session

    async def _signed_in(self) -> Secret:
        user = self._settings.user
        parameters = {"password": self._settings.password.reveal()}
        number = next(self._numbers)
        answer = await self._ask(number, _LOGIN, [user, parameters, "en"], None)
        if answer is None:
            raise self._rejected("Tryton does not know this user and password.")
        result = self._result(number, answer.content, changes=False)
        match result:
            case [int(id_), str(token), *_]:
                written = f"{user}:{id_}:{token}".encode()
                return Secret(base64.b64encode(written).decode())
        raise BadSourceData("Login.result makes no sense.", source=self._source)

    def _result(self, number: int, content: object, *, changes: bool) -> Any:
        match content:
            case {"error": error}:
                raise self._error(error, changes=changes)
            # With another number it is the answer to another call.
            case {"id": int(of), "result": result} if of == number:
                return result
        if changes:
            raise self._unknown()
        raise BadSourceData("Answer.result makes no sense.", source=self._source)

    def _error(self, error: object, *, changes: bool) -> CrmError:
        kind = error[0] if isinstance(error, list) and error else None
        if kind in ("UserError", "UserWarning"):
            if changes:
                return Refused("Tryton does not allow it.", source=self._source)
            return self._rejected("Tryton does not let this user ask that.")
        if kind == "ConcurrencyException":
            # It comes instead of the change.
            return SourceUnavailable("Somebody else is at it.", source=self._source)
        if kind == "LoginException":
            return self._rejected("Tryton wants more than a password of this user.")
        if changes:
            return self._unknown()
        return self._rejected("Tryton fails at the question: is a module missing?")

    def _rejected(self, message: str) -> SourceRejected:
        return SourceRejected(message, source=self._source)

    def _unknown(self) -> OutcomeUnknown:
        return OutcomeUnknown(
            "A change was sent and no clear answer came back.", source=self._source
        )

    @property
    def _source(self) -> str:
        return self._settings.name
