"""
Who may open a page or a socket: every route of the desk goes through here.

A route names the right that it needs (or that being signed in is enough), so that none
can be reached without one:

    Route("/desk/reports", guard.endpoint(reports, Right.REPORTS))

The session is looked up on every request. What changes something also needs an Origin
of our own and the session's CSRF token, in the header `X-CSRF-Token` or the form's
field `csrf`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.websockets import WebSocket

from bot.accounts import cookies
from bot.accounts.errors import (
    AccountError,
    Elsewhere,
    Forged,
    NotAllowed,
    NotSignedIn,
    TooManyTries,
)
from bot.accounts.requests import read_form
from bot.accounts.rights import Right
from bot.accounts.service import Accounts
from bot.accounts.sessions import Stage
from bot.accounts.signed_in import SignedIn
from bot.addresses import is_same_place

LOGIN = "/desk/login"
SECOND_FACTOR = "/desk/second-factor"
ENROL = "/desk/account/second-factor"
HOME = "/desk/account"
WAYS = {Stage.FACTOR: SECOND_FACTOR, Stage.ENROL: ENROL, Stage.FULL: HOME}
"""Where somebody belongs whose signing in has come so far."""

CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "csrf"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
NOT_SIGNED_IN_CLOSE = 4401
NOT_ALLOWED_CLOSE = 4403

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`, with which browsers send forms with the Origin "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Handler = Callable[[Request, SignedIn], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]
Refuser = Callable[[Request, AccountError], Response]


class Guard:
    """
    Gives handlers who is signed in, and turns everybody else away.

    `refuse` makes the page that a person sees who may not; programs get JSON.
    """

    def __init__(self, accounts: Accounts, refuse: Refuser | None = None) -> None:
        self._accounts = accounts
        self._refuse = refuse

    def endpoint(
        self,
        handler: Handler,
        right: Right | None,
        *,
        stages: tuple[Stage, ...] = (Stage.FULL,),
    ) -> Endpoint:
        """
        An endpoint for a `Route` that calls `handler(request, signed_in)`.

        `right` is what the role must have, None if everybody who is signed in may.
        """

        async def endpoint(request: Request) -> Response:
            try:
                who = await self.demand(request, right, stages=stages)
                response = await handler(request, who)
            except AccountError as error:
                response = self.refusal(request, error)
            except HTTPException as error:
                response = JSONResponse({"error": "bad_request"}, error.status_code)
            return with_headers(response)

        endpoint.guarded_by = right or "signed_in"  # type: ignore[attr-defined]
        return endpoint

    async def demand(
        self,
        request: Request,
        right: Right | None = None,
        *,
        stages: tuple[Stage, ...] = (Stage.FULL,),
    ) -> SignedIn:
        """
        Give who is signed in; raises `NotSignedIn`, `NotAllowed` and `Forged`.
        """
        who = await self.signed_in(request)
        if who is None:
            raise NotSignedIn
        if who.session.stage not in stages:
            raise Elsewhere(WAYS[who.session.stage])
        if right is not None and not who.may(right):
            raise NotAllowed(f"{who.account.login} may not {right.value}")
        if request.method not in SAFE_METHODS:
            refuse_foreign(request)
            await self._demand_token(request)
        return who

    async def signed_in(self, connection: HTTPConnection) -> SignedIn | None:
        """
        Whoever the session's cookie is of, in whatever stage.
        """
        secret = cookies.read(connection, cookies.SESSION)
        return None if secret is None else await self._accounts.find(secret)

    def csrf_token(self, connection: HTTPConnection) -> str:
        """
        The token for the forms and scripts of this session's pages.
        """
        secret = cookies.read(connection, cookies.SESSION)
        if secret is None:
            raise NotSignedIn
        return cookies.csrf_token(self._accounts.key, secret)

    async def socket(
        self, websocket: WebSocket, right: Right | None = None
    ) -> SignedIn | None:
        """
        Give who opens a WebSocket, before it is accepted; None if it was closed.

        An open one is to ask `still` before each deed and every few seconds.
        """
        try:
            refuse_foreign(websocket)
            who = await self.signed_in(websocket)
        except Forged:
            await websocket.close(NOT_ALLOWED_CLOSE)
            return None
        if who is None or not who.is_full:
            await websocket.close(NOT_SIGNED_IN_CLOSE)
            return None
        if right is not None and not who.may(right):
            await websocket.close(NOT_ALLOWED_CLOSE)
            return None
        return who

    async def still(
        self, connection: HTTPConnection, right: Right | None = None
    ) -> SignedIn:
        """
        Who it is now that was let in before. Raises `NotSignedIn` and `NotAllowed`.
        """
        who = await self.signed_in(connection)
        if who is None or not who.is_full:
            raise NotSignedIn
        if right is not None and not who.may(right):
            raise NotAllowed
        return who

    def refusal(self, request: Request, error: AccountError) -> Response:
        """
        The answer to who may not: for a person the way to sign in, or a page.
        """
        is_page = "text/html" in request.headers.get("accept", "")
        if is_page and isinstance(error, Elsewhere):
            return RedirectResponse(error.way, 303)
        if is_page and isinstance(error, NotSignedIn):
            path = request.url.path
            back = f"?next={quote(path, safe='/')}" if request.method == "GET" else ""
            return RedirectResponse(f"{LOGIN}{back}", 303)
        if is_page and self._refuse is not None:
            return self._refuse(request, error)
        status = status_of(error)
        return JSONResponse({"error": _snake(error)}, status)

    async def _demand_token(self, request: Request) -> None:
        secret = cookies.read(request, cookies.SESSION) or ""
        given = request.headers.get(CSRF_HEADER)
        if given is None:
            given = (await read_form(request)).get(CSRF_FIELD, "")
        if not cookies.is_csrf_token(self._accounts.key, secret, given):
            raise Forged("the token is not the session's")


def refuse_foreign(connection: HTTPConnection) -> None:
    """
    Raise `Forged` for what does not come from a page of this host.

    Browsers send an Origin with every form, with every script's request that changes
    something and with every WebSocket.
    """
    origin = connection.headers.get("origin", "")
    if not is_same_place(origin, connection.headers.get("host", "")):
        raise Forged("the request comes from another page")
    if connection.url.scheme in ("https", "wss") and not origin.lower().startswith(
        "https:"
    ):
        raise Forged("the page was not sent by https")


def with_headers(response: Response) -> Response:
    """
    Keep a response out of caches and frames, and scripts out of it.
    """
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def status_of(error: AccountError) -> int:
    """
    The status of HTTP that says it.
    """
    if isinstance(error, NotSignedIn):
        return 401
    if isinstance(error, (NotAllowed, Forged)):
        return 403
    return 429 if isinstance(error, TooManyTries) else 400


def _snake(error: AccountError) -> str:
    kind = NotSignedIn if isinstance(error, NotSignedIn) else type(error)
    name = kind.__name__
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
