"""
What is answered while the bot is trained and loaded: at once, that it is not ready.

The widget itself is served already, so that a page opened meanwhile has its chat, which
says that it is getting ready and tries again.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from string import Template

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from actions import formatting
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
# Since when: less than a minute, or so many.
_SINCE = {
    "fa": ("از کمتر از یک دقیقه پیش", "از حدود {} دقیقه پیش"),
    "ar": ("منذ أقل من دقيقة", "منذ نحو {} دقيقة"),
    "en": ("for less than a minute", "for about {} min"),
}
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_PAGE = """<!doctype html>
<html lang="fa" dir="rtl">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="$seconds">
<title>همیار</title>
<style>
body { display: grid; min-height: 90vh; place-content: center; margin: 0; padding: 1rem;
  font: 1.1rem/1.9 system-ui, sans-serif; text-align: center;
  background: $paper; color: $ink; }
main { border-top: .4rem solid $accent; border-radius: 1rem; padding: 1.5rem 2rem;
  max-width: 34rem; box-shadow: 0 .5rem 2rem rgb(16 24 40 / 18%); }
p { margin: .6rem 0; }
.bar { height: .5rem; border-radius: 1rem; overflow: hidden; margin-bottom: 1rem;
  background: color-mix(in srgb, $accent 20%, $paper); }
.bar i { display: block; height: 100%; width: 30%; border-radius: inherit;
  background: $accent; animation: going 2s ease-in-out infinite alternate; }
@keyframes going { to { margin-inline-start: 70%; } }
@media (prefers-reduced-motion: reduce) {
  .bar i { animation: none; width: 100%; opacity: .5; }
}
</style>
<main>
<div class="bar" aria-hidden="true"><i></i></div>
<p>همیار $fa دارد آماده می‌شود. بار اول چند دقیقه طول می‌کشد، چون باید یاد بگیرد؛ بعدها
چند ثانیه. این صفحه خودش تازه می‌شود.</p>
<p lang="ar">هميار يستعد للعمل $ar. في المرة الأولى يستغرق ذلك بضع دقائق لأنه يتعلّم،
وبعدها بضع ثوانٍ. ستتحدّث هذه الصفحة تلقائيًا.</p>
<p lang="en" dir="ltr">Hamyar has been getting ready $en. The first time that takes some
minutes, as it has to learn; later some seconds. This page reloads by itself.</p>
</main>
</html>
"""


def getting_ready_app(
    settings: Settings,
    shop: ShopSettings,
    *,
    clock: Callable[[], float] = time.monotonic,
) -> Starlette:
    """
    The widget, and 503 for all else: as a page to who wants one, else as JSON.

    The page has the shop's colours and says since when, in minutes of `clock`, which
    gives seconds.
    """
    began = clock()

    async def not_yet(request: Request) -> Response:
        return _not_yet(request, shop, int((clock() - began) // 60))

    return Starlette(
        routes=[
            *web_routes(settings, shop),
            Route("/{path:path}", not_yet, methods=_METHODS),
        ]
    )


def _page(shop: ShopSettings, minutes: int) -> str:
    colours = shop.colours
    return Template(_PAGE).substitute(
        seconds=SECONDS,
        accent=colours.accent,
        ink=colours.ink,
        paper=colours.paper,
        fa=formatting.digits(_SINCE["fa"][min(minutes, 1)].format(minutes), "fa"),
        ar=formatting.digits(_SINCE["ar"][min(minutes, 1)].format(minutes), "ar"),
        en=_SINCE["en"][min(minutes, 1)].format(minutes),
    )


def _not_yet(request: Request, shop: ShopSettings, minutes: int) -> Response:
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=_PREFLIGHT)
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(_page(shop, minutes), 503, _HEADERS)
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
        # Below it: to install what serves WebSockets, which are refused here.
        log_level="error",
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
