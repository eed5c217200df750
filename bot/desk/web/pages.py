"""
The desk's one page: its shell, script and style.

The script is put together of the sources in `bot/web/desk` and of those parts of the
widget's that say dates, directions and cards, so that both read the same way.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.accounts.guard import Guard
from bot.accounts.look import WEB, Look, colours
from bot.accounts.signed_in import SignedIn
from bot.conversations.clock import Clock
from bot.shop import ShopSettings

HOME = "/desk"
SCRIPT = "/desk/app.js"
STYLE = "/desk/app.css"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "connect-src 'self'; img-src 'self' blob:; media-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

# Every part sees the names of all parts; `main` runs at once and so stands last.
_WIDGET_SCRIPTS = ("speech", "dom", "text", "card")
_SCRIPTS = (
    *("words_fa", "words_ar", "words_en"),
    *("words_orders_fa", "words_orders_ar", "words_orders_en"),
    *("words", "icons", "dates", "server", "live"),
    *("drafts", "store", "thread", "outbox", "toast", "dialog", "menu", "calendar"),
    *("row", "queue", "notify", "bubble", "log", "canned", "composer", "steps", "talk"),
    *("operations", "panel", "lookup", "replies", "opinions", "header", "keys", "main"),
)
_WIDGET_STYLES = ("card",)
_STYLES = (
    *(
        "base",
        "layout",
        "queue",
        "talk",
        "said",
        "composer",
        "panel",
        "dialog",
        "operations",
    ),
)

_LINE_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"^\s+", re.MULTILINE)

# The address has the version in it; without one a browser asks each time.
_KEPT = "private, max-age=31536000, immutable"
_ASKED = "private, no-cache"


@dataclass(frozen=True)
class Asset:
    """
    A file ready to be sent, plain and compressed, with its version.
    """

    kind: str
    plain: bytes
    compressed: bytes
    version: str

    @classmethod
    def of(cls, kind: str, text: str) -> Asset:
        """
        Take indentation away and compress.
        """
        plain = _INDENT.sub("", text).encode()
        # A fixed time, so that every replica serves the same bytes.
        packed = gzip.compress(plain, mtime=0)
        return cls(kind, plain, packed, hashlib.sha256(plain).hexdigest()[:16])


@cache
def desk_script() -> Asset:
    """
    Put the desk's parts together, once.
    """
    parts = [
        "(() => {\n'use strict';\n",
        *(_script("widget", name) for name in _WIDGET_SCRIPTS),
        *(_script("desk", name) for name in _SCRIPTS),
        "})();\n",
    ]
    return Asset.of("text/javascript; charset=utf-8", "".join(parts))


def desk_style(shop: ShopSettings) -> Asset:
    """
    The desk's style, with the colours of this shop.
    """
    parts = [
        colours(shop),
        *(_read(WEB / "widget" / f"{name}.css") for name in _WIDGET_STYLES),
        *(_read(WEB / "desk" / f"{name}.css") for name in _STYLES),
    ]
    text = _CSS_COMMENT.sub("", "\n".join(parts))
    return Asset.of("text/css; charset=utf-8", text)


def page_routes(guard: Guard, shop: ShopSettings, clock: Clock) -> list[Route]:
    """
    List the routes of the page. What it shows comes by routes of their own.
    """
    look, script, style = Look(shop, clock), desk_script(), desk_style(shop)
    version = hashlib.sha256(f"{script.version}{style.version}".encode()).hexdigest()
    version = version[:12]

    async def shell(request: Request, _who: SignedIn) -> Response:
        page = look.page(request, "shell.html", desk_version=version)
        page.headers["Content-Security-Policy"] = POLICY
        return page

    async def serve_script(request: Request) -> Response:
        return _answer(request, script, version)

    async def serve_style(request: Request) -> Response:
        return _answer(request, style, version)

    for open_to_all in (serve_script, serve_style):
        open_to_all.guarded_by = "nobody"  # type: ignore[attr-defined]
    return [
        Route(HOME, guard.endpoint(shell, None)),
        Route(SCRIPT, serve_script),
        Route(STYLE, serve_style),
    ]


def _answer(request: Request, asset: Asset, version: str) -> Response:
    packed = "gzip" in request.headers.get("accept-encoding", "")
    is_named = request.query_params.get("v") == version
    headers = {
        "ETag": f'"{asset.version}-gzip"' if packed else f'"{asset.version}"',
        "Cache-Control": _KEPT if is_named else _ASKED,
        "Vary": "Accept-Encoding",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    if asset.version in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if packed:
        headers["Content-Encoding"] = "gzip"
    content = asset.compressed if packed else asset.plain
    return Response(content, media_type=asset.kind, headers=headers)


def _script(room: str, name: str) -> str:
    return _LINE_COMMENT.sub("", _read(WEB / room / f"{name}.js"))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
