"""
The demo shop's payment page: where a real shop has its bank's.

Whoever has the link may look at the bill and pay it, as on a bank's page; the token in
it cannot be guessed. Paying takes the page's own form, which works once and not for
long.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import parse_qs

import yaml
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from actions.formatting import digits, money, number
from bot.addresses import is_same_place
from bot.shop import ShopSettings
from crm_connector.model import Money
from demo.bell import Bell
from demo.till import Bill, Standing, bill_of, decline, pay

FORM_SECONDS = 1800
_MOST_BODY = 2000
_LONGEST_TOKEN = 100
_MOST_USED = 10_000
_HERE = Path(__file__).parent
_LANGUAGES = ("fa", "ar", "en")
_NAMES = {"fa": "فارسی", "ar": "العربية", "en": "English"}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    # The address of the page is what opens it. Without any referrer, browsers would not
    # say either of which place the form is.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}


def paying_routes(
    shop: ShopSettings,
    database: Path,
    *,
    clock: Callable[[], datetime],
    passed: Callable[[], float] = time.time,
    bell: Bell | None = None,
) -> list[BaseRoute]:
    """
    List the routes of the page; `database` is the demo shop's SQLite file.

    With a `bell` the shop rings when something was paid.
    """
    page = _Page(shop, database, clock, passed, bell)
    return [
        Route("/demo/pay/{token}", page.shown),
        Route("/demo/pay/{token}", page.answered, methods=["POST"]),
    ]


class _Page:
    def __init__(
        self,
        shop: ShopSettings,
        database: Path,
        clock: Callable[[], datetime],
        passed: Callable[[], float],
        bell: Bell | None,
    ) -> None:
        self._bell = bell
        self._shop = shop
        self._database = database
        self._clock = clock
        self._passed = passed
        self._key = secrets.token_bytes(32)
        self._used: dict[str, float] = {}
        self._words = yaml.safe_load((_HERE / "paying.yml").read_text("utf-8"))
        self._template = Template(
            (_HERE / "page" / "pay.html").read_text(encoding="utf-8")
        )

    async def shown(self, request: Request) -> Response:
        token = request.path_params["token"]
        bill = await run_in_threadpool(self._bill, token)
        if bill is None:
            return self._page(request, None, "", status=404)
        return self._page(request, bill, token)

    async def answered(self, request: Request) -> Response:
        """
        Pay or decline; the page is shown again by a GET, which may be reloaded.
        """
        token = request.path_params["token"]
        origin = request.headers.get("origin")
        host = request.headers.get("host", "")
        if origin is not None and not is_same_place(origin, host):
            return self._page(request, None, "", status=403)
        body = await request.body()
        if len(body) > _MOST_BODY or len(token) > _LONGEST_TOKEN:
            return self._page(request, None, "", status=400)
        said = {key: found[0] for key, found in parse_qs(_text(body)).items()}
        shown = self._take(token, said.get("form", ""))
        if shown is None:
            bill = await run_in_threadpool(self._bill, token)
            return self._page(
                request, bill, token, note="again", status=409 if bill else 404
            )
        does: dict[str, Callable[[Path, str, datetime], Bill | None]] = {
            "pay": partial(pay, shown=shown),
            "decline": decline,
        }
        do = does.get(said.get("do", ""))
        if do is None:
            return self._page(request, None, "", status=400)
        bill = await run_in_threadpool(do, self._database, token, self._clock())
        if bill is None:
            return self._page(request, None, "", status=404)
        if self._bell is not None and bill.standing is Standing.PAID:
            await self._bell.ring(request.app, bill.customer, self._clock())
        lang = self._language(request, bill)
        note = "&note=declined" if do is decline else ""
        if do is not decline and bill.standing is Standing.OPEN:
            note = "&note=changed"
        return RedirectResponse(f"{request.url.path}?lang={lang}{note}", 303)

    def _bill(self, token: str) -> Bill | None:
        if len(token) > _LONGEST_TOKEN:
            return None
        return bill_of(self._database, token)

    def _form(self, token: str, total: int) -> str:
        """
        What a form carries: when it was made, for which bill and sum, and its seal.
        """
        made = f"{int(self._passed())}.{total}.{secrets.token_urlsafe(12)}"
        return f"{made}.{self._seal(token, made)}"

    def _seal(self, token: str, made: str) -> str:
        text = f"{token}\n{made}".encode()
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()

    def _take(self, token: str, form: str) -> int | None:
        """
        The sum on a form of ours for this bill, still good and not used before.
        """
        made, _, seal = form.rpartition(".")
        if not hmac.compare_digest(self._seal(token, made).encode(), seal.encode()):
            return None
        made_at, total, _ = made.split(".")
        now, at = self._passed(), float(made_at)
        if not 0 <= now - at <= FORM_SECONDS or made in self._used:
            return None
        self._used = {k: v for k, v in self._used.items() if now - v <= FORM_SECONDS}
        if len(self._used) >= _MOST_USED:
            return None
        self._used[made] = at
        return int(total)

    def _language(self, request: Request, bill: Bill | None) -> str:
        asked = request.query_params.get("lang")
        if asked in _LANGUAGES:
            return str(asked)
        return bill.language if bill else self._shop.default_language

    def _page(
        self,
        request: Request,
        bill: Bill | None,
        token: str,
        *,
        note: str = "",
        status: int = 200,
    ) -> Response:
        lang = self._language(request, bill)
        words = {key: texts[lang] for key, texts in self._words.items()}
        note = note or request.query_params.get("note", "")
        if bill is None:
            body = f"<p class='big'>{escape(words['unknown'])}</p>"
        else:
            body = self._of(bill, token, words, lang, note)
        html = self._template.substitute(
            lang=lang,
            dir="ltr" if lang == "en" else "rtl",
            title=escape(words["title"]),
            shop=escape(self._shop.name[lang]),
            demo=escape(words["demo"]),
            body=body,
            languages=self._languages(request, lang),
        )
        return HTMLResponse(html, status, headers=_HEADERS)

    def _of(
        self, bill: Bill, token: str, words: dict[str, str], lang: str, note: str
    ) -> str:
        def toman(amount: int) -> str:
            return escape(money(Money(amount, "IRT"), lang))

        rows = "".join(
            f"<tr><th scope='row'>{escape(names[lang])}"
            f"{_times(quantity, lang)}</th><td>{toman(cost)}</td></tr>"
            for names, quantity, cost in bill.lines
        )
        shipping = toman(bill.shipping) if bill.shipping else escape(words["free"])
        told = {
            Standing.OPEN: "",
            Standing.PAID: f"<p class='done'>{escape(words['paid'])}</p>",
            Standing.OVER: f"<p class='over'>{escape(words['over'])}</p>",
        }[bill.standing]
        if bill.standing is Standing.OPEN and note in ("declined", "again", "changed"):
            told = f"<p class='over'>{escape(words[note])}</p>"
        form = ""
        if bill.standing is Standing.OPEN:
            sealed = self._form(token, bill.total)
            form = (
                f"<p class='hint'>{escape(words['hint'])}</p>"
                "<form method='post'>"
                f"<input type='hidden' name='form' value='{sealed}'>"
                "<button class='pay' name='do' value='pay'>"
                f"{escape(words['pay'])}</button>"
                "<button class='decline' name='do' value='decline'>"
                f"{escape(words['decline'])}</button></form>"
            )
        order = digits(bill.number, lang)
        return (
            f"<h2>{escape(words['order'])} <bdi>{escape(order)}</bdi></h2>{told}"
            f"<table>{rows}<tr><th scope='row'>{escape(words['shipping'])}</th>"
            f"<td>{shipping}</td></tr>"
            f"<tr class='total'><th scope='row'>{escape(words['total'])}</th>"
            f"<td>{toman(bill.total)}</td></tr></table>{form}"
        )

    def _languages(self, request: Request, lang: str) -> str:
        path = escape(request.url.path)
        return "".join(
            f"<a href='{path}?lang={each}' lang='{each}'"
            f"{' aria-current=true' if each == lang else ''}>{_NAMES[each]}</a>"
            for each in _LANGUAGES
        )


def _times(quantity: int, lang: str) -> str:
    return "" if quantity == 1 else f" <bdi>× {number(quantity, lang)}</bdi>"


def _text(body: bytes) -> str:
    return body.decode("ascii", errors="replace")
