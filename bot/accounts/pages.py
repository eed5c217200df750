"""
The pages of signing in: password, second factor, signing out.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.accounts import cookies
from bot.accounts.errors import (
    AccountError,
    CodeRefused,
    Forged,
    NotAllowed,
    SignInRefused,
    TooManyTries,
)
from bot.accounts.guard import (
    CSRF_FIELD,
    HOME,
    LOGIN,
    SAFE_METHODS,
    SECOND_FACTOR,
    WAYS,
    Guard,
    refuse_foreign,
    status_of,
    with_headers,
)
from bot.accounts.look import WEB, Look
from bot.accounts.own_pages import OwnPages
from bot.accounts.replies import keep, minutes, waiting
from bot.accounts.requests import address_of, local_path, read_form, visitor_of
from bot.accounts.service import Accounts, Begun
from bot.accounts.sessions import Stage
from bot.accounts.signed_in import SignedIn
from bot.shop import ShopSettings

LOGOUT = "/desk/logout"
STYLE = "/desk/account.css"
FONTS = "/desk/fonts"


def make_guard(accounts: Accounts, shop: ShopSettings) -> Guard:
    """
    The guard for the routes of the desk and its neighbours, with pages that refuse.
    """
    look = Look(shop, accounts.clock)

    def refuse(request: Request, error: AccountError) -> Response:
        return refusal_page(look, request, error)

    return Guard(accounts, refuse)


def account_routes(
    accounts: Accounts, guard: Guard, shop: ShopSettings, home: str = HOME
) -> list[BaseRoute]:
    """
    Make the routes of signing in and of one's own account.

    `home` is where somebody comes who has signed in and was on the way to nowhere.
    """
    look = Look(shop, accounts.clock)
    pages = SignInPages(accounts, guard, look, home)
    own = OwnPages(accounts, guard, look, home)

    async def style(_request: Request) -> Response:
        return look.style()

    return [
        Route(LOGIN, open_to_all(pages.login), methods=["GET", "POST"]),
        Route(
            SECOND_FACTOR,
            guard.endpoint(pages.second_factor, None, stages=(Stage.FACTOR,)),
            methods=["GET", "POST"],
        ),
        Route(
            LOGOUT,
            guard.endpoint(pages.logout, None, stages=tuple(Stage)),
            methods=["POST"],
        ),
        *own.routes(),
        Route(STYLE, style),
        Mount(FONTS, StaticFiles(directory=WEB / "fonts")),
    ]


def open_to_all(
    handler: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """
    An endpoint for who is not signed in yet.
    """

    async def endpoint(request: Request) -> Response:
        try:
            return with_headers(await handler(request))
        except HTTPException as error:
            return with_headers(
                JSONResponse({"error": "bad_request"}, error.status_code)
            )

    endpoint.guarded_by = "nobody"  # type: ignore[attr-defined]
    return endpoint


def refusal_page(look: Look, request: Request, error: AccountError) -> Response:
    """
    Tell a person why not.
    """
    name = "not_allowed" if isinstance(error, NotAllowed) else "failed"
    return look.page(
        request,
        "refused.html",
        status=status_of(error),
        here=HOME,
        title=f"{name}_title",
        text="forged" if isinstance(error, Forged) else name,
        home=HOME,
    )


class SignInPages:
    """
    One method a page.
    """

    def __init__(self, accounts: Accounts, guard: Guard, look: Look, home: str) -> None:
        self._accounts = accounts
        self._guard = guard
        self._look = look
        self._home = home

    async def login(self, request: Request) -> Response:
        """
        /desk/login: ask for the password, and take it.
        """
        if request.method in SAFE_METHODS:
            who = await self._guard.signed_in(request)
            goal = local_path(request.query_params.get("next"), "")
            if who is not None and who.is_full:
                return RedirectResponse(goal or self._home, 303)
            # The desk's page comes by itself where its session is over.
            ended = "ended" in request.query_params
            return self._ask(request, goal, ended=ended)
        form = await read_form(request)
        goal, login = local_path(form.get("next"), ""), form.get("login", "")
        try:
            refuse_foreign(request)
            self._demand_token(request, form)
            begun = await self._accounts.sign_in(
                login,
                form.get("password", ""),
                visitor_of(request),
                cookies.read(request, cookies.SESSION),
            )
        except Forged:
            return self._ask(request, goal, login, "forged", status=403)
        except TooManyTries as error:
            page = self._ask(
                request, goal, login, "wait", status=429, minutes=minutes(error)
            )
            return waiting(page, error)
        except SignInRefused:
            return self._ask(request, goal, login, "refused", status=403)
        return keep(self._onward(begun, goal), request, begun)

    async def second_factor(self, request: Request, who: SignedIn) -> Response:
        """
        /desk/second-factor: ask for the code, and take it.
        """
        if request.method in SAFE_METHODS:
            goal = local_path(request.query_params.get("next"), "")
            return self._ask_code(request, goal)
        form = await read_form(request)
        goal = local_path(form.get("next"), "")
        secret = cookies.read(request, cookies.SESSION) or ""
        try:
            begun = await self._accounts.second_factor(
                secret, form.get("code", ""), visitor_of(request)
            )
        except CodeRefused:
            return self._ask_code(request, goal, "code_refused", status=403)
        except TooManyTries as error:
            page = self._ask_code(
                request, goal, "wait", status=429, minutes=minutes(error)
            )
            return waiting(page, error)
        return keep(self._onward(begun, goal), request, begun)

    async def logout(self, request: Request, _who: SignedIn) -> Response:
        """
        /desk/logout: end the session.
        """
        secret = cookies.read(request, cookies.SESSION) or ""
        await self._accounts.sign_out(secret, address_of(request))
        response = RedirectResponse(LOGIN, 303)
        cookies.clear(response, cookies.SESSION)
        # Pages that the browser still has are of somebody who is not here any more.
        response.headers["Clear-Site-Data"] = '"cache"'
        return response

    def _onward(self, begun: Begun, goal: str) -> Response:
        query = f"?next={quote(goal, safe='/')}" if goal else ""
        way = WAYS[begun.stage] + query
        if begun.stage is Stage.FULL:
            way = goal or self._home
        return RedirectResponse(way, 303)

    def _ask(
        self,
        request: Request,
        goal: str,
        login: str = "",
        trouble: str = "",
        *,
        status: int = 200,
        ended: bool = False,
        **values: object,
    ) -> Response:
        secret = cookies.read(request, cookies.FORM)
        fresh = secret is None
        secret = secret or cookies.new_secret()
        response = self._look.page(
            request,
            "login.html",
            status=status,
            csrf=cookies.csrf_token(self._accounts.key, f"form\0{secret}"),
            next=goal,
            login=login[:254],
            ended=ended,
            trouble=trouble,
            values=values,
        )
        if fresh:
            cookies.write(response, request, cookies.FORM, secret)
        return response

    def _ask_code(
        self,
        request: Request,
        goal: str,
        trouble: str = "",
        *,
        status: int = 200,
        **values: object,
    ) -> Response:
        return self._look.page(
            request,
            "second_factor.html",
            status=status,
            csrf=self._guard.csrf_token(request),
            next=goal,
            trouble=trouble,
            values=values,
        )

    def _demand_token(self, request: Request, form: dict[str, str]) -> None:
        """
        Before there is a session, the token is bound to a cookie of the form's own.
        """
        secret = cookies.read(request, cookies.FORM)
        given = form.get(CSRF_FIELD, "")
        if secret is None or not cookies.is_csrf_token(
            self._accounts.key, f"form\0{secret}", given
        ):
            raise Forged("the token is not the form's")
