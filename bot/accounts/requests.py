"""
What a request says: its form, its sender, where to go afterwards.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request

from bot.accounts import cookies
from bot.accounts.sessions import Visitor
from bot.addresses import address_key

MOST_BODY = 16_384
MOST_FIELDS = 32
LONGEST_NEXT = 500
_LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]*")
"""A path of this host: printable ASCII, no backslash, no second slash in front."""

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


async def read_form(request: Request) -> dict[str, str]:
    """
    Give the fields of a form as browsers send it, read once however often it is asked.

    Raises `HTTPException` for what is too large or no such form.
    """
    known: dict[str, str] | None = getattr(request.state, "form", None)
    if known is not None:
        return known
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BODY:
            raise HTTPException(413)
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="replace",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise HTTPException(400) from error
    request.state.form = dict(pairs)
    return dict(pairs)


def visitor_of(connection: HTTPConnection) -> Visitor:
    """
    From where a request comes.
    """
    return Visitor(
        address=address_of(connection),
        browser=browser_of(connection.headers.get("user-agent", "")),
        device=cookies.read(connection, cookies.DEVICE) or "",
    )


def address_of(connection: HTTPConnection) -> str:
    """
    The network address, as it is counted.
    """
    return address_key(connection.client.host if connection.client else None)


def browser_of(agent: str) -> str:
    """
    "Chrome, Android" out of what a browser says of itself; empty for what is unknown.
    """
    found = [
        next((name for sign, name in known if sign in agent), "")
        for known in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(name for name in found if name)


def local_path(wanted: str | None, otherwise: str) -> str:
    """
    Where to go next, if that is a path of ours; never another host, whatever is asked.
    """
    if wanted and len(wanted) <= LONGEST_NEXT and _LOCAL.fullmatch(wanted):
        return wanted
    return otherwise
