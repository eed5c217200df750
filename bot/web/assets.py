"""
Serves the chat widget and what it shows of the shop.

`/widget.js` is one script made of the sources in `widget/`; `/widget.json` is the
shop's name, colours and greeting. Both stand outside `/chat`, which the channel owns.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.settings import Settings
from bot.shop import ShopSettings

_SOURCES = Path(__file__).parent / "widget"

# Every part sees the names of all parts; `main` runs at once and so stands last.
_SCRIPTS = (
    *("strings", "speech", "dom", "text", "memory", "server"),
    *("session", "link", "outbox", "thread", "proving", "files"),
    *("card", "sign_in", "bubble", "log", "composer", "menu", "elsewhere", "panel"),
    *("look", "main"),
)
_STYLES = (
    "base",
    "window",
    "messages",
    "card",
    "files",
    "sign_in",
    "elsewhere",
    "composer",
    "media",
)

_LINE_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"^\s+", re.MULTILINE)

# A page asks again after five minutes and mostly hears "not modified".
_CACHE = "public, max-age=300, stale-while-revalidate=86400"


@dataclass(frozen=True)
class Script:
    """
    The widget ready to be sent, plain and compressed, with its version.
    """

    plain: bytes
    compressed: bytes
    etag: str


@cache
def widget_script() -> Script:
    """
    Put the widget's parts together, once.

    Comments on lines of their own and indentation stay behind: they are for readers of
    the sources and would be a fifth of what every visitor loads.
    """
    styles = _CSS_COMMENT.sub("", "".join(_read(f"{name}.css") for name in _STYLES))
    parts = [
        "(() => {\n'use strict';\n",
        f"const STYLES = {json.dumps(_INDENT.sub('', styles))};\n",
        *(_LINE_COMMENT.sub("", _read(f"{name}.js")) for name in _SCRIPTS),
        "})();\n",
    ]
    plain = _INDENT.sub("", "".join(parts)).encode()
    # A fixed time, so that every replica serves the same bytes.
    compressed = gzip.compress(plain, mtime=0)
    return Script(plain, compressed, hashlib.sha256(plain).hexdigest()[:20])


def _read(name: str) -> str:
    return (_SOURCES / name).read_text(encoding="utf-8")


def web_routes(
    settings: Settings, shop: ShopSettings, *, elsewhere: bool = False
) -> list[Route]:
    """
    List the routes of the widget; the conversation itself is the web chat channel's.

    `elsewhere` tells that a talk can go on in Telegram.
    """
    return [
        Route("/widget.js", _serve_script),
        Route("/widget.json", _ShopFace(settings, shop, elsewhere=elsewhere).serve),
    ]


async def _serve_script(request: Request) -> Response:
    script = widget_script()
    packed = "gzip" in request.headers.get("accept-encoding", "")
    etag = f'"{script.etag}-gzip"' if packed else f'"{script.etag}"'
    headers = {
        "ETag": etag,
        "Cache-Control": _CACHE,
        "Vary": "Accept-Encoding",
        # A script is for any page; whose page may chat is decided at the chat's own
        # addresses. These let pages that isolate themselves load it too.
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Content-Type-Options": "nosniff",
    }
    known = request.headers.get("if-none-match", "")
    if script.etag in known:
        return Response(status_code=304, headers=headers)
    if packed:
        headers["Content-Encoding"] = "gzip"
    return Response(
        script.compressed if packed else script.plain,
        media_type="text/javascript; charset=utf-8",
        headers=headers,
    )


class _ShopFace:
    """
    What a visitor may know of the shop before the first word is said.
    """

    def __init__(
        self, settings: Settings, shop: ShopSettings, *, elsewhere: bool
    ) -> None:
        self._origins = frozenset(
            origin.rstrip("/").lower() for origin in settings.chat_origins
        )
        self._content = {
            "name": dict(shop.name),
            "greeting": dict(shop.greeting),
            "languages": list(shop.languages),
            "language": shop.default_language,
            "colours": {
                "accent": shop.colours.accent,
                "on_accent": shop.colours.on_accent,
            },
            "telegram": elsewhere,
            "telephone": shop.telephone,
            # These are links in the chat; no other number is one.
            "telephones": list(
                dict.fromkeys([shop.telephone, *(b.telephone for b in shop.branches)])
            ),
        }

    async def serve(self, request: Request) -> Response:
        headers = {"Cache-Control": "public, max-age=60", "Vary": "Origin"}
        origin = request.headers.get("origin")
        if origin is not None and origin.lower() in self._origins:
            headers["Access-Control-Allow-Origin"] = origin
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return JSONResponse(self._content, headers=headers)
