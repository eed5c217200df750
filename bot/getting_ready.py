"""
What is answered while the bot is trained and loaded: at once, that it is not ready.

The widget itself is served already, so that a page opened meanwhile has its chat, which
says that it is getting ready and tries again.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from bot.settings import Settings
from bot.shop import ShopSettings
from bot.web.assets import web_routes

CODE = "getting_ready"
SECONDS = 5
"""What clients are told to wait before they try again."""
_HEADERS = {
    "Retry-After": str(SECONDS),
    "Cache-Control": "no-store",
    # Nothing of anybody's is said here, and pages of any shop may hear it.
    "Access-Control-Allow-Origin": "*",
}
_PREFLIGHT = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "*",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
}
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_PAGE = f"""<!doctype html>
<html lang="fa" dir="rtl">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="{SECONDS}">
<title>همیار</title>
<style>
body {{ display: grid; min-height: 90vh; place-content: center; padding: 1rem;
  font: 1.1rem/2 system-ui, sans-serif; text-align: center;
  color-scheme: light dark; }}
p {{ margin: 0; }}
</style>
<p>همیار دارد آماده می‌شود؛ این صفحه چند لحظهٔ دیگر خودش تازه می‌شود.</p>
<p lang="ar">هميار يستعد للعمل؛ ستتحدّث هذه الصفحة تلقائيًا بعد لحظات.</p>
<p lang="en" dir="ltr">Hamyar is getting ready; this page will reload in a moment.</p>
</html>
"""


def getting_ready_app(settings: Settings, shop: ShopSettings) -> Starlette:
    """
    The widget, and 503 for all else: as a page to who wants one, else as JSON.
    """
    return Starlette(
        routes=[
            *web_routes(settings, shop),
            Route("/{path:path}", _not_yet, methods=_METHODS),
        ]
    )


async def _not_yet(request: Request) -> Response:
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=_PREFLIGHT)
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(_PAGE, 503, _HEADERS)
    error = {
        "code": CODE,
        "message": "The bot is being trained or loaded.",
        "retry_after": SECONDS,
    }
    return JSONResponse({"error": error}, 503, _HEADERS)


@contextmanager
def answering(app: Starlette, listener: socket.socket) -> Iterator[None]:
    """
    Answer in a thread with this app within the block; the listener stays open after it.

    Who connects while one server ends and the next begins waits for the next.
    """
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        # Who wants a WebSocket hears the same as everybody.
        ws="none",
        timeout_graceful_shutdown=1,
    )
    # What is wrong with it is raised here, and not in the thread.
    config.load()
    server = uvicorn.Server(config)
    own = listener.dup()
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [own]}, name="getting-ready", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        # It begins to look for the end when it has started.
        while thread.is_alive() and not server.started:
            time.sleep(0.01)
        server.should_exit = True
        thread.join()
        own.close()
