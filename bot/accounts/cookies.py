"""
The cookies of those who work at the shop. None of them can be read by a script.

Over https their names begin with `__Host-`: a browser takes such a cookie only from
this very host, over https and for all paths, so no neighbouring host can slip one in.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from starlette.requests import HTTPConnection
from starlette.responses import Response

SESSION = "hamyar-desk"
DEVICE = "hamyar-desk-device"
FORM = "hamyar-desk-form"
LANGUAGE = "hamyar-desk-language"
_HOST = "__Host-"


def is_secure(connection: HTTPConnection) -> bool:
    """
    Whether the browser came by https, as far as can be known.

    A proxy that ends TLS and is not among the trusted ones does not tell; then the
    page's own Origin does, which stands in every form's request.
    """
    if connection.url.scheme in ("https", "wss"):
        return True
    return connection.headers.get("origin", "").lower().startswith("https://")


def read(connection: HTTPConnection, name: str) -> str | None:
    """
    Give a cookie's value; over https only of a cookie that is this host's own.
    """
    found = connection.cookies.get(_HOST + name)
    if found is None and connection.url.scheme not in ("https", "wss"):
        found = connection.cookies.get(name)
    return found or None


def write(
    response: Response,
    connection: HTTPConnection,
    name: str,
    value: str,
    *,
    seconds: int | None = None,
) -> None:
    """
    Set a cookie, for as long as the browser is open or for `seconds`.
    """
    secure = is_secure(connection)
    response.set_cookie(
        (_HOST if secure else "") + name,
        value,
        max_age=seconds,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def clear(response: Response, name: str) -> None:
    """
    Take a cookie away, by both of its names.
    """
    for full, secure in ((_HOST + name, True), (name, False)):
        response.delete_cookie(
            full, path="/", secure=secure, httponly=True, samesite="lax"
        )


def csrf_token(key: bytes, secret: str) -> str:
    """
    The token that a page of this session, and no other page, can know.

    `secret` is the session's, or before there is one, of the cookie `FORM`.
    """
    said = f"csrf\0{secret}".encode("utf-8", "surrogatepass")
    return hmac.new(key, said, hashlib.sha256).hexdigest()


def is_csrf_token(key: bytes, secret: str, given: str) -> bool:
    """
    Whether it is that token; takes as long for any other.
    """
    said = given.encode("utf-8", "surrogatepass")
    return hmac.compare_digest(csrf_token(key, secret).encode(), said)


def new_secret() -> str:
    """
    A value for the cookie `FORM`.
    """
    return secrets.token_urlsafe(24)
