"""
The demo shop's own site: a page that holds the chat, and the routes behind its sign-in.

In a real shop this is the shop's part: its site knows who is signed in and signs a
short-lived token that says so. These routes exist in demo mode only.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template

import jwt
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot import HOUSE
from bot.conversations.clock import utc_now
from bot.settings import Settings
from bot.shop import ShopSettings
from crm_connector.identity.senders.demo import DemoSender
from crm_connector.secret import Secret
from demo.bell import Bell
from demo.moving import move_on
from demo.people import customers_with_open_orders, exists

"""What facts from the demo shop are known under (`mapping.yml`)."""
TOKEN_SECONDS = 300
CUSTOMERS = 10
_MOST_BODY = 1000

_PAGE = Path(__file__).parent / "page"
_FONTS = HOUSE / "bot" / "web" / "fonts"
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


def demo_routes(
    settings: Settings,
    shop: ShopSettings,
    database: Path,
    codes: DemoSender,
    bell: Secret,
    *,
    clock: Callable[[], datetime] = utc_now,
) -> list[BaseRoute]:
    """
    List the demo's routes; `database` is the demo shop's SQLite file.

    `codes` has the last one-time code, which a real shop would have sent. With `bell`
    the shop signs its webhook.
    """
    site = _Site(settings, shop, database, codes, bell, clock)
    return [
        Route("/", site.page),
        Route("/demo/customers", site.customers),
        Route("/demo/token", site.token, methods=["POST"]),
        Route("/demo/code", site.code),
        Route("/demo/parcel", site.parcel, methods=["POST"]),
        Mount("/demo/page/fonts", StaticFiles(directory=_FONTS)),
        Mount("/demo/page", StaticFiles(directory=_PAGE)),
    ]


def token_for(settings: Settings, customer: str, now: float) -> str:
    """
    Sign that `customer` is who uses the page, as a shop's site would.
    """
    claims = {
        "sub": customer,
        "aud": settings.chat_jwt_audience,
        "iat": int(now),
        "exp": int(now) + TOKEN_SECONDS,
        "jti": secrets.token_urlsafe(16),
    }
    return jwt.encode(claims, settings.chat_jwt_secret.reveal(), algorithm="HS256")


class _Site:
    def __init__(
        self,
        settings: Settings,
        shop: ShopSettings,
        database: Path,
        codes: DemoSender,
        bell: Secret,
        clock: Callable[[], datetime],
    ) -> None:
        self._codes = codes
        self._clock = clock
        self._bell = Bell(bell)
        self._settings = settings
        self._shop = shop
        self._database = database

    async def page(self, _: Request) -> Response:
        lang = self._shop.default_language
        template = Template((_PAGE / "index.html").read_text(encoding="utf-8"))
        html = template.substitute(
            lang=lang,
            dir="ltr" if lang == "en" else "rtl",
            name=escape(self._shop.name[lang]),
        )
        return HTMLResponse(html, headers=_HEADERS)

    async def customers(self, _: Request) -> Response:
        found = await run_in_threadpool(
            customers_with_open_orders, self._database, CUSTOMERS
        )
        return JSONResponse(
            [
                {
                    "id": each.id,
                    "name": each.name,
                    "phone": each.phone,
                    "open_orders": each.open_orders,
                }
                for each in found
            ]
        )

    async def token(self, request: Request) -> Response:
        said = _said_in(await request.body(), "customer")
        if said is None:
            return _error(400, "bad_request", 'Send {"customer": "<id>"}.')
        (customer,) = said
        if not await run_in_threadpool(exists, self._database, customer):
            return _error(404, "customer_unknown", "The demo has no such customer.")
        token = token_for(self._settings, customer, self._clock().timestamp())
        return JSONResponse(
            {"customer_token": token}, headers={"Cache-Control": "no-store"}
        )

    async def parcel(self, request: Request) -> Response:
        """
        Bring an order a step further, as its carrier would, and ring.
        """
        said = _said_in(await request.body(), "customer", "order")
        if said is None:
            wanted = 'Send {"customer": "<id>", "order": "<number>"}.'
            return _error(400, "bad_request", wanted)
        customer, number = said
        now = self._clock()
        status = await run_in_threadpool(move_on, self._database, customer, number, now)
        if status is None:
            return _error(404, "order_unknown", "No such order is under way.")
        await self._bell.ring(request.app, customer, now)
        return JSONResponse({"order": number, "status": status})

    async def code(self, request: Request) -> Response:
        last = self._codes.last
        if "told" in request.query_params and (last is None or not last.is_told):
            # Pages ask for these all the time: that there is none is no error.
            return Response(status_code=204, headers={"Cache-Control": "no-store"})
        if last is None:
            return _error(404, "no_code", "No code was asked for yet.")
        return JSONResponse(
            {
                "contact": last.contact,
                "code": last.code,
                "text": last.text,
                "age": round(last.age, 1),
            },
            headers={"Cache-Control": "no-store"},
        )


def _said_in(body: bytes, *keys: str) -> list[str] | None:
    """
    The texts at these keys of a body that has no others; None for any other body.
    """
    if len(body) > _MOST_BODY:
        return None
    try:
        content = json.loads(body)
    # Bytes that are not UTF-8 are a ValueError too; deep nesting runs out of stack.
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or content.keys() != set(keys):
        return None
    said = [content[key] for key in keys]
    return said if all(isinstance(each, str) for each in said) else None


def _error(status: int, code: str, message: str) -> Response:
    return JSONResponse({"error": {"code": code, "message": message}}, status)
